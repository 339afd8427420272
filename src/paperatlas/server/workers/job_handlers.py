"""Do jobs on a store inside a worker, within the limits of the server."""

from __future__ import annotations

import gzip
import re
from functools import singledispatchmethod
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    serialize,
)

from paperatlas.errors import Reason, RequestError
from paperatlas.rdf.prefixes import expand, prefixes_of
from paperatlas.schema import NAMESPACES
from paperatlas.server.workers.messages import (
    About,
    AcceptedFormats,
    Answer,
    Dataset,
    Job,
    Query,
    ReadGraph,
    Search,
    Setup,
    Update,
    WriteGraph,
)
from paperatlas.sparql.lexer import Token, tokenize
from paperatlas.sparql.syntax import PADDING, is_federated, parse_error, syntax_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import ReadableBuffer
    from pyoxigraph import Store, Triple

    from paperatlas.graph.graph import Graph
    from paperatlas.store import SearchHit

__all__ = ["BoundedBuffer", "JobHandler", "count_rows", "with_dataset"]

_VOLATILE: Final = ("RAND", "NOW", "UUID", "STRUUID", "BNODE")
_TYPE: Final = NamedNode(expand("rdf:type"))
_GZIP_LEVEL: Final = 5
_GZIP_FROM: Final = 1000
_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_JSON_ROW: Final = re.compile(rb"[\[,]\{")
_CSV_STRING: Final = re.compile(rb'"[^"]*"')


