"""Statements as lines of a page: the other end, who says so, and in which words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.contradictions import contradictions, inverse_outcome
from paperatlas.graph.display import evidence_locations, format_date, paper_url
from paperatlas.server.pages.view_models import NodeLink, PaperRow, Quote, StatementRow, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.graph.graph import Evidence, Graph, Statement

__all__ = [
    "OUTCOME_WORDS",
    "NodeView",
    "evidence_quotes",
    "group_statements",
    "highlight_names",
    "newest_first",
    "paper_line",
    "statement_row",
]

OUTCOME_WORDS: Final = {"better": "better", "worse": "worse", "comparable": "on par", "unspecified": "no outcome"}
"""How people read the outcomes."""

_QUOTES: Final = 4


@dataclass(frozen=True)
class NodeView:
    """What a page is made from.

    Attributes:
        graph: All that is known around the page's thing.
        own: The id of the page's thing.
        labs: The organisations of some papers, by the ids of the papers.
        supports: How many papers state a statement, by its id, where the graph does not hold all its evidence.
        totals: How many statements there are by predicate and end, where the graph does not hold all.
        disputed: The ids of the statements that papers contradict.
    """

    graph: Graph
    own: str
    labs: Mapping[str, tuple[NodeLink, ...]] = field(default_factory=dict)
    supports: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        graph: Graph,
        own: str,
        labs: Mapping[str, tuple[NodeLink, ...]],
        supports: Mapping[str, int],
        totals: Mapping[tuple[str, str], int],
    ) -> NodeView:
        """A view of a graph, with what is disputed in it."""
        return cls(graph, own, labs, supports, totals, frozenset(contradictions(graph)))

    def thing(self, node_id: str) -> NodeLink:
        """A node as pages name it; one that the graph does not hold is called by its id."""
        entity = self.graph.entities.get(node_id)
        return NodeLink.of(entity) if entity else NodeLink(node_id, node_id.partition("/")[0].capitalize(), node_id)

    def other(self, statement: Statement) -> str:
        """The end of a statement that a line of this page is about."""
        return statement.subject if statement.object == self.own else statement.object

    def total(self, predicate: str, end: str) -> int:
        """How many statements of a predicate have the page's thing at an end: subject, object or either."""
        ends = ("subject", "object") if end == "either" else (end,)
        return sum(self.totals.get((predicate, end_name), 0) for end_name in ends)

    def support(self, statement: Statement) -> int:
        """How many papers state it."""
        return self.supports.get(statement.id, statement.support)


def group_statements(view: NodeView, statements: Iterable[Statement]) -> list[list[Statement]]:
    """Statements by what they are said of, what is said and the other end, the best supported first.

    Comparisons of the page's thing with another are one group, whichever way round papers put them.
    """
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        subject = view.own if view.own in (statement.subject, statement.object) else statement.subject
        groups[subject, statement.predicate, view.other(statement)].append(statement)

    def rank(group: Sequence[Statement]) -> tuple[int, float, str, str]:
        other = view.thing(view.other(group[0]))
        confidence = max(one.confidence for one in group)
        return (-sum(map(view.support, group)), -confidence, other.label.casefold(), group[0].id)

    return sorted(groups.values(), key=rank)


def newest_first(view: NodeView, groups: list[list[Statement]]) -> list[list[Statement]]:
    """Groups whose other ends are papers, by the dates of these; those of unknown year last."""

    def age(group: Sequence[Statement]) -> str:
        facts = view.graph.papers.get(view.other(group[0]))
        return str(facts.date) if facts and facts.date and facts.date.year else ""

    return sorted(groups, key=age, reverse=True)


def statement_row(view: NodeView, group: Sequence[Statement], most: int = _QUOTES) -> StatementRow:
    """The line of a page that tells of statements between the same two things."""
    first = group[0]
    other = view.other(first)
    papers = {paper for statement in group for paper in statement.papers}
    evidence = [(statement, passage) for statement in group for passage in statement.evidence]
    evidence.sort(key=lambda pair: -pair[1].confidence)
    alone = view.own not in (first.subject, first.object)
    return StatementRow(
        other=view.thing(other),
        subject=view.thing(first.subject) if alone else None,
        paper=paper_line(view, other) if view.thing(other).type == "Paper" else None,
        statements=tuple(statement.id for statement in group),
        support=view.support(first) if len(group) == 1 else len(papers),
        confidence=max(statement.confidence for statement in group),
        outcomes=_outcomes(view, evidence),
        disputed=any(statement.id in view.disputed for statement in group),
        rule=first.inferred_by or "",
        quotes=evidence_quotes(view, evidence[:most]),
        more=max(0, len(evidence) - most),
    )


