"""The CSV tables of a graph (RFC 4180), safe to open in a spreadsheet."""

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
"""The columns of the table of nodes."""

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
"""The columns of the table of edges."""


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    r"""Return a table as CSV: RFC 4180 with CRLF line ends, UTF-8 without a byte order mark, the columns' names first.

    Numbers stay numbers, truth values are ``true`` and ``false``, None is an empty cell, and a text that a spreadsheet
    would run as a formula gets an apostrophe in front. Controls and lone surrogates become U+FFFD.

    Args:
        columns: The names of the columns.
        rows: The rows, each as long as ``columns``; they are read one at a time.

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
    """Return a table with a row per node and the columns of :data:`NODE_COLUMNS`; lists are joined by " | ".

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> nodes_csv(Graph({"model/a": Entity("model/a", "Model", "A")})).decode().splitlines()[1]
    'model/a,Model,A,https://w3id.org/paperatlas/model/a,,,,,,,,,,'
    """
    return csv_table(NODE_COLUMNS, (_node_row(graph, entity) for entity in graph.entities.values()))


def edges_csv(graph: Graph) -> bytes:
    """Return a table with a row per statement, the columns of :data:`EDGE_COLUMNS`, and the first piece of evidence.

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
    cells = (entity.id, entity.type, entity.label, graph.iri(entity.id), join_list(entity.aliases))
    metadata = graph.papers.get(entity.id)
    if metadata is None:
        return (*cells, *[None] * (len(NODE_COLUMNS) - len(cells)))
    lists = (metadata.identifiers, metadata.categories, metadata.urls, metadata.code_urls)
    counts = (metadata.author_count, metadata.has_code, metadata.comment_count, metadata.upvotes)
    return (*cells, str(metadata.date or ""), *(join_list(values) for values in lists), *counts)


def _edge_row(graph: Graph, statement: Statement) -> Sequence[Cell]:
    subject, object_ = graph.entities[statement.subject], graph.entities[statement.object]
    ends = (subject.id, subject.label, statement.predicate, object_.id, object_.label)
    belief = (statement.support, statement.confidence, join_list(statement.outcomes), statement.inferred_by)
    return (*ends, *belief, *_first_evidence(graph, statement), statement.id)


def _first_evidence(graph: Graph, statement: Statement) -> Sequence[Cell]:
    """Return the quote, the paper and its title; empty cells for an inferred statement."""
    if not statement.evidence:
        return (None, None, None)
    first = statement.evidence[0]
    paper = graph.entities.get(first.paper)
    return (first.quote, first.paper, paper.label if paper else None)