class JobHandler:
    """The handler of jobs on one store.

    >>> from pathlib import Path; from pyoxigraph import Store
    >>> from paperatlas.server.settings import Limits
    >>> handler = JobHandler(Store(), Setup(Path("store"), "1", "http://example.org/", None, Limits()))
    >>> handler.do(Query("ASK {}", "http://localhost/sparql", AcceptedFormats("text/csv", None))).body
    b'true'
    """

    def __init__(self, store: Store, setup: Setup) -> None:
        self._store = store
        self._setup = setup
        self._limits = setup.limits

    @singledispatchmethod
    def do(self, job: Job[Any]) -> Any:
        """Do a job and return a result of the type that the job declares.

        Raises:
            QueryError: if a query or an update has a syntax error.
            RequestError: if the client asks for something that does not exist or exceeds a limit.
            OSError: if the store cannot be read.
        """
        raise NotImplementedError(type(job))

    @do.register
    def _query(self, job: Query) -> Answer:
        _check_federation(job)
        default, named = _graphs(job.dataset)
        try:
            result = self._store.query(
                job.text + PADDING, base_iri=job.base, prefixes=NAMESPACES, default_graph=default, named_graphs=named
            )
            body, media_type, stable = self._serialized(result, job.formats)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise syntax_error(job.text, str(error)) from error
        except RuntimeError as error:
            raise RequestError(Reason.NOT_EVALUABLE, f"the query cannot be answered: {error}") from error
        return self._answer(body, media_type, job.formats, stable=stable and not _is_volatile(job.text))

    def _serialized(
        self, result: QuerySolutions | QueryBoolean | QueryTriples, formats: AcceptedFormats
    ) -> tuple[bytes, str, bool]:
        media_type = formats.graph if isinstance(result, QueryTriples) else formats.tabular
        if not media_type:
            kind = "a graph" if isinstance(result, QueryTriples) else "a table or a yes or no"
            raise RequestError(
                Reason.NOT_ACCEPTABLE,
                f"the query gives {kind}, and Accept names no format for it that this server writes",
            )
        if isinstance(result, QueryTriples):
            triples = self._bounded(result)
            # Blank nodes get new names in each answer.
            stable = not any(
                isinstance(end, BlankNode) for triple in triples for end in (triple.subject, triple.object)
            )
            return self._graph(triples, media_type), media_type, stable
        buffer = BoundedBuffer(self._limits.result_bytes)
        result.serialize(buffer, format=QueryResultsFormat.from_media_type(media_type))
        body = buffer.getvalue()
        if isinstance(result, QuerySolutions) and count_rows(body, media_type) > self._limits.rows:
            raise self._too_many("rows")
        return body, media_type, True

    def _bounded(self, triples: Iterable[Triple]) -> list[Triple]:
        bounded = list(islice(triples, self._limits.rows + 1))
        if len(bounded) > self._limits.rows:
            raise self._too_many("triples")
        return bounded

    def _graph(self, triples: list[Triple], media_type: str) -> bytes:
        buffer = BoundedBuffer(self._limits.result_bytes)
        serialize(triples, buffer, format=RdfFormat.from_media_type(media_type), prefixes=_prefixes(triples))
        return buffer.getvalue()

    def _too_many(self, noun: str) -> RequestError:
        limit = self._limits.rows
        message = f"the result has more than {limit:,} {noun}, the limit of this server; add LIMIT {limit}"
        return RequestError(Reason.LARGE_RESULT, message)

    def _answer(self, body: bytes, media_type: str, formats: AcceptedFormats, *, stable: bool = True) -> Answer:
        compressed = formats.gzip and len(body) >= _GZIP_FROM
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0) if compressed else body
        return Answer(body, media_type, self._setup.version, compressed, stable)

    @do.register
    def _update(self, job: Update) -> None:
        _check_federation(job)
        text = with_dataset(job.text, job.using)
        try:
            self._store.update(text + PADDING, base_iri=job.base, prefixes=NAMESPACES)
        except (SyntaxError, UnicodeEncodeError) as error:
            message = parse_error(job.text, job.base, update=True) or str(error)
            raise syntax_error(job.text, message) from error
        except RuntimeError as error:
            raise RequestError(Reason.NOT_EVALUABLE, f"the update cannot be done: {error}") from error

    @do.register
    def _read_graph(self, job: ReadGraph) -> Answer:
        if not job.formats.graph:
            raise RequestError(Reason.NOT_ACCEPTABLE, "Accept names no format for graphs that this server writes")
        if not self._exists(job.graph):
            raise _no_graph()
        quads = self._store.quads_for_pattern(None, None, None, _graph_name(job.graph))
        body = self._graph(self._bounded(quad.triple for quad in quads), job.formats.graph)
        return self._answer(body, job.formats.graph, job.formats)

    @do.register
    def _write_graph(self, job: WriteGraph) -> bool:
        existed = self._exists(job.graph)
        target = f"GRAPH <{job.graph}>" if job.graph else "DEFAULT"
        if job.delete:
            if not existed:
                raise _no_graph()
            self._store.update(f"{'DROP' if job.graph else 'CLEAR'} {target}")
            return False
        quads = [quad for document in job.documents for quad in _parsed(*document, job)]
        # One update is one transaction: no reader sees the graph half written, and a cancelled write loses nothing.
        triples = (serialize(quads, format=RdfFormat.N_TRIPLES) or b"").decode()
        steps = [] if job.keep else [f"DROP SILENT {target}"]
        steps += [f"CREATE SILENT {target}"] if job.graph else []
        steps.append(f"INSERT DATA {{ {target} {{\n{triples}}} }}" if job.graph else f"INSERT DATA {{\n{triples}}}")
        self._store.update(";\n".join(steps))
        return not existed

    def _exists(self, graph: str | None) -> bool:
        return graph is None or self._store.contains_named_graph(NamedNode(graph))

    @do.register(Search)
    def _search(self, job: Search) -> list[SearchHit]:
        from paperatlas.store import search  # noqa: PLC0415 - a worker starts faster without it

        return search(self._setup.output, job.text, limit=job.limit) if self._setup.output else []

    @do.register(About)
    def _about(self, job: About) -> Graph | None:
        from paperatlas.store import node_graph  # noqa: PLC0415 - a worker starts faster without it

        return node_graph(self._store, self._setup.base, job.node_id, unsure=True)


