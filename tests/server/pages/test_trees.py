from __future__ import annotations

from paperatlas.graph.graph import Statement
from paperatlas.server.pages.trees import family, lineage, size
from paperatlas.server.pages.view_models import NodeLink


def _link(name: str) -> NodeLink:
    return NodeLink(f"model/{name}", "Model", name.upper())


A, B, C, D, E = map(_link, "abcde")


def test_a_family_unfolds_towards_the_thing_and_folds_elsewhere() -> None:
    (top,) = family(C, [(B, A), (C, B), (D, A), (E, D)])
    assert (top.link, top.open, size([top])) == (A, True, 5)
    line, other = top.children
    assert line.children[0].is_current
    assert not other.open


def test_a_branch_tells_its_statement() -> None:
    (top,) = family(B, [(B, A)])
    assert top.statement == ""
    assert top.children[0].statement == Statement("model/b", "variant-of", "model/a").id


def test_a_thing_without_a_family_has_no_tree() -> None:
    assert family(A, []) == ()
    assert lineage(A, []) == ()


def test_a_lineage_of_one_step_is_no_tree() -> None:
    assert lineage(A, [(A, B)]) == ()


def test_a_lineage_goes_back_step_by_step() -> None:
    (own,) = lineage(A, [(A, B), (B, C)])
    assert own.is_current
    assert own.children[0].statement == Statement("model/a", "based-on", "model/b").id
    assert own.children[0].children[0].link == C


def test_circles_end() -> None:
    assert size(lineage(A, [(A, B), (B, A)])) == 3
    assert family(A, [(A, B), (B, A)]) == ()
