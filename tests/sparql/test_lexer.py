from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.sparql.lexer import tokenize


def _kinds(sparql: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(sparql)]


@pytest.mark.parametrize(
    "text",
    [
        '"a } ?x # <b>"',
        r"'it\'s \\'",
        '"""two " quotes "" and\na line"""',
        "'''it's \\''' so'''",
        '""',
        r'"\u0022\U0001F600"',
    ],
)
def test_each_form_of_string_is_one_token(text: str) -> None:
    assert _kinds(f"{{{text}}}") == [("mark", "{"), ("string", text), ("mark", "}")]


def test_an_unknown_escape_makes_no_string() -> None:
    assert ("string", r'"\q"') not in _kinds(r'"\q"')


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://example.org/#a?b>", "iri"),
        (r"<http://example.org/\u00e9>", "iri"),
        ("?x", "variable"),
        ("$éte\u0301_1", "variable"),
        ("pa:trainsOn", "name"),
        (":", "name"),
        (r"ex:a\#b.c%20", "name"),
        ("_:b0", "name"),
        ("@en-GB", "name"),
        ("VALUES", "word"),
    ],
)
def test_each_kind_is_known(text: str, kind: str) -> None:
    assert _kinds(f"{text} .") == [(kind, text), ("mark", ".")]


def test_a_dot_after_a_name_ends_the_triple() -> None:
    assert _kinds("?s a pa:Model.") == [("variable", "?s"), ("word", "a"), ("name", "pa:Model"), ("mark", ".")]


def test_comments_and_blanks_are_left_out_but_not_a_hash_in_an_iri() -> None:
    assert _kinds("# VALUES ?x {\r\nASK # }\n<a#b>") == [("word", "ASK"), ("iri", "<a#b>")]


def test_smaller_than_is_no_iri() -> None:
    assert [kind for kind, _ in _kinds("?a < ?b && ?c > ?d")].count("iri") == 0


@given(st.text())
def test_tokens_lie_in_the_text_in_order_and_skip_only_blanks_and_comments(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        skipped = text[end : token.start].strip(" \t\r\n")
        assert not skipped or skipped.startswith("#")
        end = token.end
