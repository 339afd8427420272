from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.text.sanitization import clean, has_unsafe

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_cleaned_text_is_one_safe_line_that_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    assert not has_unsafe(cleaned)
    assert cleaned.splitlines() in ([], [cleaned])
    assert cleaned == " ".join(cleaned.split())
    cleaned.encode()


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text("abc äöü<>&'\"\\{}0123456789"))
def test_ordinary_text_only_loses_extra_space(text: str) -> None:
    assert clean(text) == " ".join(text.split())
