"""The sections of the page of a thing, the most telling first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.serving.pages.asking import MOST, all_of
from paperatlas.serving.pages.claims import OUTCOME_WORDS, claim_of, grouped, newest_first
from paperatlas.serving.pages.trees import family, lineage, size
from paperatlas.serving.pages.values import Section
from paperatlas.viewing.theme import INVERSE_LABELS

if TYPE_CHECKING:
    from paperatlas.records import Statement
    from paperatlas.serving.pages.asking import Beyond
    from paperatlas.serving.pages.claims import View

__all__ = ["sections"]

_SHOWN: Final = 8
_HELD: Final = 80


class _Plan(NamedTuple):
    """How statements of one predicate are shown.

    Attributes:
        predicate: The predicate.
        end: Which end of the statements the page's thing is: subject, object, either, or stated, which takes what the
            page's paper states of other things too.
        heading: The heading of the section.
        lead: What it holds; may be empty.
        compact: Whether quotes show on a click only.
        dated: Whether the newest papers come first.
        by_year: Whether papers stand under their years.
    """

    predicate: str
    end: str
    heading: str
    lead: str = ""
    compact: bool = False
    dated: bool = False
    by_year: bool = False


def _inverse(predicate: str, lead: str = "", **settings: bool) -> _Plan:
    """How statements are shown that lead to the page's thing, under what their predicate is called from there."""
    return _Plan(predicate, "object", INVERSE_LABELS[predicate].capitalize(), lead, **settings)


_INTRODUCED_BY = _inverse("introduces", "Papers that present, release or build it.")
_BUILT_FROM = _Plan(
    "based-on", "subject", "Built from", "What it is initialised, fine-tuned, distilled or extended from."
)
_BASIS_OF = _inverse("based-on", "What is made from it.")
_EVALUATED_ON = _Plan("evaluates-on", "subject", "Evaluated on")
_COMPARED = _Plan(
    "compares-to", "either", "Compared to", "Outcomes as seen from this page, with the papers that state each."
)
_MENTIONED_IN = _inverse("mentions", "The newest papers first.", compact=True, dated=True)
_PAPERS = _inverse("authored-by", compact=True, dated=True, by_year=True)

_FAMILY: Final = "family"
_COUNTED: Final = "counted"

_PLANS: Final[dict[str, tuple[_Plan | str, ...]]] = {
    "Model": (
        _INTRODUCED_BY,
        _FAMILY,
        _BUILT_FROM,
        _BASIS_OF,
        _Plan("trains-on", "subject", "Trained on"),
        _EVALUATED_ON,
        _COMPARED,
        _inverse("applied-to", "Methods that papers run on it, add to it or try with it."),
        _MENTIONED_IN,
    ),
    "Dataset": (
        _INTRODUCED_BY,
        _FAMILY,
        _inverse("trains-on"),
        _inverse("evaluates-on"),
        _BUILT_FROM,
        _BASIS_OF,
        _EVALUATED_ON,
        _COMPARED,
        _MENTIONED_IN,
    ),
    "Method": (
        _INTRODUCED_BY,
        _Plan("applied-to", "subject", "Applied to", "Models that papers run it on or try it with."),
        _BUILT_FROM,
        _BASIS_OF,
        _COMPARED,
        _EVALUATED_ON,
        _MENTIONED_IN,
    ),
    "Paper": (
        _Plan("introduces", "subject", "Introduces"),
        _Plan("trains-on", "stated", "Training"),
        _Plan("evaluates-on", "stated", "Evaluation"),
        _Plan("compares-to", "stated", "Comparisons", "Outcomes as seen from the first name."),
        _Plan("based-on", "stated", "What is built from what"),
        _Plan("applied-to", "stated", "Applications", "What is run on, added to or tried with which model."),
        _Plan("mentions", "subject", "Mentions", compact=True),
    ),
    "Author": (_PAPERS, _COUNTED, _Plan("affiliated-with", "subject", "Organisations", compact=True)),
    "Lab": (
        _COUNTED,
        _inverse("from-lab", compact=True, dated=True, by_year=True),
        _inverse("affiliated-with", compact=True),
        _inverse("mentions", "The newest papers first.", compact=True, dated=True),
    ),
}


def sections(view: View, type_name: str, beyond: Beyond) -> tuple[Section, ...]:
    """What the page of a thing tells, without sections that would be empty.

    Args:
        view: All that is known around the thing.
        type_name: Its node type.
        beyond: What was asked beside.
    """
    made = (_section(view, plan, beyond) for plan in _PLANS[type_name])
    return tuple(section for section in made if section.count)


def _section(view: View, plan: _Plan | str, beyond: Beyond) -> Section:
    if isinstance(plan, _Plan):
        return _claims(view, plan)
    return _family(view, beyond) if plan == _FAMILY else _counted(view, beyond)


def _claims(view: View, plan: _Plan) -> Section:
    chosen = _chosen(view, plan)
    unseen = max(0, view.total(plan.predicate, plan.end) - len(chosen))
    groups = grouped(view, chosen)
    if plan.dated:
        groups = newest_first(view, groups)
    claims = tuple(claim_of(view, group) for group in groups[:_HELD])
    left_out = max(0, len(groups) - _HELD) + unseen
    shown = _SHOWN * 2 if plan.compact else _SHOWN
    return Section(
        key=f"{plan.predicate}-{plan.end}",
        heading=plan.heading,
        count=len(groups) + unseen,
        lead=plan.lead,
        claims=claims[:shown],
        folded=claims[shown:],
        left_out=left_out,
        sparql=all_of(view.graph.iri(view.own), plan.predicate, plan.end) if left_out and plan.end != "stated" else "",
        compact=plan.compact,
        by_year=plan.by_year,
        tally=_tally(view, groups) if plan.end == "either" else (),
    )


def _chosen(view: View, plan: _Plan) -> list[Statement]:
    """The statements that a section is about."""
    around = view.graph.statements if plan.end == "stated" else view.graph.about(view.own)
    chosen = [statement for statement in around if statement.predicate == plan.predicate]
    if plan.end in ("subject", "object"):
        return [statement for statement in chosen if getattr(statement, plan.end) == view.own]
    return chosen


def _tally(view: View, groups: list[list[Statement]]) -> tuple[tuple[str, int], ...]:
    """For each outcome, with how many things it is stated at least once."""
    words = [word for group in groups for word, _ in claim_of(view, group, most=0).outcomes]
    counts = Counter(words)
    return tuple((word, counts[word]) for word in OUTCOME_WORDS.values() if counts[word])


def _family(view: View, beyond: Beyond) -> Section:
    own = view.thing(view.own)
    trees = family(own, beyond.family)
    steps = lineage(own, beyond.lineage)
    lead = "Sizes, versions and tunings, as the names tell." if trees else "What it is built from, step by step."
    return Section("family", "Family", size(trees) + size(steps), lead, trees=trees, lineage=steps)


def _counted(view: View, beyond: Beyond) -> Section:
    person = view.own.startswith("author/")
    heading = "Writes with" if person else "Introduced in its papers"
    lead = "With the number of papers that they share" if person else "With the number of papers that name each"
    lead += f"; the first {MOST} of them." if len(beyond.counted) == MOST else "."
    return Section("others", heading, len(beyond.counted), lead, names=beyond.counted)
