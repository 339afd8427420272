"""The validation of queries and updates by Oxigraph's parser: their syntax, and their requests to other servers."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Store

from paperatlas.errors import QueryError
from paperatlas.schema import NAMESPACES
from paperatlas.sparql.lexer import QUERY_FORMS, tokenize

__all__ = ["PADDING", "check", "is_federated", "parse_error", "syntax_error"]

PADDING: Final = "\n" + " " * 16
"""Blanks behind a text, so that Oxigraph does not cut the position of an error to the end; no keyword is longer."""

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_END: Final = f"{PADDING}\n}}!"
"""A last line that no query may hold."""
_HINTS: Final = {
    "Prefix not found": ", as a prefix lacks its PREFIX line",
    "contains a variable that is unbound": ", as it selects a variable that it does not group by",
}
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FETCHES: Final = re.compile("SERVICE|LOAD", re.IGNORECASE)
_MISSPELLINGS: Final = {"SERVICE": "SERVIC_", "LOAD": "LOA_"}


def check(sparql: str) -> None:
    r"""Check that a text is a query, that it only reads, and that it asks no other server.

    Raises:
        QueryError: if not; of a syntax error it has line and column, and its message shows them.

    >>> check("ASK {\n  ?paper a ]\n}")
    Traceback (most recent call last):
        ...
    paperatlas.errors.QueryError: the query is no SPARQL; look at line 2, column 12:
      ?paper a ]
               ^
    """
    first = next((token for token in tokenize(sparql) if token.is_word(*QUERY_FORMS, *_UPDATES)), None)
    if first and first.is_word(*_UPDATES):
        raise QueryError(f"{first.text.upper()} changes the graph; questions only read: {', '.join(QUERY_FORMS)}")
    if is_federated(sparql):
        raise QueryError("SERVICE asks another server, which paperatlas does not; leave it out")
    try:
        Store().query(sparql + PADDING, prefixes=NAMESPACES)
    except RuntimeError:
        # It is SPARQL, but asks for what the engine lacks: running it reports that.
        return
    except (SyntaxError, UnicodeEncodeError) as error:
        raise syntax_error(sparql, str(error)) from error


def is_federated(text: str, base: str | None = None, *, update: bool = False) -> bool:
    """Return whether a query or an update has SERVICE or LOAD, and so fetches from another server.

    Oxigraph has no switch for them, and no tokenizer of ours reads every text as Oxigraph does. So Oxigraph itself
    parses a copy in which both words are misspelt: it rejects the copy if such a word was a keyword, and accepts it if
    the word was part of a string, an IRI, a name or a comment. Neither the copy nor the text is run.

    Args:
        text: A query or an update.
        base: The IRI that relative IRIs are resolved against.
        update: Whether the text is an update.

    Raises:
        QueryError: if the text holds such a word and is no SPARQL.

    >>> is_federated("ASK { ?s ?p 'SERVICE' } # load")
    False
    >>> is_federated("Load <http://example.org/>", update=True)
    True
    """
    copy = _FETCHES.sub(lambda match: _MISSPELLINGS.get(match[0].upper(), "_" * len(match[0])), text)
    if copy == text or not (error := parse_error(copy, base, update=update)):
        return False
    if parse_error(text, base, update=update):
        raise syntax_error(text, error)
    return True


def syntax_error(sparql: str, message: str) -> QueryError:
    r"""Return the error of a query or an update that is no SPARQL, with line and column if the engine gives them.

    Args:
        sparql: The text that was parsed with :data:`PADDING` behind it.
        message: The message of the engine.

    >>> error = syntax_error("ASK {\n  ?paper a ]\n}", "error at 2:12: expected something else")
    >>> print(error)
    the query is no SPARQL; look at line 2, column 12:
      ?paper a ]
               ^
    >>> error.line, error.column
    (2, 12)
    """
    match = _POSITION.fullmatch(message)
    if not match:
        return QueryError(f"the query is no SPARQL: {message}")
    # The engine counts lines by line feeds alone, and counts from 1.
    lines = (sparql + PADDING).split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1 - _overshoot(match[3])
    before = sparql[: max(0, min(offset, len(sparql.rstrip())))].split("\n")
    line, column = len(before), len(before[-1]) + 1
    hint = next((hint for cause, hint in _HINTS.items() if cause in match[3]), "")
    shown = f"{lines[line - 1]}\n{' ' * (column - 1)}^"
    return QueryError(f"the query is no SPARQL{hint}; look at line {line}, column {column}:\n{shown}", line, column)


def _overshoot(expected: str) -> int:
    """Return the distance from an error to the engine's position.

    Oxigraph 0.5 gives the position at which the keyword that it expected would have ended.
    """
    names = [name.strip() for name in expected.removeprefix("one of ").split(",")]
    return min(map(len, names)) if all(name.replace("_", "").isalpha() for name in names) else 0


def parse_error(text: str, base: str | None = None, *, update: bool = False) -> str:
    """Return the engine's message about a text, which is never run; "" if the text is right, or lacks only its end.

    Args:
        text: A query or an update.
        base: The IRI that relative IRIs are resolved against; None if they are errors.
        update: Whether the text is an update.

    >>> parse_error("CLEAR ALL", update=True)
    ''
    """
    store = Store()
    parse = store.update if update else store.query
    try:
        parse(text + _END, base_iri=base, prefixes=NAMESPACES)
    except (SyntaxError, UnicodeEncodeError) as error:
        match = _POSITION.match(str(error))
        last = text.count("\n") + _END.count("\n") + 1
        return "" if match and int(match[1]) >= last else str(error)
    return "it has no end"  # pragma: no cover - the line at the end is right nowhere
