"""The page of a statement: its meaning, its evidence, and other statements about the same nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.schema import predicate
from paperatlas.server.pages.confidence_filter import AS_BUILT, ConfidenceFilter
from paperatlas.server.pages.page_templates import SYNTAXES, render
from paperatlas.server.pages.statement_rows import NodeView, evidence_quotes, statement_row

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.server.pages.page_queries import OtherStatement

__all__ = ["statement_of", "statement_page"]

_MOST: Final = 200
_QUOTES: Final = """SELECT ?quote ?paper WHERE {
  <NODE> pa:evidence ?evidence .
  ?evidence pa:quote ?quote ; prov:wasDerivedFrom ?paper
}"""


def statement_of(graph: Graph, statement_id: str) -> Statement | None:
    """Return the statement of a graph with an id, an unsure one too, or None."""
    statements = (*graph.statements, *graph.unsure)
    return next((statement for statement in statements if statement.id == statement_id), None)


def _bound(statement: Statement) -> str:
    """Return why a statement is unsure, in words."""
    bound = predicate(statement.predicate).min_confidence
    if bound is None or statement.confidence >= bound:
        return "less than this build was asked for"
    return f"less than the {bound:.2f} that {statement.predicate} takes"


def statement_page(
    graph: Graph,
    statement: Statement,
    others: list[OtherStatement],
    root: str,
    confidence: ConfidenceFilter = AS_BUILT,
) -> str:
    """Return the page of a statement as HTML.

    Args:
        graph: The part of the graph around the statement.
        statement: The statement.
        others: The other statements about the same two nodes.
        root: The path that the server is mounted at.
        confidence: The filter that links keep.
    """
    unsure = frozenset(each.id for each in graph.unsure)
    view = NodeView(graph, statement.subject, unsure=unsure)
    evidence = [(statement, passage) for passage in statement.evidence]
    entry = predicate(statement.predicate)
    iri = graph.iri(f"statement/{statement.id}")
    return render(
        "statement",
        root,
        alternates=SYNTAXES,
        subject=view.link(statement.subject),
        object=view.link(statement.object),
        predicate=entry.name,
        comment=entry.comment,
        row=statement_row(view, [statement], most=0),
        bound=_bound(statement) if statement.id in unsure else "",
        confidence=confidence,
        quotes=evidence_quotes(view, evidence[:_MOST]),
        total=len(evidence),
        left_out=max(0, len(evidence) - _MOST),
        sparql=_QUOTES.replace("<NODE>", f"<{iri}>"),
        premises=statement.premises,
        others=others,
        iri=iri,
    )
