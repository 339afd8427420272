"""CSV as RFC 4180 has it, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from paperatlas.text.sanitization import join_list, safe_cell, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.graph.graph import Entity, Graph, Statement

    Cell = str | int | float | bool | None

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "csv_table", "edges_csv", "nodes_csv"]

NODE_COLUMNS: Final = (
    "id",
    "type",
    "label",
    "iri",
    "aliases",
    "date",
    "identifiers",
    "categories",
    "urls",
    "code_urls",
    "author_count",
    "has_code",
    "comment_count",
    "upvotes",
)
"""The head of the table of nodes."""

EDGE_COLUMNS: Final = (
    "subject",
    "subject_label",
    "predicate",
    "object",
    "object_label",
    "support",
    "confidence",
    "outcomes",
    "inferred_by",
    "quote",
    "paper",
    "paper_title",
    "statement",
)
"""The head of the table of edges."""


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    r"""A table as CSV: RFC 4180 with CRLF ends, UTF-8 without a mark, one line of names first.

    Numbers stay numbers, truth is ``true`` or ``false``, nothing is an empty cell, and a text that a spreadsheet would
    run as a formula gets an apostrophe in front. Characters that no text should hold (controls, lone surrogates)
    become U+FFFD.

    Args:
        columns: The names of the columns.
        rows: The rows, each as long as ``columns``; they are taken one at a time.

    >>> csv_table(["name", "count"], [["=1+1", -2], ["a, b", None]])
    b'name,count\r\n\'=1+1,-2\r\n"a, b",\r\n'
    """
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, encoding="utf-8", newline="", write_through=True) as stream:
        writer = csv.writer(stream)
        writer.writerow(map(_cell, columns))
        writer.writerows(map(_cell, row) for row in rows)
        stream.flush()
        return buffer.getvalue()


def nodes_csv(graph: Graph) -> bytes:
    """A row a node, with the columns of :data:`NODE_COLUMNS`; lists are joined by " | ".

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> nodes_csv(Graph({"model/a": Entity("model/a", "Model", "A")})).decode().splitlines()[1]
    'model/a,Model,A,https://w3id.org/paperatlas/model/a,,,,,,,,,,'
    """
    return csv_table(NODE_COLUMNS, (_node_row(graph, entity) for entity in graph.entities.values()))


def edges_csv(graph: Graph) -> bytes:
    """A row a statement, with the columns of :data:`EDGE_COLUMNS`; of its evidence the first passage and its paper.

    >>> from paperatlas.graph.graph import Graph
    >>> edges_csv(Graph()).decode().split(",")[:3]
    ['subject', 'subject_label', 'predicate']
    """
    return csv_table(EDGE_COLUMNS, (_edge_row(graph, statement) for statement in graph.statements))


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_cell(xml_text(value)) if isinstance(value, str) else value


def _node_row(graph: Graph, entity: Entity) -> Sequence[Cell]:
    known = (entity.id, entity.type, entity.label, graph.iri(entity.id), join_list(entity.aliases))
    facts = graph.papers.get(entity.id)
    if facts is None:
        return (*known, *[None] * (len(NODE_COLUMNS) - len(known)))
    lists = (facts.identifiers, facts.categories, facts.urls, facts.code_urls)
    counts = (facts.author_count, facts.has_code, facts.comment_count, facts.upvotes)
    return (*known, str(facts.date or ""), *(join_list(parts) for parts in lists), *counts)


def _edge_row(graph: Graph, statement: Statement) -> Sequence[Cell]:
    subject, object_ = graph.entities[statement.subject], graph.entities[statement.object]
    ends = (subject.id, subject.label, statement.predicate, object_.id, object_.label)
    belief = (statement.support, statement.confidence, join_list(statement.outcomes), statement.inferred_by)
    return (*ends, *belief, *_first_passage(graph, statement), statement.id)


def _first_passage(graph: Graph, statement: Statement) -> Sequence[Cell]:
    """Quote, paper and title of the paper; nothing for what is inferred."""
    if not statement.evidence:
        return (None, None, None)
    first = statement.evidence[0]
    paper = graph.entities.get(first.paper)
    return (first.quote, first.paper, paper.label if paper else None)
