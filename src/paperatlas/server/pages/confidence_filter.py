"""Which statements a page shows: the sure ones, or by a parameter of its address those of a least confidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from paperatlas.errors import Reason, RequestError
from paperatlas.schema import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["AS_BUILT", "MIN_CONFIDENCE", "ConfidenceFilter"]

MIN_CONFIDENCE: Final = "min-confidence"
"""The parameter of an address that names the least confidence."""

_LONGEST: Final = 40
_BOUNDED: Final = ", ".join(f"pa:{entry.term}" for entry in PREDICATES if entry.min_confidence is not None)
_SURE: Final = "?statement a rdf:Statement ."
_CONFIDENT: Final = f"""VALUES ?class {{{{ rdf:Statement pa:UnsureStatement }}}} ?statement a ?class ;
    rdf:predicate ?bounded ; pa:confidence ?least FILTER(?least >= {{0:g}} || ?bounded NOT IN ({_BOUNDED})) ."""


@dataclass(frozen=True, slots=True)
class ConfidenceFilter:
    """The filter of the statements of a page.

    Attributes:
        min_confidence: The least confidence of a statement that is read from a text, 0 to 1; None for the statements
            that are sure in the build.
    """

    min_confidence: float | None = None

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return the filter that an address asks for.

        Raises:
            RequestError: if the parameter is no number from 0 to 1, or is given twice.
        """
        values = request.query_params.getlist(MIN_CONFIDENCE)
        if not values:
            return cls()
        number = _number(values[0]) if len(values) == 1 else None
        if number is None:
            shown = ", ".join(values)[:_LONGEST]
            message = f"{MIN_CONFIDENCE} is {shown!r}; give one number from 0 to 1, as in ?{MIN_CONFIDENCE}=0.5"
            raise RequestError(Reason.INVALID, message)
        return cls(number)

    @property
    def parameter(self) -> str:
        """The parameter for other addresses of the site; empty if there is none.

        >>> ConfidenceFilter(0.5).parameter, ConfidenceFilter().parameter
        ('min-confidence=0.5', '')
        """
        return "" if self.min_confidence is None else f"{MIN_CONFIDENCE}={self.min_confidence:g}"

    @property
    def first(self) -> str:
        """The parameter behind a path, with the mark that begins parameters."""
        return f"?{self.parameter}" if self.parameter else ""

    @property
    def further(self) -> str:
        """The parameter behind another one."""
        return f"&{self.parameter}" if self.parameter else ""

    @property
    def fragment(self) -> str:
        """The fragment by which the explorer shows the same statements."""
        return "" if self.min_confidence is None else f"#confidence={round(1000 * self.min_confidence)}"

    @property
    def pattern(self) -> str:
        """The SPARQL pattern that lets the same statements through, for ``?statement``."""
        return _SURE if self.min_confidence is None else _CONFIDENT.format(self.min_confidence)

    def divide(self, graph: Graph) -> Graph:
        """Return the graph with what is shown as statements, and what is not as unsure statements."""
        return graph if self.min_confidence is None else graph.with_min_confidence(self.min_confidence)

    def restrict(self, graph: Graph, node_id: str) -> Graph:
        """Return what is shown of the graph around a node, with its unsure statements apart, as in the build.

        Args:
            graph: The graph around the node.
            node_id: The id of the node or the statement, which stays in any case.
        """
        shown = {statement.id for statement in self.divide(graph).statements} | {node_id.partition("/")[2]}
        statements, unsure = _of(graph.statements, shown), _of(graph.unsure, shown)
        kept = {node_id} | {
            node for edge in (*statements, *unsure) for node in (edge.subject, edge.object, *edge.papers)
        }
        return replace(
            graph,
            entities={node: entity for node, entity in graph.entities.items() if node in kept},
            papers={node: metadata for node, metadata in graph.papers.items() if node in kept},
            statements=statements,
            unsure=unsure,
        )


AS_BUILT: Final = ConfidenceFilter()
"""The filter that shows what is sure in the build."""


def _of(statements: Iterable[Statement], ids: set[str]) -> tuple[Statement, ...]:
    return tuple(statement for statement in statements if statement.id in ids)


def _number(text: str) -> float | None:
    """Return a number from 0 to 1; None if the text is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
