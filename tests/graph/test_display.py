from __future__ import annotations

import pytest

from paperatlas.graph.display import evidence_locations, format_date, paper_links, paper_url
from paperatlas.graph.graph import Evidence, Graph, PaperMetadata
from paperatlas.graph.papers import Date, SourceLocation
from samples import sample_graph


@pytest.mark.parametrize(
    ("urls", "identifiers", "expected"),
    [
        (("https://example.org/a",), ("arxiv:2401.00001",), "https://example.org/a"),
        (("javascript:alert(1)", "http://example.org/"), (), "http://example.org/"),
        (("javascript:alert(1)", "http://[bad", "data:text/html,x"), (), None),
        ((), ("arxiv:2401.00001",), "https://arxiv.org/abs/2401.00001"),
        ((), ('doi:10.1/a"b',), "https://doi.org/10.1/a%22b"),
        ((), ("other:1",), None),
    ],
)
def test_a_paper_is_linked_where_it_can_be_read(
    urls: tuple[str, ...], identifiers: tuple[str, ...], expected: str | None
) -> None:
    graph = Graph(papers={"paper/x": PaperMetadata((), identifiers, urls=urls)})
    assert paper_url(graph, "paper/x") == expected
    assert paper_url(graph, "paper/y") is None


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (Date(2024, 1, 2), "2 January 2024"),
        (Date(2024, 11), "November 2024"),
        (Date(2024, 1, 2, year_inferred=True), "2 January 2024 (year inferred)"),
        (Date(month=6, day=23), "23 June, year unknown"),
    ],
)
def test_dates_say_what_is_not_known(date: Date, shown: str) -> None:
    assert format_date(date) == shown


def test_an_address_that_could_run_code_is_told_and_not_linked() -> None:
    links = paper_links(
        PaperMetadata((), ("isbn:1", "arxiv:2401.00001"), urls=("javascript:alert(1)", "https://a.example/"))
    )
    assert [link.url for link in links] == [None, "https://arxiv.org/abs/2401.00001", None, "https://a.example/"]


def test_evidence_stands_where_its_words_are_listed() -> None:
    graph = sample_graph()
    places = {
        place for one in graph.statements for evidence in one.evidence for place in evidence_locations(graph, evidence)
    }
    assert places == {SourceLocation("a.txt", 3), SourceLocation("b.txt", 9), SourceLocation("b.txt", 5)}
    assert evidence_locations(graph, Evidence("paper/lost", "q", "0" * 16, 0, 1)) == ()
