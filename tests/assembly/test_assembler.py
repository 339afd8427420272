from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from paperatlas.assembly import Assembler
from paperatlas.curation.corrections import parse_corrections
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Mention, Relation, Span
from paperatlas.graph.papers import Date, ListedLab, Paper, SourceLocation
from paperatlas.pipeline.build import build
from paperatlas.schema import check_edge

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph

Pair = tuple[Paper, Extraction]


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _entity(text: str, name: str, type_name: str, *, introduced: bool = False) -> ExtractedEntity:
    span = _span(text, name)
    sentence = Span(text.index("\n") + 1, len(text))
    return ExtractedEntity(
        name, type_name, (Mention(span.start, span.end, name),), 0.9, sentence if introduced else None
    )


def _pair(
    title: str = "Otters",
    page: str = "a.txt",
    wins: str = "outperforms",
    confidence: float = 0.99,
    **details: object,
) -> Pair:
    abstract = f"We present Otter-7B. Otter-7B {wins} Beaver-13B on PondBench."
    paper = Paper(f"{page}:1", title, abstract, SourceLocation(page, 1), **details)  # type: ignore[arg-type]
    text = paper.text
    entities = (
        _entity(text, "Otter-7B", "Model", introduced=True),
        _entity(text, "Beaver-13B", "Model"),
        _entity(text, "PondBench", "Dataset"),
    )
    outcome = "better" if wins == "outperforms" else "worse"
    relations = (
        Relation(
            *("Otter-7B", "compares-to", "Beaver-13B", _span(text, f"Otter-7B {wins} Beaver-13B")),
            *(confidence, outcome),
        ),
        Relation(PAPER, "evaluates-on", "PondBench", _span(text, "on PondBench"), 0.05),
    )
    start = text.index("\n") + 1
    sentences = (Span(0, start - 1), Span(start, start + 20), Span(start + 21, len(text)))
    return paper, Extraction(paper.id, text, "test-1", entities, relations, sentences)


def _graph(*pairs: Pair, **options: object) -> Graph:
    assembler = Assembler()
    for paper, extraction in pairs:
        assembler.add(paper, extraction)
    return assembler.graph((), **options)  # type: ignore[arg-type]


def _edges(graph: Graph) -> set[tuple[str, str, str]]:
    return {(statement.subject, statement.predicate, statement.object) for statement in graph.statements}


def test_two_names_of_one_thing_in_a_sentence_are_one_passage_the_surer_one() -> None:
    paper = Paper("a.txt:1", "Ponds", "We test on PondBench, or Pond-Bench.", SourceLocation("a.txt", 1))
    text = paper.text
    names = [_entity(text, "PondBench", "Dataset"), replace(_entity(text, "Pond-Bench", "Dataset"), confidence=0.7)]
    sentences = (Span(0, 5), Span(6, len(text)))
    graph = _graph((paper, Extraction(paper.id, text, "test-1", tuple(names), (), sentences)))
    [mentioned] = [statement for statement in graph.statements if statement.predicate == "mentions"]
    assert [evidence.confidence for evidence in mentioned.evidence] == [0.9]


def test_everything_found_becomes_typed_edges_with_quotes() -> None:
    graph = _graph(_pair())
    assert _edges(graph) == {
        ("paper/otters", "mentions", "model/otter7b"),
        ("paper/otters", "mentions", "model/beaver13b"),
        ("paper/otters", "mentions", "dataset/pondbench"),
        ("paper/otters", "introduces", "model/otter7b"),
        ("model/otter7b", "compares-to", "model/beaver13b"),
    }
    assert [statement.sort_key for statement in graph.unsure] == [("paper/otters", "evaluates-on", "dataset/pondbench")]
    for statement in (*graph.statements, *graph.unsure):
        check_edge(graph.entities[statement.subject].type, statement.predicate, graph.entities[statement.object].type)
        [evidence] = statement.evidence
        [wording] = graph.papers[evidence.paper].versions
        assert wording.text[evidence.start : evidence.end] == evidence.quote


