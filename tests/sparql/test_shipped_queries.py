"""Each question in queries/ has the answer that was worked out by hand from river.ttl, in two engines."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from paperatlas.graph.lookup import type_key
from paperatlas.schema import DEFAULT_BASE, NAMESPACES, node_type
from paperatlas.sparql import (
    Question,
    ask,
    bound,
    count_less_certain,
    find_question,
    list_questions,
    open_graph,
    read_question,
)
from paperatlas.text.keys import iri_part

if TYPE_CHECKING:
    from collections.abc import Iterable

RIVER: Final = Path(__file__).with_name("river.ttl")
ROOT: Final = Path(__file__).parents[2]

ANSWERS: Final[dict[str, tuple[dict[str, str], list[str]]]] = {
    "benchmarks-of": (
        {"model": "otter 7b"},
        [
            "PondBench|Otter-7B|PondBench is read closely|Beavers, Read Closely|0.9|dataset/pondbench",
            "PondBench|Otter-7B|Otter-7B on PondBench|Otter-7B|0.9|dataset/pondbench",
            "RiverPile|Otter-7B|held-out RiverPile|Otter-7B|0.5|dataset/riverpile",
        ],
    ),
    "best-supported-statements": (
        {},
        [
            "Otter-7B|pa:evaluatesOn|PondBench|2|0.9|statement/03",
            "Otter-7B|pa:comparesTo|Beaver-13B|2|0.7|statement/06",
        ],
    ),
    "conflicts": (
        {},
        [
            "Beaver-13B|better|Otter-7B|it loses to Beaver-13B|Beavers, Read Closely|model/beaver13b|model/otter7b",
            "Beaver-13B|worse|Otter-7B|Otter-7B outperforms Beaver-13B|Otter-7B|model/beaver13b|model/otter7b",
        ],
    ),
    "datasets-by-models": (
        {},
        ["PondBench|2|0|2|dataset/pondbench", "RiverPile|1|1|1|dataset/riverpile"],
    ),
    "descendants": (
        {"model": "Dam"},
        [
            "Beaver-13B|pa:basedOn|Dam|Beaver-13B is built on Dam|Beavers, Read Closely|0.8|model/beaver13b|model/dam",
            "Otter-7B|pa:basedOn|Beaver-13B|it starts from Beaver-13B|Otter-7B|0.8|model/otter7b|model/beaver13b",
        ],
    ),
    "evidence-between": (
        {"one": "BEAVER-13b", "other": f"<{DEFAULT_BASE}model/otter7b>"},
        [
            "Otter-7B|pa:basedOn|Beaver-13B||it starts from Beaver-13B|Otter-7B|0.8|statement/09",
            "Otter-7B|pa:comparesTo|Beaver-13B|better|Otter-7B outperforms Beaver-13B|Otter-7B|0.7|statement/06",
            "Otter-7B|pa:comparesTo|Beaver-13B|worse|it loses to Beaver-13B|Beavers, Read Closely|0.7|statement/06",
        ],
    ),
    "introduced-datasets": (
        {},
        ["RiverPile|Otter-7B|we release RiverPile|0.65|dataset/riverpile|paper/one"],
    ),
    "labs-and-introductions": (
        {},
        [
            "Wet Lab|RiverPile|dataset|Otter-7B|lab/wet-lab|dataset/riverpile",
            "Wet Lab|Otter-7B|model|Otter-7B|lab/wet-lab|model/otter7b",
        ],
    ),
    "lineage": (
        {"model": "Otter-7B"},
        [
            "Beaver-13B|pa:basedOn|Dam|Beaver-13B is built on Dam|Beavers, Read Closely|0.8|model/beaver13b|model/dam",
            "Otter-7B|pa:basedOn|Beaver-13B|it starts from Beaver-13B|Otter-7B|0.8|model/otter7b|model/beaver13b",
            "Otter-7B|pa:variantOf|Otter|||1|model/otter7b|model/otter",
        ],
    ),
    "methods-applied-to": (
        {"model": "Otter-7B"},
        [
            "StreamLoRA|method|Otter-7B|Otter-7B is tuned with StreamLoRA|Otter-7B|0.75|method/streamlora",
            "Beavers, Read Closely|paper|Otter-7B|we try this with Otter-7B|Beavers, Read Closely|0.3|paper/two",
        ],
    ),
    "models-trained-on": (
        {"dataset": "riverpile"},
        [
            "Otter-7B|model|RiverPile|Otter-7B is trained on RiverPile|Otter-7B|0.812|model/otter7b",
            "Otter-7B|paper|RiverPile|we train on RiverPile|Otter-7B|0.6|paper/one",
        ],
    ),
    "most-compared": (
        {},
        [
            "Otter-7B|2|1|2|0|model/otter7b",
            "Beaver-13B|1|1|1|0|model/beaver13b",
            "Dam|1|1|0|0|model/dam",
        ],
    ),
    "papers-of-author": (
        {"author": "A. LAKE"},
        [
            "Otter-7B|2024-01-02|arxiv:2401.00001|https://example.org/a|paper/one",
            "Beavers, Read Closely|2024|||paper/two",
        ],
    ),
    "papers-with-code": (
        {},
        [
            "Otter-7B|2024-01-02|https://example.org/otter/code|paper/one",
            "Beavers, Read Closely|2024||paper/two",
        ],
    ),
    "trained-and-evaluated-on-one-dataset": (
        {},
        ["Otter-7B|RiverPile|Otter-7B is trained on RiverPile|held-out RiverPile|model/otter7b|dataset/riverpile"],
    ),
    "what-beats": (
        {"model": "Otter-7B"},
        [
            "Beaver-13B|Otter-7B||it loses to Beaver-13B|Beavers, Read Closely|0.7|model/beaver13b",
            "Dam|Otter-7B||Dam beats Otter-7B|Beavers, Read Closely|0.4|model/dam",
        ],
    ),
    "beaten-by": (
        {"model": "beaver 13b"},
        ["Otter-7B|Beaver-13B||it loses to Beaver-13B|Beavers, Read Closely|0.7|model/otter7b"],
    ),
    "coauthors-of": ({"author": "Brook, Bo"}, ["Ada Lake|1|2024|author/ada-lake"]),
    "compared-with": (
        {"thing": "Otter-7B"},
        [
            "Otter-7B|better|Beaver-13B||Otter-7B outperforms Beaver-13B|Otter-7B|0.7|model/beaver13b",
            "Otter-7B|worse|Beaver-13B||it loses to Beaver-13B|Beavers, Read Closely|0.7|model/beaver13b",
            "Otter-7B|worse|Dam||Dam beats Otter-7B|Beavers, Read Closely|0.4|model/dam",
        ],
    ),
    "introduced-by-paper": ({"paper": "2401.00001"}, ["RiverPile|dataset|we release RiverPile|0.65|dataset/riverpile"]),
    "labs-together": ({}, ["Dry Lab|Wet Lab|1|lab/dry-lab|lab/wet-lab"]),
    "methods-based-on": (
        {"method": "stream lora"},
        ["RapidLoRA|method|StreamLoRA|RapidLoRA extends StreamLoRA|Beavers, Read Closely|0.45|method/rapidlora"],
    ),
    "models-evaluated-on": (
        {"benchmark": "pondbench"},
        [
            "Otter-7B|PondBench|PondBench is read closely|Beavers, Read Closely|0.9|model/otter7b",
            "Otter-7B|PondBench|Otter-7B on PondBench|Otter-7B|0.9|model/otter7b",
            "Beaver-13B|PondBench|Beaver-13B on PondBench|Otter-7B|0.55|model/beaver13b",
        ],
    ),
    "most-disputed": ({}, ["Beaver-13B|Otter-7B|1|1|0|model/beaver13b|model/otter7b"]),
    "named-beside": (
        {"thing": "beaver-13b"},
        ["PondBench|dataset|1|dataset/pondbench", "Otter-7B|model|1|model/otter7b"],
    ),
    "names-of": (
        {"thing": "otter 7b"},
        ["Otter-7B|label|model|model/otter7b", "Otter 7B|other name|model|model/otter7b"],
    ),
    "papers-about": (
        {"thing": "Beaver 13B"},
        [
            "Otter-7B|2024-01-02|arxiv:2401.00001|https://example.org/a|paper/one",
            "Beavers, Read Closely|2024|||paper/two",
        ],
    ),
    "papers-mentioning-both": (
        {"one": "PondBench", "other": "Beaver-13B"},
        ["Otter-7B|2024-01-02|arxiv:2401.00001|https://example.org/a|paper/one"],
    ),
    "papers-of-lab": (
        {"lab": "wetlab", "since": "2024"},
        [
            "Otter-7B|2024-01-02|arxiv:2401.00001|https://example.org/a|paper/one",
            "Beavers, Read Closely|2024|||paper/two",
        ],
    ),
    "shared-benchmarks": (
        {"one": "Otter-7B", "other": "Beaver-13B"},
        ["PondBench|Otter-7B|0.9|Beaver-13B|0.55|dataset/pondbench"],
    ),
    "statements-of-paper": (
        {"paper": "Beavers, Read Closely"},
        [
            "Otter-7B|pa:evaluatesOn|PondBench||PondBench is read closely|0.9|statement/03",
            "Beaver-13B|pa:basedOn|Dam||Beaver-13B is built on Dam|0.8|statement/10",
            "Otter-7B|pa:comparesTo|Beaver-13B|worse|it loses to Beaver-13B|0.7|statement/06",
            "RapidLoRA|pa:basedOn|StreamLoRA||RapidLoRA extends StreamLoRA|0.45|statement/16",
            "Dam|pa:comparesTo|Otter-7B|better|Dam beats Otter-7B|0.4|statement/08",
            "Beavers, Read Closely|pa:appliedTo|Otter-7B||we try this with Otter-7B|0.3|statement/13",
        ],
    ),
    "uncertain-statements": (
        {"thing": "Otter-7B", "below": "0.5"},
        [
            "Beaver-13B|pa:comparesTo|Otter-7B|0.17|unsure|it may be so|Beavers, Read Closely|statement/17",
            "Dam|pa:basedOn|Otter-7B|0.2|unsure|it may be so|Beavers, Read Closely|statement/20",
            "RapidLoRA|pa:appliedTo|Otter-7B|0.21|unsure|it may be so|Beavers, Read Closely|statement/21",
            "Beavers, Read Closely|pa:appliedTo|Otter-7B|0.3|edge|we try this with Otter-7B|Beavers, Read Closely"
            "|statement/13",
            "Dam|pa:comparesTo|Otter-7B|0.4|edge|Dam beats Otter-7B|Beavers, Read Closely|statement/08",
        ],
    ),
    "variants-of": ({"family": "otter"}, ["Otter-7B|Otter|model/otter7b|model/otter"]),
    "who-introduced": (
        {"thing": "River Pile"},
        [
            "RiverPile|Otter-7B|2024-01-02||Wet Lab|we release RiverPile|0.65|paper/one",
            "RiverPile|Otter-7B|2024-01-02|Ada Lake||we release RiverPile|0.65|paper/one",
        ],
    ),
}
"""For each question the parameters, and the rows as ``cell|cell|…`` with IRIs cut to what follows the base."""

QUESTIONS: Final = list_questions()


def _cell(term: object) -> str:
    """A term as the answers have it; decimals without the zeros at their end, which engines treat differently."""
    text = "" if term is None else str(getattr(term, "value", term) if not isinstance(term, rdflib.Literal) else term)
    if re.fullmatch(r"\d\.\d+", text):
        return f"{float(text):g}"
    return text.replace(NAMESPACES["pa"], "pa:").removeprefix(DEFAULT_BASE)


def _rows(rows: Iterable[Iterable[object]]) -> list[str]:
    return ["|".join(map(_cell, row)) for row in rows]


@cache
def _river() -> Store:
    return open_graph(RIVER)


@cache
def _river_in_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(RIVER)


VARIANTS: Final = {
    name: next(parameter.name for parameter in find_question(name).parameters if parameter.is_node)
    for name in ("what-beats", "beaten-by", "compared-with", "benchmarks-of", "methods-applied-to")
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_family_stands_for_its_variants_if_asked_to(name: str) -> None:
    family, variant = ({VARIANTS[name]: model} for model in ("Otter", "Otter-7B"))
    question = find_question(name)
    of_variant = _rows(ask(_river(), question, variant).rows)
    assert of_variant
    assert _rows(ask(_river(), question, family).rows) == []
    assert _rows(ask(_river(), question, {**family, "variants": "true"}).rows) == of_variant
    bound_query = bound(_river(), question, {**family, "variants": "true"})
    assert _rows(cast("Iterable[Iterable[object]]", _river_in_rdflib().query(bound_query))) == of_variant


def test_a_comparison_shows_the_datasets_that_its_quote_names_as_whole_words() -> None:
    river = RIVER.read_text("utf-8").replace(
        "it loses to Beaver-13B", "on riverpile, PondBench, OtterBench2 it loses to Beaver-13B"
    )
    mentioned = "<paper/two> pa:mentions <dataset/riverpile>, <dataset/pondbench>, <dataset/otterbench> ."
    mentioned += '<dataset/otterbench> a pa:Dataset ; rdfs:label "OtterBench" .'
    store = Store()
    store.load(f"{river}\n{mentioned}".encode(), RdfFormat.TURTLE)
    found = ask(store, find_question("what-beats"), {"model": "Otter-7B"})
    benchmarks = [row[found.columns.index("benchmarks")] for row in found.rows]
    assert list(map(_cell, benchmarks)) == ["PondBench, RiverPile", ""]


def test_every_question_has_an_answer_here() -> None:
    assert sorted(ANSWERS) == [question.name for question in QUESTIONS]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_the_one_worked_out_by_hand(name: str) -> None:
    params, rows = ANSWERS[name]
    assert _rows(ask(_river(), find_question(name), params).rows) == rows


@pytest.mark.parametrize("name", ANSWERS)
def test_another_engine_gives_the_same_answer(name: str) -> None:
    params, rows = ANSWERS[name]
    found = _river_in_rdflib().query(bound(_river(), find_question(name), params))
    assert _rows(cast("Iterable[Iterable[object]]", found)) == rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_file_runs_as_it_is_and_describes_itself(question: Question) -> None:
    ask(_river(), question.sparql)
    list(_river_in_rdflib().query(question.sparql))
    assert question.title.endswith("?")
    assert question.description.endswith(".")
    assert all(parameter.description and parameter.defaults for parameter in question.parameters)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_what_stands_in_the_query_is_the_first_example(question: Question) -> None:
    for parameter in question.parameters:
        first = parameter.examples[0]
        if parameter.is_node:
            ids = {f"{node_type(each).folder}/{iri_part(type_key(each, first))}" for each in parameter.types}
            assert parameter.defaults[0][1:-1].removeprefix(DEFAULT_BASE) in ids
        else:
            assert parameter.defaults == (first,)
            assert parameter.term(first) != first


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_file_declares_its_own_prefixes_and_orders_its_rows(question: Question) -> None:
    body = re.sub(r'#.*|"[^"]*"|<[^>]*>', "", question.sparql)
    assert set(re.findall(r"\b([a-z]+):", body)) == set(re.findall(r"PREFIX (\w+):", question.sparql))
    assert re.search(r"^ORDER BY", question.sparql, re.MULTILINE)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_page_lists_the_question_as_its_head_has_it(question: Question) -> None:
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    names = ", ".join(f"`{p.name}`: {' or '.join(p.types)}" for p in question.parameters)
    assert f"| `{question.name}` | {question.title} | {names} |" in page


def test_the_page_lists_no_other_question() -> None:
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    assert len(re.findall(r"^\| `[\w-]+` \|", page, re.MULTILINE)) == len(QUESTIONS)


@pytest.mark.parametrize("seed", range(4))
def test_benchmarks_are_in_the_order_of_the_alphabet_however_they_came(seed: int, tmp_path: Path) -> None:
    names = ["Alderbench", "brookbench", "Creekbench", "delta set", "Eddybench"]
    river = RIVER.read_text("utf-8").replace(
        "Dam beats Otter-7B", f"Dam beats Otter-7B on {', '.join(reversed(names))}"
    )
    mentioned = [
        f'<paper/two> pa:mentions <dataset/{number}> . <dataset/{number}> a pa:Dataset ; rdfs:label "{name}" .'
        for number, name in enumerate(names)
    ]
    store = Store()
    store.load("\n".join([river, *mentioned]).encode(), RdfFormat.TURTLE)
    quads = list(store)
    random.Random(seed).shuffle(quads)
    for place in (None, str(tmp_path)):
        shuffled = Store(place)
        for quad in quads:
            shuffled.add(quad)
        found = ask(shuffled, find_question("what-beats"), {"model": "Otter-7B"})
        assert _cell(found.rows[-1][found.columns.index("benchmarks")]) == ", ".join(names)


def test_what_a_value_says_is_not_taken_for_a_class() -> None:
    question = read_question(
        "otters",
        "# param said (text): words\n"
        "SELECT ?s WHERE { VALUES ?said { 'it' } ?s a rdf:Statement FILTER(?said = ' a rdf:Statement') }",
    )
    assert count_less_certain(_river(), question, {"said": " a rdf:Statement"}) == 6
    assert count_less_certain(_river(), question, {"said": " a pa:UnsureStatement"}) == 0
    plain = read_question("otters", "SELECT ?s WHERE { ?s rdfs:label ' a rdf:Statement' }")
    assert count_less_certain(_river(), plain, {}) == 0
