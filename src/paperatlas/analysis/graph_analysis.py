"""From a graph to its analysis."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.analysis import measures
from paperatlas.analysis.evidence_index import EvidenceIndex, edge_counts, papers_by_year
from paperatlas.analysis.rankings import by_use, compare_pairs, rank_entities, rank_labs
from paperatlas.analysis.records import Analysis, Community, NodeMeasures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.graph.graph import Graph

__all__ = ["analyze"]

_NAMED_AFTER: Final = 3
"""How many members give a community its name."""


def analyze(graph: Graph) -> Analysis:
    """Measure the graph and say what stands out.

    Degrees count all statements. PageRank, betweenness and communities see papers, models, datasets and methods, and
    statements weigh as :mod:`paperatlas.graph.importance` says. The result depends on nothing but the graph.

    >>> from paperatlas.graph.graph import Graph
    >>> analyze(Graph()).communities
    ()
    """
    ledger = EvidenceIndex(graph)
    pagerank = measures.pagerank(graph)
    groups, modularity = measures.communities(graph)
    found = tuple(_community(graph, number, group, ledger, pagerank) for number, group in enumerate(groups, 1))
    betweenness, pivots = measures.betweenness(graph)
    comparisons = compare_pairs(graph, ledger)
    standing = rank_entities(graph, ledger, pagerank, comparisons)
    years, undated = papers_by_year(graph)
    return Analysis(
        nodes=_nodes(graph, ledger, pagerank, betweenness, found),
        edges=edge_counts(graph),
        communities=found,
        modularity=modularity,
        pivots=pivots,
        models=standing["Model"],
        datasets=by_use(standing["Dataset"]),
        methods=standing["Method"],
        labs=rank_labs(graph, ledger),
        comparisons=comparisons,
        years=years,
        undated=undated,
    )


def _nodes(
    graph: Graph,
    ledger: EvidenceIndex,
    pagerank: Mapping[str, float],
    betweenness: Mapping[str, float],
    communities: Sequence[Community],
) -> dict[str, NodeMeasures]:
    numbers = {member: community.number for community in communities for member in community.members}
    return {
        entity.id: NodeMeasures(
            id=entity.id,
            type=entity.type,
            label=entity.label,
            papers=len(ledger.papers(entity.id)),
            incoming=ledger.count(entity.id, "in"),
            outgoing=ledger.count(entity.id, "out"),
            pagerank=pagerank.get(entity.id),
            betweenness=betweenness.get(entity.id),
            community=numbers.get(entity.id),
        )
        for entity in graph.entities.values()
    }


def _community(
    graph: Graph, number: int, group: Sequence[str], ledger: EvidenceIndex, pagerank: Mapping[str, float]
) -> Community:
    def order(member: str) -> tuple[bool, int, float, str]:
        papers_last = graph.entities[member].type == "Paper"
        return (papers_last, -len(ledger.papers(member)), -pagerank[member], member)

    members = tuple(sorted(group, key=order))
    named = [member for member in members if graph.entities[member].type != "Paper"] or members
    counts = Counter(graph.entities[member].type for member in members)
    return Community(
        number=number,
        name=", ".join(graph.entities[member].label for member in named[:_NAMED_AFTER]),
        members=members,
        types={entry.name: counts[entry.name] for entry in schema.NODE_TYPES if counts[entry.name]},
    )
