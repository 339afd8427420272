from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.curation.file_models import VERDICTS, SampleStratum
from paperatlas.review.precision import Precision, report, wilson_interval
from review_lines import answer

if TYPE_CHECKING:
    from paperatlas.curation.file_models import AnswerLine


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [
        # From the tables of Newcombe (1998), "Two-sided confidence intervals for the single proportion", method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_wilson(successes: int, count: int, low: float, high: float) -> None:
    assert wilson_interval(successes / count, count) == pytest.approx((low, high), abs=5e-5)


@given(st.floats(0, 1), st.floats(0, 1e6))
def test_an_interval_holds_its_share(share: float, count: float) -> None:
    low, high = wilson_interval(share, count)
    assert 0 <= low <= share <= high <= 1


def lines(counts: dict[str, int], prefix: str = "", **fields: object) -> list[AnswerLine]:
    verdicts = [verdict for verdict, count in counts.items() for _ in range(count)]
    return [answer(f"{prefix}{n}", verdict, **fields) for n, verdict in enumerate(verdicts)]  # type: ignore[arg-type]


def test_precision_is_counted_by_predicate_band_and_in_all() -> None:
    [draw] = report(
        [
            *lines({"right": 8, "wrong": 2}, "a", confidence=0.9),
            *lines({"right": 1, "arguable": 1}, "b", confidence=0.3, predicate="based-on"),
        ]
    ).draws
    assert list(draw.by_predicate) == ["evaluates-on", "based-on"]
    assert list(draw.by_confidence) == ["below 0.4", "0.8 and above"]
    assert draw.by_predicate["evaluates-on"].right_interval == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert (draw.all.judged, draw.all.right, draw.all.not_wrong) == (12, 0.75, 10 / 12)
    assert draw.weighted == draw.all


def test_a_divided_draw_is_weighted_back_to_the_graph() -> None:
    def stratum(name: str, population: int) -> SampleStratum:
        return SampleStratum("predicate", name, population)

    [draw] = report(
        [
            *lines({"right": 10}, "a", stratum=stratum("evaluates-on", 900)),
            *lines({"wrong": 10}, "b", predicate="based-on", stratum=stratum("based-on", 100)),
        ]
    ).draws
    assert draw.all.right == 0.5
    assert draw.weighted.right == pytest.approx(0.9)
    assert draw.population == 1000
    # Twenty answers of weights 1.8 and 0.2 tell as much as twelve.
    assert draw.weighted.right_interval == pytest.approx(wilson_interval(0.9, 400 / 32.8))
    assert draw.by_predicate["based-on"].right_interval == pytest.approx(wilson_interval(0, 10))
    # Both stand in one band, where the rare predicate counts for little as well.
    assert draw.by_confidence["0.8 and above"].right == pytest.approx(0.9)


def test_draws_of_different_limits_are_told_apart() -> None:
    extra = SampleStratum(scope="based-on", population=7)
    found = report([*lines({"right": 2}, "a"), *lines({"wrong": 2}, "b", predicate="based-on", stratum=extra)])
    assert [(draw.scope, draw.all.right) for draw in found.draws] == [("", 1.0), ("based-on", 0.0)]


@given(st.lists(st.tuples(st.sampled_from(VERDICTS), st.floats(0.01, 100)), max_size=30))
def test_shares_stay_within_their_intervals(verdicts: list[tuple[str, float]]) -> None:
    precision = Precision.of(verdicts)
    assert precision.judged == len(verdicts)
    assert 0 <= precision.right <= precision.not_wrong + 1e-12 <= 1 + 1e-9
    for share, (low, high) in (
        (precision.right, precision.right_interval),
        (precision.not_wrong, precision.not_wrong_interval),
    ):
        assert low - 1e-9 <= share <= high + 1e-9


def test_kinds_of_error_are_counted() -> None:
    found = report(
        [
            *lines({"wrong": 2}, "a", kind="type"),
            *lines({"wrong": 3}, "b", kind="end"),
            *lines({"right": 4}, "c"),
            *lines({"arguable": 1}, "d"),
        ]
    )
    assert found.kinds == {("wrong", "end"): 3, ("wrong", "type"): 2, ("arguable", ""): 1}


def test_reviewers_who_judged_the_same_are_compared() -> None:
    ada = lines({"right": 6, "wrong": 4}, reviewer="Ada")
    bo = lines({"right": 5, "wrong": 5}, reviewer="Bo")
    [agreement] = report([*ada, *bo]).agreements
    assert (agreement.reviewers, agreement.judged, agreement.equal) == (("Ada", "Bo"), 10, 0.9)
    assert agreement.kappa == pytest.approx(0.8)


def test_agreement_that_chance_explains_has_no_kappa() -> None:
    [agreement] = report([answer(reviewer="Ada"), answer(reviewer="Bo")]).agreements
    assert (agreement.equal, agreement.kappa) == (1.0, None)


def test_the_report_is_json() -> None:
    plain = json.loads(json.dumps(report(lines({"right": 1, "wrong": 1})).plain()))
    assert plain["draws"][0]["all"]["precision right"] == 0.5
    assert plain["kinds"] == [{"verdict": "wrong", "kind": "", "count": 1}]
