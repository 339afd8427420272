"""Where a query breaks the grammar of SPARQL, as its engine says."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Store

from paperatlas.errors import QueryError
from paperatlas.schema import NAMESPACES

__all__ = ["PADDING", "parse_error", "syntax_error"]

PADDING: Final = "\n" + " " * 16
"""Keeps Oxigraph from cutting the place of an error to the end of the text; no keyword is longer."""

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_END: Final = f"{PADDING}\n}}!"
"""A last line that no query may hold."""
_HINTS: Final = {
    "Prefix not found": ", as a prefix lacks its PREFIX line",
    "contains a variable that is unbound": ", as it selects a variable that it does not group by",
}


def syntax_error(sparql: str, message: str) -> QueryError:
    r"""Return the error to raise for a query or an update that is no SPARQL.

    Args:
        sparql: The text that was parsed with :data:`PADDING` behind it.
        message: The complaint of the engine.

    Returns:
        An error with line and column, whose message shows the line and marks the column.

    >>> error = syntax_error("ASK {\n  ?paper a ]\n}", "error at 2:12: expected something else")
    >>> print(error)
    the query is no SPARQL; look at line 2, column 12:
      ?paper a ]
               ^
    >>> error.line, error.column
    (2, 12)
    """
    found = _POSITION.fullmatch(message)
    if not found:
        return QueryError(f"the query is no SPARQL: {message}")
    # The engine counts lines by line feeds alone, and counts from 1.
    lines = (sparql + PADDING).split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1 - _overshoot(found[3])
    before = sparql[: max(0, min(offset, len(sparql.rstrip())))].split("\n")
    line, column = len(before), len(before[-1]) + 1
    hint = next((hint for sign, hint in _HINTS.items() if sign in found[3]), "")
    shown = f"{lines[line - 1]}\n{' ' * (column - 1)}^"
    return QueryError(f"the query is no SPARQL{hint}; look at line {line}, column {column}:\n{shown}", line, column)


def _overshoot(expected: str) -> int:
    """Return how far behind the error the engine's position is.

    Where a keyword would have fitted, Oxigraph 0.5 gives the position at which that keyword would have ended.
    """
    names = [name.strip() for name in expected.removeprefix("one of ").split(",")]
    return min(map(len, names)) if all(name.replace("_", "").isalpha() for name in names) else 0


def parse_error(text: str, base: str | None = None, *, update: bool = False) -> str:
    """Return the engine's complaint about a text, which is never run.

    Args:
        text: A query or an update.
        base: The IRI that relative IRIs are resolved against; None if they are errors.
        update: Whether the text is an update.

    Returns:
        The complaint; empty if the text is right, or lacks no more than its end.

    >>> parse_error("CLEAR ALL", update=True)
    ''
    """
    store = Store()
    parse = store.update if update else store.query
    try:
        parse(text + _END, base_iri=base, prefixes=NAMESPACES)
    except (SyntaxError, UnicodeEncodeError) as error:
        found = _POSITION.match(str(error))
        last = text.count("\n") + _END.count("\n") + 1
        return "" if found and int(found[1]) >= last else str(error)
    return "it has no end"  # pragma: no cover - the line at the end is right nowhere
