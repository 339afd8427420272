"""How models, datasets, methods and organisations stand in the papers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from paperatlas.analysis.records import ComparisonEvidence, LabRanking, PairComparison, Ranking
from paperatlas.graph.contradictions import inverse_outcome
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.analysis.evidence_index import EvidenceIndex
    from paperatlas.graph.graph import Entity, Graph


__all__ = ["by_use", "compare_pairs", "outcomes_of", "rank_entities", "rank_labs"]


def rank_entities(
    graph: Graph, ledger: EvidenceIndex, pagerank: Mapping[str, float], comparisons: Sequence[PairComparison]
) -> dict[str, tuple[Ranking, ...]]:
    """The models, datasets and methods, those that most papers name first; among equals by PageRank, then by id.

    Returns:
        The standings by the name of the node type.
    """
    outcomes = outcomes_of(comparisons)
    return {
        name: tuple(
            sorted(
                (_ranking(entity, ledger, pagerank, outcomes) for entity in graph.nodes(name)),
                key=lambda one: (-one.papers, -one.pagerank, one.id),
            )
        )
        for name in ARTIFACT_TYPES
    }


def by_use(datasets: Sequence[Ranking]) -> tuple[Ranking, ...]:
    """Datasets with those first on which most papers train or evaluate; equals stay in their order."""
    return tuple(sorted(datasets, key=lambda one: -(one.trained + one.evaluated)))


def _ranking(
    entity: Entity, ledger: EvidenceIndex, pagerank: Mapping[str, float], outcomes: Mapping[tuple[str, str], int]
) -> Ranking:
    def papers(predicate: str, direction: str | None = None) -> int:
        return len(ledger.papers(entity.id, direction, predicate))

    return Ranking(
        id=entity.id,
        type=entity.type,
        label=entity.label,
        papers=len(ledger.papers(entity.id)),
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


def rank_labs(graph: Graph, ledger: EvidenceIndex) -> tuple[LabRanking, ...]:
    """The organisations, those that most papers come from first; among equals by what they introduce, then by name."""
    introduced: dict[str, set[str]] = {}
    for statement in graph.statements:
        if statement.predicate == "introduces":
            introduced.setdefault(statement.subject, set()).add(statement.object)
    found = (_lab_ranking(entity, ledger, introduced) for entity in graph.nodes("Lab"))
    return tuple(sorted(found, key=lambda lab: (-lab.papers, -lab.introduced, -lab.mentioned, lab.id)))


def _lab_ranking(entity: Entity, ledger: EvidenceIndex, introduced: Mapping[str, set[str]]) -> LabRanking:
    papers = ledger.papers(entity.id, "in", "from-lab")
    things = set().union(*(introduced.get(paper, set()) for paper in papers))
    authors = ledger.count(entity.id, "in").get("affiliated-with", 0)
    mentioned = len(ledger.papers(entity.id, "in", "mentions"))
    return LabRanking(entity.id, entity.label, len(papers), len(things), authors, mentioned)


def compare_pairs(graph: Graph, ledger: EvidenceIndex) -> tuple[PairComparison, ...]:
    """The pairs that papers compare, in whichever direction they write it.

    Pairs that are stated in both directions are one, seen from the one that does better more often. Those come first
    that most papers compare, among equals those whose ends most papers name.
    """
    pairs: dict[tuple[str, str], set[ComparisonEvidence]] = defaultdict(set)
    for statement in graph.statements:
        if statement.predicate == "compares-to" and statement.subject != statement.object:
            ends = (statement.subject, statement.object)
            verdicts = [
                ComparisonEvidence(passage.paper, passage.outcome or "unspecified", passage.quote)
                for passage in statement.evidence
            ]
            swapped = ends[0] > ends[1]
            pairs[min(ends), max(ends)].update(map(_inverted, verdicts) if swapped else verdicts)
    found = [_winner_first(*ends, tuple(sorted(verdicts))) for ends, verdicts in pairs.items() if verdicts]

    def rank(pair: PairComparison) -> tuple[int, int, str, str]:
        known = len(ledger.papers(pair.first)) + len(ledger.papers(pair.second))
        return (-len(pair.papers()), -known, pair.first, pair.second)

    return tuple(sorted(found, key=rank))


def outcomes_of(comparisons: Iterable[PairComparison]) -> dict[tuple[str, str], int]:
    """How many papers have a node do better, worse or comparably in some comparison.

    Returns:
        The counts by node id and outcome; those without any are absent.
    """
    papers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for comparison in comparisons:
        for verdict in comparison.verdicts:
            papers[comparison.first, verdict.outcome].add(verdict.paper)
            papers[comparison.second, _inverted(verdict).outcome].add(verdict.paper)
    return {key: len(stating) for key, stating in papers.items()}


def _inverted(verdict: ComparisonEvidence) -> ComparisonEvidence:
    return ComparisonEvidence(verdict.paper, inverse_outcome(verdict.outcome), verdict.quote)


def _winner_first(first: str, second: str, verdicts: tuple[ComparisonEvidence, ...]) -> PairComparison:
    comparison = PairComparison(first, second, verdicts)
    if comparison.tally("better") >= comparison.tally("worse"):
        return comparison
    return PairComparison(second, first, tuple(sorted(map(_inverted, verdicts))))
