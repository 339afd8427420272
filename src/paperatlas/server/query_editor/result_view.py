"""The result of a query, in the form in which the page shows it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.rdf.prefixes import compact, expand
from paperatlas.schema import NODE_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.errors import PaperatlasError
    from paperatlas.sparql import Result, Term

__all__ = ["ROWS", "Cell", "ResultTable", "error_json", "table_of"]

ROWS: Final = 1000
"""How many rows a page shows."""

_NUMBERS: Final = {expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
_BESIDE: Final = ("evidence", "extractor", "listing", "page", "statement", "wording")
_FOLDERS: Final = tuple(f"{folder}/" for folder in (*(entry.folder for entry in NODE_TYPES), *_BESIDE))
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the table.

    Attributes:
        text: What people read.
        iri: The whole IRI of the thing, where it is one.
        href: Where it leads: a page of this server for what the graph holds, seen from ``/query``, so that it holds
            wherever the server is mounted; or an address of the web; or nowhere.
        number: Whether it is a number.
    """

    text: str
    iri: str | None = None
    href: str | None = None
    number: bool = False

    def as_json(self) -> dict[str, object]:
        """The same for the script, without what says nothing."""
        return {key: value for key, value in asdict(self).items() if value or key == "text"}


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The result of a query as the page shows it.

    Attributes:
        columns: The names of the columns that are shown.
        rows: The first :data:`ROWS` of them; None where a variable is unbound.
        total: How many rows there are in all.
        answer: The yes or no of ASK, else None.
        milliseconds: How long it took.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int
    answer: bool | None
    milliseconds: int

    def as_json(self) -> dict[str, object]:
        """The same for the script."""
        return {
            "columns": self.columns,
            "rows": [[cell and cell.as_json() for cell in row] for row in self.rows],
            "total": self.total,
            "answer": self.answer,
            "milliseconds": self.milliseconds,
        }


def table_of(result: Result, base: str, milliseconds: int) -> ResultTable:
    """Return the table of a result.

    A column ``model`` that has ``modelIri`` beside it becomes one column of names that link.

    Args:
        result: What the query gave.
        base: What the ids of nodes are put behind.
        milliseconds: How long it took.

    >>> from paperatlas.sparql import query
    >>> from paperatlas.graph.graph import Graph
    >>> sparql = "SELECT * { VALUES (?model ?modelIri) { ('Otter' <http://a.org/model/otter>) } }"
    >>> table = table_of(query(Graph(), sparql), "http://a.org/", 3)
    >>> table.columns, table.rows[0][0].text, table.rows[0][0].href
    (('model',), 'Otter', 'model/otter')
    """
    places = {column: index for index, column in enumerate(result.columns)}
    shown = [name for name in result.columns if not (name.endswith("Iri") and name.removesuffix("Iri") in places)]
    pairs = [(places[name], places.get(f"{name}Iri")) for name in shown]
    rows = tuple(tuple(_cell(row, *pair, base) for pair in pairs) for row in result.rows[:ROWS])
    return ResultTable(tuple(shown), rows, len(result), result.answer, milliseconds)


def error_json(error: PaperatlasError) -> dict[str, object]:
    """Return what the script is told of an error: the message, and the position of a syntax error.

    >>> error_json(QueryError("the query is no SPARQL", 2, 12))
    {'error': 'the query is no SPARQL', 'line': 2, 'column': 12}
    """
    if isinstance(error, QueryError) and error.line is not None:
        return {"error": str(error), "line": error.line, "column": error.column}
    return {"error": str(error)}


def _cell(row: Sequence[Term | None], place: int, iri_place: int | None, base: str) -> Cell | None:
    term = row[place]
    thing = term if isinstance(term, NamedNode) or iri_place is None else row[iri_place]
    if term is None:
        term = thing
    if term is None:
        return None
    number = isinstance(term, Literal) and term.datatype.value in _NUMBERS
    if not isinstance(thing, NamedNode):
        return Cell(_text(term, base), number=number)
    return Cell(_text(term, base), thing.value, _href(thing.value, base), number)


def _text(term: Term, base: str) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return _short(term.value, base)
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def _short(iri: str, base: str) -> str:
    """An IRI as people read it: the id of a node, a prefixed name, else the whole."""
    if _is_node(iri, base):
        return unquote(iri.removeprefix(base))
    return compact(iri) or iri


def _href(iri: str, base: str) -> str | None:
    """Where an IRI may lead; words of a vocabulary, and schemes that run something, lead nowhere."""
    if _is_node(iri, base):
        return iri.removeprefix(base)
    return iri if _WEB.match(iri) and _short(iri, base) == iri else None


def _is_node(iri: str, base: str) -> bool:
    """Whether the server has a page for it."""
    return iri.startswith(base) and iri.startswith(_FOLDERS, len(base))
