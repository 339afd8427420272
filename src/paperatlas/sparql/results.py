"""The results of SELECT, ASK, CONSTRUCT and DESCRIBE, as values of one class."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryResultsFormat, Triple, parse_query_results

from paperatlas.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Result", "Term", "cells_of", "result_of"]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""An RDF term, as pyoxigraph has it."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query.

    Attributes:
        columns: The names of the variables in their order; ``subject``, ``predicate`` and ``object`` for the triples of
            CONSTRUCT and DESCRIBE; empty for ASK.
        rows: The rows, each with a term for each column, None if a variable is unbound. Triples are sorted.
        answer: The yes or no of ASK; None for other queries.
        document: The result in the SPARQL 1.1 Query Results JSON Format.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    answer: bool | None = None
    document: bytes = field(default=b"", repr=False)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Yield the rows as texts by column; None if a variable is unbound."""
        for row in self.rows:
            yield {column: _text(term) for column, term in zip(self.columns, row, strict=True)}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


def _text(term: Term | None) -> str | None:
    return None if term is None else str(term) if isinstance(term, Triple) else term.value


def result_of(document: bytes) -> Result:
    """Read a result in the SPARQL 1.1 Query Results JSON Format.

    >>> result_of(b'{"head": {}, "boolean": true}').answer
    True
    """
    parsed = parse_query_results(document, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return Result((), (), bool(parsed), document)
    columns = tuple(variable.value for variable in parsed.variables)
    rows = tuple(tuple(solution[column] for column in columns) for solution in parsed)
    return Result(columns, rows, None, document)


def cells_of(document: bytes) -> set[str]:
    r"""Return all values of a file with a result: SPARQL's JSON, CSV or TSV, or a value a line.

    Raises:
        QueryError: if it is not in UTF-8.

    >>> sorted(cells_of(b"model,papers\nhttp://example.org/a,3\n"))
    ['3', 'http://example.org/a', 'model', 'papers']
    """
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError("the result is not in UTF-8; save it so") from error
    if text.lstrip().startswith("{"):
        try:
            return {value for row in result_of(text.encode()) for value in row.values() if value is not None}
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the result is no SPARQL JSON ({error}); write it with `query --format json`") from error
    rows = csv.reader(text.replace("\0", "").replace("\t", ",").splitlines())
    try:
        return {cell.strip().removeprefix("<").removesuffix(">") for row in rows for cell in row} - {""}
    except csv.Error as error:
        raise QueryError(f"the result is no CSV ({error}); write it with `query --format csv`") from error
