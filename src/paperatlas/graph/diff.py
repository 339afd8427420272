"""What changed between two graphs: statements that came, that went, and those that are otherwise supported now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph, Statement

__all__ = ["GraphDiff", "StatementChange", "StatementState", "compare"]


@dataclass(frozen=True, slots=True)
class StatementState:
    """The support of a statement in one graph.

    Attributes:
        support: How many papers state it.
        confidence: The probability that it is right.
        outcomes: The outcomes of a comparison that papers state.
        inferred_by: The rule that infers it; None if papers state it.
    """

    support: int
    confidence: float
    outcomes: tuple[str, ...]
    inferred_by: str | None


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that is in one of two graphs, or otherwise supported in each.

    Attributes:
        subject: The label of the node that it starts from.
        predicate: The predicate.
        object: The label of the node that it leads to.
        before: Its state in the older graph; None if it was not there.
        after: Its state in the newer graph; None if it is not there.
    """

    subject: str
    predicate: str
    object: str
    before: StatementState | None
    after: StatementState | None


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """All changes, each sorted by the ids of subject, predicate and object.

    Attributes:
        came: Statements that only the newer graph has.
        went: Statements that only the older graph has.
        changed: Statements whose support, confidence or outcomes differ.
    """

    came: tuple[StatementChange, ...]
    went: tuple[StatementChange, ...]
    changed: tuple[StatementChange, ...]


def compare(old: Graph, new: Graph) -> GraphDiff:
    """What changed from one graph to another.

    Args:
        old: The older graph.
        new: The newer graph.

    >>> from paperatlas.graph.graph import Graph
    >>> compare(Graph(), Graph())
    GraphDiff(came=(), went=(), changed=())
    """
    before, after = ({_key(statement): statement for statement in graph.statements} for graph in (old, new))
    changes: dict[str, list[StatementChange]] = {"came": [], "went": [], "changed": []}
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        states = _state(was), _state(now)
        if states[0] != states[1]:
            kind = "came" if was is None else "went" if now is None else "changed"
            graph = old if now is None else new
            subject, predicate, object_ = key
            labels = graph.entities[subject].label, graph.entities[object_].label
            changes[kind].append(StatementChange(labels[0], predicate, labels[1], *states))
    return GraphDiff(**{kind: tuple(found) for kind, found in changes.items()})


def _key(statement: Statement) -> tuple[str, str, str]:
    return statement.subject, statement.predicate, statement.object


def _state(statement: Statement | None) -> StatementState | None:
    if statement is None:
        return None
    return StatementState(statement.support, statement.confidence, tuple(statement.outcomes), statement.inferred_by)
