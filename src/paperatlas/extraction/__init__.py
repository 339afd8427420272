"""Finds in the text of a paper what it names and what it states of that.

:class:`Extractor` is the seam: whatever gives an :class:`~paperatlas.graph.extractions.Extraction` for each paper can
take the place of :class:`ModelExtractor`. :func:`load_extractor` makes one from a model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from paperatlas.extraction.extractor import Extractor, ModelExtractor, load_extractor
    from paperatlas.extraction.jsonl import to_line

__all__ = ["Extractor", "ModelExtractor", "load_extractor", "to_line"]

_HOMES: Final = {
    "Extractor": "extractor",
    "ModelExtractor": "extractor",
    "load_extractor": "extractor",
    "to_line": "jsonl",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: spaCy takes a second, which a build that finds nothing new need not wait for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'paperatlas.extraction' has no attribute {name!r}")
    return getattr(import_module(f"paperatlas.extraction.{_HOMES[name]}"), name)
