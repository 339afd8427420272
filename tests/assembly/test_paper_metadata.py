from __future__ import annotations

from data import SEEDS
from paperatlas.assembly.paper_metadata import author_pages
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.readers import PaperReading


def _listed(*bylines: tuple[str, ...], line: str = "shown") -> list[Paper]:
    return [
        Paper(str(number), f"T{number}", "A", SourceLocation("p.txt", number), authors=names, authors_line=line)
        for number, names in enumerate(bylines)
    ]


def test_a_page_on_which_most_papers_share_authors_is_an_author_listing() -> None:
    assert author_pages(_listed(("Ada Lake",), ("Lake, Ada", "Bo Brook"), ("Cy Pond",))) == {"p.txt"}


def test_a_page_of_strangers_or_of_structured_records_is_none() -> None:
    assert (
        author_pages(_listed(("Ada Lake",), ("Ada Lake",), ("Bo Brook",), ("Cy Pond",), ("Di Marsh",))) == frozenset()
    )
    assert author_pages(_listed(("Ada Lake",), ("Ada Lake",), line="")) == frozenset()


def test_the_page_of_authors_among_the_seeds_is_one() -> None:
    assert author_pages(PaperReading([SEEDS])) == {"author_listing.txt"}
