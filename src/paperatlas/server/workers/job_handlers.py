"""Do jobs on a store, inside a worker."""

from __future__ import annotations

import gzip
from functools import singledispatchmethod
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
from paperatlas.server.workers.protocol_dataset import with_dataset
from paperatlas.server.workers.result_limits import BoundedBuffer, count_rows
from paperatlas.sparql.lexer import tokenize
from paperatlas.sparql.syntax import PADDING, is_federated, parse_error, syntax_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store, Triple

    from paperatlas.graph.graph import Graph
    from paperatlas.store import SearchHit

__all__ = ["JobHandler"]

_FLEETING: Final = ("RAND", "NOW", "UUID", "STRUUID", "BNODE")
_TYPE: Final = NamedNode(expand("rdf:type"))
_GZIP_LEVEL: Final = 5
_GZIP_FROM: Final = 1000


class JobHandler:
    """Does jobs on one store.

    >>> from pathlib import Path; from pyoxigraph import Store
    >>> from paperatlas.server.settings import Limits
    >>> evaluator = JobHandler(Store(), Setup(Path("store"), "1", "http://example.org/", None, Limits()))
    >>> evaluator.do(Query("ASK {}", "http://localhost/sparql", AcceptedFormats("text/csv", None))).body
    b'true'
    """

    def __init__(self, store: Store, setup: Setup) -> None:
        """Work on a store.

        Args:
            store: The store; opened to write where updates are to be done.
            setup: What it is.
        """
        self._store = store
        self._setup = setup
        self._limits = setup.limits

    @singledispatchmethod
    def do(self, job: Job[Any]) -> Any:
        """Do a job; the job says which type its result has.

        Raises:
            QueryError: if a query or an update has a syntax error.
            RequestError: if the client asks for what there is not, or for too much.
            OSError: if the store cannot be read.
        """
        raise NotImplementedError(type(job))

    @do.register
    def _query(self, job: Query) -> Answer:
        _check_federation(job)
        default, named = _graphs(job.dataset)
        try:
            found = self._store.query(
                job.text + PADDING, base_iri=job.base, prefixes=NAMESPACES, default_graph=default, named_graphs=named
            )
            body, media_type, stable = self._written(found, job.forms)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise syntax_error(job.text, str(error)) from error
        except RuntimeError as error:
            raise RequestError(Reason.NOT_EVALUABLE, f"the query cannot be answered: {error}") from error
        return self._answer(body, media_type, job.forms, stable=stable and not _is_fleeting(job.text))

    def _written(
        self, found: QuerySolutions | QueryBoolean | QueryTriples, forms: AcceptedFormats
    ) -> tuple[bytes, str, bool]:
        media_type = forms.graph if isinstance(found, QueryTriples) else forms.tabular
        if not media_type:
            kind = "a graph" if isinstance(found, QueryTriples) else "a table or a yes or no"
            raise RequestError(
                Reason.NOT_ACCEPTABLE,
                f"the query gives {kind}, and Accept names no format for it that this server writes",
            )
        if isinstance(found, QueryTriples):
            triples = self._bounded(found)
            # Blank nodes get other names each time.
            stable = not any(
                isinstance(end, BlankNode) for triple in triples for end in (triple.subject, triple.object)
            )
            return self._graph(triples, media_type), media_type, stable
        buffer = BoundedBuffer(self._limits.result_bytes)
        found.serialize(buffer, format=QueryResultsFormat.from_media_type(media_type))
        body = buffer.getvalue()
        if isinstance(found, QuerySolutions) and count_rows(body, media_type) > self._limits.rows:
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

    def _answer(self, body: bytes, media_type: str, forms: AcceptedFormats, *, stable: bool = True) -> Answer:
        squeeze = forms.gzip and len(body) >= _GZIP_FROM
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0) if squeeze else body
        return Answer(body, media_type, self._setup.version, squeeze, stable)

    @do.register
    def _update(self, job: Update) -> None:
        _check_federation(job)
        text = with_dataset(job.text, job.using)
        try:
            self._store.update(text + PADDING, base_iri=job.base, prefixes=NAMESPACES)
        except (SyntaxError, UnicodeEncodeError) as error:
            own = parse_error(job.text, job.base, update=True)
            raise syntax_error(job.text, own or str(error)) from error
        except RuntimeError as error:
            raise RequestError(Reason.NOT_EVALUABLE, f"the update cannot be done: {error}") from error

    @do.register
    def _read_graph(self, job: ReadGraph) -> Answer:
        if not job.forms.graph:
            raise RequestError(Reason.NOT_ACCEPTABLE, "Accept names no format for graphs that this server writes")
        if not self._has(job.graph):
            raise _no_graph()
        quads = self._store.quads_for_pattern(None, None, None, _name(job.graph))
        body = self._graph(self._bounded(quad.triple for quad in quads), job.forms.graph)
        return self._answer(body, job.forms.graph, job.forms)

    @do.register
    def _write_graph(self, job: WriteGraph) -> bool:
        existed = self._has(job.graph)
        target = f"GRAPH <{job.graph}>" if job.graph else "DEFAULT"
        if job.delete:
            if not existed:
                raise _no_graph()
            self._store.update(f"{'DROP' if job.graph else 'CLEAR'} {target}")
            return False
        quads = [quad for document in job.documents for quad in _parsed(*document, job)]
        # One update is one transaction: nobody sees the graph half written, and nothing is lost where it is broken off.
        lines = (serialize(quads, format=RdfFormat.N_TRIPLES) or b"").decode()
        steps = [] if job.keep else [f"DROP SILENT {target}"]
        steps += [f"CREATE SILENT {target}"] if job.graph else []
        steps.append(f"INSERT DATA {{ {target} {{\n{lines}}} }}" if job.graph else f"INSERT DATA {{\n{lines}}}")
        self._store.update(";\n".join(steps))
        return not existed

    def _has(self, graph: str | None) -> bool:
        return graph is None or self._store.contains_named_graph(NamedNode(graph))

    @do.register(Search)
    def _search(self, job: Search) -> list[SearchHit]:
        from paperatlas.store import search  # noqa: PLC0415 - the worker starts sooner without

        return search(self._setup.output, job.text, limit=job.limit) if self._setup.output else []

    @do.register(About)
    def _about(self, job: About) -> Graph | None:
        from paperatlas.store import node_graph  # noqa: PLC0415 - likewise

        return node_graph(self._store, self._setup.base, job.node_id)