_Node: TypeAlias = NamedNode | BlankNode
_GraphName: TypeAlias = _Node | DefaultGraph


def _graphs(dataset: Dataset) -> tuple[list[_GraphName] | None, list[_Node] | None]:
    """Return the default and the named graphs for Oxigraph; None stands for those of the store."""
    if not dataset:
        return None, None
    return [NamedNode(iri) for iri in dataset.default], [NamedNode(iri) for iri in dataset.named]


def _graph_name(graph: str | None) -> NamedNode | DefaultGraph:
    return NamedNode(graph) if graph else DefaultGraph()


def _no_graph() -> RequestError:
    return RequestError(Reason.NOT_FOUND, "there is no such graph")


def _prefixes(triples: list[Triple]) -> dict[str, str]:
    """Return the prefixes of the predicates and classes of a graph."""
    terms = {triple.predicate.value for triple in triples}
    return prefixes_of(terms | {str(triple.object)[1:-1] for triple in triples if triple.predicate == _TYPE})


def _parsed(media_type: str, document: bytes, job: WriteGraph) -> list[Quad]:
    try:
        quads = parse(
            document,
            format=RdfFormat.from_media_type(media_type),
            base_iri=job.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    except (SyntaxError, ValueError) as error:
        raise RequestError(Reason.INVALID, f"the graph is no {media_type}: {error}") from error


def _check_federation(job: Query | Update) -> None:
    """Refuse a text that asks another server."""
    if is_federated(job.text, job.base, update=isinstance(job, Update)):
        message = "SERVICE and LOAD ask another server, which this one does not do; leave them out"
        raise RequestError(Reason.FORBIDDEN, message)


def _is_volatile(text: str) -> bool:
    """Return whether a text may call a function whose result changes from one evaluation to the next."""
    return any(token.is_word(*_VOLATILE) for token in tokenize(text))


def with_dataset(update: str, dataset: Dataset) -> str:
    """Write a dataset into each operation of an update that has a pattern: section 2.2.3 of the SPARQL 1.1 Protocol.

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


class BoundedBuffer(BytesIO):
    """A file in memory with a limit to its bytes.

    >>> buffer = BoundedBuffer(4)
    >>> buffer.write(b"1234")
    4
    >>> buffer.write(b"5")
    Traceback (most recent call last):
        ...
    paperatlas.errors.RequestError: the result has more than 4 bytes, the limit of this server; add a LIMIT
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, piece: ReadableBuffer, /) -> int:
        """Write bytes.

        Raises:
            RequestError: if they exceed the limit.
        """
        if self.tell() + memoryview(piece).nbytes > self._limit:
            message = f"the result has more than {self._limit:,} bytes, the limit of this server; add a LIMIT"
            raise RequestError(Reason.LARGE_RESULT, message)
        return super().write(piece)


def count_rows(document: bytes, media_type: str) -> int:
    r"""Count the rows of a result that Oxigraph wrote, without parsing it row by row.

    Args:
        document: The whole result.
        media_type: The format of the result: JSON, XML, CSV or TSV.

    Returns:
        The number of rows; 0 or 1 for the answer to ASK.

    >>> count_rows(b'{"results":{"bindings":[{"a":{"type":"literal","value":"[{,{"}},{}]}}', "application/json")
    2
    >>> count_rows(b'name\r\n"two\nlines"\r\n', "text/csv")
    1
    >>> count_rows(b"?name\n'two\\nlines'\n", "text/tab-separated-values")
    1
    """
    if media_type.endswith("json"):
        return len(_JSON_ROW.findall(_JSON_STRING.sub(b"", document)))
    if media_type.endswith("xml"):
        return document.count(b"<result>")
    lines = _CSV_STRING.sub(b"", document) if media_type == "text/csv" else document
    return max(lines.count(b"\n") - 1, 0)
