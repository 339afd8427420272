from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations, pairwise

from paperatlas.analysis import analyze
from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, Statement
from paperatlas.graph.papers import Date
from paperatlas.html.report.report_page import render_report
from samples import HOSTILE, sample_graph

OUTCOMES = ("better", "worse", "comparable", "unspecified")


def _page(graph: Graph) -> str:
    return render_report(analyze(graph), graph)


def _tournament(size: int) -> Graph:
    """Models of which each is compared with all others, by two papers with all outcomes in turn."""
    names = [f"model/{number:02}" for number in range(size)]
    pairs = list(combinations(names, 2))
    statements = tuple(
        Statement(
            first,
            "compares-to",
            second,
            (
                Evidence("paper/x", f"{first} {second}", outcome=OUTCOMES[number % 4]),
                Evidence("paper/y", f"{first} {second}", outcome=OUTCOMES[number % 3]),
            ),
        )
        for number, (first, second) in enumerate(pairs)
    )
    entities = {name: Entity(name, "Model", f"M{name[-2:]}") for name in names}
    papers = {name: Entity(name, "Paper", name) for name in ("paper/x", "paper/y")}
    return Graph(entities | papers, statements)


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_names_the_most_named_model_and_quotes_papers() -> None:
    page = _page(sample_graph())
    assert "Otter-7B" in page
    assert "Otter-7B outperforms Beaver-13B" in page


def test_unsure_statements_are_counted_apart_and_not_in_the_charts() -> None:
    sure = _page(sample_graph())
    assert "less certain" not in sure
    kept_apart = sample_graph().with_min_confidence(1.0)
    page = _page(kept_apart)
    assert f"{len(kept_apart.unsure)} less certain statements are kept apart and not counted" in page
    assert "Otter-7B outperforms Beaver-13B" in sure
    assert "Otter-7B outperforms Beaver-13B" not in page


def test_hostile_titles_are_text() -> None:
    tags = _Tags(_page(sample_graph(HOSTILE))).tags
    assert not [tag for tag, _ in tags if tag in ("script", "img", "iframe", "object", "link")]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name == "style"]


def test_the_policy_allows_the_style_sheet_and_nothing_else() -> None:
    page = _page(sample_graph())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'none'; style-src 'sha256-{digest}'" in page
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_links_lead_to_the_web_and_tell_it_nothing() -> None:
    links = [attributes for tag, attributes in _Tags(_page(sample_graph())).tags if tag == "a"]
    outside = [link for link in links if not (link["href"] or "").startswith("#")]
    assert {link["href"] for link in outside} == {"https://example.org/otter"}
    assert all(link["rel"] == "noopener noreferrer" for link in outside)


def test_a_report_of_an_empty_graph_says_what_is_missing() -> None:
    page = _page(Graph())
    assert "Nothing to compare yet" in page
    assert "No paper has a known year." in page
    assert "<svg" not in page


def test_a_lone_model_gets_its_bar_and_no_network() -> None:
    page = _page(Graph({"model/a": Entity("model/a", "Model", "Alone")}, ()))
    assert "No ties to measure yet." in page
    assert "No model is named in the papers." in page


def test_entities_compared_among_themselves_get_a_matrix() -> None:
    page = _page(_tournament(5))
    assert "Who is ahead of whom" in page
    assert "M00 against M01: ahead in 2, behind in 0, on a par in 0 papers" in page
    assert "M01 against M00: ahead in 0, behind in 2, on a par in 0 papers" in page


def test_the_matrix_shows_a_dozen_at_most() -> None:
    page = _page(_tournament(14))
    assert page.count('class="k-self"') == 12


def test_disagreement_between_papers_is_pointed_out() -> None:
    assert "In 1 of all pairs papers disagree on who is ahead, or on whether anyone is." in _page(sample_graph())


def test_a_paper_at_the_end_of_a_comparison_is_shown_as_its_work() -> None:
    graph = sample_graph()
    passage = Evidence("paper/one", "our model beats it", outcome="better")
    statement = Statement("paper/one", "compares-to", "model/beaver13b", (passage,))
    page = _page(replace(graph, statements=(*graph.statements, statement)))
    assert "the work of “Otter-7B: A Small Model" in page


def test_a_model_built_on_by_many_has_a_chart_of_its_own() -> None:
    names = [f"model/{number}" for number in range(6)]
    statements = tuple(
        Statement(model, "based-on", base, (Evidence("paper/x", "from"),)) for model, base in pairwise(names)
    )
    entities = {name: Entity(name, "Model", name) for name in names} | {"paper/x": Entity("paper/x", "Paper", "X")}
    assert "The models that others are built on" in _page(Graph(entities, statements))


def test_a_highlight_needs_more_than_one_paper() -> None:
    assert "No model is named in more papers than " in _page(sample_graph())
    assert "Nothing is trained on in more papers than " not in _page(sample_graph())


def test_papers_alone_are_shown_by_year() -> None:
    graph = Graph({"paper/x": Entity("paper/x", "Paper", "X")}, papers={"paper/x": PaperMetadata((), date=Date(2020))})
    assert "Papers by the year of their date; 0 have none." in _page(graph)


def test_a_lone_surrogate_does_not_reach_the_page() -> None:
    graph = sample_graph("bad \ud800 title \x00")
    _page(graph).encode("utf-8")
    assert "\x00" not in _page(graph)
