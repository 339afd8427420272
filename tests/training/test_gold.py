from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.annotated_papers import entity, relation, write
from paperatlas.errors import ExtractionError
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.training.gold import GoldEntity, GoldRelation, read_gold, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAPER = {"id": "1", "title": "Otter", "abstract": "Otter is tested on PondBench and beats Beaver."}
ENTITIES = [entity("Otter", "Model", introduced=True), entity("PondBench", "Dataset"), entity("Beaver", "Model")]


def on_bench(**more: str) -> dict[str, Any]:
    return {**relation("Otter", "evaluates-on", "PondBench", "Otter is tested on PondBench"), **more}


def beats(**more: str) -> dict[str, Any]:
    return relation("Otter", "compares-to", "Beaver", "beats Beaver", **more)


def line(entities: list[Any] | None = None, relations: list[Any] | None = None, name: object = "1") -> dict[str, Any]:
    return {"id": name, "entities": ENTITIES if entities is None else entities, "relations": relations or []}


def message(folder: Path, papers: list[Any], golds: list[Any]) -> str:
    with pytest.raises(ExtractionError) as caught:
        read_gold(*write(folder, papers, golds), DEFAULT_SCHEMA)
    return str(caught.value)


def test_sound_annotations_are_read(tmp_path: Path) -> None:
    (read,) = read_gold(*write(tmp_path, [PAPER], [line(None, [on_bench(), beats(outcome="better")])]), DEFAULT_SCHEMA)
    assert read.paper.text == "Otter\nOtter is tested on PondBench and beats Beaver."
    assert read.entities[0] == GoldEntity("Otter", "Model", True, ("Otter",))
    assert read.relations == (
        GoldRelation("Otter", "evaluates-on", "PondBench", "Otter is tested on PondBench"),
        GoldRelation("Otter", "compares-to", "Beaver", "beats Beaver", "better"),
    )


def test_the_paper_itself_may_be_a_subject(tmp_path: Path) -> None:
    stated = relation("PAPER", "trains-on", "PondBench", "on PondBench")
    (read,) = read_gold(*write(tmp_path, [PAPER], [line(None, [stated])]), DEFAULT_SCHEMA)
    assert read.relations[0].subject == "PAPER"


def odd(change: Callable[[dict[str, Any]], object]) -> list[Any]:
    made = {**ENTITIES[0], "mentions": ["Otter"]}
    change(made)
    return [made, *ENTITIES[1:]]


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (line(odd(lambda e: e.update(type="Beast"))), "entities[0].type is 'Beast'; choose among Model, Dataset"),
        (line(odd(lambda e: e.update(type=["Model"]))), "entities[0].type is a list; write a text"),
        (line(odd(lambda e: e.update(mentions=["otter"]))), "entities[0].mentions lack the name 'Otter'; add it"),
        (line(odd(lambda e: e["mentions"].append("Otto"))), "entities[0].mentions[1] is 'Otto', which is not in title"),
        (line(odd(lambda e: e.update(mentions="Otter"))), "entities[0].mentions is 'Otter'; write a list"),
        (line(odd(lambda e: e.update(introduced="yes"))), "entities[0].introduced is 'yes'; write true or false"),
        (line(odd(lambda e: e.pop("introduced"))), "entities[0].introduced is missing; add it"),
        (line(odd(lambda e: e.update(name=""))), "entities[0].name is ''; write a text"),
        (line([*ENTITIES, ENTITIES[0]]), "entities[3].name is 'Otter', listed before"),
        (line([], [on_bench()]), "relations[0].subject is 'Otter', no entity of this line; add it"),
        (line(None, [on_bench(predicate="eats")]), "relations[0].predicate is 'eats'; choose among trains-on"),
        (
            line(None, [on_bench(object="Beaver")]),
            "relations[0].object is 'Beaver', a Model; for evaluates-on name",
        ),
        (line(None, [on_bench(subject="PAPER", predicate="applied-to")]), "object is 'PondBench', a Dataset; for"),
        (line(None, [beats()]), "outcome is None; choose among better, worse, comparable, unspecified"),
        (line(None, [on_bench(outcome="better")]), "outcome is 'better', but evaluates-on has none; remove it"),
        (line(None, [on_bench(), on_bench()]), "relations[1] is Otter evaluates-on PondBench, as is another; keep one"),
        (line(None, [on_bench(evidence="Otter on PondBench")]), "evidence is not in title or abstract; copy"),
        (line(None, [on_bench(evidence="")]), "evidence is not in"),
        (line(None, [{"subject": "Otter"}]), "relations[0].evidence is missing; add it"),
        (line(None, [3]), "relations[0] is 3; write fields"),
        ({"id": "1", "entities": []}, "relations is missing; add it"),
        (line(name="2"), "id is '2', which no paper has; add it to"),
        (line(name=1), "id is 1; write a text"),
    ],
)
def test_what_breaks_the_guidelines_is_told_with_file_and_line(tmp_path: Path, gold: Any, said: str) -> None:
    told = message(tmp_path, [PAPER, {**PAPER, "id": "0"}], [line([], name="0"), gold])
    assert told.startswith(f"{tmp_path / 'gold.jsonl'}:2: ")
    assert said in told


