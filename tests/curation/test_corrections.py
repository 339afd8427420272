from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from paperatlas.curation.corrections import AuthorEnd, Corrections, load_corrections, parse_corrections
from paperatlas.curation.registry import KnownEntity
from paperatlas.errors import ReadingError
from paperatlas.graph.graph import Entity, Statement
from paperatlas.resolution.resolve import explain, resolve_names

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    {"name": "Otter-7B", "type": "Model"},
    {"name": "otter 7b", "type": "Model"},
    {"name": "Stoat", "type": "Model"},
    {"name": "Pond Lab o1", "type": "Model"},
    {"name": "Wet Lab", "type": "Lab"},
    {"name": "Dry Lab", "type": "Lab"},
]


def entities(corrections: str, known: tuple[KnownEntity, ...] = ()) -> list[str]:
    found = resolve_names(NAMES, known, parse_corrections(corrections), base="")
    return [line["entity"].partition("/")[2] for line in found]


def test_without_corrections_rules_decide() -> None:
    assert entities("") == ["otter7b", "otter7b", "stoat", "pondlabo1", "wetlab", "drylab"]


def test_what_is_said_to_be_one_thing_is_one() -> None:
    found = entities("- {same: [Stoat, Otter-7B], type: Model}\n- {same: [Wet Lab, Dry Lab], type: Lab}")
    assert found[0] == found[1] == found[2]
    assert found[4] == found[5] == "wetlab"


def test_a_correction_wins_over_the_registry() -> None:
    known = (KnownEntity("Otter-7B", "Model", ("Stoat",)), KnownEntity("Pond Lab o1", "Model"))
    assert entities("", known)[2] == "otter7b"
    assert entities("- {different: [Stoat, Otter-7B], type: Model}", known)[2] == "stoat"
    assert len(set(entities("- {same: [Pond Lab o1, Otter-7B], type: Model}", known)[:4])) == 1


def test_what_is_said_to_be_two_things_stays_two_over_others() -> None:
    known = (KnownEntity("Otter-7B", "Model", ("Stoat", "Pond Lab o1")),)
    found = entities("- {different: [Stoat, Pond Lab o1], type: Model}", known)
    assert found[2] != found[3]


def test_names_of_two_types_can_be_parted_and_joined() -> None:
    names = [{"name": "LongOtter", "type": "Model"}] * 9 + [{"name": "LongOtter", "type": "Method"}]

    def count(corrections: str) -> int:
        return len({line["entity"] for line in resolve_names(names, (), parse_corrections(corrections))})

    assert count("- {same: [LongOtter, LongOtter], type: [Model, Method]}") == 1
    assert count("- {different: [LongOtter, LongOtter], type: [Model, Method]}") == 2


def test_why_names_the_correction() -> None:
    joined = parse_corrections("- {same: [Stoat, Otter-7B], type: Model}")
    assert any("correction" in line for line in explain(("Stoat", "Otter-7B"), "Model", corrections=joined))
    parted = parse_corrections("- {different: [OpenAI o1, o1], type: Model}")
    assert explain(("OpenAI o1", "o1"), "Model", corrections=parted)[1:] == ["  correction: A correction says so."]


def test_statements_that_no_paper_makes_are_forbidden() -> None:
    corrections = parse_corrections("- {not_stated: [otter 7b, trains-on, RiverPile]}")
    otter, pile = Entity("model/o", "Model", "Otter-7B"), Entity("dataset/r", "Dataset", "x", ("River Pile",))
    assert corrections.forbids(Statement(otter.id, "trains-on", pile.id), otter, pile)
    assert not corrections.forbids(Statement(otter.id, "evaluates-on", pile.id), otter, pile)
    assert not corrections.forbids(Statement(pile.id, "trains-on", otter.id), pile, otter)


def test_authors_are_names_with_or_without_a_paper() -> None:
    corrections = parse_corrections(
        """
        - same: [Wei Li, {name: W.  Li}]
          type: Author
        - different: [{name: Wei Li, paper: "Otters: A Tale"}, Wei Li]
          type: Author
        """
    )
    assert corrections.same_authors == ((AuthorEnd("Wei Li"), AuthorEnd("W. Li")),)
    assert corrections.different_authors == ((AuthorEnd("Wei Li", "Otters: A Tale"), AuthorEnd("Wei Li")),)
    assert corrections.same == corrections.different == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("same: x", "mine.yaml:1: the whole is a set of fields; write a list"),
        ("- {", "mine.yaml:2: this is no YAML"),
        ("- 3", "[0] is 3; write fields"),
        ("\n- {same: [a, b], different: [a, b]}", "mine.yaml:2: [0] is a set of fields; write one of same, different"),
        ("- {type: Model}", "write one of same, different and not_stated"),
        ("- {same: [a], type: Model}", "[0].same is a list; write two names in it"),
        ("- {same: [a, b]}", "add a type, or one for each name"),
        ("- {same: [a, b], type: Paper}", "[0].type[0] is 'Paper'; use one of Model"),
        ("- {same: [a, b], type: [Model]}", "[0].type is a list; write the types of both names"),
        ("- {different: [A-1, a1], type: Lab}", "only differ in spelling"),
        ("- {different: [A-1, A-1], type: Model}", "is one name"),
        ("- {not_stated: [a, likes, b]}", "[0].not_stated is a list; in place of likes use one of authored-by"),
        ("- {not_stated: [a, trains-on]}", "write subject, predicate and object"),
        ("- {same: [a, b], type: [Author, Model]}", "add a type, or one for each name"),
        ("- {same: [a, {name: b, paper: Otters}], type: Model}", "only authors have papers"),
        ("- {same: [Wei Li], type: Author}", "write two names"),
        ("- {same: Wei Li, type: Author}", "[0].same is 'Wei Li'; write a list"),
        ("- {same: [Wei Li, 3], type: Author}", "[0].same[1] is 3; write a name, or one with the title of a paper"),
        ("- {same: [Wei Li, ''], type: Author}", "[0].same[1].name is ''"),
        ("- {same: [Wei Li, {paper: Otters}], type: Author}", "[0].same[1].name is missing"),
        ("- {same: [Wei Li, {name: W. Li, paper: 1984}], type: Author}", "[0].same[1].paper is 1984; write a text"),
        ("- {same: [Wei Li, {name: W. Li, lab: Wet Lab}], type: Author}", "[0].same[1].lab is 'Wet Lab'; take it out"),
        ("- {different: [Wei Li, 'LI, Wei'], type: Author}", "say of each which paper is theirs"),
        (
            "- {different: [{name: Wei Li, paper: Otters}, {name: wei li, paper: otters!}], type: Author}",
            "say of each which paper is theirs",
        ),
    ],
)
def test_what_is_no_correction_says_where_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ReadingError, match=re.escape(said)):
        load_corrections(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot read the corrections"):
        load_corrections(tmp_path / "none.yaml")


def test_without_a_file_there_are_no_corrections(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").touch()
    assert load_corrections(None) == load_corrections(tmp_path / "mine.yaml") == Corrections()


def test_names_that_differ_in_case_alone_can_be_parted() -> None:
    corrections = parse_corrections("- {different: [SEED-X, Seed-X], type: Model}")
    names = [{"name": name, "type": "Model"} for name in ("SEED-X", "Seed-X", "SEED X", "Seed-X-17B")]
    found = resolve_names(names, (), corrections)
    assert [line["entity"].rpartition("/")[2] for line in found[:3]] == ["seedx", "seedx%20Seed-X", "seedx"]
    assert explain(("SEED-X", "Seed-X"), "Model", corrections=corrections)[1] == "  correction: A correction says so."
