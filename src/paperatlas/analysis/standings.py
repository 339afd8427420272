"""How models, datasets, methods and organisations stand in the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.analysis.comparisons import outcomes_of
from paperatlas.analysis.values import LabStanding, Standing
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.analysis.counting import Ledger
    from paperatlas.analysis.values import Comparison
    from paperatlas.records import Entity, Graph

__all__ = ["by_use", "lab_standings", "standings"]


def standings(
    graph: Graph, ledger: Ledger, pagerank: Mapping[str, float], comparisons: Sequence[Comparison]
) -> dict[str, tuple[Standing, ...]]:
    """The models, datasets and methods, those that most papers name first; among equals by PageRank, then by id.

    Returns:
        The standings by the name of the node type.
    """
    outcomes = outcomes_of(comparisons)
    return {
        name: tuple(
            sorted(
                (_standing(entity, ledger, pagerank, outcomes) for entity in graph.nodes(name)),
                key=lambda one: (-one.papers, -one.pagerank, one.id),
            )
        )
        for name in ARTIFACT_TYPES
    }


def by_use(datasets: Sequence[Standing]) -> tuple[Standing, ...]:
    """Datasets with those first on which most papers train or evaluate; equals stay in their order."""
    return tuple(sorted(datasets, key=lambda one: -(one.trained + one.evaluated)))


def _standing(
    entity: Entity, ledger: Ledger, pagerank: Mapping[str, float], outcomes: Mapping[tuple[str, str], int]
) -> Standing:
    def papers(predicate: str, direction: str | None = None) -> int:
        return len(ledger.papers(entity.id, direction, predicate))

    return Standing(
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


def lab_standings(graph: Graph, ledger: Ledger) -> tuple[LabStanding, ...]:
    """The organisations, those that most papers come from first; among equals by what they introduce, then by name."""
    introduced: dict[str, set[str]] = {}
    for statement in graph.statements:
        if statement.predicate == "introduces":
            introduced.setdefault(statement.subject, set()).add(statement.object)
    found = (_lab(entity, ledger, introduced) for entity in graph.nodes("Lab"))
    return tuple(sorted(found, key=lambda lab: (-lab.papers, -lab.introduced, -lab.mentioned, lab.id)))


def _lab(entity: Entity, ledger: Ledger, introduced: Mapping[str, set[str]]) -> LabStanding:
    papers = ledger.papers(entity.id, "in", "from-lab")
    things = set().union(*(introduced.get(paper, set()) for paper in papers))
    authors = ledger.count(entity.id, "in").get("affiliated-with", 0)
    mentioned = len(ledger.papers(entity.id, "in", "mentions"))
    return LabStanding(entity.id, entity.label, len(papers), len(things), authors, mentioned)
