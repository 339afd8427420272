"""An endpoint without a server, which gives the replies of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from w3c.endpoint import Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from w3c.checks import Dataset, Reply


class FakeEndpoint(Endpoint):
    """Gives its replies one after another, and keeps the requests."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__("http://127.0.0.1:1", "token")
        self.sent: list[tuple[str, str, bytes | None]] = []
        self.loaded: list[Dataset] = []
        self._replies = list(replies)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Gives the next reply."""
        self.sent.append((method, path, body))
        return self._replies.pop(0)

    def load(self, dataset: Dataset) -> None:
        """Keeps a dataset."""
        self.loaded.append(dataset)
