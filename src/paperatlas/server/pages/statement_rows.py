"""Statements as rows of a page: the other end, the papers and their quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.contradictions import contradictions, inverse_outcome
from paperatlas.graph.display import evidence_locations, format_date, paper_url
from paperatlas.graph.quotes import unnamed_ends
from paperatlas.server.pages.view_models import NodeLink, PaperRow, Quote, StatementRow, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.graph.graph import Evidence, Graph, Statement

__all__ = [
    "NodeView",
    "count_outcomes",
    "evidence_quotes",
    "group_statements",
    "highlight_names",
    "newest_first",
    "paper_row",
    "statement_row",
]

_OUTCOME_WORDS: Final = {"better": "better", "worse": "worse", "comparable": "on par", "unspecified": "no outcome"}

_QUOTES: Final = 4


@dataclass(frozen=True)
class NodeView:
    """The data of the page of a node.

    Attributes:
        graph: The part of the graph around the node.
        node_id: The id of the node.
        labs: The organisations of some papers, by the ids of the papers.
        supports: The support of statements by id, if the graph lacks some of their evidence.
        totals: The numbers of statements by predicate and end, if the graph lacks some.
        unsure: The ids of the statements that the build keeps apart as too uncertain, shown or not.
    """

    graph: Graph
    node_id: str
    labs: Mapping[str, tuple[NodeLink, ...]] = field(default_factory=dict)
    supports: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The ids of the statements that papers contradict."""
        return frozenset(contradictions(self.graph))

    def link(self, node_id: str) -> NodeLink:
        """Return the link to a node; a node that the graph lacks has its id for a label."""
        entity = self.graph.entities.get(node_id)
        if entity:
            return NodeLink(entity.id, entity.type, entity.label)
        return NodeLink(node_id, node_id.partition("/")[0].capitalize(), node_id)

    def other(self, statement: Statement) -> str:
        """Return the end of a statement that is not the page's node, or the object."""
        return statement.subject if statement.object == self.node_id else statement.object

    def total(self, predicate: str, end: str) -> int:
        """Return the number of statements of a predicate with the page's node as subject, object or either."""
        ends = ("subject", "object") if end == "either" else (end,)
        return sum(self.totals.get((predicate, name), 0) for name in ends)

    def support(self, statement: Statement) -> int:
        """Return the number of papers that state a statement."""
        return self.supports.get(statement.id, statement.support)


def group_statements(view: NodeView, statements: Iterable[Statement]) -> list[list[Statement]]:
    """Group statements by subject, predicate and other end, the best supported first, the less certain ones last.

    The comparisons of the page's node with another, in both directions, are one group.
    """
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        subject = view.node_id if view.node_id in (statement.subject, statement.object) else statement.subject
        groups[subject, statement.predicate, view.other(statement)].append(statement)

    def rank(group: Sequence[Statement]) -> tuple[bool, int, float, str, str]:
        other = view.link(view.other(group[0]))
        confidence = max(statement.confidence for statement in group)
        support = sum(map(view.support, group))
        return (_is_unsure(view, group), -support, -confidence, other.label.casefold(), group[0].id)

    return sorted(groups.values(), key=rank)


def _is_unsure(view: NodeView, group: Iterable[Statement]) -> bool:
    return all(statement.id in view.unsure for statement in group)


def newest_first(view: NodeView, groups: list[list[Statement]]) -> list[list[Statement]]:
    """Sort groups by the dates of their papers; those of unknown year are last."""

    def date(group: Sequence[Statement]) -> str:
        metadata = view.graph.papers.get(view.other(group[0]))
        return str(metadata.date) if metadata and metadata.date and metadata.date.year else ""

    return sorted(groups, key=date, reverse=True)


def statement_row(view: NodeView, group: Sequence[Statement], most: int = _QUOTES) -> StatementRow:
    """Return the row of statements between the same two nodes, with some of their quotes."""
    first = group[0]
    other = view.other(first)
    papers = {paper for statement in group for paper in statement.papers}
    evidence = [(statement, passage) for statement in group for passage in statement.evidence]
    evidence.sort(key=lambda pair: -pair[1].confidence)
    return StatementRow(
        other=view.link(other),
        subject=None if view.node_id in (first.subject, first.object) else view.link(first.subject),
        paper=paper_row(view, other) if view.link(other).type == "Paper" else None,
        statements=tuple(statement.id for statement in group),
        support=view.support(first) if len(group) == 1 else len(papers),
        confidence=max(statement.confidence for statement in group),
        outcomes=_outcomes(view, evidence),
        disputed=any(statement.id in view.disputed for statement in group),
        rule=first.inferred_by or "",
        stated=any(statement.stated for statement in group),
        unsure=_is_unsure(view, group),
        quotes=evidence_quotes(view, evidence[:most]),
        more=max(0, len(evidence) - most),
    )


def evidence_quotes(view: NodeView, evidence: Iterable[tuple[Statement, Evidence]]) -> tuple[Quote, ...]:
    """Return the distinct quotes of evidence, with the names of both ends marked."""
    distinct = {(passage.paper, passage.quote, passage.outcome): (owner, passage) for owner, passage in evidence}
    return tuple(_quote(view, statement, passage) for statement, passage in distinct.values())


