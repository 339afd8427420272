"""How dates, addresses and places of papers are shown to people, in every page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from paperatlas.graph.graph import Evidence, Graph, PaperMetadata
    from paperatlas.graph.papers import Date, SourceLocation

__all__ = ["WebLink", "format_date", "locations_of", "paper_links", "paper_url", "web_link"]

_MONTHS: Final = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RESOLVERS: Final = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}


class WebLink(NamedTuple):
    """A text, and the web address it leads to; nothing where it has none that is safe to follow."""

    text: str
    url: str | None


def format_date(date: Date) -> str:
    """A date as people write it, with what is not known of it said.

    >>> from paperatlas.graph.papers import Date
    >>> format_date(Date(2024, 8, 13, year_inferred=True)), format_date(Date(2024)), format_date(Date(month=6, day=23))
    ('13 August 2024 (year inferred)', '2024', '23 June, year unknown')
    """
    words = [str(date.day or ""), _MONTHS[date.month or 0], str(date.year or "")]
    doubt = ", year unknown" if date.year is None else " (year inferred)" if date.year_inferred else ""
    return " ".join(filter(None, words)) + doubt


def web_link(url: str) -> bool:
    """Whether an address is one of the web; any other scheme could run code or open a file.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)"), web_link("//example.org")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def paper_links(facts: PaperMetadata) -> tuple[WebLink, ...]:
    """Where a paper can be read: its identifiers first, then its addresses.

    >>> from paperatlas.graph.graph import PaperMetadata
    >>> paper_links(PaperMetadata((), ("arxiv:2401.00001",), urls=("javascript:alert(1)",)))
    (WebLink(text='arxiv:2401.00001', url='https://arxiv.org/abs/2401.00001'),
     WebLink(text='javascript:alert(1)', url=None))
    """
    named = [WebLink(identifier, _resolved(identifier)) for identifier in facts.identifiers]
    return (*named, *(WebLink(url, url if web_link(url) else None) for url in facts.urls))


def _resolved(identifier: str) -> str | None:
    scheme, _, name = identifier.partition(":")
    return _RESOLVERS[scheme] + quote(name) if scheme in _RESOLVERS else None


def paper_url(graph: Graph, paper_id: str) -> str | None:
    """Where a paper can be read: an address of its listing, else its arXiv or DOI page, else nothing.

    >>> from paperatlas.graph.graph import Graph, PaperMetadata
    >>> paper_url(Graph(papers={"paper/x": PaperMetadata((), ("arxiv:2401.00001",))}), "paper/x")
    'https://arxiv.org/abs/2401.00001'
    """
    facts = graph.papers.get(paper_id)
    if facts is None:
        return None
    made = (_resolved(identifier) for identifier in facts.identifiers)
    return next((url for url in (*facts.urls, *made) if url and web_link(url)), None)


def locations_of(graph: Graph, evidence: Evidence) -> tuple[SourceLocation, ...]:
    """Where the words of some evidence are listed: the record it quotes, else those of the wording that holds it."""
    if evidence.location is not None:
        return (evidence.location,)
    facts = graph.papers.get(evidence.paper)
    wordings = facts.versions if facts else ()
    return next((wording.locations for wording in wordings if wording.id == evidence.version), ())
