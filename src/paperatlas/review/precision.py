"""The precision that verdicts show, with its interval, and the agreement of reviewers.

Intervals are those of Wilson (1927), "Probable inference, the law of succession, and statistical inference", at 95 %.
Where some part of the graph was drawn more densely than another, each answer counts as much as the share of the graph
that it stands for, and the interval is that of the effective sample size of Kish (*Survey Sampling*, 1965): the square
of the sum of the weights by the sum of their squares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.curation.file_models import VERDICTS
from paperatlas.review.answers import consensus, judged_unit
from paperatlas.review.sampling import READ_PREDICATES, confidence_band

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.curation.file_models import AnswerLine
    from paperatlas.review.answers import JudgedUnit

__all__ = ["Agreement", "DrawPrecision", "Interval", "Precision", "ReviewReport", "report", "wilson_interval"]

_Z: Final = 1.959963984540054
"""The quantile of the normal distribution for 95 %."""

_NEARLY_ZERO: Final = 1e-9


class Interval(NamedTuple):
    """A confidence interval of a share."""

    low: float
    high: float


def wilson_interval(share: float, count: float) -> Interval:
    """Return the Wilson score interval of a share, at 95 %.

    Args:
        share: The share of successes, 0 to 1.
        count: The number of trials, or their effective number.

    >>> tuple(round(bound, 3) for bound in wilson_interval(0.8, 10))
    (0.49, 0.943)
    """
    if count <= 0:
        return Interval(0.0, 1.0)
    spread = _Z**2 / count
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return Interval(max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


@dataclass(frozen=True, slots=True)
class Precision:
    """The precision of some statements.

    Attributes:
        counts: How many statements have each verdict.
        right: The share of statements that are right, weighted.
        right_interval: Its interval.
        not_wrong: The share of statements that are right or arguable, weighted.
        not_wrong_interval: Its interval.
    """

    counts: Mapping[str, int]
    right: float
    right_interval: Interval
    not_wrong: float
    not_wrong_interval: Interval

    @property
    def judged(self) -> int:
        """How many statements are judged."""
        return sum(self.counts.values())

    @classmethod
    def of(cls, verdicts: Iterable[tuple[str, float]]) -> Precision:
        """Return the precision of verdicts, each with its weight; without any, shares of 0.

        >>> precision = Precision.of([("right", 1.0), ("right", 1.0), ("arguable", 1.0), ("wrong", 1.0)])
        >>> precision.right, precision.not_wrong
        (0.5, 0.75)
        """
        counts, weights, squares = Counter(dict.fromkeys(VERDICTS, 0)), dict.fromkeys(VERDICTS, 0.0), 0.0
        for verdict, weight in verdicts:
            counts[verdict] += 1
            weights[verdict] += weight
            squares += weight * weight
        total = sum(weights.values())
        effective = total * total / squares if squares else 0.0
        right = weights["right"] / total if total else 0.0
        not_wrong = (weights["right"] + weights["arguable"]) / total if total else 0.0
        return cls(
            dict(counts), right, wilson_interval(right, effective), not_wrong, wilson_interval(not_wrong, effective)
        )

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "judged": self.judged,
            **self.counts,
            "precision right": self.right,
            "interval right": list(self.right_interval),
            "precision not wrong": self.not_wrong,
            "interval not wrong": list(self.not_wrong_interval),
        }


@dataclass(frozen=True, slots=True)
class DrawPrecision:
    """The precision that the answers of one draw show.

    Attributes:
        by: What the graph was divided by for the draw; empty if it was not.
        scope: To which statements the draw was limited; empty for none.
        population: How many statements there are in the strata with an answer.
        by_predicate: The precision of each predicate.
        by_confidence: The precision of each confidence band.
        all: The precision of the answers as they are.
        weighted: The precision of all statements from which they were drawn; equal to ``all`` if the draw was not
            divided.
    """

    by: str
    scope: str
    population: int
    by_predicate: Mapping[str, Precision]
    by_confidence: Mapping[str, Precision]
    all: Precision
    weighted: Precision

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "drawn by": self.by,
            "limited to": self.scope,
            "population": self.population,
            "by predicate": {name: precision.plain() for name, precision in self.by_predicate.items()},
            "by confidence": {name: precision.plain() for name, precision in self.by_confidence.items()},
            "all": self.all.plain(),
            "weighted": self.weighted.plain(),
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on the statements that both judged.

    Attributes:
        reviewers: Their names.
        judged: How many statements both judged.
        equal: The share of equal verdicts.
        kappa: Cohen's kappa: what is left of it beyond chance, 1 for full agreement; None if chance alone explains all.
    """

    reviewers: tuple[str, str]
    judged: int
    equal: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """The report on answers.

    Attributes:
        draws: The precision by draw, in the order of the first answer of each.
        kinds: How many statements have each kind of error, by verdict and kind.
        agreements: The agreement of each two reviewers who judged some of the same statements.
    """

    draws: tuple[DrawPrecision, ...]
    kinds: Mapping[tuple[str, str], int]
    agreements: tuple[Agreement, ...]

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "draws": [draw.plain() for draw in self.draws],
            "kinds": [
                {"verdict": verdict, "kind": kind, "count": count} for (verdict, kind), count in self.kinds.items()
            ],
            "agreements": [asdict(agreement) for agreement in self.agreements],
        }


