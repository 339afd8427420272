"""Graphs that hypothesis draws: any that a build could give, and stranger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import Date, SourceFile, SourceLocation
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES
from paperatlas.text.keys import iri_part

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["graphs"]

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
shares = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
dates = st.builds(
    Date,
    st.integers(1000, 9999),
    st.none() | st.integers(1, 12),
    st.none(),
    st.booleans(),
) | st.builds(Date, st.none(), st.integers(1, 12), st.integers(1, 28))
counts = st.none() | st.integers(0, 10**6)
sorted_texts = st.sets(texts, max_size=3).map(lambda found: tuple(sorted(found)))


@st.composite
def facts(draw: DrawFn, pages: list[str], number: int) -> PaperMetadata:
    wordings = [
        PaperVersion(
            draw(texts),
            draw(st.just("") | texts),
            tuple(
                sorted(
                    SourceLocation(page, 10 * number + place)
                    for page in draw(st.sets(st.sampled_from(pages), min_size=1))
                )
            ),
        )
        for place in range(draw(st.integers(1, 2)))
    ]
    distinct = {wording.id: wording for wording in wordings}
    return PaperMetadata(
        versions=tuple(sorted(distinct.values(), key=lambda wording: wording.id)),
        identifiers=draw(sorted_texts),
        date=draw(st.none() | dates),
        categories=draw(sorted_texts),
        author_count=draw(counts),
        authors_complete=draw(st.booleans()),
        has_code=draw(st.none() | st.booleans()),
        comment_count=draw(counts),
        upvotes=draw(counts),
        urls=draw(sorted_texts),
        code_urls=draw(sorted_texts),
    )


@st.composite
def passages(draw: DrawFn, papers: dict[str, PaperMetadata], predicate: str) -> Evidence:
    paper = draw(st.sampled_from(sorted(papers)))
    wording = draw(st.sampled_from(papers[paper].versions))
    outcomes = st.none() | st.sampled_from([outcome.name for outcome in OUTCOMES])
    outcome = draw(outcomes) if predicate == "compares-to" else None
    if draw(st.booleans()):
        place: dict[str, Any] = {
            "version": wording.id,
            "start": draw(st.integers(0, 99)),
            "end": draw(st.integers(100, 200)),
        }
    else:
        place = {"location": wording.locations[0]}
    return Evidence(paper, draw(texts), outcome=outcome, extractor=draw(texts), confidence=draw(shares), **place)


@st.composite
def statements(draw: DrawFn, entities: dict[str, Entity], papers: dict[str, PaperMetadata]) -> Statement | None:
    rule = draw(st.sampled_from(PREDICATES))
    ends = [
        [entity.id for entity in entities.values() if entity.type in types] for types in (rule.subjects, rule.objects)
    ]
    if not all(ends):
        return None
    subject, target = (draw(st.sampled_from(found)) for found in ends)
    if draw(st.booleans()):
        return Statement(subject, rule.name, target, confidence=draw(shares), inferred_by=draw(texts))
    found = {
        evidence.sort_key: evidence for evidence in draw(st.lists(passages(papers, rule.name), min_size=1, max_size=3))
    }
    return Statement(subject, rule.name, target, tuple(found[order] for order in sorted(found)), draw(shares))


@st.composite
def graphs(draw: DrawFn) -> Graph:
    pages = draw(st.lists(texts, min_size=1, max_size=2, unique=True))
    nodes = draw(st.lists(st.tuples(st.sampled_from(NODE_TYPES), texts, texts, sorted_texts), min_size=1, max_size=8))
    drawn_entities = (
        Entity(f"{kind.folder}/{iri_part(key)}", kind.name, label, aliases) for kind, key, label, aliases in nodes
    )
    entities = {entity.id: entity for entity in drawn_entities}
    entities["paper/p"] = Entity("paper/p", "Paper", "P")
    papers = {
        entity.id: draw(facts(pages, number))
        for number, entity in enumerate(sorted(entities.values(), key=lambda entity: entity.id))
        if entity.type == "Paper"
    }
    drawn = [statement for statement in draw(st.lists(statements(entities, papers), max_size=6)) if statement]
    distinct = {statement.sort_key: statement for statement in drawn}
    may_be_unsure = [key for key in sorted(distinct) if distinct[key].evidence]
    unsure = draw(st.sets(st.sampled_from(may_be_unsure))) if may_be_unsure else set()
    return Graph(
        entities=dict(sorted(entities.items())),
        statements=tuple(distinct[key] for key in sorted(distinct.keys() - unsure)),
        papers=papers,
        pages=tuple(sorted(SourceFile(name, draw(texts), draw(texts), draw(st.integers(0, 99))) for name in pages)),
        base=draw(st.sampled_from(["https://w3id.org/paperatlas/", "http://example.org/kg#"])),
        extractor=draw(st.sampled_from(["", "x-1", "my <model> é-1"])),
        unsure=tuple(distinct[key] for key in sorted(unsure)),
    )
