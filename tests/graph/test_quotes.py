from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.graph.graph import Entity, Evidence, Graph, Statement
from paperatlas.graph.quotes import names_any, unnamed_ends

NODES = [
    Entity("paper/a", "Paper", "On otters"),
    Entity("model/otter", "Model", "Otter-7B", ("Otter",)),
    Entity("model/stoat", "Model", "Stoat 2", ("STOAT-2",)),
]
GRAPH = Graph({node.id: node for node in NODES})


def unnamed(quote: str, subject: str = "model/otter", *, version: str | None = "0") -> tuple[str, ...]:
    evidence = Evidence("paper/a", quote, version=version)
    return unnamed_ends(Statement(subject, "compares-to", "model/stoat", (evidence,)), evidence, GRAPH)


@pytest.mark.parametrize(
    ("quote", "ends"),
    [
        ("Otter-7B beats Stoat 2.", ()),
        ("OTTER beats Stoat-2-based systems.", ()),
        ("Our model beats Stoat 2.", ("Otter-7B",)),
        ("Otter beats it.", ("Stoat 2",)),
        ("Our model beats it.", ("Otter-7B", "Stoat 2")),
        ("Ottering beats Stoat 22.", ("Otter-7B", "Stoat 2")),
        ("Otter beats $\\textbf{Stoat}$ 2.", ()),
        ("", ("Otter-7B", "Stoat 2")),
    ],
)
def test_the_ends_that_a_quote_does_not_name_are_told(quote: str, ends: tuple[str, ...]) -> None:
    assert unnamed(quote) == ends


def test_the_quoted_paper_needs_no_name() -> None:
    assert unnamed("We beat Stoat 2.", "paper/a") == ()


def test_a_field_leaves_no_end_unnamed() -> None:
    assert unnamed("yes", version=None) == ()


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_text_names_a_word_between_spaces(before: str, after: str) -> None:
    assert names_any(f"{before} Otter {after}", ["otter"])


@given(st.text(max_size=30))
def test_no_text_names_what_has_no_letters(text: str) -> None:
    assert not names_any(text, ["", "-", "$"])
