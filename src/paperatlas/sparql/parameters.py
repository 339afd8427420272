"""The binding of a query's parameters to values."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.sparql.lexer import QUERY_FORMS, Token, portable, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    Value: TypeAlias = str | NamedNode | Literal
    Values: TypeAlias = Value | Sequence[Value]

__all__ = ["bind", "closing", "listed", "values_blocks"]

_HTTP_IRI = re.compile(r"<(https?://[^<>]*)>", re.IGNORECASE)


def bind(sparql: str, params: Mapping[str, Values]) -> str:
    r"""Return a query with its parameters bound to values.

    A parameter is a variable of the query. Its values replace those in each block ``VALUES ?name { … }``; if there is
    no such block, one is added at the start of the WHERE group. The rest of the query stays the same.

    Args:
        sparql: A query.
        params: For each variable, without its question mark, one value or several. A text becomes a string, but an
            absolute address in angle brackets, ``<http://…>``, becomes an IRI; an RDF term stays the same.

    Raises:
        QueryError: if the query lacks a parameter or has no place for it, or a value is no text or no IRI.

    >>> bind('SELECT ?name WHERE { VALUES ?name { "Otter" } }', {"name": 'The "Pile"'})
    'SELECT ?name WHERE { VALUES ?name { "The \\"Pile\\"" } }'
    >>> bind("ASK { ?paper a pa:Paper }", {"paper": "<http://example.org/1>"})
    'ASK { VALUES ?paper { <http://example.org/1> } ?paper a pa:Paper }'
    """
    for name, value in params.items():
        sparql = _bind_one(sparql, name, [_term(name, text) for text in listed(value)])
    return sparql


def listed(value: Values) -> Sequence[Value]:
    """Return one value or several as several."""
    return (value,) if isinstance(value, str | NamedNode | Literal) else value


def _term(name: str, text: Value) -> str:
    """Return a value as a term of SPARQL, quoted by the RDF library."""
    if not isinstance(text, str):
        return portable(str(text))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QueryError(f"the value of the parameter {name} is no valid Unicode text; give it in UTF-8") from None
    iri = _HTTP_IRI.fullmatch(text)
    if not iri:
        return portable(str(Literal(text)))
    try:
        return str(NamedNode(iri[1]))
    except ValueError as error:
        raise QueryError(f"the value of the parameter {name} is no IRI, percent-encode it: {error}") from error


def _bind_one(sparql: str, name: str, terms: Sequence[str]) -> str:
    tokens = tokenize(sparql)
    if not any(token.is_variable(name) for token in tokens):
        raise QueryError(_unknown(name, tokens))
    blocks = list(values_blocks(tokens, name))
    if not blocks:
        position = tokens[_where(tokens, name)].end
        blank = "" if sparql[position : position + 1].isspace() else " "
        return f"{sparql[:position]} VALUES ?{name} {{ {' '.join(terms)} }}{blank}{sparql[position:]}"
    for opening, end, bracketed in reversed(blocks):
        values = " ".join(f"({term})" if bracketed else term for term in terms)
        sparql = f"{sparql[: tokens[opening].end]} {values} {sparql[tokens[end].start :]}"
    return sparql


def values_blocks(tokens: Sequence[Token], name: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the blocks ``VALUES ?name { … }`` and ``VALUES (?name) { … }`` of a variable, in order.

    Yields:
        The indexes of the tokens ``{`` and ``}``, and whether the variable stands in parentheses.

    Raises:
        QueryError: if the variable shares a block with others, as one value cannot replace its rows.
    """
    for index in (index for index, token in enumerate(tokens) if token.is_word("VALUES")):
        opening = _find(tokens, "{", index)
        head = [token for token in tokens[index + 1 : opening] if token.kind == "variable"]
        if opening is not None and any(token.is_variable(name) for token in head):
            if len(head) > 1:
                raise QueryError(f"?{name} shares a VALUES block with other variables; give it a block of its own")
            yield opening, closing(tokens, opening), opening - index > 2


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the index of the brace that closes the one at an index.

    Raises:
        QueryError: if there is none.
    """
    end = _find(tokens, "}", opening, brackets="{}")
    if end is None:
        raise QueryError("a { of the query is never closed; add the } that is missing")
    return end


def _where(tokens: Sequence[Token], name: str) -> int:
    """Return the index of the brace that opens the WHERE group, inside subqueries that are alone in theirs."""
    form = next((index for index, token in enumerate(tokens) if token.is_word(*QUERY_FORMS)), 0)
    opening = _find(tokens, "{", form)
    if tokens[form].is_word("CONSTRUCT") and opening == form + 1:
        opening = _find(tokens, "{", closing(tokens, opening))
    elif tokens[form].is_word("CONSTRUCT"):
        raise QueryError("CONSTRUCT WHERE has no room for a parameter; write CONSTRUCT { … } WHERE { … }")
    while opening is not None and opening + 1 < len(tokens) and tokens[opening + 1].is_word("SELECT"):
        opening = _find(tokens, "{", opening + 1)
    if opening is None:
        raise QueryError(f"there is no place for the parameter {name}; give the query a WHERE {{ … }}")
    return opening


def _find(tokens: Sequence[Token], mark: str, start: int, brackets: str = "()") -> int | None:
    """Return the index of the next such mark outside of brackets opened since the start; None if there is none."""
    depth, steps = 0, dict(zip(brackets, (1, -1), strict=True))
    for index in range(start, len(tokens)):
        depth += steps.get(tokens[index].text, 0)
        if depth == 0 and tokens[index].text == mark:
            return index
    return None


def _unknown(name: str, tokens: Sequence[Token]) -> str:
    names = sorted({token.text[1:] for token in tokens if token.kind == "variable"})
    near = difflib.get_close_matches(name, names, n=3)
    if near:
        return f"the query has no parameter {name!r}; did you mean {' or '.join(near)}?"
    known = f"its variables are {', '.join(names)}" if names else "it has no variables"
    return f"the query has no parameter {name!r}; {known}"