def report(answers: Sequence[AnswerLine]) -> ReviewReport:
    """Return the precision that answers show.

    Args:
        answers: The answers that count, as :func:`paperatlas.review.answers.read_answers` returns them. Where several
            reviewers judged a statement, the verdict of most counts, and of equally many the worse.
    """
    agreed = consensus(answers)
    draws: dict[tuple[str, str], list[AnswerLine]] = defaultdict(list)
    for answer in agreed:
        draws[answer.stratum.by, answer.stratum.scope].append(answer)
    kinds = Counter((answer.verdict or "", answer.kind) for answer in agreed if answer.verdict != "right")
    return ReviewReport(
        tuple(_draw_precision(by, scope, group) for (by, scope), group in draws.items()),
        dict(sorted(kinds.items(), key=lambda entry: (-entry[1], entry[0]))),
        tuple(_agreements(answers)),
    )


def _draw_precision(by: str, scope: str, answers: Sequence[AnswerLine]) -> DrawPrecision:
    populations = {answer.stratum.name: answer.stratum.population for answer in answers}
    judged = Counter(answer.stratum.name for answer in answers)
    total = sum(populations.values())
    # Such weights have a mean of 1; without strata each is 1.
    weights = {name: populations[name] / total * len(answers) / count for name, count in judged.items()}

    def precision(group: Iterable[AnswerLine]) -> Precision:
        return Precision.of((answer.verdict or "", weights[answer.stratum.name]) for answer in group)

    by_predicate, by_confidence = defaultdict(list), defaultdict(list)
    for answer in answers:
        by_predicate[answer.predicate].append(answer)
        by_confidence[confidence_band(answer.confidence)].append(answer)
    order = {name: place for place, name in enumerate(READ_PREDICATES)}
    return DrawPrecision(
        by,
        scope,
        total,
        {
            name: precision(by_predicate[name])
            for name in sorted(by_predicate, key=lambda name: (order.get(name, len(order)), name))
        },
        {
            name: precision(group)
            for name, group in sorted(by_confidence.items(), key=lambda entry: entry[1][0].confidence)
        },
        Precision.of((answer.verdict or "", 1.0) for answer in answers),
        precision(answers),
    )


def _agreements(answers: Iterable[AnswerLine]) -> Iterator[Agreement]:
    verdicts: dict[str, dict[JudgedUnit, str]] = defaultdict(dict)
    for answer in answers:
        verdicts[answer.reviewer][judged_unit(answer)] = answer.verdict or ""
    for first, second in combinations(sorted(verdicts), 2):
        both = [(verdicts[first][key], verdicts[second][key]) for key in verdicts[first] if key in verdicts[second]]
        if both:
            equal = sum(one == other for one, other in both) / len(both)
            yield Agreement((first, second), len(both), equal, _kappa(both, equal))


def _kappa(pairs: Sequence[tuple[str, str]], equal: float) -> float | None:
    """Return Cohen's kappa, after Cohen (1960), "A coefficient of agreement for nominal scales"."""
    firsts, seconds = (Counter(column) for column in zip(*pairs, strict=True))
    chance = sum(firsts[verdict] * seconds[verdict] for verdict in VERDICTS) / len(pairs) ** 2
    return None if 1 - chance < _NEARLY_ZERO else (equal - chance) / (1 - chance)
