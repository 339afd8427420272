"""The upload of triples to another SPARQL server.

Triples are sent in batches, as servers limit the size of requests: by SPARQL 1.1 Update (``INSERT DATA``) or by the
SPARQL 1.1 Graph Store HTTP Protocol (POST of N-Triples). A triple that arrives twice is stored once, so a batch whose
answer got lost is sent again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args
from urllib.parse import quote

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse, serialize

from paperatlas._util.http import Client, Reply, endpoint_problem
from paperatlas.errors import GraphError, OutputError
from paperatlas.graph.progress import SILENT
from paperatlas.sparql.lexer import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperatlas.graph.progress import Progress

__all__ = ["UPLOAD_METHODS", "UploadMethod", "UploadResult", "push"]

UploadMethod: TypeAlias = Literal["auto", "update", "gsp"]
"""The protocol: Update, the Graph Store Protocol, or the one of the two that the server takes."""

UPLOAD_METHODS: Final[tuple[UploadMethod, ...]] = get_args(UploadMethod)
"""All methods, the default first."""

_BATCH_BYTES: Final = 500_000
_ATTEMPTS: Final = 6
_LONGEST_WAIT: Final = 120.0
_AGAIN: Final = frozenset({0, 429, 500, 502, 503, 504})
_NO_UPDATE: Final = frozenset({400, 404, 405, 406, 415, 422, 501})
_ANSWER_BYTES: Final = 1 << 20


class UploadResult(NamedTuple):
    """The triples that have arrived.

    Attributes:
        triples: The number of triples, without those that were skipped.
        batches: The number of requests that sent them.
        retries: The number of requests that were sent again.
        seconds: The time since the start, in seconds.
    """

    triples: int
    batches: int
    retries: int
    seconds: float


def push(
    source: Path | str,
    url: str,
    *,
    method: UploadMethod = "auto",
    graph_uri: str | None = None,
    token: str | None = None,
    replace: bool = False,
    skip: int = 0,
    timeout: float = 60.0,
    progress: Progress = SILENT,
    sleep: Callable[[float], None] = time.sleep,
) -> UploadResult:
    """Load the triples of an RDF file into a server.

    Args:
        source: The file, which ends in ``.ttl``, ``.nt``, ``.jsonld`` or ``.rdf``, or a folder that a build wrote.
        url: The address of the server's update endpoint or graph store.
        method: The protocol; ``auto`` asks the server with an update that changes no triple.
        graph_uri: The graph to load into; None for the default graph.
        token: A bearer token; None to send none.
        replace: Whether to remove the triples of the graph first; otherwise triples are added.
        skip: The number of triples at the start of the file to leave out, as an earlier push has sent them.
        timeout: The largest number of seconds of one request.
        progress: The observer of the run; it advances by the triples of each batch.
        sleep: A function that waits for some seconds between two attempts.

    Raises:
        GraphError: if the file is missing, is no RDF, or holds blank nodes, which batches would separate.
        OutputError: if the server refuses or cannot be reached; the message gives the command to go on.
    """
    path = Path(source)
    if path.is_dir():
        path /= "graph.ttl"
    rdf_format = _checked(path, url, graph_uri, token)
    if replace and skip:
        raise OutputError("to go on where an earlier push ended, leave out replace: it would take away what is there")
    client = Client(token=token, timeout=timeout, limit=_ANSWER_BYTES)
    uploader = _Uploader(client, url, graph_uri, sleep)
    start, triples, batches = time.monotonic(), 0, 0
    if not (reply := uploader.choose_method(method)).ok:
        raise OutputError(f"{url} takes no triples, look at its address and the token ({reply.summary()})")
    progress.step(f"sending to {url}")
    for lines in _batches(path, rdf_format, skip):
        reply = uploader.send(lines, replace=replace and not batches)
        if not reply.ok:
            raise OutputError(_stopped(url, reply, skip + triples, len(lines)))
        triples, batches = triples + len(lines), batches + 1
        progress.advance(len(lines), "triples")
    return UploadResult(triples, batches, uploader.retries, time.monotonic() - start)


def _checked(path: Path, url: str, graph_uri: str | None, token: str | None) -> RdfFormat:
    if wrong := endpoint_problem(url, token):
        raise OutputError(wrong)
    if graph_uri is not None:
        try:
            NamedNode(graph_uri)
        except ValueError as error:
            raise OutputError(f"{graph_uri!r} cannot name a graph, give an absolute IRI: {error}") from error
    if not path.is_file():
        raise GraphError(f"there is no graph {path}; make one with `paperatlas build`")
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None or (rdf_format.supports_datasets and rdf_format != RdfFormat.JSON_LD):
        raise GraphError(f"{path} cannot be pushed; name a file that ends in .ttl, .nt, .jsonld or .rdf")
    return rdf_format


def _batches(path: Path, rdf_format: RdfFormat, skip: int) -> Iterator[list[str]]:
    """Yield the triples as lines of N-Triples, in the order of the file, so that a later push can skip some."""
    batch: list[str] = []
    size = 0
    for line in _lines(path, rdf_format, skip):
        if batch and size + len(line) > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def _lines(path: Path, rdf_format: RdfFormat, skip: int) -> Iterator[str]:
    try:
        for number, quad in enumerate(parse(path=path, format=rdf_format)):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise GraphError(f"{path} holds blank nodes, which cannot be sent in parts; give them IRIs")
            if number >= skip:
                yield (serialize([quad.triple], format=RdfFormat.N_TRIPLES) or b"").decode()
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path} cannot be read, make it anew with `paperatlas build`: {error}") from error


def _stopped(url: str, reply: Reply, done: int, refused: int) -> str:
    return (
        f"{url} did not take triples {done + 1:,} to {done + refused:,} ({reply.summary()}); the {done:,} before them "
        f"are there. To go on: paperatlas push {url} --skip {done}"
    )


@dataclass(slots=True)
class _Uploader:
    """A sender of batches, which sends again if the server is busy.

    Attributes:
        client: The HTTP client.
        url: The address to send to.
        graph_uri: The graph to load into; None for the default graph.
        sleep: A function that waits for some seconds.
        by_update: Whether to send updates; otherwise by the Graph Store Protocol.
        retries: The number of requests that were sent again.
    """

    client: Client
    url: str
    graph_uri: str | None
    sleep: Callable[[float], None]
    by_update: bool = True
    retries: int = 0

    def choose_method(self, method: UploadMethod) -> Reply:
        """Choose the protocol; a server that takes no updates has a graph store."""
        self.by_update = method != "gsp"
        if method != "auto":
            return Reply(200)
        reply = self._update("INSERT DATA {}")
        self.by_update = reply.status not in _NO_UPDATE
        return reply if self.by_update else Reply(200)

    def send(self, lines: list[str], *, replace: bool) -> Reply:
        """Send a batch; the first of several may replace the graph."""
        text = "".join(lines)
        if not self.by_update:
            target = "default" if self.graph_uri is None else f"graph={quote(self.graph_uri, safe='')}"
            address = f"{self.url}{'&' if '?' in self.url else '?'}{target}"
            return self._send_with_retries("PUT" if replace else "POST", address, text, "application/n-triples")
        graph = None if self.graph_uri is None else f"GRAPH <{self.graph_uri}>"
        data = portable(text) if graph is None else f"{graph} {{\n{portable(text)}}}"
        clear = f"CLEAR SILENT {graph or 'DEFAULT'} ;\n" if replace else ""
        return self._update(f"{clear}INSERT DATA {{\n{data}}}")

    def _update(self, text: str) -> Reply:
        return self._send_with_retries("POST", self.url, text, "application/sparql-update")

    def _send_with_retries(self, http_method: str, url: str, text: str, media_type: str) -> Reply:
        body = text.encode()
        for attempt in range(1, _ATTEMPTS + 1):
            reply = self.client.send(http_method, url, body, {"Content-Type": media_type})
            if reply.status not in _AGAIN or attempt == _ATTEMPTS:
                break
            self.retries += 1
            wait = float(2 ** (attempt - 1)) if reply.retry_after is None else reply.retry_after
            self.sleep(min(wait, _LONGEST_WAIT))
        return reply
