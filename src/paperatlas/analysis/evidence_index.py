"""Who states what: one pass over the statements, for all that counts statements or papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from paperatlas import schema
from paperatlas.analysis.records import Year

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph

__all__ = ["EvidenceIndex", "edge_counts", "papers_by_year"]


class EvidenceIndex:
    """For each node the statements and the papers that are about it, by predicate and direction.

    >>> from paperatlas.graph.graph import Evidence, Graph, Statement
    >>> mention = Statement("paper/x", "mentions", "model/a", (Evidence("paper/x", "A"),))
    >>> ledger = EvidenceIndex(Graph(statements=(mention,)))
    >>> ledger.count("model/a", "in"), ledger.papers("model/a"), ledger.papers("model/a", "out")
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
        """How many statements lead to the node (``in``) or start from it (``out``), by predicate."""
        return dict(self._counts.get((node_id, direction), {}))

    def papers(self, node_id: str, direction: str | None = None, predicate: str | None = None) -> set[str]:
        """The papers that state something about the node: in that direction, else in both; so with the predicate."""
        directions = (direction,) if direction else ("in", "out")
        found = [self._papers.get((node_id, side), {}) for side in directions]
        sets = (papers for side in found for name, papers in side.items() if predicate in (None, name))
        return set().union(*sets)


def edge_counts(graph: Graph) -> dict[str, int]:
    """How many statements there are of each predicate, in the order of the schema; those without any are absent."""
    counts = Counter(statement.predicate for statement in graph.statements)
    return {entry.name: counts[entry.name] for entry in schema.PREDICATES if counts[entry.name]}


def papers_by_year(graph: Graph) -> tuple[tuple[Year, ...], int]:
    """The papers of each year from the first to the last, and how many have no known year."""
    dates = [facts.date for facts in graph.papers.values() if facts.date]
    known = Counter((date.year, date.year_inferred) for date in dates if date.year)
    undated = sum(1 for _ in graph.nodes("Paper")) - known.total()
    if not known:
        return (), undated
    years = [year for year, _ in known]
    span = range(min(years), max(years) + 1)
    return tuple(Year(year, known[year, False], known[year, True]) for year in span), undated
