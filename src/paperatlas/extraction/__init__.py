"""From the text of a paper to the things it names and what it states of them.

:class:`Extractor` is the seam: whatever gives an :class:`~paperatlas.records.Extraction` for each paper can take the
place of :class:`ModelExtractor`. :func:`load_extractor` makes one from a model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from paperatlas.extraction.lines import to_line
    from paperatlas.extraction.pipeline import Extractor, ModelExtractor, load_extractor

__all__ = ["Extractor", "ModelExtractor", "load_extractor", "to_line"]

_HOMES: Final = {
    "Extractor": "pipeline",
    "ModelExtractor": "pipeline",
    "load_extractor": "pipeline",
    "to_line": "lines",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: spaCy takes a second, which a build that finds nothing new need not wait for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'paperatlas.extraction' has no attribute {name!r}")
    return getattr(import_module(f"paperatlas.extraction.{_HOMES[name]}"), name)