def test_a_paper_without_annotation_is_told(tmp_path: Path) -> None:
    told = message(tmp_path, [PAPER, {**PAPER, "id": "7"}], [line()])
    assert told.startswith(f"{tmp_path / 'papers.jsonl'}:2: the paper '7' has no line in {tmp_path / 'gold.jsonl'}")


def test_a_paper_annotated_twice_is_told(tmp_path: Path) -> None:
    assert "gold.jsonl:2: id is '1', annotated a second time" in message(tmp_path, [PAPER], [line(), line()])


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ({"id": "1", "title": "T"}, "abstract is missing"),
        ({**PAPER, "id": 1}, "id is 1; write a text"),
        ({**PAPER, "id": ""}, "id is ''"),
    ],
)
def test_a_paper_that_lacks_something_is_told(tmp_path: Path, paper: Any, said: str) -> None:
    assert f"papers.jsonl:1: {said}" in message(tmp_path, [paper], [])


def test_lines_that_are_no_objects_are_told(tmp_path: Path) -> None:
    papers, gold = write(tmp_path, [PAPER], [line()])
    gold.write_bytes(b"\n" + gold.read_bytes() + b'[]\n{"cut\n\xff\n')
    with pytest.raises(ExtractionError) as caught:
        read_gold(papers, gold, DEFAULT_SCHEMA)
    assert [told.split(": ")[0].rpartition(":")[2] for told in str(caught.value).splitlines()] == ["3", "4", "5"]


def test_a_file_without_papers_or_none_at_all_is_told(tmp_path: Path) -> None:
    assert "it holds no paper" in message(tmp_path, [], [])
    with pytest.raises(ExtractionError, match=r"cannot read .*none: No such file"):
        read_gold(tmp_path / "none", tmp_path / "gold.jsonl", DEFAULT_SCHEMA)


def test_of_many_faults_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    told = message(tmp_path, [PAPER], [line(name=str(number)) for number in range(100, 130)]).splitlines()
    assert len(told) == 11
    assert told[-1] == "and 21 more of such faults"


def test_papers_without_annotation_are_read_as_texts(tmp_path: Path) -> None:
    papers, _ = write(tmp_path, [PAPER, {"id": "2", "title": "T", "abstract": "", "more": 1}], [])
    assert read_texts(papers) == (f"Otter\n{PAPER['abstract']}", "T\n")


@pytest.mark.parametrize("papers", [[], [{"id": "1", "title": "T"}], [PAPER, PAPER], [["T"]]])
def test_a_file_without_papers_gives_no_texts(tmp_path: Path, papers: list[Any]) -> None:
    with pytest.raises(ExtractionError, match=r"papers\.jsonl"):
        read_texts(write(tmp_path, papers, [])[0])
