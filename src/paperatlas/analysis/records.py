"""What an analysis holds; each value is immutable and knows nothing of how it is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperatlas.graph.contradictions import is_contradictory

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Analysis",
    "Community",
    "ComparisonEvidence",
    "LabRanking",
    "NodeMeasures",
    "PairComparison",
    "Ranking",
    "Year",
]


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """The measures of one node.

    Attributes:
        id: The id of the node.
        type: The name of its node type.
        label: The name that people see.
        papers: How many papers state something about it.
        incoming: How many statements lead to it, by predicate; predicates without any are absent.
        outgoing: How many statements start from it, by predicate.
        pagerank: Its share of the credit, 0 to 1; nothing for authors and labs.
        betweenness: The share of shortest paths that pass it, 0 to 1; nothing for authors and labs.
        community: The number of its community; nothing for authors, labs and nodes that no tie holds.
    """

    id: str
    type: str
    label: str
    papers: int
    incoming: Mapping[str, int]
    outgoing: Mapping[str, int]
    pagerank: float | None
    betweenness: float | None
    community: int | None

    @property
    def in_degree(self) -> int:
        """How many statements lead to it."""
        return sum(self.incoming.values())

    @property
    def out_degree(self) -> int:
        """How many statements start from it."""
        return sum(self.outgoing.values())


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that hold more to each other than to the rest.

    Attributes:
        number: Counted from 1, the largest first.
        name: The labels of its first members.
        members: The ids of all its members, those that most papers name first, papers last.
        types: How many members there are of each type; types without any are absent.
    """

    number: int
    name: str
    members: tuple[str, ...]
    types: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a model, dataset or method stands in the papers. All counts are of distinct papers.

    Attributes:
        id: The id of the node.
        type: The name of its node type.
        label: The name that people see.
        papers: Papers that state anything about it.
        introducing: Papers that introduce it.
        trained: Papers that state what it is trained on or, for a dataset, that something is trained on it.
        evaluated: Papers that state an evaluation of it or, for a dataset, on it too.
        built_on: Papers that state something to be based on it.
        applied: Papers that apply a method to it or, for a method, that apply it.
        compared: Papers that compare it with something.
        better: Papers in which it does better in some comparison.
        worse: Papers in which it does worse in some comparison.
        comparable: Papers in which it does about as well in some comparison.
        pagerank: Its share of the credit, 0 to 1.
    """

    id: str
    type: str
    label: str
    papers: int
    introducing: int
    trained: int
    evaluated: int
    built_on: int
    applied: int
    compared: int
    better: int
    worse: int
    comparable: int
    pagerank: float


@dataclass(frozen=True, slots=True)
class LabRanking:
    """How an organisation stands in the papers.

    Attributes:
        id: The id of the node.
        label: The name that people see.
        papers: Papers that come from it.
        introduced: Models, datasets and methods that those papers introduce.
        authors: Authors who are said to belong to it.
        mentioned: Papers whose text names it.
    """

    id: str
    label: str
    papers: int
    introduced: int
    authors: int
    mentioned: int


@dataclass(frozen=True, slots=True, order=True)
class ComparisonEvidence:
    """What one passage says of a comparison.

    Attributes:
        paper: The id of the paper's node.
        outcome: ``better``, ``worse``, ``comparable`` or ``unspecified``, seen from the first of the two.
        quote: The exact words.
    """

    paper: str
    outcome: str
    quote: str


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two things that papers compare, and how that ended.

    Attributes:
        first: The id of the one that does better more often; if none does, of the one whose id sorts first.
        second: The id of the other.
        verdicts: What each passage says, by paper.
    """

    first: str
    second: str
    verdicts: tuple[ComparisonEvidence, ...]

    def papers(self, outcome: str | None = None) -> tuple[str, ...]:
        """The ids of the papers that state that outcome, or any outcome, sorted."""
        stating = {verdict.paper for verdict in self.verdicts if outcome in (None, verdict.outcome)}
        return tuple(sorted(stating))

    def tally(self, outcome: str) -> int:
        """How many papers state that outcome.

        >>> evidence = ComparisonEvidence("paper/x", "better", "A beats B")
        >>> PairComparison("model/a", "model/b", (evidence,)).tally("better")
        1
        """
        return len(self.papers(outcome))

    @property
    def disputed(self) -> bool:
        """Whether the passages contradict each other: in who is ahead, or in whether anyone is."""
        return is_contradictory(verdict.outcome for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of one year.

    Attributes:
        year: The year.
        stated: Papers whose listing prints the year.
        inferred: Papers whose year was worked out from other dates.
    """

    year: int
    stated: int
    inferred: int


@dataclass(frozen=True)
class Analysis:
    """The measures of a graph and what stands out in it.

    Attributes:
        nodes: The measures by node id, in the order of the graph.
        edges: How many statements there are of each predicate, in the order of the schema.
        communities: The communities, the largest first.
        modularity: How clear-cut they are, -0.5 to 1 (Newman and Girvan 2004).
        pivots: From how many nodes the betweenness was estimated; nothing where it is exact.
        models: The models, those that most papers name first.
        datasets: The datasets, those that most papers train or evaluate on first.
        methods: The methods, those that most papers name first.
        labs: The organisations, those that most papers come from first.
        comparisons: The compared pairs, those that most papers compare first.
        years: The papers by year, without gaps.
        undated: How many papers have no known year.
    """

    nodes: Mapping[str, NodeMeasures] = field(default_factory=dict)
    edges: Mapping[str, int] = field(default_factory=dict)
    communities: tuple[Community, ...] = ()
    modularity: float = 0.0
    pivots: int | None = None
    models: tuple[Ranking, ...] = ()
    datasets: tuple[Ranking, ...] = ()
    methods: tuple[Ranking, ...] = ()
    labs: tuple[LabRanking, ...] = ()
    comparisons: tuple[PairComparison, ...] = ()
    years: tuple[Year, ...] = ()
    undated: int = 0

    @property
    def types(self) -> dict[str, int]:
        """How many nodes there are of each type, in no particular order."""
        return dict(Counter(node.type for node in self.nodes.values()))
