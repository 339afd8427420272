"""The explorer as a person meets it, in headless Chromium, from a file."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
import rdflib
from playwright.sync_api import expect

from paperatlas.graph.graph import Evidence, Statement
from paperatlas.html.explorer import ExplorerData, explorer_data, render_explorer
from polling import wait_until
from samples import HOSTILE, sample_graph
from synthetic_graph import synthetic_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from paperatlas.graph.graph import Graph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not resources.files("paperatlas.html.explorer").joinpath("dist", "explorer.js").is_file(),
        reason="the script of the explorer is not bundled: install the package again where Node.js is",
    ),
]

NO_WEBGL = """
const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
};
"""

_SETTLED = """(() => {
  const sigma = explorer.scene?.sigma;
  return !sigma || (sigma.getMouseCaptor().clicks === 0 && !sigma.getCamera().isAnimated());
})()"""
_NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass
class Visit:
    """An open explorer, and what it did that it should not have done."""

    page: Page
    offences: list[str] = field(default_factory=list)

    def look(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def shown(self) -> set[str]:
        names = "explorer.atlas.payload.nodes.id.filter((_, node) => explorer.scene.shown.nodes[node])"
        return set(self.look(names))

    def predicates(self) -> set[str]:
        flags = "[...explorer.scene.shown.edges.keys()].filter(edge => explorer.scene.shown.edges[edge])"
        return set(self.look(f"{flags}.map(edge => explorer.atlas.predicateName(edge))"))

    def click(self, node: str, *, times: int = 1) -> None:
        self.settle()
        self._click(self.look(f"explorer.scene.pointOf(explorer.atlas.find({json.dumps(node)}))"), times)

    def click_between(self, one: str, other: str) -> None:
        self.settle()
        ends = [self.look(f"explorer.scene.pointOf(explorer.atlas.find({json.dumps(end)}))") for end in (one, other)]
        self._click({axis: (ends[0][axis] + ends[1][axis]) / 2 for axis in "xy"}, 1)

    def _click(self, at: dict[str, float], times: int) -> None:
        corner = self.page.locator("#canvas").bounding_box()
        assert corner
        x, y = corner["x"] + at["x"], corner["y"] + at["y"]
        self.page.mouse.move(x, y)
        for _ in range(times):
            self.page.mouse.click(x, y, delay=15)
        self.settle()

    def settle(self) -> None:
        """Wait until the picture is drawn, and the next click cannot be the second half of a double click."""
        wait_until(lambda: self.look(_SETTLED))
        self.look(_NEXT_FRAME)

    def search(self, text: str) -> None:
        self.page.get_by_role("combobox", name="Search a node").press_sequentially(text)

    def box(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=re.compile(rf"^{name}\b"))

    def save(self, label: str) -> bytes:
        self.page.get_by_text("Save", exact=True).click()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=label).click()
        return download.value.path().read_bytes()

    def drop(self, name: str, content: str) -> None:
        self.page.evaluate(
            """([name, content]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([content], name));
              const event = { dataTransfer: transfer, bubbles: true, cancelable: true };
              document.dispatchEvent(new DragEvent("drop", event));
            }""",
            [name, content],
        )

    @property
    def slider(self) -> Locator:
        return self.page.get_by_role("slider", name="Least confidence")

    @property
    def summary(self) -> Locator:
        return self.page.locator("#shown")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    @property
    def heading(self) -> Locator:
        return self.panel.get_by_role("heading", level=2)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens data as a page; at the end no request may have left, and no script or policy may have complained."""
    visits: list[Visit] = []

    def open_data(graph: Graph | ExplorerData, *, hash_: str = "", script: str = "", **context: Any) -> Visit:
        file = tmp_path / "explorer.html"
        data = graph if isinstance(graph, ExplorerData) else explorer_data(graph)
        file.write_text(render_explorer(data), encoding="utf-8")
        context = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **context}
        page = browser.new_context(**context).new_page()
        seen = Visit(page)
        visits.append(seen)
        watch(seen, file.as_uri())
        if script:
            page.add_init_script(script)
        page.goto(file.as_uri() + hash_)
        page.wait_for_selector("html[data-ready]", state="attached")
        return seen

    yield open_data
    for seen in visits:
        assert seen.offences == []
        seen.page.context.close()


