"""The client of SPARQL endpoints on other servers (SPARQL 1.1 Protocol, section 2.1.3)."""

from __future__ import annotations

import itertools
from typing import Final

from pyoxigraph import RdfFormat, parse

from paperatlas._util.http import Client, Reply, endpoint_problem
from paperatlas.errors import QueryError
from paperatlas.schema import NAMESPACES
from paperatlas.sparql.engine import as_rows
from paperatlas.sparql.lexer import QUERY_FORMS, tokenize
from paperatlas.sparql.results import Result, result_of

__all__ = ["Endpoint", "with_prefixes"]

_ROWS: Final = "application/sparql-results+json, application/json;q=0.5"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_ADVICE: Final = {
    400: "it takes the query for wrong",
    401: "it wants a token",
    403: "it does not allow this, or wants another token",
    404: "there is no endpoint at this address",
    405: "there is no endpoint at this address",
    413: "the query is too long for it",
    429: "it is busy; ask again later",
    503: "it is busy, or the query takes too long for it",
}


class Endpoint:
    """A SPARQL endpoint, which answers questions like a graph.

    >>> Endpoint("sparql.example.org")
    Traceback (most recent call last):
        ...
    paperatlas.errors.QueryError: 'sparql.example.org' is no address of a server; give one that starts with http:// or https://
    """

    def __init__(self, url: str, *, token: str | None = None, timeout: float = 60.0, limit: int = 100 << 20) -> None:
        """Take the address of an endpoint; nothing is sent yet.

        Args:
            url: The address, of http or https.
            token: A bearer token; None to send none.
            timeout: The largest number of seconds until an answer.
            limit: The largest number of bytes of an answer.

        Raises:
            QueryError: if the address or the token cannot be used.
        """
        if wrong := endpoint_problem(url, token):
            raise QueryError(wrong)
        self.url = url
        self._client = Client(token=token, timeout=timeout, limit=limit)

    def run(self, sparql: str) -> Result:
        """Send a query and read the answer.

        The query is the body of a POST: some servers decode forms twice, which breaks percent-encoded IRIs.

        Raises:
            QueryError: if the server cannot be reached, refuses, or its answer is no result.
        """
        form = next((token.text.upper() for token in tokenize(sparql) if token.is_word(*QUERY_FORMS)), "SELECT")
        accepted = _TRIPLES if form in {"CONSTRUCT", "DESCRIBE"} else _ROWS
        headers = {"Content-Type": "application/sparql-query", "Accept": accepted}
        reply = self._client.send("POST", self.url, with_prefixes(sparql).encode(), headers)
        if not reply.ok:
            advice = _ADVICE.get(reply.status, "see whether its address is right")
            raise QueryError(f"{self.url} gives no answer, {advice} ({reply.summary()})")
        return self._read(reply)

    def _read(self, reply: Reply) -> Result:
        rdf = RdfFormat.from_media_type(reply.media_type)
        try:
            if rdf is not None and rdf != RdfFormat.JSON_LD and "json" not in reply.media_type:
                return as_rows(quad.triple for quad in parse(reply.body, format=rdf, base_iri=self.url))
            return result_of(reply.body)
        except (SyntaxError, ValueError) as error:
            raise QueryError(
                f"{self.url} answers with {reply.media_type} that is no SPARQL result; see its address"
            ) from error


def with_prefixes(sparql: str) -> str:
    """Return a query with a PREFIX for each of ours that it uses and does not declare; line numbers stay the same.

    >>> with_prefixes("ASK { ?paper a pa:Paper }")
    'PREFIX pa: <https://w3id.org/paperatlas/vocab#> ASK { ?paper a pa:Paper }'
    """
    tokens = tokenize(sparql)
    declared = {name.text for word, name in itertools.pairwise(tokens) if word.is_word("PREFIX")}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    missing = [prefix for prefix in NAMESPACES if prefix in used and f"{prefix}:" not in declared]
    return "".join(f"PREFIX {prefix}: <{NAMESPACES[prefix]}> " for prefix in missing) + sparql
