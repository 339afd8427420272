"""The extraction of entities and relations from the text of a paper, with spaCy and a trained model.

Any :class:`Extractor` can take the place of :class:`ModelExtractor`; :func:`load_extractor` loads one from a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazy_loader import attach  # type: ignore[import-untyped]  # without stubs

if TYPE_CHECKING:
    from paperatlas.extraction.extractor import Extractor, ModelExtractor, load_extractor
    from paperatlas.extraction.serialization import to_line

__all__ = ["Extractor", "ModelExtractor", "load_extractor", "to_line"]

# spaCy takes a second to load, which a build that finds nothing new need not wait for.
__getattr__, __dir__, _ = attach(
    __name__,
    submod_attrs={"extractor": ["Extractor", "ModelExtractor", "load_extractor"], "serialization": ["to_line"]},
)
