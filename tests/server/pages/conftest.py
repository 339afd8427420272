from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samples import sample_graph
from server.pages.graph_site import GraphSite
from server.pages.page_client import client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from paperatlas.graph.graph import Graph


@pytest.fixture(scope="session")
def sample() -> Graph:
    return sample_graph()


@pytest.fixture
def client(sample: Graph) -> TestClient:
    return client_of(GraphSite(sample))