def watch(seen: Visit, address: str) -> None:
    def route(route: Any) -> None:
        if route.request.url.partition("#")[0] == address or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            seen.offences.append(f"request {route.request.url}")
            route.abort()

    def refuse(dialog: Any) -> None:
        seen.offences.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def listen(message: Any) -> None:
        if "GL Driver Message" not in message.text:  # chromium's own note on its software WebGL
            seen.offences.append(f"console {message.text}")

    seen.page.route("**/*", route)
    seen.page.on("console", listen)
    seen.page.on("pageerror", lambda error: seen.offences.append(f"error {error}"))
    seen.page.on("dialog", refuse)


# --- the first sight ---


def test_the_first_sight_holds_things_and_leaves_authors_and_mere_mentions_out(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    assert "author/ada-lake" not in seen.shown()
    assert {"model/otter7b", "dataset/riverpile", "method/streamlora"} <= seen.shown()
    assert "mentions" not in seen.predicates()
    expect(seen.summary).to_contain_text("3 models, 3 datasets, 1 method")
    expect(seen.summary).to_contain_text("of 12 statements shown")


def test_from_far_communities_have_names_and_edges_fold(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(400))
    seen.settle()
    far = seen.look("({...explorer.canvasStyle})")
    assert far["communities"] == 1
    assert far["edges"] < 0.4
    assert seen.look("explorer.scene.communities.present.length") >= 2
    seen.look("explorer.scene.move({x: 0.5, y: 0.5, ratio: 0.1})")
    seen.settle()
    near = seen.look("({...explorer.canvasStyle})")
    assert near["communities"] == 0
    assert near["edges"] > 2 * far["edges"]


def test_a_page_that_leaves_something_out_says_so(visit: Callable[..., Visit]) -> None:
    data = explorer_data(sample_graph())
    held = json.loads(data.graph_json)
    held["left_out"] = {"nodes": 1200, "edges": 7}
    seen = visit(replace(data, graph_json=json.dumps(held).encode()))
    expect(seen.summary).to_contain_text("leaves out 1,200 nodes and 7 statements")


# --- find and follow ---


def test_search_finds_by_alias_and_centres(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(100))
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("m97")
    expect(seen.page.get_by_role("option").first).to_contain_text("Model-97")
    seen.page.keyboard.press("Enter")
    expect(seen.heading).to_have_text("Model-97")
    seen.settle()
    at = seen.look("explorer.scene.pointOf(explorer.atlas.find('model/m0097'))")
    canvas = seen.page.locator("#canvas").bounding_box()
    panel = seen.panel.bounding_box()
    assert canvas
    assert panel
    assert 0 < at["x"] < panel["x"] - canvas["x"]
    assert 0 < at["y"] < canvas["height"]


def test_search_walks_by_keys_and_says_when_nothing_is_found(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.search("pond")
    options = seen.page.get_by_role("option")
    expect(options).to_have_count(2)
    seen.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    seen.page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    seen.search(" zebra")
    expect(seen.page.get_by_role("listbox")).to_contain_text("No node has such a name")


def test_a_click_selects_and_the_rest_fades(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.click("model/beaver13b")
    expect(seen.heading).to_have_text("Beaver-13B")
    colour = "explorer.scene.sigma.getNodeDisplayData(String(explorer.atlas.find('{}'))).color"
    assert seen.look(colour.format("dataset/riverpile")) == seen.look("explorer.canvasStyle.theme.dim")
    assert seen.look(colour.format("model/otter7b")) != seen.look("explorer.canvasStyle.theme.dim")


def test_a_double_click_shows_the_surroundings_a_step_farther_each_time(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(60))
    every = len(seen.shown())
    seen.look("explorer.scene.events.open(explorer.atlas.find('model/m0040'))")
    one = seen.shown()
    assert "model/m0040" in one
    assert len(one) < every
    seen.click("model/m0040", times=2)
    assert one < seen.shown()
    assert "steps=2" in seen.page.url
    expect(seen.summary).to_contain_text("Within 2 steps of Model-40")


def test_a_path_gives_the_reason_for_each_step(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=method%2Fstreamlora")
    seen.page.get_by_label("Path to").press_sequentially("riverpile")
    seen.page.keyboard.press("Enter")
    expect(seen.heading).to_have_text("StreamLoRA → RiverPile")
    for words in ("applied to", "is tuned with StreamLoRA", "trains on", "trained on RiverPile", "2 steps"):
        expect(seen.panel).to_contain_text(words)
    assert "path=dataset%2Friverpile" in seen.page.url


def test_a_lineage_is_a_tree_in_time(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=model%2Fotter7b")
    seen.panel.get_by_role("button", name="Lineage").click()
    tree = seen.page.get_by_role("group", name="Tree in time")
    places = {name: tree.get_by_role("button", name=name).first.bounding_box() for name in ("Beaver-13B", "Otter-7B")}
    before, after = places["Beaver-13B"], places["Otter-7B"]
    assert before
    assert after
    assert before["x"] < after["x"]
    expect(tree).to_contain_text("2024")
    tree.get_by_role("button", name="Beaver-13B").press("Enter")
    expect(seen.heading).to_have_text("Beaver-13B")


def test_two_models_side_by_side(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(40), hash_="#node=model%2Fm0010")
    seen.page.get_by_label("Compare with").press_sequentially("model-11")
    seen.page.keyboard.press("Enter")
    view = seen.page.locator("#view")
    expect(view.get_by_role("heading", level=2)).to_have_text("Model-10 and Model-11")
    both = view.locator("section", has_text="Benchmarks tested on").locator(".columns > div")
    expect(both.nth(1)).to_contain_text("Set-5")
    expect(both.nth(0)).not_to_contain_text("Set")
    rivals = view.locator("section", has_text="Who beat whom").get_by_role("row", name="Model-3")
    expect(rivals).to_contain_text("worse")
    expect(rivals).to_contain_text("comparable")


def test_every_state_is_in_the_address_and_back_goes_back(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=model%2Fbeaver13b&types-off=Author+Lab&confidence=500")
    expect(seen.heading).to_have_text("Beaver-13B")
    expect(seen.box("Lab")).not_to_be_checked()
    seen.search("riverpile")
    seen.page.keyboard.press("Enter")
    expect(seen.heading).to_have_text("RiverPile")
    assert "confidence=500" in seen.page.url
    seen.page.go_back()
    expect(seen.heading).to_have_text("Beaver-13B")
    seen.page.go_forward()
    expect(seen.heading).to_have_text("RiverPile")


@pytest.mark.parametrize(
    "hash_", ["#node=model/unknown", "#%", "#edge=a b", "#at=x,1", "#years=x&steps=-4&support=1e9"]
)
def test_an_address_of_nothing_opens_nothing(visit: Callable[..., Visit], hash_: str) -> None:
    expect(visit(sample_graph(), hash_=hash_).panel).to_be_hidden()


# --- evidence ---


def test_the_panel_lists_statements_by_predicate_and_a_click_shows_the_quotes(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=model%2Fotter7b")
    for words in (
        "Otter 7B",
        "trains on …",
        "RiverPile",
        "applied to it",
        "StreamLoRA",
        "1 paper · 0.80",
        "inferred",
    ):
        expect(seen.panel).to_contain_text(words)
    seen.panel.get_by_role("button", name="Evidence: Otter-7B trains-on RiverPile").click()
    expect(seen.panel.locator("blockquote")).to_have_text("trained on RiverPile")
    expect(seen.panel.locator("mark")).to_have_text("RiverPile")
    expect(seen.panel.locator("time")).to_have_text("2024-01-02")
    link = seen.panel.get_by_role("link", name="Open the paper")
    expect(link).to_have_attribute("href", "https://example.org/otter")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_click_on_a_line_shows_that_papers_disagree(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#predicates-off=mentions+based-on")
    seen.click_between("model/otter7b", "model/beaver13b")
    for words in ("Papers disagree: better and worse", "Beaver-13B still beats Otter-7B", "disputed"):
        expect(seen.panel).to_contain_text(words)


def test_conflicts_and_inferred_edges_look_different(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    edges = """[...explorer.scene.shown.edges.keys()].filter(edge => explorer.scene.shown.edges[edge]).map(edge => ({
      predicate: explorer.atlas.predicateName(edge),
      colour: explorer.scene.sigma.getEdgeDisplayData(String(edge)).color,
      dash: explorer.scene.sigma.getGraph().getEdgeAttribute(String(edge), "dash")}))"""
    looks = {edge["predicate"]: edge for edge in seen.look(edges)}
    theme = seen.look("explorer.canvasStyle.theme")
    assert looks["compares-to"]["colour"] == theme["disputed"]
    assert (looks["variant-of"]["colour"], looks["variant-of"]["dash"]) == (theme["inferred"], 1)
    assert looks["trains-on"]["dash"] == 0


def test_a_citation_and_an_iri_can_be_copied(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=paper%2Fone", permissions=["clipboard-read", "clipboard-write"])
    seen.panel.get_by_role("button", name="Copy IRI").click()
    expect(seen.page.locator("#live")).to_have_text("Copied")
    assert seen.look("navigator.clipboard.readText()") == "https://w3id.org/paperatlas/paper/one"
    seen.panel.get_by_role("button", name="Copy citation").click()
    seen.settle()
    assert "2024-01-02. arxiv:2401.00001. https://example.org/otter" in seen.look("navigator.clipboard.readText()")


# --- filters ---


def test_the_legend_filters_types_and_predicates(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.box("Dataset").uncheck()
    assert not any(node.startswith("dataset/") for node in seen.shown())
    seen.box("Author").check()
    assert "author/ada-lake" in seen.shown()
    seen.box("compares to").uncheck()
    assert "compares-to" not in seen.predicates()
    seen.box("Dataset").check()
    seen.box("mentions").check()
    assert "mentions" in seen.predicates()


def test_years_support_confidence_and_inference_narrow_down(visit: Callable[..., Visit]) -> None:
    graph = sample_graph()
    statements = [
        replace(statement, confidence=1.0) if statement.predicate == "compares-to" else statement
        for statement in graph.statements
    ]
    seen = visit(replace(graph, statements=tuple(statements)))
    seen.box("Inferred").uncheck()
    assert "variant-of" not in seen.predicates()
    seen.slider.fill("100")
    assert seen.predicates() == {"compares-to", "from-lab"}
    seen.page.get_by_role("slider", name="Papers that state it").fill("2")
    assert seen.predicates() == {"compares-to"}


# --- unsure statements ---


def unsure_graph() -> Graph:
    """The sample, with all statements but those of listings and mentions as unsure ones of little confidence."""
    kept_apart = sample_graph().with_min_confidence(1.0)
    return replace(kept_apart, unsure=tuple(replace(edge, confidence=0.05) for edge in kept_apart.unsure))


def test_unsure_statements_are_hidden_and_counted_until_one_asks(visit: Callable[..., Visit]) -> None:
    graph = unsure_graph()
    seen = visit(graph)
    hidden = seen.page.locator("#confidence-hidden")
    expect(hidden).to_have_text(f"{len(graph.unsure)} less certain hidden")
    expect(seen.slider).to_have_attribute("aria-valuetext", "as built")
    assert seen.predicates() == {"from-lab", "variant-of"}
    seen.slider.fill("0")
    expect(hidden).to_have_text("No statement hidden")
    expect(seen.slider).to_have_attribute("aria-valuetext", "any")
    assert seen.predicates() >= {edge.predicate for edge in graph.unsure}
    looks = "[...explorer.scene.shown.edges.keys()].filter(edge => explorer.scene.shown.edges[edge]).map(edge => "
    looks += "[explorer.atlas.isUnsure(edge), explorer.scene.sigma.getGraph().getEdgeAttribute(String(edge), 'dash')])"
    assert {tuple(look) for look in seen.look(looks)} == {(True, 2), (False, 0), (False, 1)}
    seen.slider.fill("100")
    expect(hidden).to_have_text(f"{len(graph.unsure)} less certain hidden")
    assert seen.predicates() == {"from-lab", "variant-of"}


def test_the_legend_counts_what_of_each_kind_is_shown(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    trained = seen.page.locator("#predicates label", has_text="trains on").locator(".count")
    expect(trained).to_have_text("1")
    seen.slider.fill("100")
    expect(trained).to_have_text("0 / 1")
    seen.box("trains on").uncheck()
    expect(trained).to_have_text("1")


def test_the_keyboard_moves_the_least_confidence_and_goes_back_to_the_build(visit: Callable[..., Visit]) -> None:
    seen = visit(unsure_graph())
    seen.slider.focus()
    seen.page.keyboard.press("Home")
    expect(seen.page.locator("#confidence-hidden")).to_have_text("No statement hidden")
    assert "confidence=0" in seen.page.url
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    expect(seen.slider).to_have_attribute("aria-valuetext", "as built")
    expect(seen.slider).to_be_focused()
    assert "confidence" not in seen.page.url
    seen.page.go_back()
    expect(seen.slider).to_have_attribute("aria-valuetext", "any")


def test_an_address_shows_unsure_statements_and_opens_one(visit: Callable[..., Visit]) -> None:
    seen = visit(unsure_graph(), hash_="#confidence=0")
    assert "trains-on" in seen.predicates()
    seen = visit(unsure_graph(), hash_="#edge=model%2Fotter7b+trains-on+dataset%2Friverpile")
    expect(seen.panel).to_contain_text("Less certain: a confidence of 0.05 is less than the 0.")
    expect(seen.panel.locator("blockquote")).to_have_text("trained on RiverPile")


def test_a_page_may_begin_with_unsure_statements_and_go_back_to_the_build(visit: Callable[..., Visit]) -> None:
    seen = visit(explorer_data(unsure_graph(), min_confidence=0))
    expect(seen.slider).to_have_attribute("aria-valuetext", "any")
    assert "trains-on" in seen.predicates()
    seen.page.locator("#confidence-built").click()
    expect(seen.slider).to_have_attribute("aria-valuetext", "as built")
    assert "trains-on" not in seen.predicates()
    seen.page.reload()
    expect(seen.slider).to_have_attribute("aria-valuetext", "as built")


def test_a_node_counts_its_less_certain_statements_and_shows_them_faint(visit: Callable[..., Visit]) -> None:
    seen = visit(unsure_graph(), hash_="#node=dataset%2Friverpile")
    expect(seen.panel.locator("li.unsure")).to_have_count(0)
    seen.panel.get_by_role("button", name="Show 1 less certain statement too").click()
    expect(seen.panel.locator("li.unsure")).to_have_count(1)
    expect(seen.panel.locator("li.divider")).to_have_text("1 less certain")
    expect(seen.panel.get_by_role("button", name="Evidence, less certain: Otter-7B trains-on")).to_be_visible()
    assert "confidence=0" in seen.page.url


def test_unsure_statements_are_not_unpacked_before_somebody_asks(visit: Callable[..., Visit]) -> None:
    seen = visit(unsure_graph())
    assert seen.look("explorer.atlas.isWhole") is False
    assert seen.look("explorer.atlas.source.length") == len(unsure_graph().statements)


def test_the_table_shows_them_faint_without_webgl(visit: Callable[..., Visit]) -> None:
    seen = visit(unsure_graph(), script=NO_WEBGL)
    seen.page.get_by_role("group", name="What is listed").get_by_role("button", name="Statements").click()
    expect(seen.page.locator("tr.unsure")).to_have_count(0)
    expect(seen.page.get_by_role("table")).to_contain_text("stated")
    seen.slider.fill("0")
    expect(seen.page.locator("tr.unsure").first).to_contain_text("less certain")


def test_unsure_statements_leave_without_plain_triples(visit: Callable[..., Visit]) -> None:
    graph = unsure_graph()
    seen = visit(graph, hash_="#node=dataset%2Friverpile&confidence=0")
    (row,) = csv.DictReader(io.StringIO(seen.save("Statements as CSV").decode()))
    assert (row["predicate"], row["confidence"], row["unsure"]) == ("trains-on", "0.050", "1")
    triples = rdflib.Graph().parse(data=seen.save("Turtle").decode(), format="turtle")
    vocabulary = rdflib.Namespace("https://w3id.org/paperatlas/vocab#")
    assert len(list(triples.subjects(rdflib.RDF.type, vocabulary.UnsureStatement))) == 1
    assert list(triples.subject_objects(vocabulary.trainsOn)) == []
    network = nx.parse_graphml(seen.save("GraphML").decode())
    assert [values["unsure"] for _, _, values in network.edges(data=True)] == [True]


def test_a_quote_tells_what_it_leaves_unnamed(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#edge=model%2Fotter7b+trains-on+dataset%2Friverpile")
    expect(seen.panel.locator(".meant")).to_have_text("about Otter-7B")


def test_a_range_of_years_leaves_out_what_came_before_and_after(visit: Callable[..., Visit]) -> None:
    data = explorer_data(synthetic_graph(12))
    held = json.loads(data.graph_json)
    held["edges"]["years"] = [2020 + place % 3 for place in range(len(held["edges"]["years"]))]
    seen = visit(replace(data, graph_json=json.dumps(held).encode()))
    seen.page.get_by_role("slider", name="From the year").fill("2021")
    seen.page.get_by_role("slider", name="To the year").fill("2021")
    flags = "[...explorer.scene.shown.edges.keys()].filter(edge => explorer.scene.shown.edges[edge])"
    years = f"{flags}.map(edge => explorer.atlas.edgeYear[edge])"
    assert set(seen.look(years)) == {2021}
    expect(seen.page.locator("#years-said")).to_have_text("2021")
    expect(seen.page.get_by_role("img", name="Statements a year, 2020 to 2022")).to_be_visible()
    assert "years=2021-2021" in seen.page.url


def test_a_lab_keeps_what_its_papers_tell(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.page.get_by_text("Labs", exact=True).click()
    seen.box("Wet Lab").check()
    assert "model/otter7b" in seen.shown()
    assert "dataset/pondbench-hard" not in seen.shown()


@pytest.mark.parametrize(
    "content",
    [
        '{"head":{},"results":{"bindings":[{"m":{"type":"uri","value":"https://w3id.org/paperatlas/model/otter7b"}},'
        '{"m":{"type":"literal","value":"PondBench"}}]}}',
        'm,n\r\nhttps://w3id.org/paperatlas/model/otter7b,1\r\n"PondBench","a ""b"""\r\n',
    ],
)
def test_a_dropped_result_marks_its_nodes(visit: Callable[..., Visit], content: str) -> None:
    seen = visit(sample_graph())
    seen.drop("answer", content)
    expect(seen.page.locator("#dropped")).to_have_text("2 nodes of the result marked")
    marked = set(seen.look("explorer.store.state.marked.map(node => explorer.atlas.payload.nodes.id[node])"))
    assert marked == {"model/otter7b", "dataset/pondbench"}
    assert "marked=" in seen.page.url


def test_a_dropped_file_of_another_kind_is_refused_in_words(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.drop("x.json", '{"a": 1}')
    expect(seen.page.locator("#dropped")).to_contain_text("no SPARQL result")
    seen.drop("x.csv", "name\nunknown thing\n")
    expect(seen.page.locator("#dropped")).to_contain_text("names no node")


def test_the_answer_of_a_query_is_marked_from_the_start(visit: Callable[..., Visit]) -> None:
    seen = visit(explorer_data(sample_graph(), highlight=["author/ada-lake"]))
    assert "author/ada-lake" in seen.shown()


# --- take along ---


def test_the_view_leaves_as_a_picture(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.settle()
    assert seen.save("Picture as PNG").startswith(b"\x89PNG")
    picture = seen.save("Picture as SVG").decode()
    assert picture.count("<polygon") + picture.count("<circle") + picture.count("<rect") > len(seen.shown())
    assert "Otter-7B" in picture
    assert "stroke-dasharray" in picture


def test_what_is_shown_leaves_as_csv_turtle_and_graphml(visit: Callable[..., Visit]) -> None:
    graph = sample_graph('=HYPERLINK("http://x") \\ "quoted"')
    seen = visit(graph)
    rows = list(csv.DictReader(io.StringIO(seen.save("Statements as CSV").decode())))
    assert {row["predicate"] for row in rows} == seen.predicates()
    assert any(row["subject"].startswith("'=HYPERLINK") for row in rows)
    triples = rdflib.Graph().parse(data=seen.save("Turtle").decode(), format="turtle")
    otter, base = rdflib.URIRef(graph.iri("model/otter7b")), "https://w3id.org/paperatlas/vocab#"
    assert (otter, rdflib.URIRef(f"{base}trainsOn"), rdflib.URIRef(graph.iri("dataset/riverpile"))) in triples
    network = nx.parse_graphml(seen.save("GraphML").decode())
    assert network.nodes["model/otter7b"]["label"] == "Otter-7B"
    assert set(network.nodes) == seen.shown()


def test_a_selection_leaves_alone(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=dataset%2Friverpile")
    rows = list(csv.DictReader(io.StringIO(seen.save("Statements as CSV").decode())))
    assert [(row["subject"], row["object"]) for row in rows] == [("Otter-7B", "RiverPile")]


def test_the_printed_page_holds_picture_and_panel(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=model%2Fotter7b")
    seen.look("dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    expect(seen.page.locator("#printed")).to_have_attribute("src", re.compile("^blob:"))
    expect(seen.page.locator("#printed")).to_be_visible()
    expect(seen.panel).to_be_visible()
    expect(seen.page.locator("#types")).to_be_hidden()


# --- for everybody ---


def test_the_keyboard_alone_reaches_everything(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.page.locator("#canvas").focus()
    seen.page.keyboard.press("ArrowRight")
    expect(seen.heading).to_have_text("Otter-7B")
    seen.page.keyboard.press("ArrowLeft")
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("1")
    assert "steps=1" in seen.page.url
    ratio = seen.look("explorer.scene.sigma.getCamera().ratio")
    seen.page.keyboard.press("+")
    assert seen.look("explorer.scene.sigma.getCamera().ratio") < ratio
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    assert seen.look("document.getElementById('panel').contains(document.activeElement)")
    seen.page.keyboard.press("Escape")
    seen.page.keyboard.press("Escape")
    expect(seen.panel).to_be_hidden()


def test_everything_that_can_be_used_has_a_name(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#node=model%2Fotter7b")
    nameless = """[...document.querySelectorAll("button, input, a, summary, [role]:not([role=search])")].filter(
      it => it.checkVisibility() && !(it.ariaLabel || it.textContent.trim() || it.labels?.length || it.title)
    ).map(it => it.outerHTML)"""
    assert seen.look(nameless) == []
    expect(seen.page.locator("#live")).to_have_text("Otter-7B")


def test_the_table_holds_the_same(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(100))
    every = len(seen.shown())
    seen.page.get_by_role("button", name="Table").click()
    table = seen.page.get_by_role("table")
    expect(table.locator("caption")).to_contain_text(f"{every} nodes, page 1 of")
    expect(table.locator("tbody tr")).to_have_count(100)
    seen.page.get_by_role("button", name="Next").click()
    expect(table.locator("caption")).to_contain_text("page 2")
    table.get_by_role("button", name="Name").click()
    expect(table.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    expect(table.locator("tbody tr").first).to_contain_text("A Study of Model 0")
    seen.page.get_by_role("group", name="What is listed").get_by_role("button", name="Statements").click()
    table.get_by_role("button", name="Evidence").first.click()
    expect(seen.panel.locator("blockquote")).not_to_be_empty()


def test_without_webgl_a_message_and_the_table(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), script=NO_WEBGL)
    expect(seen.page.locator("#no-webgl")).to_be_visible()
    seen.page.get_by_role("table").get_by_role("button", name="Otter-7B", exact=True).click()
    expect(seen.heading).to_have_text("Otter-7B")
    seen.panel.get_by_role("button", name="Lineage").click()
    expect(seen.page.get_by_role("group", name="Tree in time")).to_be_visible()


def test_a_browser_that_cannot_unpack_says_so(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "explorer.html"
    file.write_text(render_explorer(explorer_data(sample_graph())), encoding="utf-8")
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(file.as_uri())
    expect(page.locator("#no-webgl")).to_contain_text("cannot be opened here")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_keeps_all_within_reach(visit: Callable[..., Visit], scheme: str) -> None:
    seen = visit(sample_graph(), viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert seen.look("document.documentElement.scrollWidth") == 390
    expect(seen.box("Paper")).to_be_hidden()
    seen.page.get_by_role("button", name="Filters").click()
    seen.box("Paper").uncheck()
    seen.page.get_by_role("button", name="Filters").click()
    seen.click("model/otter7b")
    expect(seen.heading).to_have_text("Otter-7B")
    seen.page.get_by_role("button", name="Close the panel").click()
    expect(seen.panel).to_be_hidden()


def test_text_stands_out_from_its_ground_in_both_themes() -> None:
    style = resources.files("paperatlas.html.explorer").joinpath("explorer.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    )
    for theme in (light, dark):
        for text in ("ink", "faint", "accent", "better", "worse"):
            for ground in ("page", "sheet", "mark"):
                assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
        for line in ("disputed", "inferred", "marked"):
            assert contrast(theme[line], theme["page"]) >= 3, line


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""

    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


# --- untrusted data ---


def hostile(data: ExplorerData) -> ExplorerData:
    """The same graph with an attack in every field that holds text."""
    held, evidence, unsure = map(json.loads, (data.graph_json, data.evidence_json, data.unsure_json))
    nodes = held["nodes"]
    count = len(nodes["id"])
    nodes["label"] = [f"{HOSTILE} {place}" for place in range(count)]
    nodes["aliases"] = [[HOSTILE, "=cmd|' /C calc'!A0"]] * count
    nodes["identifiers"] = [[HOSTILE]] * count
    nodes["date"] = [HOSTILE] * count
    nodes["urls"] = [["javascript:alert(3)", "data:text/html,<script>alert(4)</script>", HOSTILE]] * count
    for community in held["communities"]:
        community["name"] = HOSTILE
    held["rules"] = [HOSTILE] * len(held["rules"])
    held["extractor"] = HOSTILE
    held["title"] = HOSTILE
    for passages in (evidence, unsure):
        passages["quotes"] = [[[HOSTILE, *quote[1:]] for quote in quotes] for quotes in passages["quotes"]]
    graph_json, evidence_json, unsure_json = (json.dumps(value).encode() for value in (held, evidence, unsure))
    return replace(data, graph_json=graph_json, evidence_json=evidence_json, unsure_json=unsure_json)


@pytest.mark.parametrize(
    "hash_",
    [
        "#node=model%2Fotter7b",
        "#edge=model%2Fotter7b+compares-to+model%2Fbeaver13b",
        "#edge=model%2Fotter7b+variant-of+model%2Fotter",
        "#node=method%2Fstreamlora&path=dataset%2Friverpile",
        "#node=model%2Fotter7b&view=lineage",
        "#node=model%2Fotter7b&view=compare&beside=model%2Fbeaver13b",
        "#view=table",
        "#edge=model%2Fotter7b+trains-on+dataset%2Fpondbench&confidence=0",
        "#node=paper%2Fone&steps=2",
        f"#node={HOSTILE}",
    ],
)
def test_an_attack_in_every_field_stays_text(visit: Callable[..., Visit], hash_: str) -> None:
    passage = Evidence("paper/one", "tuned on that", "wording", confidence=0.05)
    unsure = Statement("model/otter7b", "trains-on", "dataset/pondbench", (passage,), 0.05)
    seen = visit(hostile(explorer_data(replace(sample_graph(HOSTILE), unsure=(unsure,)))), hash_=hash_)
    seen.search("img src")
    expect(seen.page.get_by_role("option").first).to_contain_text(HOSTILE)
    seen.look(_NEXT_FRAME)  # an image that failed to load would have run its script by now
    assert seen.look("document.querySelectorAll('img:not(#printed), iframe, main script').length") == 0
    addresses = seen.look("[...document.querySelectorAll('a')].map(it => it.protocol)")
    assert set(addresses) <= {"http:", "https:"}


def test_saved_files_of_attacks_are_well_formed(visit: Callable[..., Visit]) -> None:
    seen = visit(hostile(explorer_data(sample_graph(HOSTILE))))
    assert len(nx.parse_graphml(seen.save("GraphML").decode())) == len(seen.shown())
    assert rdflib.Graph().parse(data=seen.save("Turtle").decode(), format="turtle")
    assert "<script" not in seen.save("Picture as SVG").decode()


# --- size ---


def test_ten_thousand_nodes_open_and_move(visit: Callable[..., Visit]) -> None:
    data = explorer_data(synthetic_graph(4000))
    seen = visit(data)
    assert seen.look("explorer.scene.sigma.getGraph().order") == len(data.positions)
    frames = """async () => {
      const { sigma } = explorer.scene;
      let frames = 0;
      sigma.on("afterRender", () => (frames += 1));
      for (let step = 0; step < 20; step++) {
        sigma.getCamera().setState({ x: 0.4 + step / 100 });
        await new Promise(requestAnimationFrame);
      }
      return frames;
    }"""
    assert seen.look(frames) >= 10
