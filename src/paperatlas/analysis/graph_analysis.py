"""The analysis of a graph: measures, communities, rankings and counts together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.analysis import measures
from paperatlas.analysis.rankings import EvidenceIndex, compare_pairs, rank_datasets, rank_entities, rank_labs
from paperatlas.analysis.records import Analysis, Community, NodeMeasures, YearCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.graph.graph import Entity, Graph

__all__ = ["analyze"]

_NAME_MEMBERS: Final = 3
"""The number of members whose labels make the name of a community."""


def analyze(graph: Graph) -> Analysis:
    """Measure a graph, rank its entities and compare its pairs.

    Degrees count all statements. PageRank, betweenness and communities take papers, models, datasets and methods, and
    weight statements as :mod:`paperatlas.graph.importance` says. The result depends on the graph alone.

    >>> from paperatlas.graph.graph import Graph
    >>> analyze(Graph()).communities
    ()
    """
    index = EvidenceIndex(graph)
    pagerank = measures.pagerank(graph)
    groups, modularity = measures.communities(graph)
    communities = tuple(_community(graph, number, group, index, pagerank) for number, group in enumerate(groups, 1))
    numbers = {member: community.number for community in communities for member in community.members}
    betweenness, pivots = measures.betweenness(graph)
    comparisons = compare_pairs(graph, index)
    rankings = rank_entities(graph, index, pagerank, comparisons)
    years, undated = _count_years(graph)
    return Analysis(
        nodes={
            entity.id: _node_measures(entity, index, pagerank, betweenness, numbers)
            for entity in graph.entities.values()
        },
        edges=_ordered_counts((statement.predicate for statement in graph.statements), schema.PREDICATES),
        communities=communities,
        modularity=modularity,
        pivots=pivots,
        models=rankings["Model"],
        datasets=rank_datasets(rankings["Dataset"]),
        methods=rankings["Method"],
        labs=rank_labs(graph, index),
        comparisons=comparisons,
        years=years,
        undated=undated,
    )


def _node_measures(
    entity: Entity,
    index: EvidenceIndex,
    pagerank: Mapping[str, float],
    betweenness: Mapping[str, float],
    communities: Mapping[str, int],
) -> NodeMeasures:
    return NodeMeasures(
        id=entity.id,
        type=entity.type,
        label=entity.label,
        papers=len(index.papers(entity.id)),
        incoming=index.count(entity.id, "in"),
        outgoing=index.count(entity.id, "out"),
        pagerank=pagerank.get(entity.id),
        betweenness=betweenness.get(entity.id),
        community=communities.get(entity.id),
    )


def _community(
    graph: Graph, number: int, group: Sequence[str], index: EvidenceIndex, pagerank: Mapping[str, float]
) -> Community:
    types = {member: graph.entities[member].type for member in group}

    def order(member: str) -> tuple[bool, int, float, str]:
        return (types[member] == "Paper", -len(index.papers(member)), -pagerank[member], member)

    members = tuple(sorted(group, key=order))
    artifacts = [member for member in members if types[member] != "Paper"]
    name = ", ".join(graph.entities[member].label for member in (artifacts or members)[:_NAME_MEMBERS])
    return Community(number, name, members, _ordered_counts(types.values(), schema.NODE_TYPES))


def _ordered_counts(names: Iterable[str], order: Iterable[schema.NodeType | schema.Predicate]) -> dict[str, int]:
    """Count names, in the order of the schema; zeros are absent."""
    counts = Counter(names)
    return {entry.name: counts[entry.name] for entry in order if counts[entry.name]}


def _count_years(graph: Graph) -> tuple[tuple[YearCount, ...], int]:
    """Count the papers of each year from the first to the last, and the papers without a known year."""
    dates = [metadata.date for metadata in graph.papers.values() if metadata.date]
    counts = Counter((date.year, date.year_inferred) for date in dates if date.year)
    undated = sum(1 for _ in graph.nodes("Paper")) - counts.total()
    years = [year for year, _ in counts]
    span = range(min(years, default=0), max(years, default=-1) + 1)
    return tuple(YearCount(year, counts[year, False], counts[year, True]) for year in span), undated
