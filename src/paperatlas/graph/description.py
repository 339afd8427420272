"""The description of one node with its statements and their evidence, as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from paperatlas.graph.contradictions import contradictions
from paperatlas.graph.display import evidence_locations
from paperatlas.graph.quotes import unnamed_ends

if TYPE_CHECKING:
    from collections.abc import Container

    from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, Statement

__all__ = ["DescribedEvidence", "DescribedPaper", "DescribedStatement", "Description", "describe"]


class DescribedEvidence(TypedDict):
    """A passage that states something.

    Attributes:
        quote: The exact words.
        outcome: The outcome of a comparison by these words.
        paper: The title of the paper.
        paper_id: The id of its node.
        listings: The page and line of each record that lists the paper, or of the quoted line.
        confidence: The confidence of the extractor, 0 to 1.
        extractor: The name and version of the extractor.
        stands_for: The labels of the ends that the quote leaves to other words, such as "our model".
    """

    quote: str
    outcome: str | None
    paper: str
    paper_id: str
    listings: list[str]
    confidence: float
    extractor: str
    stands_for: list[str]


class DescribedStatement(TypedDict):
    """A statement about a node.

    Attributes:
        subject: The label of the subject.
        predicate: The name of the predicate.
        object: The label of the object.
        subject_id: The id of the subject.
        object_id: The id of the object.
        support: The number of papers that state it.
        confidence: The confidence in it, 0 to 1.
        outcomes: The outcomes of a comparison.
        inferred_by: The rule that inferred it; None if it is stated.
        stated: Whether a field or a listing states it.
        unsure: Whether the graph keeps it apart as unsure.
        evidence: The passages that state it.
        disputed: Whether papers contradict it.
    """

    subject: str
    predicate: str
    object: str
    subject_id: str
    object_id: str
    support: int
    confidence: float
    outcomes: list[str]
    inferred_by: str | None
    stated: bool
    unsure: bool
    evidence: list[DescribedEvidence]
    disputed: bool


class DescribedPaper(TypedDict, total=False):
    """The metadata of a paper as in :class:`~paperatlas.graph.graph.PaperMetadata`; unknown fields are absent."""

    identifiers: list[str]
    date: str
    year_inferred: bool
    categories: list[str]
    author_count: int
    authors_complete: bool
    has_code: bool
    comment_count: int
    upvotes: int
    urls: list[str]
    code_urls: list[str]
    abstracts: list[str]
    listings: list[str]


class Description(TypedDict):
    """The description of a node.

    Attributes:
        id: The id of the node.
        iri: Its IRI.
        type: The name of its node type.
        label: The name that people see.
        aliases: Its other names.
        facts: The metadata of a paper.
        statements: The statements of which it is an end.
        less_certain: The number of such statements that are left out as too uncertain.
    """

    id: str
    iri: str
    type: str
    label: str
    aliases: list[str]
    facts: NotRequired[DescribedPaper]
    statements: list[DescribedStatement]
    less_certain: int


def describe(graph: Graph, entity: Entity, min_confidence: float | None = None) -> Description:
    """Describe a node of a graph.

    Args:
        graph: The graph.
        entity: One of its nodes.
        min_confidence: The least confidence of the statements, see :meth:`Graph.with_min_confidence`; None for those
            that are edges of the graph.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> otter = Entity("model/otter", "Model", "Otter")
    >>> describe(Graph({otter.id: otter}), otter)["iri"]
    'https://w3id.org/paperatlas/model/otter'
    """
    facts = graph.papers.get(entity.id)
    disputed = contradictions(graph)
    unsure = {statement.id for statement in graph.unsure_of(entity.id)}
    told_of = sorted((*graph.statements_of(entity.id), *graph.unsure_of(entity.id)), key=lambda edge: edge.sort_key)
    shown = [
        statement
        for statement in told_of
        if (statement.id not in unsure if min_confidence is None else statement.is_sure(min_confidence))
    ]
    paper = {} if facts is None else {"facts": _paper(facts)}
    description = {
        "id": entity.id,
        "iri": graph.iri(entity.id),
        "type": entity.type,
        "label": entity.label,
        "aliases": list(entity.aliases),
        **paper,
        "statements": [_statement(graph, statement, disputed, unsure) for statement in shown],
        "less_certain": len(told_of) - len(shown),
    }
    return cast("Description", description)


def _paper(facts: PaperMetadata) -> DescribedPaper:
    values = {
        "identifiers": list(facts.identifiers),
        "date": str(facts.date) if facts.date else None,
        "year_inferred": facts.date.year_inferred if facts.date else None,
        "categories": list(facts.categories),
        "author_count": facts.author_count,
        "authors_complete": facts.authors_complete,
        "has_code": facts.has_code,
        "comment_count": facts.comment_count,
        "upvotes": facts.upvotes,
        "urls": list(facts.urls),
        "code_urls": list(facts.code_urls),
        "abstracts": [version.abstract for version in facts.versions if version.abstract],
        "listings": [f"{listing.page}:{listing.line}" for listing in facts.locations],
    }
    return cast("DescribedPaper", {name: value for name, value in values.items() if value not in (None, [])})


def _statement(
    graph: Graph, statement: Statement, disputed: Container[str], unsure: Container[str]
) -> DescribedStatement:
    return {
        "subject": graph.entities[statement.subject].label,
        "predicate": statement.predicate,
        "object": graph.entities[statement.object].label,
        "subject_id": statement.subject,
        "object_id": statement.object,
        "support": statement.support,
        "confidence": statement.confidence,
        "outcomes": list(statement.outcomes),
        "inferred_by": statement.inferred_by,
        "stated": statement.stated,
        "unsure": statement.id in unsure,
        "evidence": [_evidence(graph, statement, passage) for passage in statement.evidence],
        "disputed": statement.id in disputed,
    }


def _evidence(graph: Graph, statement: Statement, passage: Evidence) -> DescribedEvidence:
    return {
        "quote": passage.quote,
        "outcome": passage.outcome,
        "paper": graph.entities[passage.paper].label,
        "paper_id": passage.paper,
        "listings": [f"{listing.page}:{listing.line}" for listing in evidence_locations(graph, passage)],
        "confidence": passage.confidence,
        "extractor": passage.extractor,
        "stands_for": list(unnamed_ends(statement, passage, graph)),
    }
