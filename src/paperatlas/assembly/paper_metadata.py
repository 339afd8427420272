"""Merge the records of one paper into its metadata and its authorship."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from paperatlas.graph.graph import PaperMetadata, PaperVersion
from paperatlas.resolution.author_mentions import AuthoredPaper
from paperatlas.text.keys import title_key
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from paperatlas.graph.papers import Date, Paper, SourceLocation
    from paperatlas.resolution.organisations import ResolvedOrganisations


__all__ = ["author_pages", "authored_paper", "merge_metadata"]

_SHARED_AUTHORS: Final = 0.5


def author_pages(papers: Iterable[Paper]) -> frozenset[str]:
    """Return the names of the pages that list the papers of one author or one team.

    Such a page prints authors in a line with its titles, and at least half of its papers share an author with another
    paper on it; those of a page on one subject do not.
    """
    pages: dict[str, list[frozenset[tuple[str, str]]]] = defaultdict(list)
    for paper in papers:
        if paper.authors_line:
            pages[paper.location.page].append(frozenset(person_name(author).name_key for author in paper.authors))
    return frozenset(page for page, bylines in pages.items() if _share_authors(bylines))


def _share_authors(bylines: Sequence[frozenset[tuple[str, str]]]) -> bool:
    counts = Counter(author for byline in bylines for author in byline)
    sharing = sum(any(counts[author] > 1 for author in byline) for byline in bylines)
    return sharing >= _SHARED_AUTHORS * len(bylines)


def authored_paper(
    node: str, records: Sequence[Paper], labs: ResolvedOrganisations, pages: Collection[str]
) -> AuthoredPaper:
    """Return the authorship of a paper.

    Args:
        node: The id of the paper's node.
        records: Its records on all pages.
        labs: The resolved organisations.
        pages: The names of the author-listing pages.
    """
    own_labs: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for author, lab in record.affiliations:
            own_labs[author].add(labs.entity(lab).id)
    identifiers = sorted(record.identifier for record in records if record.identifier)
    return AuthoredPaper(
        id=node,
        suffix=identifiers[0].partition(":")[2] if identifiers else node.partition("/")[2],
        authors=tuple(sorted({author for record in records for author in record.authors} | own_labs.keys())),
        labs=tuple(sorted({labs.entity(lab.name).id for record in records for lab in record.labs})),
        own_labs={author: tuple(sorted(ids)) for author, ids in sorted(own_labs.items())},
        pages=tuple(sorted({record.location.page for record in records} & set(pages))),
        titles=tuple(sorted({title_key(record.title) for record in records})),
    )


def merge_metadata(papers: Sequence[Paper], linked_code: Iterable[str] = ()) -> PaperMetadata:
    """Merge the records of one paper, in any order, into its metadata.

    Args:
        papers: Its records, at least one.
        linked_code: URLs of its code in its texts.
    """
    code = {paper.code_url for paper in papers if paper.code_url} | set(linked_code)
    urls = {url for paper in papers for url in (paper.url, paper.project_url) if url}
    flags = [paper.has_code for paper in papers if paper.has_code is not None]
    return PaperMetadata(
        versions=_versions(papers),
        identifiers=tuple(sorted({paper.identifier for paper in papers if paper.identifier})),
        date=_most_exact(paper.date for paper in papers if paper.date),
        categories=tuple(sorted({category for paper in papers for category in paper.categories})),
        author_count=max((paper.author_count for paper in papers if paper.author_count), default=None),
        authors_complete=any(paper.authors_complete for paper in papers),
        has_code=any(flags) if flags else None,
        comment_count=max((paper.comment_count for paper in papers if paper.comment_count is not None), default=None),
        upvotes=max((paper.upvotes for paper in papers if paper.upvotes is not None), default=None),
        urls=tuple(sorted(urls)),
        code_urls=tuple(sorted(code)),
    )


def _versions(papers: Iterable[Paper]) -> tuple[PaperVersion, ...]:
    locations: dict[tuple[str, str], set[SourceLocation]] = defaultdict(set)
    for paper in papers:
        locations[paper.title, paper.abstract].add(paper.location)
    versions = (PaperVersion(*text, tuple(sorted(places))) for text, places in locations.items())
    return tuple(sorted(versions, key=lambda version: version.id))


def _most_exact(dates: Iterable[Date]) -> Date | None:
    """Return the most exact date; of equals a printed year before an inferred one, then the earliest."""

    def rank(date: Date) -> tuple[int, bool, str]:
        return (-sum(part is not None for part in (date.year, date.month, date.day)), date.year_inferred, str(date))

    return min(dates, key=rank, default=None)
