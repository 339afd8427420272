"""The whole pipeline, from pages to files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import paperatlas as pa
from data import ROOT, SEEDS, shared
from interruption import count_accesses, interrupted
from paperatlas.pipeline.build_cache import STATE_FILE
from paperatlas.pipeline.outputs import EXPLORER, LAYOUT_FILE, write_outputs
from paperatlas.rdf import load
from paperatlas.rdf.shacl import check_conformance
from paperatlas.store import MANIFEST, open_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paperatlas.graph.graph import Graph


pytestmark = pytest.mark.slow


def _build(*words: object, seed: str = "0", **options: object) -> subprocess.CompletedProcess[str]:
    code = "from paperatlas.cli import main; main()"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, "build", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **options)  # type: ignore[call-overload,no-any-return]


def _files(folder: Path) -> dict[str, bytes]:
    """The outputs, but those of the store, and without what a folder remembers of its build."""
    # SQLite's journal stays behind where it was killed.
    files = (path for path in folder.glob("*") if path.is_file() and not path.name.startswith((STATE_FILE, ".lock")))
    return {path.name: path.read_bytes() for path in files}


def _unplaced(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without those that depend on where the build before placed things."""
    return {name: data for name, data in files.items() if name not in {EXPLORER, LAYOUT_FILE}}


def _store_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (folder / "store").rglob("*") if path.is_file()}


def _check_the_five_pages(graph: Graph) -> None:
    assert sum(1 for _ in graph.nodes("Paper")) == 368
    assert sum(1 for _ in graph.nodes("Author")) == 13
    assert sum(page.records for page in graph.pages) == 421
    flm = graph.papers["paper/flm-101b-an-open-llm-and-how-to-train-it-with-100k-budget"]
    assert len(flm.versions) == 2
    assert len(flm.locations) == 4
    wordings = {wording.id: wording.text for facts in graph.papers.values() for wording in facts.versions}
    for statement in graph.statements:
        assert statement.evidence or statement.inferred_by
        for evidence in statement.evidence:
            if evidence.version:
                assert wordings[evidence.version][evidence.start : evidence.end] == evidence.quote