def _quote(view: NodeView, statement: Statement, passage: Evidence) -> Quote:
    names = [name for end in (statement.subject, statement.object) for name in _names(view, end)]
    locations = tuple(f"{location.page}:{location.line}" for location in evidence_locations(view.graph, passage))
    outcome = _outcome_words(view, statement, passage.outcome) if passage.outcome else ""
    pieces = highlight_names(passage.quote, names)
    return Quote(
        pieces,
        paper_row(view, passage.paper),
        outcome,
        passage.confidence,
        locations,
        stated=passage.version is None,
        unnamed=_unnamed(view, statement, passage),
    )


def _unnamed(view: NodeView, statement: Statement, passage: Evidence) -> tuple[str, ...]:
    known = view.graph.entities.keys() >= {statement.subject, statement.object}
    return unnamed_ends(statement, passage, view.graph) if known else ()


def _names(view: NodeView, node_id: str) -> tuple[str, ...]:
    entity = view.graph.entities.get(node_id)
    return () if entity is None or entity.type == "Paper" else (entity.label, *entity.aliases)


def _outcomes(view: NodeView, evidence: Iterable[tuple[Statement, Evidence]]) -> tuple[tuple[str, int], ...]:
    """Return each outcome in words, with the number of papers that state it."""
    outcomes = {
        (passage.paper, _outcome_words(view, statement, passage.outcome))
        for statement, passage in evidence
        if passage.outcome
    }
    return count_outcomes(outcome for _, outcome in outcomes)


def count_outcomes(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Count outcomes in words, in a fixed order."""
    counts = Counter(words)
    return tuple((word, counts[word]) for word in _OUTCOME_WORDS.values() if counts[word])


def _outcome_words(view: NodeView, statement: Statement, outcome: str) -> str:
    """Return an outcome in words, from the side of the page's node."""
    inverse = statement.object == view.node_id and statement.subject != view.node_id
    return _OUTCOME_WORDS.get(inverse_outcome(outcome) if inverse else outcome, outcome)


def paper_row(view: NodeView, paper: str) -> PaperRow:
    """Return the row of a paper."""
    metadata = view.graph.papers.get(paper)
    date = metadata.date if metadata else None
    return PaperRow(
        view.link(paper),
        format_date(date) if date else "",
        str(date.year) if date and date.year else "",
        view.labs.get(paper, ()),
        paper_url(view.graph, paper),
    )


_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_IGNORED: Final = frozenset("-‐‑–/,:.'()[]")
_LONGEST_NAME: Final = 200


class _Token(NamedTuple):
    """Letters, a number or a significant sign, case-folded, with its position in the text."""

    text: str
    start: int
    end: int


def highlight_names(quote: str, names: Iterable[str]) -> tuple[TextPiece, ...]:
    """Split a quote into pieces and mark those that write one of the names.

    Case is ignored, as is one space or hyphen between the letters and the numbers of a name.

    >>> highlight_names("We test Llama2-7b.", ["Llama 2 7B", "Llama"])
    (TextPiece(text='We test ', marked=False), TextPiece(text='Llama2-7b', marked=True), TextPiece(text='.',
    marked=False))
    """
    names_by_head: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parts in sorted({_parts(name) for name in names if len(name) <= _LONGEST_NAME}, key=len, reverse=True):
        if parts:
            names_by_head[parts[0]].append(parts)
    pieces, position = [], 0
    for start, end in _spans(quote, names_by_head):
        pieces += [TextPiece(quote[position:start]), TextPiece(quote[start:end], marked=True)]
        position = end
    pieces.append(TextPiece(quote[position:]))
    return tuple(piece for piece in pieces if piece.text)


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in _tokens(name))


def _tokens(text: str) -> list[_Token]:
    tokens = (_Token(match[0].casefold(), *match.span()) for match in _TOKEN.finditer(text))
    return [token for token in tokens if token.text not in _IGNORED]


def _spans(quote: str, names_by_head: Mapping[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each name in a quote, the longest if several fit."""
    tokens = _tokens(quote)
    index = 0
    while index < len(tokens):
        names = names_by_head.get(tokens[index].text, ())
        parts = next((parts for parts in names if _fits(quote, tokens[index : index + len(parts)], parts)), ())
        if parts:
            yield tokens[index].start, tokens[index + len(parts) - 1].end
        index += max(1, len(parts))


def _fits(quote: str, tokens: Sequence[_Token], parts: Sequence[str]) -> bool:
    """Return whether tokens write a name, with no letter or number directly before or after it."""
    if [token.text for token in tokens] != list(parts):
        return False
    if any(after.start - before.end > 1 for before, after in pairwise(tokens)):
        return False
    start, end = tokens[0].start, tokens[-1].end
    neighbours = quote[max(0, start - 1) : start] + quote[end : end + 1]
    return not any(letter.isalnum() or letter == "_" for letter in neighbours)