def evidence_quotes(view: NodeView, evidence: Iterable[tuple[Statement, Evidence]]) -> tuple[Quote, ...]:
    """The words of evidence, with the names of both ends marked; the same words of one paper come once."""
    distinct = {(passage.paper, passage.quote, passage.outcome): (stated, passage) for stated, passage in evidence}
    return tuple(_quote(view, statement, passage) for statement, passage in distinct.values())


def _quote(view: NodeView, statement: Statement, passage: Evidence) -> Quote:
    names = [name for end in (statement.subject, statement.object) for name in _names(view, end)]
    places = tuple(f"{place.page}:{place.line}" for place in evidence_locations(view.graph, passage))
    outcome = _seen(view, statement, passage.outcome) if passage.outcome else ""
    return Quote(
        highlight_names(passage.quote, names), paper_line(view, passage.paper), outcome, passage.confidence, places
    )


def _names(view: NodeView, node_id: str) -> tuple[str, ...]:
    entity = view.graph.entities.get(node_id)
    return () if entity is None or entity.type == "Paper" else (entity.label, *entity.aliases)


def _outcomes(view: NodeView, evidence: Iterable[tuple[Statement, Evidence]]) -> tuple[tuple[str, int], ...]:
    """Each outcome in words, with the number of papers that state it."""
    outcomes = {
        (passage.paper, _seen(view, statement, passage.outcome)) for statement, passage in evidence if passage.outcome
    }
    counts = Counter(outcome for _, outcome in outcomes)
    return tuple((word, counts[word]) for word in OUTCOME_WORDS.values() if counts[word])


def _seen(view: NodeView, statement: Statement, outcome: str) -> str:
    """An outcome in words, from the side of the page's thing."""
    turned = statement.object == view.own and statement.subject != view.own
    return OUTCOME_WORDS.get(inverse_outcome(outcome) if turned else outcome, outcome)


def paper_line(view: NodeView, paper: str) -> PaperRow:
    """A paper in one line."""
    facts = view.graph.papers.get(paper)
    date = facts.date if facts else None
    return PaperRow(
        view.thing(paper),
        format_date(date) if date else "",
        str(date.year) if date and date.year else "",
        view.labs.get(paper, ()),
        paper_url(view.graph, paper),
    )


_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")

_SILENT: Final = frozenset("-‐‑–/,:.'()[]")

_LONGEST_NAME: Final = 200


class _Token(NamedTuple):
    """Letters, a number or a sign that tells names apart, without regard to case, and where it stands."""

    text: str
    start: int
    end: int


def highlight_names(quote: str, names: Iterable[str]) -> tuple[TextPiece, ...]:
    """A quote in pieces, of which those are marked that write one of the names.

    Case does not count, nor does one space or hyphen between the letters and the numbers of a name.

    >>> highlight_names("We test Llama2-7b.", ["Llama 2 7B", "Llama"])
    (TextPiece(text='We test ', marked=False), TextPiece(text='Llama2-7b', marked=True), TextPiece(text='.',
    marked=False))
    """
    names_by_head: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parts in sorted({_parts(name) for name in names if len(name) <= _LONGEST_NAME}, key=len, reverse=True):
        if parts:
            names_by_head[parts[0]].append(parts)
    pieces, done = [], 0
    for start, end in _found(quote, names_by_head):
        pieces += [TextPiece(quote[done:start]), TextPiece(quote[start:end], marked=True)]
        done = end
    pieces.append(TextPiece(quote[done:]))
    return tuple(piece for piece in pieces if piece.text)


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in _tokens(name))


def _tokens(text: str) -> list[_Token]:
    found = (_Token(match[0].casefold(), *match.span()) for match in _TOKEN.finditer(text))
    return [token for token in found if token.text not in _SILENT]


def _found(quote: str, names_by_head: Mapping[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Where names start and end in a quote, the longest where several fit."""
    tokens = _tokens(quote)
    place = 0
    while place < len(tokens):
        fits = (parts for parts in names_by_head.get(tokens[place].text, ()) if _fits(quote, tokens, place, parts))
        parts = next(fits, ())
        if parts:
            yield tokens[place].start, tokens[place + len(parts) - 1].end
        place += max(1, len(parts))


def _fits(quote: str, tokens: Sequence[_Token], place: int, parts: Sequence[str]) -> bool:
    """Whether a name is written at a place, with no letter or number right before or after it."""
    here = tokens[place : place + len(parts)]
    if [token.text for token in here] != list(parts):
        return False
    if any(after.start - before.end > 1 for before, after in pairwise(here)):
        return False
    around = quote[max(0, here[0].start - 1) : here[0].start] + quote[here[-1].end : here[-1].end + 1]
    return not any(letter.isalnum() or letter == "_" for letter in around)
