"""The values of an analysis: measures, communities, rankings, comparisons and counts."""

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
    "YearCount",
]


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """The measures of one node.

    Attributes:
        id: The id of the node.
        type: The node type.
        label: The name that people see.
        papers: The number of papers that state something about it.
        incoming: The number of statements to it, by predicate; zeros are absent.
        outgoing: The number of statements from it, by predicate; zeros are absent.
        pagerank: The share of credit, 0 to 1; None for authors and labs.
        betweenness: The share of shortest paths that pass it, 0 to 1; None for authors and labs.
        community: The number of its community; None for authors, labs and nodes without a tie.
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
        """The number of statements to the node."""
        return sum(self.incoming.values())

    @property
    def out_degree(self) -> int:
        """The number of statements from the node."""
        return sum(self.outgoing.values())


@dataclass(frozen=True, slots=True)
class Community:
    """A group of nodes that hold more to each other than to other nodes.

    Attributes:
        number: The rank by size, from 1.
        name: The labels of the first members.
        members: The ids of all members, the most named ones first, papers last.
        types: The number of members of each node type; zeros are absent.
    """

    number: int
    name: str
    members: tuple[str, ...]
    types: Mapping[str, int]

    @property
    def size(self) -> int:
        """The number of members."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The counts of distinct papers about a model, dataset or method.

    Attributes:
        id: The id of the node.
        type: The node type.
        label: The name that people see.
        papers: Papers that state anything about it.
        introducing: Papers that introduce it.
        trained: Papers that state a training of it or, for a dataset, on it.
        evaluated: Papers that state an evaluation of it or, for a dataset, on it too.
        built_on: Papers that state that something is based on it.
        applied: Papers that apply a method to it or, for a method, that apply it.
        compared: Papers that compare it.
        better: Papers in which it does better in some comparison.
        worse: Papers in which it does worse in some comparison.
        comparable: Papers in which it does about as well in some comparison.
        pagerank: The share of credit, 0 to 1.
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
    """The counts of a lab.

    Attributes:
        id: The id of the node.
        label: The name that people see.
        papers: Papers that come from it.
        introduced: Models, datasets and methods that those papers introduce.
        authors: Authors affiliated with it.
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
    """The outcome of a comparison in one passage.

    Attributes:
        paper: The id of the paper.
        outcome: ``better``, ``worse``, ``comparable`` or ``unspecified``, for the first node of the pair.
        quote: The exact words.
    """

    paper: str
    outcome: str
    quote: str


@dataclass(frozen=True, slots=True)
class PairComparison:
    """The comparisons of two nodes.

    Attributes:
        first: The id of the node that does better in more papers, or that sorts first if neither does.
        second: The id of the other node.
        evidence: The outcome in each passage, by paper.
    """

    first: str
    second: str
    evidence: tuple[ComparisonEvidence, ...]

    def papers(self, outcome: str | None = None) -> tuple[str, ...]:
        """Return the ids of the papers that state the outcome, or any outcome if None, sorted."""
        return tuple(sorted({item.paper for item in self.evidence if outcome in (None, item.outcome)}))

    def count_papers(self, outcome: str) -> int:
        """Return the number of papers that state the outcome.

        >>> evidence = ComparisonEvidence("paper/x", "better", "A beats B")
        >>> PairComparison("model/a", "model/b", (evidence,)).count_papers("better")
        1
        """
        return len(self.papers(outcome))

    @property
    def disputed(self) -> bool:
        """Whether the passages contradict each other on who is ahead, or on whether anyone is."""
        return is_contradictory(item.outcome for item in self.evidence)


@dataclass(frozen=True, slots=True)
class YearCount:
    """The papers of one year.

    Attributes:
        year: The year.
        stated: Papers whose listing prints the year.
        inferred: Papers whose year is inferred from other dates.
    """

    year: int
    stated: int
    inferred: int


@dataclass(frozen=True)
class Analysis:
    """The measures, communities, rankings, comparisons and counts of a graph.

    Attributes:
        nodes: The measures by node id, in the order of the graph.
        edges: The number of statements of each predicate, in the order of the schema; zeros are absent.
        communities: The communities, the largest first.
        modularity: The separation of the communities, -0.5 to 1 (Newman and Girvan 2004).
        pivots: The number of nodes that betweenness was estimated from; None if it is exact.
        models: The models, the most named ones first.
        datasets: The datasets, the most trained and evaluated on first.
        methods: The methods, the most named ones first.
        labs: The labs, the origin of most papers first.
        comparisons: The compared pairs, those in most papers first.
        years: The papers by year, without gaps.
        undated: The number of papers without a known year.
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
    years: tuple[YearCount, ...] = ()
    undated: int = 0

    @property
    def types(self) -> dict[str, int]:
        """The number of nodes of each type, in no particular order."""
        return dict(Counter(node.type for node in self.nodes.values()))
