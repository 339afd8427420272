from __future__ import annotations

from dataclasses import replace

from paperatlas.graph.diff import compare
from samples import sample_graph


def test_a_graph_does_not_differ_from_itself() -> None:
    comparison = compare(sample_graph(), sample_graph())
    assert comparison.came == comparison.went == comparison.changed == ()


def test_statements_come_go_and_change() -> None:
    whole = sample_graph()
    first, second, *others = whole.statements
    less = replace(whole, statements=(replace(second, confidence=0.123), *others))
    comparison = compare(whole, less)
    assert [(change.predicate, change.after) for change in comparison.went] == [(first.predicate, None)]
    assert [change.before and change.before.confidence for change in comparison.changed] == [second.confidence]
    assert [change.after and change.after.confidence for change in comparison.changed] == [0.123]
    assert compare(less, whole).came[0].before is None
    assert comparison.went[0].subject == whole.entities[first.subject].label
