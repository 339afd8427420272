"""Our server as the tests see it: an address that answers HTTP."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from w3c.checks import Reply, media_type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from w3c.checks import Dataset

_PATIENCE = 30.0


class Endpoint:
    """A running server that may be written to.

    Requests are sent as they are given: no client library that would mend an address or add a header is between.
    """

    def __init__(self, url: str, token: str) -> None:
        self.authority = urlsplit(url).netloc
        self.sparql_url = f"{url}/sparql"
        self.graphs_url = f"{url}/graphs"
        self._token = token

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Sends one request on a connection of its own, with the token that allows to write."""
        connection = http.client.HTTPConnection(self.authority, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, {**headers, "Authorization": f"Bearer {self._token}"})
            reply = connection.getresponse()
            media_type = media_type_of(reply.getheader("Content-Type")) or ""
            return Reply(reply.status, media_type, reply.read(), reply.getheader("Location") or "")
        finally:
            connection.close()

    def query(self, text: str, accept: str) -> Reply:
        """Answers a query in the wanted format."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.send("POST", "/sparql", headers, text.encode())

    def update(self, text: str) -> Reply:
        """Carries out an update."""
        return self.send("POST", "/sparql", {"Content-Type": "application/sparql-update"}, text.encode())

    def load(self, dataset: Dataset) -> None:
        """Holds these quads and no others."""
        steps = ["DROP ALL", *(f"CREATE SILENT GRAPH {name}" for name in dataset.graphs)]
        if dataset.quads:
            patterns = (f"{quad.subject} {quad.predicate} {quad.object}" for quad in dataset.quads)
            graphs = (str(quad.graph_name) for quad in dataset.quads)
            blocks = (
                f"GRAPH {graph} {{ {pattern} }}" if graph.startswith("<") else f"{pattern} ."
                for graph, pattern in zip(graphs, patterns, strict=True)
            )
            steps.append(f"INSERT DATA {{ {' '.join(blocks)} }}")
        reply = self.update(" ;\n".join(steps))
        if reply.status not in {200, 204}:
            raise RuntimeError(f"the data of a test cannot be loaded: {reply}")

    def path_of(self, path: str) -> str:
        """A path of the manifests as one of ours: they have their endpoints at /sparql/ and /gsp."""
        path = path.removeprefix(f"http://{self.authority}")
        if path.startswith("/sparql/"):
            return "/sparql" + path.removeprefix("/sparql/")
        return "/graphs" + path.removeprefix("/gsp") if path.startswith("/gsp") else path

    def absolute(self, location: str) -> str:
        """A Location as a whole address."""
        return urljoin(self.sparql_url, location)