@pytest.fixture(scope="module")
def outputs(seeds_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    write_outputs(seeds_graph, folder)
    return folder


def test_the_seeds_become_a_graph_in_which_every_edge_has_its_words(seeds_graph: Graph) -> None:
    _check_the_five_pages(seeds_graph)
    predicates = {statement.predicate for statement in seeds_graph.statements}
    assert predicates >= {
        "trains-on",
        "evaluates-on",
        "compares-to",
        "based-on",
        "applied-to",
        "introduces",
        "mentions",
    }


@pytest.mark.no_cover  # pySHACL takes three times as long where every line is counted
def test_the_saved_pages_become_a_graph_too(tmp_path: Path) -> None:
    graph = pa.build(shared("seeds"))
    _check_the_five_pages(graph)
    pa.export(graph, "turtle", tmp_path / "graph.ttl")
    check_conformance(tmp_path / "graph.ttl")


@pytest.mark.no_cover
def test_the_graph_conforms_to_the_shapes_and_comes_back_the_same(seeds_graph: Graph, outputs: Path) -> None:
    check_conformance(outputs / "graph.ttl")
    assert load(outputs / "graph.ttl") == seeds_graph


def test_the_same_pages_give_the_same_bytes_in_any_order_and_process(outputs: Path, tmp_path: Path) -> None:
    pages = sorted(SEEDS.glob("*.txt"), reverse=True)
    assert _build(*pages, "-o", tmp_path / "reversed", seed="1").returncode == 0
    assert _files(tmp_path / "reversed") == _files(outputs)
    assert set(open_store(tmp_path / "reversed")) == set(open_store(outputs))


def test_no_output_tells_the_machine(outputs: Path) -> None:
    host = socket.gethostname()
    secrets = [str(ROOT), str(outputs), *([host] if len(host) > 8 else [])]  # a short one may be part of a word
    for name, data in {**_files(outputs), **_store_files(outputs)}.items():
        assert not [secret for secret in secrets if secret.encode() in data], name


def test_the_page_holds_no_address_to_load_from(outputs: Path) -> None:
    for name in ("graph.html", "report.html"):
        page = (outputs / name).read_text()
        assert "default-src 'none'" in page
        assert "<script src" not in page
        assert "<link" not in page or 'rel="icon" href="data:' in page


def test_every_page_of_the_seeds_is_listed_in_its_readme() -> None:
    readme = (SEEDS / "README.md").read_text()
    for path in SEEDS.glob("*.txt"):
        assert f"`{path.name}`" in readme


def test_the_readme_of_the_output_lists_every_file(outputs: Path) -> None:
    readme = (ROOT / "output" / "README.md").read_text()
    for name in (*_files(outputs), MANIFEST):
        assert f"`{name}`" in readme, name


HOSTILE_PAPERS = [
    {
        "id": "1",
        "title": 'A <script>alert("x")</script> Title',
        "abstract": "We present Otter<b>-7B, trained on `x|y^z`.",
    },
    {"id": "2", "title": '=HYPERLINK("http://x")', "abstract": 'We propose {Curly|Model}-7B\\ on "Quoted>Bench".'},
    {
        "id": "3",
        "title": "\ud800 \u202eodd\x00",
        "abstract": "We introduce <Angle Bench>, and http://[bad for Otter-7B.",
    },
    {"id": "4", "title": "T" * 5000, "abstract": "Otter-7B " * 3000, "authors": ['"; DROP <x>', "a|b^c`{}"]},
]


def test_hostile_names_and_titles_go_through_every_output(tmp_path: Path) -> None:
    papers = tmp_path / "p.jsonl"
    papers.write_text("".join(json.dumps(record) + "\n" for record in HOSTILE_PAPERS))
    registry = tmp_path / "known.yaml"
    registry.write_text(json.dumps([{"name": "Quoted>Bench", "type": "Dataset"}, {"name": "x|y^z", "type": "Dataset"}]))
    graph = pa.build(papers, registry=registry)
    write_outputs(graph, tmp_path / "out")
    check_conformance(tmp_path / "out" / "graph.ttl")
    assert load(tmp_path / "out" / "graph.ttl") == graph
    assert sum(1 for _ in graph.nodes("Paper")) == 4


@pytest.fixture(scope="module")
def other_outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other")
    write_outputs(pa.build(SEEDS / "author_listing.txt"), folder)
    return folder


def _words(folder: Path) -> tuple[object, ...]:
    return "build", SEEDS / "author_listing.txt", "-o", folder


@pytest.fixture(scope="module")
def accesses(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How often a build of one page accesses the folder of outputs that it replaces."""
    folder = tmp_path_factory.mktemp("counted") / "out"
    shutil.copytree(outputs, folder)
    return count_accesses(_words(folder), folder)


@pytest.mark.parametrize("part", [0.05, 0.3, 0.5, 0.7, 0.95])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_an_output_whole(
    outputs: Path, other_outputs: Path, accesses: int, tmp_path: Path, part: float, how: signal.Signals
) -> None:
    out = tmp_path / "out"
    shutil.copytree(outputs, out)
    assert interrupted(_words(out), out, round(part * accesses), how) != 0
    left = _files(tmp_path / "out")
    whole = {name: data for name, data in left.items() if not name.startswith(".building-")}
    assert _unplaced(whole) in (_unplaced(_files(outputs)), _unplaced(_files(other_outputs)))
    assert how == signal.SIGKILL or whole == left


def test_an_installed_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT], check=True)
    [wheel] = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", site, wheel], check=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*words: str) -> str:
        command = [sys.executable, str(site / "bin" / "paperatlas"), *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    where = [sys.executable, "-c", "import paperatlas; print(paperatlas.__file__)"]
    assert (
        str(site)
        in subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    )
    assert "models-trained-on" in run("query", "--list")
    assert "13 papers" in run("build", str(SEEDS / "author_listing.txt"), "-o", "out")
    assert "Tele-FLM" in run("query", "papers-of-author", "--param", "author=Xiang Li", "--graph", "out/graph.ttl")
    for name in ("ontology.ttl", "shapes.ttl"):
        assert (site / "paperatlas" / "rdf" / name).read_bytes() == (ROOT / "src/paperatlas/rdf" / name).read_bytes()
