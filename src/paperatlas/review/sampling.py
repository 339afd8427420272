"""The random draw of statements that were read from texts.

Each statement gets a random number that depends on its id and the seed alone, and those with the least numbers are
drawn: permanent random numbers, after Ohlsson (1995), "Coordination of samples using permanent random numbers", in
*Business Survey Methods*. So the order of the graph does not matter, a larger sample holds the smaller one, and two
builds of nearly the same statements are judged by nearly the same sample.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.curation.file_models import AnswerLine, JudgedEnd, JudgedPassage, SampleStratum
from paperatlas.schema import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.graph.graph import Entity, Evidence, Graph, Statement

__all__ = ["DEFAULT_PREDICATES", "READ_PREDICATES", "SampleDesign", "confidence_band", "draw_sample"]

DEFAULT_PREDICATES: Final = tuple(rule.name for rule in PREDICATES if rule.min_confidence is not None)
"""The predicates of which statements are drawn if none is named: those that may be unsure."""

READ_PREDICATES: Final = tuple(
    rule.name for rule in PREDICATES if rule.name in ("mentions", *DEFAULT_PREDICATES)
)  # fmt: skip
"""The predicates of statements that are read from texts."""

_BOUNDS: Final = (0.4, 0.6, 0.8)
_MOST_PASSAGES: Final = 3


def confidence_band(confidence: float) -> str:
    """Return the name of the band that a confidence falls into.

    >>> confidence_band(0.39), confidence_band(0.4), confidence_band(1)
    ('below 0.4', '0.4 to 0.6', '0.8 and above')
    """
    if confidence < _BOUNDS[0]:
        return f"below {_BOUNDS[0]}"
    if confidence >= _BOUNDS[-1]:
        return f"{_BOUNDS[-1]} and above"
    upper = next(bound for bound in _BOUNDS if confidence < bound)
    return f"{_BOUNDS[_BOUNDS.index(upper) - 1]} to {upper}"


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """The design of a draw.

    Attributes:
        size: The number of statements to draw; of a smaller graph all are drawn.
        seed: The seed of the random numbers.
        by: ``predicate`` or ``confidence``, to draw as many from each predicate or confidence band; ``paper``, to draw
            whole papers; empty to draw from all alike.
        predicates: The predicates to draw from; empty for :data:`DEFAULT_PREDICATES`, of whole papers for all that are
            read from texts.
        low: The least confidence.
        high: The greatest confidence.
        unsure: Whether to draw from the unsure statements as well.
    """

    size: int
    seed: int = 1
    by: str = ""
    predicates: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    unsure: bool = False

    @property
    def scope(self) -> str:
        """The limits of the draw in words; empty if there are none."""
        parts = [", ".join(name for name in READ_PREDICATES if name in self.predicates)]
        if (self.low, self.high) != (0.0, 1.0):
            parts.append(f"confidence {self.low:g} to {self.high:g}")
        if self.unsure:
            parts.append("with unsure ones")
        return "; ".join(filter(None, parts))

    def stratum_of(self, statement: Statement) -> str:
        """Return the name of the stratum of a statement."""
        if self.by == "predicate":
            return statement.predicate
        return confidence_band(statement.confidence) if self.by == "confidence" else "all"

    def covers(self, statement: Statement) -> bool:
        """Return whether the statement was read from a text and lies within the limits."""
        default = READ_PREDICATES if self.by == "paper" else DEFAULT_PREDICATES
        return (
            statement.predicate in (self.predicates or default)
            and statement.inferred_by is None
            and not statement.stated
            and self.low <= statement.confidence <= self.high
        )


def draw_sample(graph: Graph, design: SampleDesign) -> tuple[AnswerLine, ...]:
    """Draw statements of a graph at random, in the order in which to judge them.

    The first of them, however many, are a sample of the same design, unless whole papers are drawn: whoever stops early
    has judged no part more than another.

    Args:
        graph: Any graph.
        design: The design of the draw.

    Returns:
        The statements with their texts, and without verdicts.

    >>> from paperatlas.graph.graph import Graph
    >>> draw_sample(Graph(), SampleDesign(size=10))
    ()
    """
    unsure = {statement.id for statement in graph.unsure}
    statements = (*graph.statements, *(graph.unsure if design.unsure else ()))
    population = [statement for statement in statements if design.covers(statement)]
    draw = _draw_papers if design.by == "paper" else _draw_statements
    return tuple(
        _line(graph, statement, stratum, statement.id in unsure) for statement, stratum in draw(population, design)
    )


def _draw_statements(
    population: Sequence[Statement], design: SampleDesign
) -> Iterator[tuple[Statement, SampleStratum]]:
    """Yield single statements of all strata, each with its stratum."""
    strata: dict[str, list[tuple[str, Statement]]] = {}
    for statement in population:
        number = _random_number(design.seed, statement.id)
        strata.setdefault(design.stratum_of(statement), []).append((number, statement))
    shares = _allocate(design.size, {name: len(members) for name, members in strata.items()})
    drawn = []
    for name, members in strata.items():
        stratum = SampleStratum(design.by, name, len(members), design.scope)
        # The place in the order is a part of the stratum's own sample, so that strata alternate.
        for rank, (number, statement) in enumerate(sorted(members, key=lambda pair: pair[0])[: shares[name]]):
            drawn.append((((rank + 0.5) / shares[name], number), statement, stratum))
    yield from ((statement, stratum) for _, statement, stratum in sorted(drawn, key=lambda entry: entry[0]))


def _draw_papers(population: Sequence[Statement], design: SampleDesign) -> Iterator[tuple[Statement, SampleStratum]]:
    """Yield all statements of whole papers, at least one and as many as the size allows; each paper is a stratum."""
    by_paper: dict[str, list[Statement]] = {}
    for statement in population:
        for paper in statement.papers:
            by_paper.setdefault(paper, []).append(statement)
    left = design.size
    for paper in sorted(by_paper, key=lambda paper: _random_number(design.seed, paper)):
        members = sorted(by_paper[paper], key=lambda member: (READ_PREDICATES.index(member.predicate), member.sort_key))
        if left < len(members) and left < design.size:
            return
        left -= len(members)
        stratum = SampleStratum("paper", paper, len(members), design.scope)
        yield from ((member, stratum) for member in members)


def _random_number(seed: int, key: str) -> str:
    """Return the random number of a statement or a paper, in hexadecimal digits of one length."""
    return hashlib.sha256(f"{seed}\0{key}".encode()).hexdigest()


def _allocate(size: int, populations: Mapping[str, int]) -> dict[str, int]:
    """Return how many to draw from each stratum: equally many, or all where a stratum has fewer."""
    shares, left = {}, size
    # The smallest come first, so that what they cannot give is drawn from the others.
    for place, name in enumerate(sorted(populations, key=lambda name: (populations[name], name))):
        shares[name] = min(populations[name], left // (len(populations) - place))
        left -= shares[name]
    return shares


def _line(graph: Graph, statement: Statement, stratum: SampleStratum, unsure: bool) -> AnswerLine:
    of_paper = stratum.by == "paper"
    evidence = [passage for passage in statement.evidence if not of_paper or passage.paper == stratum.name]
    return AnswerLine(
        statement.id,
        _end(graph.entities[statement.subject]),
        statement.predicate,
        _end(graph.entities[statement.object]),
        statement.confidence,
        tuple(_passages(graph, evidence)),
        statement.outcomes,
        unsure,
        stratum,
    )


def _end(entity: Entity) -> JudgedEnd:
    return JudgedEnd(entity.id, entity.type, entity.label, entity.aliases)


def _passages(graph: Graph, evidence: Sequence[Evidence]) -> Iterator[JudgedPassage]:
    """Yield the surest passage of each paper, of the papers whose passages are the surest."""
    for passage in _surest_of_each_paper(evidence):
        facts = graph.papers.get(passage.paper)
        versions = facts.versions if facts else ()
        version = next((version for version in versions if version.id == passage.version), None)
        start, end = passage.start or 0, passage.end or 0
        title, abstract = (version.title, version.abstract) if version else (graph.entities[passage.paper].label, "")
        yield JudgedPassage(
            passage.paper, title, abstract, passage.quote, start, end, passage.outcome, passage.confidence
        )


def _surest_of_each_paper(evidence: Iterable[Evidence]) -> list[Evidence]:
    by_paper: dict[str, Evidence] = {}
    for passage in sorted(evidence, key=lambda passage: (-passage.confidence, passage.sort_key)):
        by_paper.setdefault(passage.paper, passage)
    return list(by_paper.values())[:_MOST_PASSAGES]
