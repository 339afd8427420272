"""Rankings of models, datasets, methods and labs by the papers that state something about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from paperatlas.analysis.records import ComparisonEvidence, LabRanking, PairComparison, Ranking
from paperatlas.graph.contradictions import inverse_outcome
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.graph.graph import Entity, Graph

__all__ = ["EvidenceIndex", "compare_pairs", "count_outcomes", "rank_datasets", "rank_entities", "rank_labs"]


class EvidenceIndex:
    """The statements and papers about each node, by predicate and direction.

    >>> from paperatlas.graph.graph import Evidence, Graph, Statement
    >>> mention = Statement("paper/x", "mentions", "model/a", (Evidence("paper/x", "A"),))
    >>> index = EvidenceIndex(Graph(statements=(mention,)))
    >>> index.count("model/a", "in"), index.papers("model/a"), index.papers("model/a", "out")
    ({'mentions': 1}, {'paper/x'}, set())
    """

    def __init__(self, graph: Graph) -> None:
        """Read all statements of the graph."""
        self._counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._papers: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
        for statement in graph.statements:
            papers = statement.papers
            for node_id, direction in ((statement.subject, "out"), (statement.object, "in")):
                self._counts[node_id, direction][statement.predicate] += 1
                self._papers[node_id, direction].setdefault(statement.predicate, set()).update(papers)

    def count(self, node_id: str, direction: str) -> dict[str, int]:
        """Return the number of statements to the node (``in``) or from it (``out``), by predicate."""
        return dict(self._counts.get((node_id, direction), {}))

    def papers(self, node_id: str, direction: str | None = None, predicate: str | None = None) -> set[str]:
        """Return the papers that state something about the node, with any direction or predicate if None."""
        directions = (direction,) if direction else ("in", "out")
        by_predicate = (self._papers.get((node_id, side), {}).items() for side in directions)
        return set().union(*(papers for items in by_predicate for name, papers in items if predicate in (None, name)))


def rank_entities(
    graph: Graph, index: EvidenceIndex, pagerank: Mapping[str, float], comparisons: Sequence[PairComparison]
) -> dict[str, tuple[Ranking, ...]]:
    """Rank the models, datasets and methods by the papers that name them, then by PageRank, then by id.

    Returns:
        The rankings by node type.
    """
    outcomes = count_outcomes(comparisons)
    return {
        name: tuple(
            sorted(
                (_ranking(entity, index, pagerank, outcomes) for entity in graph.nodes(name)),
                key=lambda ranking: (-ranking.papers, -ranking.pagerank, ranking.id),
            )
        )
        for name in ARTIFACT_TYPES
    }


def rank_datasets(datasets: Sequence[Ranking]) -> tuple[Ranking, ...]:
    """Sort rankings of datasets by the papers that train or evaluate on them; ties keep their order."""
    return tuple(sorted(datasets, key=lambda ranking: -(ranking.trained + ranking.evaluated)))


def _ranking(
    entity: Entity, index: EvidenceIndex, pagerank: Mapping[str, float], outcomes: Mapping[tuple[str, str], int]
) -> Ranking:
    def papers(predicate: str, direction: str | None = None) -> int:
        return len(index.papers(entity.id, direction, predicate))

    return Ranking(
        id=entity.id,
        type=entity.type,
        label=entity.label,
        papers=len(index.papers(entity.id)),
        introducing=papers("introduces", "in"),
        trained=papers("trains-on"),
        evaluated=papers("evaluates-on"),
        built_on=papers("based-on", "in"),
        applied=papers("applied-to"),
        compared=papers("compares-to"),
        better=outcomes.get((entity.id, "better"), 0),
        worse=outcomes.get((entity.id, "worse"), 0),
        comparable=outcomes.get((entity.id, "comparable"), 0),
        pagerank=pagerank[entity.id],
    )


def rank_labs(graph: Graph, index: EvidenceIndex) -> tuple[LabRanking, ...]:
    """Rank the labs by the papers from them, then by what these introduce, then by the papers that name them."""
    introduced: dict[str, set[str]] = defaultdict(set)
    for statement in graph.statements:
        if statement.predicate == "introduces":
            introduced[statement.subject].add(statement.object)
    labs = (_lab_ranking(entity, index, introduced) for entity in graph.nodes("Lab"))
    return tuple(sorted(labs, key=lambda lab: (-lab.papers, -lab.introduced, -lab.mentioned, lab.id)))


def _lab_ranking(entity: Entity, index: EvidenceIndex, introduced: Mapping[str, set[str]]) -> LabRanking:
    papers = index.papers(entity.id, "in", "from-lab")
    artifacts = set().union(*(introduced.get(paper, set()) for paper in papers))
    authors = index.count(entity.id, "in").get("affiliated-with", 0)
    mentioned = len(index.papers(entity.id, "in", "mentions"))
    return LabRanking(entity.id, entity.label, len(papers), len(artifacts), authors, mentioned)


def compare_pairs(graph: Graph, index: EvidenceIndex) -> tuple[PairComparison, ...]:
    """Return the pairs that papers compare, one for both directions, the more frequent winner first.

    The pairs are sorted by the papers that compare them, then by the papers about both ends.
    """
    evidence: dict[tuple[str, str], set[ComparisonEvidence]] = defaultdict(set)
    for statement in graph.statements:
        if statement.predicate == "compares-to" and statement.subject != statement.object:
            ends = (statement.subject, statement.object)
            for passage in statement.evidence:
                item = ComparisonEvidence(passage.paper, passage.outcome or "unspecified", passage.quote)
                evidence[min(ends), max(ends)].add(_inverse(item) if ends[0] > ends[1] else item)
    pairs = (_winner_first(*ends, items) for ends, items in evidence.items())

    def rank(pair: PairComparison) -> tuple[int, int, str, str]:
        known = len(index.papers(pair.first)) + len(index.papers(pair.second))
        return (-len(pair.papers()), -known, pair.first, pair.second)

    return tuple(sorted(pairs, key=rank))


def count_outcomes(comparisons: Iterable[PairComparison]) -> dict[tuple[str, str], int]:
    """Return the number of papers that state an outcome for a node, by node id and outcome; zeros are absent."""
    papers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for comparison in comparisons:
        for item in comparison.evidence:
            papers[comparison.first, item.outcome].add(item.paper)
            papers[comparison.second, inverse_outcome(item.outcome)].add(item.paper)
    return {key: len(stating) for key, stating in papers.items()}


def _inverse(item: ComparisonEvidence) -> ComparisonEvidence:
    return ComparisonEvidence(item.paper, inverse_outcome(item.outcome), item.quote)


def _winner_first(first: str, second: str, evidence: Iterable[ComparisonEvidence]) -> PairComparison:
    comparison = PairComparison(first, second, tuple(sorted(evidence)))
    if comparison.count_papers("better") >= comparison.count_papers("worse"):
        return comparison
    return PairComparison(second, first, tuple(sorted(map(_inverse, comparison.evidence))))
