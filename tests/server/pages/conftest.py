from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import paperatlas
from samples import sample_graph
from server.pages.graph_site import GraphSite
from server.pages.page_client import client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from paperatlas.graph.graph import Graph

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Graph:
    """The graph of the demo corpus."""
    return paperatlas.build(SEEDS)


@pytest.fixture(scope="session")
def sample() -> Graph:
    return sample_graph()


@pytest.fixture
def client(sample: Graph) -> TestClient:
    return client_of(GraphSite(sample))
