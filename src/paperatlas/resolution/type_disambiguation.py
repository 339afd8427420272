"""Whether a name that papers use as two types of thing is one thing or two.

Papers call LongWriter a model here and a method there: one thing. Mamba is a model and, in other papers, a robot's
planner: two. What tells them apart is whether one paper uses both types, how often each is used, what a registry
lists, and whether the name is coined (*LongWriter*, *GRPO2*) or a word that anybody may choose (*Falcon*).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES", "TypeEvidence", "disambiguate"]

_COINED = re.compile(r"[^\W\d_][\W_]*\d|[a-z][A-Z]|[A-Z]{2,}[a-z]{2}|[A-Z][A-Z0-9]{4,}")
_MANY: Final = 8
_SUPPORTED: Final = 3


@dataclass(frozen=True, slots=True)
class TypeEvidence:
    """What is known of one name in two types.

    Attributes:
        types: The two node types.
        counts: How many papers use each.
        form: The spelling in common; nothing where the spellings differ.
        together: Whether one paper uses both.
        registered: Whether a registry lists it as each.
    """

    types: tuple[str, str]
    counts: tuple[int, int]
    form: str | None
    together: bool = False
    registered: tuple[bool, bool] = (False, False)


def registry_lists_both(evidence: TypeEvidence) -> bool | None:
    """A registry lists a thing of that name in each type: two."""
    return False if all(evidence.registered) else None


def one_paper_uses_both(evidence: TypeEvidence) -> bool | None:
    """One paper uses both types for it: one."""
    return True if evidence.together else None


def one_type_prevails(evidence: TypeEvidence) -> bool | None:
    """Nearly all papers use one type: one, unless a registry lists the other."""
    few, many = sorted(zip(evidence.counts, evidence.registered, strict=True))
    return True if many[0] >= _MANY * max(few[0], 1) and not few[1] else None


def both_are_supported(evidence: TypeEvidence) -> bool | None:
    """Several papers use each type: two."""
    return False if min(evidence.counts) >= _SUPPORTED else None


def coined_name(evidence: TypeEvidence) -> bool | None:
    """A model and a method bear the same coined name: one."""
    coined = evidence.form is not None and _COINED.search(evidence.form)
    return True if coined and set(evidence.types) == {"Model", "Method"} else None


def else_two(_: TypeEvidence) -> bool | None:
    """Nothing tells that things of two types are one: two."""
    return False


RULES: Final[tuple[Callable[[TypeEvidence], bool | None], ...]] = (
    registry_lists_both,
    one_paper_uses_both,
    one_type_prevails,
    both_are_supported,
    coined_name,
    else_two,
)
"""All rules, in the order in which they are asked; the first that knows an answer decides."""


def disambiguate(evidence: TypeEvidence) -> tuple[bool, str]:
    """Whether it is one thing, and the name of the rule that says so.

    >>> disambiguate(TypeEvidence(("Model", "Method"), (2, 1), "LongWriter"))
    (True, 'coined_name')
    >>> disambiguate(TypeEvidence(("Model", "Method"), (2, 1), "Falcon"))
    (False, 'else_two')
    """
    return next((answer, rule.__name__) for rule in RULES if (answer := rule(evidence)) is not None)