def test_a_mention_quotes_the_sentence_that_names_it_first() -> None:
    graph = _graph(_pair())
    [mention] = [s for s in graph.statements if (s.predicate, s.object) == ("mentions", "model/beaver13b")]
    assert mention.evidence[0].quote == "Otter-7B outperforms Beaver-13B on PondBench."


def test_one_paper_on_two_pages_is_one_node_that_knows_both() -> None:
    graph = _graph(_pair(), _pair(title="OTTERS", page="b.txt", date=Date(2024)))
    facts = graph.papers["paper/otters"]
    assert [place.page for place in facts.locations] == ["a.txt", "b.txt"]
    assert len(facts.versions) == 2
    assert all(statement.support == 1 for statement in graph.statements)


def test_papers_that_agree_add_support_and_confidence() -> None:
    graph = _graph(_pair("One", confidence=0.6), _pair("Two", confidence=0.6), min_confidence=0)
    [compared] = [s for s in graph.statements if s.predicate == "compares-to"]
    assert (compared.support, compared.confidence) == (2, 0.836)


def test_papers_that_disagree_are_both_kept() -> None:
    graph = _graph(_pair("One"), _pair("Two", wins="trails behind"))
    [compared] = [s for s in graph.statements if s.predicate == "compares-to"]
    assert compared.outcomes == ("better", "worse")


def test_listings_give_authors_labs_and_affiliations() -> None:
    paper, extraction = _pair(
        authors=("Ada Lake", "Bo Brook"),
        authors_line="Ada Lake, Bo Brook et al.",
        labs=(ListedLab("Wet Lab", "wetlab"),),
        labs_line="wetlab Wet Lab",
        affiliations=(("Ada Lake", "Wet Lab"),),
    )
    graph = _graph((paper, extraction))
    quotes = {(s.predicate, s.object): s.evidence[0].quote for s in graph.statements if s.evidence[0].location}
    assert quotes == {
        ("authored-by", "author/ada-lake"): "Ada Lake, Bo Brook et al.",
        ("authored-by", "author/bo-brook"): "Ada Lake, Bo Brook et al.",
        ("from-lab", "lab/wetlab"): "wetlab Wet Lab",
        ("affiliated-with", "lab/wetlab"): "Wet Lab",
    }
    assert graph.entities["lab/wetlab"].label == "Wet Lab"


@pytest.mark.parametrize(("least", "unsure"), [(0, 0), (0.05, 0), (0.06, 1), (0.9, 1), (0.99, 2), (1, 3)])
def test_what_is_less_certain_than_asked_for_is_kept_apart_with_its_ends(least: float, unsure: int) -> None:
    whole, graph = _graph(_pair(), min_confidence=0), _graph(_pair(), min_confidence=least)
    assert len(graph.unsure) == unsure
    assert sorted((*graph.statements, *graph.unsure), key=lambda edge: edge.sort_key) == list(whole.statements)
    assert graph.entities == whole.entities


def test_inferred_variants_say_so_and_can_be_left_out() -> None:
    paper = Paper("1", "T", "Otter and Otter-7B.", SourceLocation("a.txt", 1))
    entities = (_entity(paper.text, "Otter", "Model"), _entity(paper.text, "Otter-7B", "Model"))
    extraction = Extraction("1", paper.text, "test-1", entities)
    [variant] = [s for s in _graph((paper, extraction)).statements if s.predicate == "variant-of"]
    assert (variant.subject, variant.object) == ("model/otter7b", "model/otter")
    assert (variant.inferred_by, variant.support, variant.evidence) == ("variant-by-name", 0, ())
    assert not any(s.inferred_by for s in _graph((paper, extraction), inferred=False).statements)


