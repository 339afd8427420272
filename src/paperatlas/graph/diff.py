"""The difference of two graphs: statements that came, went, or changed their support."""

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
    """A statement that only one of two graphs has, or whose support differs.

    Attributes:
        subject: The label of the node that it starts from.
        predicate: The predicate.
        object: The label of the node that it leads to.
        before: Support, confidence and outcomes in the older graph; None if that lacks it.
        after: The same in the newer graph; None if that lacks it.
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
    """Compare the statements of two graphs; an unsure statement counts as none.

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
        states = _state(before.get(key)), _state(after.get(key))
        if states[0] != states[1]:
            kind = "came" if states[0] is None else "went" if states[1] is None else "changed"
            entities = (old if kind == "went" else new).entities
            subject, predicate, object_ = key
            changes[kind].append(StatementChange(entities[subject].label, predicate, entities[object_].label, *states))
    return GraphDiff(**{kind: tuple(statements) for kind, statements in changes.items()})


def _key(statement: Statement) -> tuple[str, str, str]:
    return statement.subject, statement.predicate, statement.object


def _state(statement: Statement | None) -> StatementState | None:
    if statement is None:
        return None
    return StatementState(statement.support, statement.confidence, tuple(statement.outcomes), statement.inferred_by)
