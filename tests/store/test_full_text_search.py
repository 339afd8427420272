from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from paperatlas.errors import GraphError
from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.store import SearchHit, SearchIndex, read_manifest, search, write_store
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _stored(graph: Graph, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    write_store(graph, folder, folder)
    return folder


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _stored(sample_graph(), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def index(output: Path) -> Iterator[SearchIndex]:
    with SearchIndex(read_manifest(output)) as opened:
        yield opened


def _ids(hits: list[SearchHit]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize("text", ["otter 7b", "OTTER-7B", "otter7b", "Otter 7B", "  Ötter-7B "])
def test_a_name_is_found_first_by_its_normal_form(output: Path, text: str) -> None:
    assert search(output, text)[0][:3] == ("model/otter7b", "Model", "Otter-7B")


@pytest.mark.parametrize("text", ["riv", "river", "riverp", "RiverPil"])
def test_the_last_word_may_be_the_start_of_one(output: Path, text: str) -> None:
    assert search(output, text)[0].id == "dataset/riverpile"


def test_a_word_before_the_last_is_whole(output: Path) -> None:
    assert search(output, "small mod")[0].id == "paper/one"
    assert search(output, "smal zebra") == []


def test_names_come_before_titles_and_titles_before_what_papers_say(output: Path) -> None:
    found = _ids(search(output, "otter"))
    assert found[:2] == ["model/otter", "model/otter7b"]
    assert found.index("paper/one") < found.index("paper/two")


def test_scores_fall(output: Path) -> None:
    scores = [hit.score for hit in search(output, "otter")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 2


def test_aliases_quotes_and_abstracts_are_searched(output: Path) -> None:
    assert search(output, "wetlab")[0].id == "lab/wet-lab"
    assert "model/otter7b" in _ids(search(output, "it starts from"))
    assert _ids(search(output, "read closely")) == ["paper/two"]


def test_accents_do_not_count(tmp_path: Path) -> None:
    graph = Graph({"author/jose": Entity("author/jose", "Author", "José Núñez")})
    assert _ids(search(_stored(graph, tmp_path / "out"), "jose nun")) == ["author/jose"]


def test_only_the_types_that_are_asked_for_are_found(output: Path) -> None:
    assert {hit.type for hit in search(output, "otter", types=["Paper"])} == {"Paper"}
    assert sorted(_ids(search(output, "pond", types=["Dataset", "Method"]))) == [
        "dataset/pondbench",
        "dataset/pondbench-hard",
    ]
    found = [hit.type for hit in search(output, "river", types=["Dataset", "Paper"])]
    assert sorted(found) == ["Dataset", "Paper"]
    assert search(output, "otter", types=["'; DROP TABLE nodes"]) == []


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_no_more_is_found_than_wanted_and_nothing_twice(output: Path, limit: int) -> None:
    found = _ids(search(output, "otter", limit=limit))
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert found == _ids(search(output, "otter"))[:limit]


def test_where_nothing_holds_all_words_some_are_enough(output: Path) -> None:
    assert search(output, "zebra pondbench")[0].id == "dataset/pondbench"
    assert search(output, "zebra quagga") == []


def test_what_more_papers_know_comes_first(tmp_path: Path) -> None:
    papers = [f"paper/{number}" for number in range(5)]
    wordings = {paper: PaperVersion(f"Title {paper}", "", ()) for paper in papers}
    entities = [Entity("model/panda1", "Model", "Panda-1"), Entity("model/panda2", "Model", "Panda-2")]
    entities += [Entity(paper, "Paper", wordings[paper].title) for paper in papers]
    statements = tuple(Statement(paper, "mentions", "model/panda2", (Evidence(paper, "Panda-2"),)) for paper in papers)
    facts = {paper: PaperMetadata((wording,)) for paper, wording in wordings.items()}
    output = _stored(Graph({entity.id: entity for entity in entities}, statements, facts), tmp_path / "out")
    assert _ids(search(output, "panda")) == ["model/panda2", "model/panda1"]


def test_a_snippet_is_the_plain_text_around_what_was_found(output: Path) -> None:
    [hit] = [hit for hit in search(output, "pondbench") if hit.id == "paper/one"]
    assert "outperforms Beaver-13B on PondBench" in hit.snippet
    assert "\n" not in hit.snippet
    assert search(output, "Ada Lake")[0].snippet == "Ada Lake (Wet Lab)"


def test_a_hostile_title_stays_text(output: Path) -> None:
    [hit] = [hit for hit in search(output, HOSTILE) if hit.type == "Paper"]
    assert hit.label == HOSTILE


@given(text=st.text() | st.from_regex(re.compile(r"[\w\"'*:^(){}+\- \0]|AND|OR|NOT|NEAR")))
@example('"')
@example('otter" OR label:"')
@example("label : otter NEAR(a b, 3) ^x -y + *")
@example("\0otter\0")
@example("\ud800 \udfff")
@example("a " * 10_000)
@example("x" * 100_000)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched(index: SearchIndex, text: str) -> None:
    assert all(hit.label for hit in index.search(text))
    assert index.find_by_name(text) == sorted(set(index.find_by_name(text)))
    assert len(index.near(text)) <= 3


@given(label=st.text(min_size=1), quote=st.text())
@example("\x85", "")
@example("- \x85 -", "")
@settings(deadline=None, max_examples=30)
def test_any_text_can_be_indexed(tmp_path_factory: pytest.TempPathFactory, label: str, quote: str) -> None:
    evidence = (Evidence("paper/p", quote),)
    entities = [Entity("model/m", "Model", label), Entity("paper/p", "Paper", "Some title")]
    graph = Graph(
        {entity.id: entity for entity in entities},
        (Statement("paper/p", "introduces", "model/m", evidence),),
        {"paper/p": PaperMetadata((PaperVersion("Some title", quote, ()),))},
    )
    with SearchIndex(read_manifest(_stored(graph, tmp_path_factory.mktemp("any")))) as found:
        assert "model/m" in found.find_by_name(label)


def test_named_finds_all_of_a_name_by_label_alias_title_or_id(index: SearchIndex) -> None:
    assert index.find_by_name("otter-7b") == ["model/otter7b"]
    assert index.find_by_name("WETLAB") == ["lab/wet-lab"]
    assert index.find_by_name("otter-7b: a small model raised on river text") == ["paper/one"]
    assert index.find_by_name("paper/two") == ["paper/two"]
    assert index.find_by_name("nobody") == []


@pytest.mark.parametrize("typo", ["Oter-7B", "Otter-7", "tOter 7B", "Ottr7b"])
def test_near_names_are_told_nearest_first(index: SearchIndex, typo: str) -> None:
    assert index.near(typo)[0] == "Otter-7B"


def test_near_names_keep_to_types(index: SearchIndex) -> None:
    assert "Otter-7B" not in index.near("Oter-7B", types=["Dataset"])


def test_an_open_index_outlives_the_next_build(tmp_path: Path) -> None:
    output = _stored(sample_graph(), tmp_path / "out")
    with SearchIndex(read_manifest(output)) as before:
        _stored(sample_graph("Another title"), output)
        assert search(output, "another title")[0].id == "paper/one"
        assert _ids(before.search("small model")) == ["paper/one"]


def test_reading_leaves_an_index_as_it_is(output: Path) -> None:
    path = read_manifest(output).search
    before, beside = path.read_bytes(), set(path.parent.iterdir())
    with SearchIndex(read_manifest(output)) as found:
        found.search("otter'; DELETE FROM nodes; --")
        found.near("Oter")
        assert set(path.parent.iterdir()) == beside
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [None, b"", b"no database" * 100])
def test_a_missing_or_broken_index_tells_to_build(tmp_path: Path, data: bytes | None) -> None:
    path = read_manifest(_stored(sample_graph(), tmp_path / "a folder?#%20")).search
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GraphError, match="build again"):
        search(tmp_path / "a folder?#%20", "otter")


def test_the_same_graph_gives_the_same_index(tmp_path: Path) -> None:
    paths = [read_manifest(_stored(sample_graph(), tmp_path / name)).search for name in ("one", "two")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
