from __future__ import annotations

from paperatlas.resolution.union_find import ConstrainedUnionFind


def test_a_path_leads_from_node_to_node_with_the_rule_of_each_step() -> None:
    unions = ConstrainedUnionFind("abcde")
    for one, other, rule in (("a", "b", "r1"), ("c", "b", "r2"), ("c", "d", "r3"), ("a", "d", "unneeded")):
        assert unions.join(one, other, rule)
    assert [(step.left, step.right, step.rule) for step in unions.path("a", "d")] == [
        ("a", "b", "r1"),
        ("b", "c", "r2"),
        ("c", "d", "r3"),
    ]
    assert unions.path("a", "e") == unions.path("a", "a") == []
    assert sorted(map(sorted, unions.groups())) == [["a", "b", "c", "d"], ["e"]]


def test_sets_of_two_marks_stay_apart_whatever_stands_between() -> None:
    unions = ConstrainedUnionFind("abc", marks={"a": "A", "c": "C"})
    assert unions.join("a", "b", "r")
    assert not unions.join("b", "c", "s")
    assert [step.rule for step in unions.refused] == ["s"]
