"""Give the parameters of a question their values."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.sparql.lexer import Token, portable, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    Value: TypeAlias = str | NamedNode | Literal
    Values: TypeAlias = Value | Sequence[Value]

__all__ = ["bind", "closing", "listed", "values_blocks"]

_HTTP_IRI = re.compile(r"<(https?://[^<>]*)>", re.IGNORECASE)


def bind(sparql: str, params: Mapping[str, Values]) -> str:
    r"""Put values in the place of parameters.

    A parameter is a variable of the query. Its value, or values, replace what stands in each ``VALUES ?name { … }``;
    where the query has no such block, one is put at the start of its WHERE group. All else stays as it is.

    Args:
        sparql: A query.
        params: For each variable, without its question mark, one value or several. A text becomes a string, but an
            absolute address in angle brackets, ``<http://…>``, becomes an IRI; a term of RDF stays what it is.

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
    """One value or several as several."""
    return (value,) if isinstance(value, str | NamedNode | Literal) else value


def _term(name: str, text: Value) -> str:
    """The value as SPARQL writes it; the RDF library does the quoting."""
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
        place = tokens[_where(tokens, name)].end
        rest = sparql[place:] if sparql[place : place + 1].isspace() else f" {sparql[place:]}"
        return f"{sparql[:place]} VALUES ?{name} {{ {' '.join(terms)} }}{rest}"
    for opening, end, bracketed in reversed(blocks):
        inside = " ".join(f"({term})" if bracketed else term for term in terms)
        sparql = f"{sparql[: tokens[opening].end]} {inside} {sparql[tokens[end].start :]}"
    return sparql


def values_blocks(tokens: Sequence[Token], name: str) -> Iterator[tuple[int, int, bool]]:
    """The blocks ``VALUES ?name { … }`` and ``VALUES (?name) { … }`` of one variable, in order.

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
    """The index of the brace that closes the one at an index.

    Raises:
        QueryError: if none does.
    """
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    raise QueryError("a { of the query is never closed; add the } that is missing")


def _where(tokens: Sequence[Token], name: str) -> int:
    """The index of the brace that opens the WHERE group, inside subqueries that are alone in theirs."""
    form = next((i for i, token in enumerate(tokens) if token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), 0)
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


def _find(tokens: Sequence[Token], mark: str, start: int) -> int | None:
    """The index of the next such mark that stands in no parentheses opened since the start."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
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