_Other: TypeAlias = NamedNode | BlankNode
_Name: TypeAlias = _Other | DefaultGraph


def _graphs(dataset: Dataset) -> tuple[list[_Name] | None, list[_Other] | None]:
    """What Oxigraph takes: where a request names any graph, it names the whole dataset."""
    if not dataset:
        return None, None
    return [NamedNode(iri) for iri in dataset.default], [NamedNode(iri) for iri in dataset.named]


def _name(graph: str | None) -> NamedNode | DefaultGraph:
    return NamedNode(graph) if graph else DefaultGraph()


def _no_graph() -> RequestError:
    return RequestError(Reason.NOT_FOUND, "there is no such graph")


def _prefixes(triples: list[Triple]) -> dict[str, str]:
    """The prefixes that make a graph shorter: those of its predicates and classes."""
    terms = {triple.predicate.value for triple in triples}
    return prefixes_of(terms | {str(triple.object)[1:-1] for triple in triples if triple.predicate == _TYPE})


def _parsed(media_type: str, document: bytes, job: WriteGraph) -> list[Quad]:
    try:
        found = parse(
            document,
            format=RdfFormat.from_media_type(media_type),
            base_iri=job.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [Quad(quad.subject, quad.predicate, quad.object) for quad in found]
    except (SyntaxError, ValueError) as error:
        raise RequestError(Reason.INVALID, f"the graph is no {media_type}: {error}") from error


def _check_federation(job: Query | Update) -> None:
    """Refuse a text that fetches anything from another server."""
    if is_federated(job.text, job.base, update=isinstance(job, Update)):
        message = "SERVICE and LOAD ask another server, which this one does not do; leave them out"
        raise RequestError(Reason.FORBIDDEN, message)


def _is_fleeting(text: str) -> bool:
    """Whether an answer may differ from one time to the next; a function that is only so called does no harm."""
    return any(token.is_word(*_FLEETING) for token in tokenize(text))
