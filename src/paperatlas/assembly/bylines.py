"""What all records of a paper tell of its authors, as resolution takes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.circles import AuthoredPaper
from paperatlas.resolution.normal_forms import title_key
from paperatlas.resolution.people import person_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from paperatlas.records import Paper
    from paperatlas.resolution.labs import ResolvedLabs

__all__ = ["author_pages", "authored_paper"]

_CIRCLE: Final = 0.5


def author_pages(papers: Iterable[Paper]) -> frozenset[str]:
    """The names of the pages that list the papers of one author, or of one circle of authors.

    Such a page prints authors in a line with its titles, and at least half of the papers on it have an author whom
    another paper on it has as well; a page of papers on one subject has not.
    """
    pages: dict[str, list[frozenset[tuple[str, str]]]] = defaultdict(list)
    for paper in papers:
        if paper.authors_line:
            pages[paper.listing.page].append(frozenset(person_name(author).core for author in paper.authors))
    return frozenset(page for page, circles in pages.items() if _is_circle(circles))


def _is_circle(circles: Sequence[frozenset[tuple[str, str]]]) -> bool:
    counts = Counter(author for circle in circles for author in circle)
    tied = sum(any(counts[author] > 1 for author in circle) for circle in circles)
    return tied >= _CIRCLE * len(circles)


def authored_paper(node: str, records: Sequence[Paper], labs: ResolvedLabs, pages: Collection[str]) -> AuthoredPaper:
    """Who wrote a paper.

    Args:
        node: The id of the paper's node.
        records: Its records on all pages.
        labs: The organisations.
        pages: The names of the author-listing pages.
    """
    own: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for author, lab in record.affiliations:
            own[author].add(labs.entity(lab).id)
    identifiers = sorted(record.identifier for record in records if record.identifier)
    return AuthoredPaper(
        id=node,
        stamp=identifiers[0].partition(":")[2] if identifiers else node.partition("/")[2],
        authors=tuple(sorted({author for record in records for author in record.authors} | own.keys())),
        labs=tuple(sorted({labs.entity(lab.name).id for record in records for lab in record.labs})),
        own_labs={author: tuple(sorted(found)) for author, found in sorted(own.items())},
        pages=tuple(sorted({record.listing.page for record in records} & set(pages))),
        titles=tuple(sorted({title_key(record.title) for record in records})),
    )
