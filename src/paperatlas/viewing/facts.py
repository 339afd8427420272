"""What the panel tells of the node or the statement that somebody clicked on, as values that JSON can hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from paperatlas.graph.contradictions import contradictions
from paperatlas.presenting import listings_of, paper_links, shown_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.records import Evidence, Graph, Listing, PaperFacts, Statement
    from paperatlas.viewing.selection import Selection

    Json = dict[str, Any]

__all__ = ["entity_facts", "paper_facts", "statement_facts"]


def entity_facts(graph: Graph, selection: Selection) -> dict[str, Json]:
    """What is known of each selected node beside its drawing, by id.

    Returns:
        For each node its ``iri``, its ``aliases``, the ``step`` at which it is shown and how many statements lead to
        ``outside``, nodes that the page does not hold.
    """
    inside: Counter[str] = Counter()
    for statement in selection.statements:
        inside.update({statement.subject, statement.object})
    return {
        node: {
            "iri": graph.iri(node),
            "aliases": graph.entities[node].aliases,
            "step": step,
            "outside": len(graph.about(node)) - inside[node],
        }
        for node, step in selection.steps.items()
    }


def statement_facts(graph: Graph, statements: Iterable[Statement]) -> dict[str, Json]:
    """What is known of each statement beside its ends and its predicate, by id.

    Returns:
        For each statement its ``support``, ``confidence``, ``outcomes`` and ``evidence``; for an inferred one also the
        ``rule`` and the ids of its ``premises``; ``disputed`` says whether papers contradict it.
    """
    disputed = contradictions(graph)
    facts: dict[str, Json] = {}
    for statement in statements:
        known: Json = {
            "support": statement.support,
            "confidence": round(statement.confidence, 3),
            "outcomes": statement.outcomes,
            "disputed": statement.id in disputed,
            "evidence": [_evidence(graph, evidence) for evidence in statement.evidence],
        }
        if statement.inferred_by:
            known |= {"rule": statement.inferred_by, "premises": statement.premises}
        facts[statement.id] = known
    return facts


def paper_facts(graph: Graph, selection: Selection) -> dict[str, Json]:
    """What is known of each paper that the page shows or quotes, by id.

    Returns:
        For each paper its ``title`` and its ``links``; for a paper that is a node of the page also its facts.
    """
    quoted = {evidence.paper for statement in selection.statements for evidence in statement.evidence}
    papers: dict[str, Json] = {}
    for paper in sorted(quoted | set(selection.steps)):
        facts = graph.papers.get(paper)
        label = graph.entities[paper].label if paper in graph.entities else paper
        if facts is not None:
            details = _details(facts) if paper in selection.steps else {}
            papers[paper] = {"title": label, "links": _links(facts), **details}
        elif paper in quoted:
            papers[paper] = {"title": label, "links": []}
    return papers


def _details(facts: PaperFacts) -> Json:
    return {
        "wordings": [
            {"title": wording.title, "abstract": wording.abstract, "places": _places(wording.listings)}
            for wording in facts.wordings
        ],
        "date": shown_date(facts.date) if facts.date else None,
        "categories": facts.categories,
        "authorCount": facts.author_count,
        "authorsComplete": facts.authors_complete,
        "hasCode": facts.has_code,
        "comments": facts.comment_count,
        "upvotes": facts.upvotes,
        "codeLinks": facts.code_urls,
    }


def _links(facts: PaperFacts) -> list[Json]:
    return [{"text": link.text, "url": link.url or ""} for link in paper_links(facts)]


def _evidence(graph: Graph, evidence: Evidence) -> Json:
    return {
        "paper": evidence.paper,
        "quote": evidence.quote,
        "places": _places(listings_of(graph, evidence)),
        "outcome": evidence.outcome,
        "extractor": evidence.extractor,
        "confidence": round(evidence.confidence, 3),
    }


def _places(listings: Iterable[Listing]) -> list[str]:
    """Page and line, as compilers write them."""
    return [f"{listing.page}:{listing.line}" for listing in listings]
