"""A site over a graph in memory, with search and descriptions of its nodes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, Store

from paperatlas.formats import FORMATS
from paperatlas.graph.graph import Graph
from paperatlas.store import SearchHit
from store_site import StoreSite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.graph import Statement


class GraphSite(StoreSite):
    """Answers all that pages ask from a graph in memory."""

    def __init__(self, graph: Graph) -> None:
        store = Store()
        store.load(FORMATS["turtle"].render(graph), format=RdfFormat.TURTLE)
        super().__init__(store, graph.base)
        self.graph = graph

    async def search(self, text: str, limit: int = 20) -> list[Any]:
        words = re.findall(r"\w+", text.casefold())
        hits = [
            SearchHit(entity.id, entity.type, entity.label, ", ".join(entity.aliases), -float(len(entity.label)))
            for entity in self.graph.entities.values()
            if words and all(word in f"{entity.label} {entity.aliases}".casefold() for word in words)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]

    async def about(self, node_id: str) -> Graph | None:
        if node_id.startswith("statement/"):
            sure, unsure = (
                [item for item in items if f"statement/{item.id}" == node_id]
                for items in (self.graph.statements, self.graph.unsure)
            )
            return self._subgraph((), sure, unsure) if sure or unsure else None
        if node_id not in self.graph.entities:
            return None
        return self._subgraph((node_id,), self.graph.statements_of(node_id), self.graph.unsure_of(node_id))

    async def figures(self) -> dict[str, int]:
        types = Counter(entity.type for entity in self.graph.entities.values())
        predicates = Counter(statement.predicate for statement in self.graph.statements)
        return {**types, **predicates, "unsure": len(self.graph.unsure)}

    def _subgraph(self, nodes: Iterable[str], statements: Iterable[Statement], unsure: Iterable[Statement]) -> Graph:
        sure, unsure = tuple(statements), tuple(unsure)
        ends = {end for item in (*sure, *unsure) for end in (item.subject, item.object, *item.papers)}
        node_ids = sorted({*nodes, *ends} & set(self.graph.entities))
        papers = {node: self.graph.papers[node] for node in node_ids if node in self.graph.papers}
        return Graph(
            {node: self.graph.entities[node] for node in node_ids}, sure, papers, base=self.base, unsure=unsure
        )
