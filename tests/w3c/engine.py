"""The engine by itself, in the place of a server."""

from __future__ import annotations

import pyoxigraph as ox

from w3c.answers import CSV, GRAPHS, TABLES
from w3c.checks import Dataset, Reply


class Engine:
    """A store in memory that replies as a server would."""

    def __init__(self) -> None:
        self._store = ox.Store()

    def load(self, dataset: Dataset) -> None:
        """Holds these quads and no others."""
        self._store.clear()
        self._store.extend(dataset.quads)
        for graph in dataset.graphs:
            self._store.add_graph(graph)

    def query(self, text: str, accept: str) -> Reply:
        """Answers a query in the wanted format."""
        try:
            found = self._store.query(text, base_iri="http://example.org/")
        except (SyntaxError, RuntimeError) as error:
            return _refused(error)
        media_type = accept.partition(",")[0]
        if isinstance(found, ox.QueryTriples):
            body = found.serialize(format=GRAPHS[media_type])
        else:
            body = found.serialize(format=ox.QueryResultsFormat.CSV if media_type == CSV else TABLES[media_type])
        return Reply(200, media_type, body or b"")

    def update(self, text: str) -> Reply:
        """Carries out an update."""
        try:
            self._store.update(text, base_iri="http://example.org/")
        except (SyntaxError, RuntimeError) as error:
            return _refused(error)
        return Reply(204, "", b"")


def _refused(error: Exception) -> Reply:
    return Reply(400 if isinstance(error, SyntaxError) else 422, "text/plain", str(error).encode())
