"""From the text of a paper to the things it names and what it states of them.

:class:`Extractor` is the seam: whatever gives an :class:`~paperatlas.records.Extraction` for each paper can take the
place of :class:`ModelExtractor`. :func:`load_extractor` makes one from a model.
"""

from paperatlas.extraction.lines import to_line
from paperatlas.extraction.pipeline import Extractor, ModelExtractor, load_extractor

__all__ = ["Extractor", "ModelExtractor", "load_extractor", "to_line"]