def test_an_edge_that_the_schema_does_not_have_or_that_leads_back_is_dropped() -> None:
    paper = Paper("1", "T", "Otter-7B and Otter 7B on Pond.", SourceLocation("a.txt", 1))
    text = paper.text
    entities = tuple(
        _entity(text, name, kind) for name, kind in (("Otter-7B", "Model"), ("Otter 7B", "Model"), ("Pond", "Dataset"))
    )
    relations = (
        Relation("Otter-7B", "based-on", "Otter 7B", Span(2, 10), 0.9),
        Relation("Pond", "trains-on", "Pond", Span(2, 10), 0.9),
    )
    graph = _graph((paper, Extraction("1", text, "test-1", entities, relations)))
    assert {statement.predicate for statement in graph.statements} == {"mentions"}


def test_addresses_of_code_in_the_text_belong_to_the_paper() -> None:
    from paperatlas.graph.extractions import Link

    paper = Paper("1", "T", "See https://github.com/wet/otter", SourceLocation("a.txt", 1))
    extraction = Extraction("1", paper.text, "test-1", links=(Link(6, 34, "https://github.com/wet/otter"),))
    assert _graph((paper, extraction)).papers["paper/t"].code_urls == ("https://github.com/wet/otter",)


def test_the_order_of_papers_does_not_count() -> None:
    pairs = [_pair("One"), _pair("Two", wins="trails behind"), _pair("One", page="b.txt", date=Date(2024, 5))]
    expected = _graph(*pairs)
    for seed in range(6):
        random.Random(seed).shuffle(pairs)
        assert _graph(*pairs) == expected


def test_corrections_join_and_part_authors() -> None:
    pairs = [
        _pair("Otters", authors=("Wei Li", "Bo Brook")),
        _pair("Stoats", page="b.txt", authors=("Wei Li", "Bo Brook")),
        _pair("Minks", page="c.txt", authors=("Li Wei",)),
    ]
    corrections = parse_corrections(
        "- {different: [{name: Wei Li, paper: Otters}, {name: Wei Li, paper: stoats}], type: Author}\n"
        "- {same: [{name: Wei Li, paper: Stoats}, Li Wei], type: Author}\n"
    )
    assembler = Assembler(corrections=corrections)
    for paper, extraction in pairs:
        assembler.add(paper, extraction)
    wrote = {(s.subject, s.object) for s in assembler.graph(()).statements if s.predicate == "authored-by"}
    assert wrote == {
        ("paper/otters", "author/wei-li"),
        ("paper/stoats", "author/li-wei"),
        ("paper/minks", "author/li-wei"),
        ("paper/otters", "author/bo-brook"),
        ("paper/stoats", "author/bo-brook"),
    }


def test_a_build_keeps_to_a_file_of_corrections_of_authors(tmp_path: Path) -> None:
    lines = [
        {"id": name, "title": f"{name}: A Model", "abstract": f"We present {name}.", "authors": authors}
        for name, authors in (("Otter-7B", ["Wei Li", "Bo Brook"]), ("Stoat-7B", ["Wei Li"]), ("Mink-7B", ["W. Li"]))
    ]
    (tmp_path / "pages.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    corrections = tmp_path / "mine.yaml"
    corrections.write_text(
        """
        - same: [{name: Wei Li, paper: "Otter-7B: A Model"}, {name: W. Li, paper: "Mink-7B: A Model"}]
          type: Author
        - different: [{name: Wei Li, paper: "Stoat-7B: A Model"}, Wei Li]
          type: Author
        """
    )

    plain = build(tmp_path / "pages.jsonl")
    corrected = build(tmp_path / "pages.jsonl", corrections=corrections)
    assert [author.id for author in plain.nodes("Author")] == [
        "author/bo-brook",
        "author/w-li",
        "author/wei-li;otter-7b-a-model",
        "author/wei-li;stoat-7b-a-model",
    ]
    assert [(author.label, author.aliases) for author in corrected.nodes("Author")] == [
        ("Bo Brook", ()),
        ("Wei Li", ("W. Li",)),
        ("Wei Li", ()),
    ]
