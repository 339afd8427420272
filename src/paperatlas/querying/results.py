"""What a question gives, in one form for SELECT, ASK, CONSTRUCT and DESCRIBE."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryResultsFormat, Triple, parse_query_results

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Result", "Term", "result_of"]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""An RDF term, as pyoxigraph has it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a question gives.

    Attributes:
        columns: The names of the variables in their order; ``subject``, ``predicate`` and ``object`` for the triples of
            CONSTRUCT and DESCRIBE; none for ASK.
        rows: A term for each column, or nothing where a variable is unbound. Triples are sorted.
        answer: The yes or no of ASK, else nothing.
        document: The same in the SPARQL 1.1 Query Results JSON Format.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    answer: bool | None = None
    document: bytes = field(default=b"", repr=False)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """The rows as texts by column, nothing where a variable is unbound."""
        for row in self.rows:
            yield {column: _text(term) for column, term in zip(self.columns, row, strict=True)}

    def __len__(self) -> int:
        """The number of rows."""
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
