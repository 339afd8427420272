"""From the text of a paper to the things it names and what it states of them.

:class:`Extractor` is the seam: whatever gives an :class:`~paperatlas.records.Extraction` for each paper can take the
place of :class:`RuleExtractor`.
"""

from paperatlas.extraction.lines import to_line
from paperatlas.extraction.pipeline import Extractor, RuleExtractor

__all__ = ["Extractor", "RuleExtractor", "to_line"]
