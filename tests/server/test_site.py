"""What pages see of the server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from paperatlas.errors import QueryError
from paperatlas.server.served_store import ServedStore
from paperatlas.server.settings import Limits, ServerSettings
from paperatlas.server.site import ServedSite
from paperatlas.store import write_store
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph


def test_a_site_asks_and_counts(output: Path) -> None:
    async def look() -> tuple[str, list[str | None], dict[str, int], dict[str, int]]:
        served = ServedStore(ServerSettings(output=output, limits=Limits(workers=1)))
        await served.start()
        try:
            site = ServedSite(served)
            rows = await site.ask("SELECT ?label { ?m a pa:Model ; rdfs:label ?label } ORDER BY ?label")
            with pytest.raises(QueryError) as caught:
                await site.ask("ASK {\n  ?paper a ]\n}")
            assert (caught.value.line, caught.value.column) == (2, 12)
            return site.base, [row["label"] for row in rows], await site.figures(), await site.figures()
        finally:
            await served.scheduler.close()

    base, labels, figures, again = asyncio.run(look())
    assert base == "https://w3id.org/paperatlas/"
    assert labels == ["Beaver-13B", "Otter", "Otter-7B"]
    assert (figures["Model"], figures["Paper"], figures["introduces"]) == (3, 2, 1)
    assert figures["triples"] > 100
    assert figures == again


def test_a_site_tells_of_unsure_statements(tmp_path: Path) -> None:
    kept_apart = sample_graph().with_min_confidence(1.0)
    write_store(kept_apart, tmp_path, tmp_path)

    async def look() -> tuple[Graph | None, Graph | None, dict[str, int]]:
        served = ServedStore(ServerSettings(output=tmp_path, limits=Limits(workers=1)))
        await served.start()
        try:
            site = ServedSite(served)
            statement = f"statement/{kept_apart.unsure_of('model/otter7b')[0].id}"
            return await site.about("model/otter7b"), await site.about(statement), await site.figures()
        finally:
            await served.scheduler.close()

    node, statement, figures = asyncio.run(look())
    assert node is not None
    assert node.unsure == kept_apart.unsure_of("model/otter7b")
    assert node.statements == kept_apart.statements_of("model/otter7b")
    assert statement is not None
    assert statement.unsure == kept_apart.unsure_of("model/otter7b")[:1]
    assert figures["unsure"] == len(kept_apart.unsure)
