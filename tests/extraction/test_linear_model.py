from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.linear_model import BIAS, LinearModel

TABLE = f"cue\tyes\tno\n{BIAS}\t0\t100\nnext=benchmark\t300\t-300\n"


def test_features_that_are_not_in_the_table_say_nothing() -> None:
    weights = LinearModel.parse(TABLE)
    assert weights.probabilities(["next=unheard"]).tolist() == weights.probabilities([]).tolist()


def test_the_bias_counts_for_everything() -> None:
    yes, no = LinearModel.parse(TABLE).probabilities([])
    assert no / yes == pytest.approx(math.e)


def test_a_table_that_is_written_and_read_is_the_same() -> None:
    assert LinearModel.parse(TABLE).format() == TABLE.replace("\t0\t100", "\t0\t100")


def test_features_that_hardly_weigh_are_not_written() -> None:
    assert "weak" not in LinearModel.parse(TABLE + "weak\t1\t-1\n").format()


def test_a_table_without_features_holds_all_classes_equal() -> None:
    assert LinearModel.parse("cue\tyes\tno\n").probabilities(["x"]).tolist() == [0.5, 0.5]


@given(st.sets(st.sampled_from(["next=benchmark", "a", "b"])))
def test_shares_add_up_to_one(features: set[str]) -> None:
    assert LinearModel.parse(TABLE).probabilities(features).sum() == pytest.approx(1)
