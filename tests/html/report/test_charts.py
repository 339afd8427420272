from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.html.report.charts import Bar, MatrixCell, bar_chart, column_chart, fit_text, matrix_chart
from samples import HOSTILE

ONE_KIND = {"Model": "papers"}
TWO_KINDS = {"Model": "models", "Dataset": "datasets"}


def _widths(chart: str, kind: str) -> list[float]:
    rectangles = ET.fromstring(chart).iter("rect")  # noqa: S314 - our own output
    return [float(box.attrib["width"]) for box in rectangles if box.attrib["class"] == f"k-{kind}"]


def test_the_length_of_a_bar_is_its_value() -> None:
    bars = [Bar("a", {"Model": 4}, "4"), Bar("b", {"Model": 1}, "1")]
    long, short = _widths(bar_chart("k", "T", bars, ONE_KIND), "Model")
    assert abs(long - 4 * short) < 0.5


def test_a_part_of_length_zero_is_not_drawn() -> None:
    chart = bar_chart("k", "T", [Bar("a", {"Model": 0, "Dataset": 2}, "2")], ONE_KIND)
    assert _widths(chart, "Model") == []
    assert len(_widths(chart, "Dataset")) == 1


def test_a_legend_stands_where_there_is_more_than_one_kind() -> None:
    assert "datasets" in bar_chart("k", "T", [], TWO_KINDS)
    assert "papers" not in bar_chart("k", "T", [], ONE_KIND)


def test_a_chart_names_itself_and_each_bar_to_screen_readers() -> None:
    svg = ET.fromstring(bar_chart("k", "What is shown", [Bar("Otter", {"Model": 1}, "1")], ONE_KIND))  # noqa: S314
    assert (svg.attrib["role"], svg.attrib["aria-labelledby"]) == ("img", "k-title")
    assert [title.text for title in svg.iter("title")] == ["What is shown", "Otter: 1"]


def test_a_hostile_label_is_text() -> None:
    for chart in (
        bar_chart("k", HOSTILE, [Bar(HOSTILE, {"Model": 1}, HOSTILE)], ONE_KIND),
        column_chart("k", HOSTILE, [Bar(HOSTILE, {"Model": 1}, HOSTILE)], ONE_KIND),
        matrix_chart("k", HOSTILE, [HOSTILE], {(0, 0): MatrixCell("better", 1, HOSTILE, HOSTILE)}, ONE_KIND),
    ):
        assert "<img" not in chart
        assert "<script" not in chart


@given(st.text(st.characters(exclude_categories=())))
def test_any_label_gives_well_formed_xml(label: str) -> None:
    ET.fromstring(bar_chart("k", label, [Bar(label, {"Model": 1}, label)], ONE_KIND))  # noqa: S314


def test_empty_charts_are_drawn() -> None:
    for draw in (bar_chart, column_chart):
        assert ET.fromstring(draw("k", "T", [], TWO_KINDS)).tag.endswith("svg")  # noqa: S314
        drawn = ET.fromstring(draw("k", "T", [Bar("2024", {"Model": 0}, "")], TWO_KINDS))  # noqa: S314
        assert "2024" in [text.text for text in drawn.iter("text")]


def test_many_columns_label_only_some_years() -> None:
    bars = [Bar(str(year), {"Model": 1}, "1") for year in range(1960, 2026)]
    labels = [
        text.text
        for text in ET.fromstring(column_chart("k", "T", bars, ONE_KIND)).iter("text")  # noqa: S314
        if "label" in text.attrib["class"]
    ]
    assert 5 < len(labels) < 20


@given(st.text(), st.integers(1, 40))
def test_a_fitted_label_is_no_longer_than_asked(text: str, columns: int) -> None:
    assert len(fit_text(text, columns)) <= max(len(text), 1)
    if len(text) * 2 <= columns:
        assert fit_text(text, columns) == text


def test_wide_characters_take_two_columns() -> None:
    assert fit_text("模型模型模型", 7) == "模型模…"
