"""The page of a statement: what it says, on whose word, and what else is said of the same two things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from paperatlas.schema import predicate
from paperatlas.server.pages.page_templates import render
from paperatlas.server.pages.statement_rows import NodeView, evidence_quotes, statement_row
from paperatlas.server.query_texts import QUOTES_OF

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.server.pages.page_queries import OtherStatement

__all__ = ["statement_of", "statement_page"]

_MOST: Final = 200


def statement_of(graph: Graph, key: str) -> Statement | None:
    """The statement of a graph that has a hash, if any."""
    return next((statement for statement in graph.statements if statement.id == key), None)


def statement_page(graph: Graph, statement: Statement, beside: list[OtherStatement], root: str, **around: Any) -> str:
    """The page of a statement as HTML.

    Args:
        graph: What is known around it.
        statement: The statement.
        beside: The other statements of the same two things.
        root: The path that the server is mounted at.
        around: What else the template takes.
    """
    view = NodeView.of(graph, statement.subject, {}, {}, {})
    evidence = [(statement, passage) for passage in statement.evidence]
    rule = predicate(statement.predicate)
    iri = graph.iri(f"statement/{statement.id}")
    return render(
        "statement",
        root,
        subject=view.thing(statement.subject),
        object=view.thing(statement.object),
        predicate=rule.name,
        comment=rule.comment,
        claim=statement_row(view, [statement], most=0),
        quotes=evidence_quotes(view, evidence[:_MOST]),
        total=len(evidence),
        left_out=max(0, len(evidence) - _MOST),
        sparql=QUOTES_OF.replace("<NODE>", f"<{iri}>"),
        premises=statement.premises,
        beside=beside,
        iri=iri,
        **around,
    )
