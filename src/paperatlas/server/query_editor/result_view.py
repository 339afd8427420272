"""The result of a query as the page shows it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.rdf.prefixes import compact, expand
from paperatlas.server.pages.view_models import page_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.errors import PaperatlasError
    from paperatlas.sparql import Result, Term

__all__ = ["ROWS", "Cell", "ResultTable", "error_json", "table_of"]

ROWS: Final = 1000
"""The rows that a page shows."""

_NUMBERS: Final = {expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table.

    Attributes:
        text: The text.
        iri: The full IRI, if the value has one.
        href: The address of the link, if any: of a page of this server, relative to ``/query`` and so independent of
            where the server is mounted, or of the web.
        number: Whether the value is a number.
    """

    text: str
    iri: str | None = None
    href: str | None = None
    number: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the cell for the script, without empty values."""
        return {key: value for key, value in asdict(self).items() if value or key == "text"}


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The table of a result.

    Attributes:
        columns: The names of the columns.
        rows: The first :data:`ROWS` rows; None stands for an unbound variable.
        total: The number of all rows.
        answer: The yes or no of ASK, else None.
        milliseconds: The time that the query took.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int
    answer: bool | None
    milliseconds: int

    def as_json(self) -> dict[str, object]:
        """Return the table for the script."""
        return {
            "columns": self.columns,
            "rows": [[cell and cell.as_json() for cell in row] for row in self.rows],
            "total": self.total,
            "answer": self.answer,
            "milliseconds": self.milliseconds,
        }


def table_of(result: Result, base: str, milliseconds: int) -> ResultTable:
    """Return the table of a result.

    The columns ``model`` and ``modelIri`` become one column of links.

    Args:
        result: The result of the query.
        base: The start of the IRIs of nodes.
        milliseconds: The time that the query took.

    >>> from paperatlas.sparql import query
    >>> from paperatlas.graph.graph import Graph
    >>> sparql = "SELECT * { VALUES (?model ?modelIri) { ('Otter' <http://a.org/model/otter>) } }"
    >>> table = table_of(query(Graph(), sparql), "http://a.org/", 3)
    >>> table.columns, table.rows[0][0].text, table.rows[0][0].href
    (('model',), 'Otter', 'model/otter')
    """
    positions = {column: index for index, column in enumerate(result.columns)}
    columns = [name for name in result.columns if not (name.endswith("Iri") and name.removesuffix("Iri") in positions)]
    pairs = [(positions[name], positions.get(f"{name}Iri")) for name in columns]
    rows = tuple(tuple(_cell(row, *pair, base) for pair in pairs) for row in result.rows[:ROWS])
    return ResultTable(tuple(columns), rows, len(result), result.answer, milliseconds)


def error_json(error: PaperatlasError) -> dict[str, object]:
    """Return an error for the script: its message, and the position of a syntax error.

    >>> error_json(QueryError("the query is no SPARQL", 2, 12))
    {'error': 'the query is no SPARQL', 'line': 2, 'column': 12}
    """
    if isinstance(error, QueryError) and error.line is not None:
        return {"error": str(error), "line": error.line, "column": error.column}
    return {"error": str(error)}


def _cell(row: Sequence[Term | None], position: int, iri_position: int | None, base: str) -> Cell | None:
    value = row[position]
    target = value if isinstance(value, NamedNode) or iri_position is None else row[iri_position]
    value = target if value is None else value
    if value is None:
        return None
    number = isinstance(value, Literal) and value.datatype.value in _NUMBERS
    if not isinstance(target, NamedNode):
        return Cell(_text(value, base), number=number)
    return Cell(_text(value, base), target.value, _href(target.value, base), number)


def _text(term: Term, base: str) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return _short_iri(term.value, base)
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def _short_iri(iri: str, base: str) -> str:
    """Return the id of a node, a prefixed name, or else the whole IRI."""
    if _has_page(iri, base):
        return unquote(iri.removeprefix(base))
    return compact(iri) or iri


def _href(iri: str, base: str) -> str | None:
    """Return the address of a link to an IRI; None for terms of a vocabulary and for schemes other than HTTP."""
    if _has_page(iri, base):
        return iri.removeprefix(base)
    return iri if _WEB.match(iri) and _short_iri(iri, base) == iri else None


def _has_page(iri: str, base: str) -> bool:
    return iri.startswith(base) and page_path(iri.removeprefix(base)) is not None
