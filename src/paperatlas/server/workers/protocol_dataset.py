"""Write the dataset that a request names into its update: section 2.2.3 of the SPARQL 1.1 Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.errors import Reason, RequestError
from paperatlas.sparql.lexer import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.server.workers.messages import Dataset

__all__ = ["with_dataset"]


def with_dataset(update: str, dataset: Dataset) -> str:
    """Write a dataset into each operation of an update that has a pattern.

    Args:
        update: One or more operations.
        dataset: The graphs; their IRIs must have been checked, since they are written as they are.

    Raises:
        RequestError: if an operation names graphs itself with USING or WITH.

    >>> from paperatlas.server.workers.messages import Dataset
    >>> with_dataset("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c }", Dataset(("http://example.org/g",)))
    'INSERT { ?a ?b ?c } USING <http://example.org/g> WHERE { ?a ?b ?c }'
    >>> with_dataset("DELETE WHERE { ?a ?b ?c }", Dataset(named=("http://example.org/g",)))
    'DELETE { ?a ?b ?c } USING NAMED <http://example.org/g> WHERE { ?a ?b ?c }'
    """
    if not dataset:
        return update
    tokens = list(_outer(tokenize(update)))
    if any(token.is_word("USING", "WITH") for token in tokens):
        raise RequestError(
            Reason.INVALID,
            "the request names graphs in its address, the update with USING or WITH; name them in one place",
        )
    clauses = [f"USING <{iri}>" for iri in dataset.default] + [f"USING NAMED <{iri}>" for iri in dataset.named]
    pieces, end = [], 0
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.is_word("WHERE"):
            # DELETE WHERE takes no USING: its pattern is also what it deletes.
            template = f"{update[after.start : after.end]} " if before.is_word("DELETE") else ""
            pieces += [update[end : token.start], template, *(f"{clause} " for clause in clauses)]
            end = token.start
    return "".join(pieces) + update[end:]


def _outer(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens outside braces, and a group in braces as one token."""
    depth = start = 0
    for token in tokens:
        if token.text == "{" and token.kind == "mark":
            start = start if depth else token.start
            depth += 1
        elif token.text == "}" and token.kind == "mark":
            depth -= 1
            if depth == 0:
                yield Token("group", "", start, token.end)
        elif depth == 0:
            yield token
