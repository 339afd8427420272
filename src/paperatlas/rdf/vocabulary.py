"""The licence of a graph, and the ids of what its RDF describes beside its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from paperatlas.graph.papers import SourceLocation

__all__ = ["DESCRIPTION", "LICENCE", "extractor_id", "listing_id", "page_id"]

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""What the statements of a graph are given under; quotes stay their authors'."""

DESCRIPTION: Final = "graph"
"""The id of the node that describes the graph itself."""


def extractor_id(name: str) -> str:
    """The id of an extractor, percent-encoded.

    >>> extractor_id("my model-0.1.0+3d73c564")
    'extractor/my%20model-0.1.0+3d73c564'
    """
    return f"extractor/{quote(name, safe='+')}"


def page_id(name: str) -> str:
    """The id of a page, percent-encoded.

    >>> page_id("my page.txt")
    'page/my%20page.txt'
    """
    return f"page/{quote(name, safe='')}"


def listing_id(listing: SourceLocation) -> str:
    """The id of a record on a page.

    >>> from paperatlas.graph.papers import SourceLocation
    >>> listing_id(SourceLocation("a.txt", 3))
    'listing/a.txt/3'
    """
    return f"listing/{quote(listing.page, safe='')}/{listing.line}"
