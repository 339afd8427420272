"""A made-up graph of any size, the same each time."""

from __future__ import annotations

from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import SourceLocation

_OUTCOMES = ("better", "worse", "comparable")


def synthetic_graph(papers: int) -> Graph:
    """Papers that introduce a model each, most of them compared to an earlier one, and half as many datasets."""
    entities: dict[str, Entity] = {}
    statements: dict[tuple[str, str, str], Statement] = {}
    facts: dict[str, PaperMetadata] = {}

    def add(subject: str, predicate: str, object_: str, paper: str, outcome: str | None = None) -> None:
        wording = facts[paper].versions[0]
        evidence = Evidence(paper, wording.abstract, wording.id, 1, 9, None, outcome, "rules-0.1.0", 0.8)
        statements[subject, predicate, object_] = Statement(subject, predicate, object_, (evidence,), 0.8)

    for number in range(papers):
        paper, model, dataset = f"paper/p{number:04}", f"model/m{number:04}", f"dataset/d{number // 2:04}"
        entities[paper] = Entity(paper, "Paper", f"A Study of Model {number}")
        entities[model] = Entity(model, "Model", f"Model-{number}", (f"M{number}",))
        entities[dataset] = Entity(dataset, "Dataset", f"Set-{number // 2}")
        wording = PaperVersion(
            f"A Study of Model {number}", f"Model-{number} learns.", (SourceLocation("page.txt", 3 * number + 1),)
        )
        facts[paper] = PaperMetadata((wording,))
        add(paper, "introduces", model, paper)
        add(paper, "mentions", dataset, paper)
        add(model, "evaluates-on", dataset, paper)
        if number % 3:
            add(model, "compares-to", f"model/m{number // 3:04}", paper, _OUTCOMES[number % 3])
            add(model, "based-on", f"model/m{number // 5:04}", paper)
    ordered = sorted(
        statements.values(), key=lambda statement: (statement.subject, statement.predicate, statement.object)
    )
    return Graph(dict(sorted(entities.items())), tuple(ordered), facts)
