"""The display of graphs to people, the same in all pages and files: colours, dates, links and source locations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Evidence, Graph, PaperMetadata
    from paperatlas.graph.papers import Date, SourceLocation

__all__ = [
    "NODE_COLOURS", "PREDICATE_COLOURS", "WebLink", "evidence_locations", "format_date", "is_web_url", "paper_links",
    "paper_url",
]  # fmt: skip

NODE_COLOURS: Final[Mapping[str, str]] = {
    "Paper": "#7a869a",
    "Model": "#2563c9",
    "Dataset": "#138a5e",
    "Method": "#c2670a",
    "Author": "#8a4fbf",
    "Lab": "#bf3657",
}
"""The fill of each node type as ``#rrggbb``, by its name."""

PREDICATE_COLOURS: Final[Mapping[str, str]] = {
    "authored-by": "#b79ad6",
    "from-lab": "#dd94a6",
    "affiliated-with": "#c77f9b",
    "introduces": "#4b5568",
    "mentions": "#c3c9d3",
    "trains-on": "#0f7a52",
    "evaluates-on": "#4fae3d",
    "compares-to": "#d0392b",
    "based-on": "#1d4fa3",
    "applied-to": "#c07a1a",
    "variant-of": "#8fa3c7",
}
"""The colour of the line of each predicate as ``#rrggbb``, by its name."""

_MONTHS: Final = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RESOLVERS: Final = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}


class WebLink(NamedTuple):
    """A text, and the web address of its link; None if it has none that is safe to follow."""

    text: str
    url: str | None


def format_date(date: Date) -> str:
    """Format a date for people, with a note if its year is unknown or inferred.

    >>> from paperatlas.graph.papers import Date
    >>> format_date(Date(2024, 8, 13, year_inferred=True)), format_date(Date(2024)), format_date(Date(month=6, day=23))
    ('13 August 2024 (year inferred)', '2024', '23 June, year unknown')
    """
    words = [str(date.day or ""), _MONTHS[date.month or 0], str(date.year or "")]
    doubt = ", year unknown" if date.year is None else " (year inferred)" if date.year_inferred else ""
    return " ".join(filter(None, words)) + doubt


def is_web_url(url: str) -> bool:
    """Return whether an address is one of the web; any other scheme could run code or open a file.

    >>> is_web_url("https://example.org/a"), is_web_url("javascript:alert(1)"), is_web_url("//example.org")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def paper_links(facts: PaperMetadata) -> tuple[WebLink, ...]:
    """Return the links to a paper: its identifiers first, then its addresses.

    >>> from paperatlas.graph.graph import PaperMetadata
    >>> paper_links(PaperMetadata((), ("arxiv:2401.00001",), urls=("javascript:alert(1)",)))
    (WebLink(text='arxiv:2401.00001', url='https://arxiv.org/abs/2401.00001'),
     WebLink(text='javascript:alert(1)', url=None))
    """
    named = [WebLink(identifier, _resolved(identifier)) for identifier in facts.identifiers]
    return (*named, *(WebLink(url, url if is_web_url(url) else None) for url in facts.urls))


def _resolved(identifier: str) -> str | None:
    scheme, _, name = identifier.partition(":")
    return _RESOLVERS[scheme] + quote(name) if scheme in _RESOLVERS else None


def paper_url(graph: Graph, paper_id: str) -> str | None:
    """Return an address of a paper from its listing, else its arXiv or DOI page, else None.

    >>> from paperatlas.graph.graph import Graph, PaperMetadata
    >>> paper_url(Graph(papers={"paper/x": PaperMetadata((), ("arxiv:2401.00001",))}), "paper/x")
    'https://arxiv.org/abs/2401.00001'
    """
    facts = graph.papers.get(paper_id)
    if facts is None:
        return None
    resolved = (_resolved(identifier) for identifier in facts.identifiers)
    return next((url for url in (*facts.urls, *resolved) if url and is_web_url(url)), None)


def evidence_locations(graph: Graph, evidence: Evidence) -> tuple[SourceLocation, ...]:
    """Return the location of the record that evidence quotes, else those of the paper version that holds it."""
    if evidence.location is not None:
        return (evidence.location,)
    facts = graph.papers.get(evidence.paper)
    versions = facts.versions if facts else ()
    return next((version.locations for version in versions if version.id == evidence.version), ())
