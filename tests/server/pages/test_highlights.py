from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.server.pages.statement_rows import highlight_names


@given(st.text(), st.lists(st.text(), max_size=4))
def test_nothing_of_a_quote_is_lost(quote: str, names: list[str]) -> None:
    assert "".join(piece.text for piece in highlight_names(quote, names)) == quote


@pytest.mark.parametrize(
    ("quote", "names", "expected"),
    [
        ("Otter-7B wins", ["Otter", "Otter-7B"], ["Otter-7B"]),
        ("the Otters and otter", ["Otter"], ["otter"]),
        ("LLaMA 2 and Llama2", ["llama-2"], ["LLaMA 2", "Llama2"]),
        ("HumanEval+ and HumanEval", ["HumanEval+"], ["HumanEval+"]),
        ("a.b", ["."], []),
        ("nothing here", [], []),
        ("x" * 300, ["x" * 300], []),
    ],
)
def test_names_are_found_as_papers_write_them(quote: str, names: list[str], expected: list[str]) -> None:
    assert [piece.text for piece in highlight_names(quote, names) if piece.marked] == expected
