from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperatlas.curation.registry import load_registry
from tools.registry.choices import Choice, read_choices, read_vetoes
from tools.registry.entries import Entry, faults, make_entry, write_entries
from tools.registry.facts import Fact
from tools.registry.papers import Papers
from tools.registry.sources import Sources, package_facts

if TYPE_CHECKING:
    from pathlib import Path

POND = Choice("Pond Lab", "Lab", ("pond-lab",))
RIVER = Choice("River Lab", "Lab", (), line="Pond Lab")
OTTER = Choice("Otter", "Model", ("Otter One",), "Pond Lab", "Stoat")
DATED = Fact("Otter", "Model", "zoo 1: a", "River Lab", "2024-05-01")
OWN = Fact("otter", "Model", "zoo 1: b", "", "", "pond-lab/otter", "https://pond.example/otter")


def made(
    choice: Choice, *facts: Fact, papers: Papers | None = None, vetoes: tuple[tuple[str, ...], ...] = ()
) -> tuple[Entry | None, list[str]]:
    """The entry of a choice from facts, and what is left out."""
    left_out: list[str] = []
    sources = Sources(facts, [POND, RIVER, OTTER], frozenset(vetoes), papers or Papers())
    return make_entry(choice, sources, left_out), left_out


def test_a_name_that_no_source_holds_is_left_out_and_told() -> None:
    assert made(OTTER) == (None, ["Model Otter: no source"])


def test_each_fact_comes_with_its_source() -> None:
    entry, left_out = made(OTTER, DATED, OWN)
    assert entry is not None
    assert entry.facts == {
        "organisation": "River Lab",
        "released": "2024-05-01",
        "line_of": "Stoat",
        "hugging_face": "pond-lab/otter",
        "home": "https://pond.example/otter",
    }
    assert entry.sources["released"] == "zoo 1: a"
    assert entry.sources["home"] == "zoo 1: b"
    assert left_out == ["Model Otter: alias Otter One: no source"]


def test_a_maker_that_a_source_denies_is_told() -> None:
    entry, left_out = made(OTTER, Fact("Otter", "Model", "zoo 1: a", "Sea Lab"))
    assert entry is not None
    assert "organisation" not in entry.facts
    assert "Model Otter: Pond Lab against Sea Lab of zoo 1: a" in left_out


def test_a_repository_of_others_or_of_another_name_is_not_taken() -> None:
    for repository in ("someone/otter", "pond-lab/otter-copy"):
        entry, _ = made(OTTER, Fact("Otter", "Model", "zoo 1: a", hugging_face=repository))
        assert entry is not None
        assert "hugging_face" not in entry.facts


def test_of_several_dates_of_the_first_source_the_earliest_counts() -> None:
    later = Fact("Otter (7B)", "Model", "zoo 1: a", "", "2024-06-01")
    elsewhere = Fact("Otter", "Model", "ark 1: a", "", "2020-01-01")
    entry, _ = made(OTTER, later, DATED, elsewhere)
    assert entry is not None
    assert entry.facts["released"] == "2024-05-01"


def test_a_page_of_its_own_is_preferred_to_a_paper() -> None:
    bench = Choice("PondBench", "Dataset", ())
    paper = Fact("PondBench", "Dataset", "zoo 1: a", home="http://arxiv.org/pdf/2401.00001v2")
    page = Fact("PondBench", "Dataset", "zoo 1: b", home="https://pond.example")
    both, only_paper = made(bench, paper, page)[0], made(bench, paper)[0]
    assert both is not None
    assert only_paper is not None
    assert both.facts["home"] == "https://pond.example"
    assert only_paper.facts["home"] == "https://arxiv.org/abs/2401.00001"


def test_a_veto_holds_against_a_source() -> None:
    entry, _ = made(OTTER, DATED, OWN, vetoes=(("Model", "Otter", "released"), ("Model", "Otter", "home")))
    assert entry is not None
    assert entry.facts.keys() == {"organisation", "line_of", "hugging_face"}


def test_titles_introduce_names_and_listings_name_labs(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    paper = {"id": "arxiv:2401.00001", "title": "Otter: A Model", "affiliations": ["The Pond Lab of Wet"]}
    path.write_text(json.dumps(paper) + "\n")
    papers = Papers.read(path)
    entry, lab = made(OTTER, papers=papers)[0], made(POND, papers=papers)[0]
    assert entry is not None
    assert lab is not None
    assert entry.sources["name"] == "arXiv:2401.00001: title"
    assert lab.sources["name"] == "arXiv:2401.00001: affiliation (The Pond Lab of Wet)"
    assert made(OTTER, papers=papers, vetoes=(("Model", "Otter", "title"),))[0] is None


def test_lists_are_read(tmp_path: Path) -> None:
    texts = {"models": "@ Pond Lab\nOtter | Otter One > Stoat\n", "labs": "# made up\n!Pond Lab | pond-lab\n"}
    for name in ("models", "datasets", "labs", "methods"):
        (tmp_path / f"{name}.txt").write_text(texts.get(name, ""))
    (tmp_path / "vetoes.txt").write_text("# why\nModel | Otter | home\n")
    lab = Choice("Pond Lab", "Lab", ("pond-lab",), vouched="tools/registry/chosen/labs.txt")
    assert read_choices(tmp_path) == [OTTER, lab]
    assert read_vetoes(tmp_path) == {("Model", "Otter", "home")}


def test_packages_say_where_a_fact_stands(tmp_path: Path) -> None:
    (tmp_path / "peft/tuners").mkdir(parents=True)
    (tmp_path / "peft/tuners/otter.py").touch()
    assert [fact.source for fact in package_facts({"peft 1": tmp_path, "unknown 2": tmp_path})] == [
        "peft 1: peft/tuners/otter.py"
    ]


def test_contradictions_are_told() -> None:
    entries = [
        Entry("Otter", "Model", ["Stoat"], {"line_of": "Weasel"}),
        Entry("stoat", "Model", [], {"organisation": "Sea Lab"}),
    ]
    assert faults(entries) == [
        "Model stoat: of Otter and of stoat",
        "Model Otter: line_of Weasel is no entry",
        "Model stoat: organisation Sea Lab is no entry",
    ]
    assert faults([Entry("Otter", "Model"), Entry("Otter", "Dataset")]) == []


def test_what_is_written_is_a_registry(tmp_path: Path) -> None:
    entry, lab = made(OTTER, DATED, OWN)[0], made(POND, OWN)[0]
    assert entry is not None
    assert lab is not None
    write_entries([lab, entry], tmp_path)
    [thing] = load_registry(tmp_path / "models.yaml")
    assert (thing.name, thing.organisation, dict(thing.sources)["released"]) == ("Otter", "River Lab", "zoo 1: a")
    assert [thing.name for thing in load_registry(tmp_path / "labs.yaml")] == ["Pond Lab"]
