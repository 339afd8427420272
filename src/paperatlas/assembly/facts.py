"""What several records tell of one paper, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.records import Date, Listing, PaperFacts, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.records import Paper

__all__ = ["gather_facts"]


def gather_facts(papers: Sequence[Paper], linked_code: Iterable[str] = ()) -> PaperFacts:
    """The facts of one paper; the order of its records does not count.

    Args:
        papers: Its records, at least one.
        linked_code: Addresses of its code that stand in its texts.
    """
    code = {paper.code_url for paper in papers if paper.code_url} | set(linked_code)
    urls = {url for paper in papers for url in (paper.url, paper.project_url) if url}
    flags = [paper.has_code for paper in papers if paper.has_code is not None]
    return PaperFacts(
        wordings=_wordings(papers),
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


def _wordings(papers: Iterable[Paper]) -> tuple[Wording, ...]:
    places: dict[tuple[str, str], set[Listing]] = {}
    for paper in papers:
        places.setdefault((paper.title, paper.abstract), set()).add(paper.listing)
    wordings = (Wording(title, abstract, tuple(sorted(found))) for (title, abstract), found in places.items())
    return tuple(sorted(wordings, key=lambda wording: wording.id))


def _most_exact(dates: Iterable[Date]) -> Date | None:
    """The date that says most; of equals a printed year before an inferred one, then the earliest."""

    def rank(date: Date) -> tuple[int, bool, str]:
        return (-sum(part is not None for part in (date.year, date.month, date.day)), date.year_inferred, str(date))

    return min(dates, key=rank, default=None)
