from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.text.alignment import AlignedText
from paperatlas.text.keys import name_key, title_key
from paperatlas.text.markup import decode_references, plain_letters, plain_name, without_invisible, without_markup
from paperatlas.text.person_names import person_name

MARKED_UP = st.text(st.sampled_from("ab AB12$\\{}^_&;<>*+-~.'\"\u00ad\u200bτ\n"), max_size=60) | st.lists(
    st.sampled_from(
        [
            r"\textbf{",
            "}",
            "$",
            r"\tau",
            "^2",
            "_{0.5}",
            "&amp;",
            "lt;",
            r"\ours",
            r"\'e",
            "<i>",
            "</i>",
            "Otter",
            " ",
            "-",
        ]
    ),
    max_size=20,
).map("".join)


@pytest.mark.parametrize(
    ("marked_up", "name"),
    [
        (r"$\tau$-bench", "τ-bench"),
        (r"$\tau^2$-bench", "τ²-bench"),
        (r"$\infty$Bench", "∞Bench"),
        (r"$\beta$-VAE", "β-VAE"),
        (r"$\pi_0$", "π0"),
        (r"$\pi_{0.5}$", "π0.5"),
        (r"\(\pi_0\)-FAST", "π0-FAST"),
        ("π_{0.5}", "π0.5"),
        ("pi_0", "π0"),
        ("tau^2-bench", "τ²-bench"),
        (r"\textsc{Stoat}-13B", "Stoat-13B"),
        (r"\textbf{\textit{Otter}}", "Otter"),
        (r"\texttt{otter}-7B", "otter-7B"),
        ("texttt{Otter}-7B", "Otter-7B"),
        (r"$\texttt{Otter-7B}$", "Otter-7B"),
        (r"\emph{Vole} 7B", "Vole 7B"),
        (r"{\sc Vole}-7B", "Vole-7B"),
        (r"{\bf Vole}", "Vole"),
        (r"Vole$_\text{BASE}$", "Vole-BASE"),
        (r"Vole$_{\mathrm{LARGE}}$", "Vole-LARGE"),
        (r"Vole$_{base}$", "Vole-base"),
        ("Vole_{BASE}", "Vole-BASE"),
        (r"H$_2$O", "H2O"),
        (r"H\textsubscript{2}O", "H2O"),
        ("Benchmark$^2$", "Benchmark²"),
        ("Benchmark^2", "Benchmark²"),
        ("R<sup>2</sup>-Stoat", "R²-Stoat"),
        (r"R\textsuperscript{2}-Stoat", "R²-Stoat"),
        (r"$\text{S}^2$Q-Stoat", "S²Q-Stoat"),
        (r"GUI-360$^\circ$", "GUI-360°"),
        ("GUI-360^circ", "GUI-360°"),
        ("GUI-360^{circ}", "GUI-360°"),
        (r"RiverEval$^{+}$", "RiverEval+"),
        ("Pond-5$^i$", "Pond-5ⁱ"),
        (r"Best-of-$N$", "Best-of-N"),
        (r"$0.8$B", "0.8B"),
        (r"$V^{*}$", "V*"),
        (r"Who\&When", "Who&When"),
        (r"Otter\,v2", "Otter v2"),
        (r"Otter\nobreakdash-3.1", "Otter-3.1"),
        ("Otter~7B", "Otter 7B"),
        ("R&amp;D-Bench", "R&D-Bench"),
        ("R&amp;amp;D-Bench", "R&D-Bench"),
        ("VLM&#39;s", "VLM's"),
        ("&alpha;-Vole", "α-Vole"),
        ("Vole&nbsp;7B", "Vole 7B"),
        ("<i>Stoat</i>-13B", "Stoat-13B"),
        ("River\u200b8K", "River8K"),
        ("Ot\u00adter-7B", "Otter-7B"),
        ("Otter\n-7B", "Otter-7B"),
        ("Deep-\nOtter", "Deep-Otter"),
        ("Otter\n2.5", "Otter 2.5"),
    ],
)
def test_a_name_is_readable_without_its_markup(marked_up: str, name: str) -> None:
    assert plain_name(marked_up) == name
    assert name_key(marked_up) == name_key(name)


@pytest.mark.parametrize(
    "text",
    [
        "Llama-3.1-8B", "ROSE++", "x_t", "data_set_v2", "a & b", "R&D", "AT&T;", "&unknown;", "cost $5 and $10", "10^6",
        r"$O(n^2)$", "$x_t$", r"$\alpha$", r"$D^3$", "2,000", "calibrated", "Text {in braces}", "a < b > c",
        "tau-bench", r"50\u", "path/to_file.txt", "5$^\\dagger$", "Otter-7B$^1$",
    ],
)  # fmt: skip
def test_what_is_no_markup_of_a_name_stays(text: str) -> None:
    assert plain_name(text) == text


@pytest.mark.parametrize("macro", [r"\ours", r"\method", r"\name", r"\OurMethod", r"\modelname{}", r"\method\xspace"])
def test_a_macro_for_the_own_name_is_no_name(macro: str) -> None:
    assert without_markup(AlignedText.of(f"We call it {macro} here.")).text == "We call it our method here."
    assert "\ufffd" in without_markup(AlignedText.of(rf"We train \model-7B and {macro}-13B.")).text


@pytest.mark.parametrize("letter", [r"\mathcal{O}", r"\mathbb{E}", r"$\mathcal{O}(n)$", "calO(1/k)", r"\mathcal L"])
def test_a_letter_of_a_formula_is_unreadable(letter: str) -> None:
    assert "\ufffd" in without_markup(AlignedText.of(f"in {letter} steps")).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"G\"odel", "Gödel"),
        (r"M\"{u}ller", "Müller"),
        (r"M{\"u}ller", "Müller"),
        (r"Pok\'emon", "Pokémon"),
        (r"Bolet\'{\i}n", "Boletín"),
        (r"Fran\c{c}ois", "François"),
        (r"Dvo\v{r}\'ak", "Dvořák"),
        (r"Stra{\ss}e", "Straße"),
        ("M&uuml;ller", "Müller"),
        ("Lan\u00adguage", "Language"),
        (r"\section{One}", r"\section{One}"),
    ],
)
def test_accents_are_letters(text: str, plain: str) -> None:
    assert plain_letters(text) == plain
    assert title_key(text) == title_key(plain)
    assert person_name(f"Kurt {text}") == person_name(f"Kurt {plain}")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (r"$\tau$-bench", r"$\tau^2$-bench"),
        (r"$\pi_0$", r"$\pi_{0.5}$"),
        (r"Vole$_\text{BASE}$", r"Vole$_\text{LARGE}$"),
    ],
)
def test_markup_that_tells_names_apart_counts(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


@given(st.text(max_size=40))
def test_escaped_text_is_decoded_however_often_it_was_escaped(text: str) -> None:
    plain = decode_references(text)
    once = html.escape(plain)
    assert decode_references(once) in {html.unescape(once), decode_references(html.unescape(once))}
    assert decode_references(html.escape("<&>" + once)) == "<&>" + decode_references(html.escape(once))


@given(MARKED_UP)
def test_each_character_has_its_place_in_the_original(text: str) -> None:
    aligned = without_markup(without_invisible(AlignedText.of(text)))
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
    assert list(aligned.starts) == sorted(aligned.starts)
    for index, char in enumerate(aligned.text):
        start, end = aligned.starts[index], aligned.ends[index]
        assert 0 <= start < end <= len(text)
        assert char == text[start:end] or text[start:end] != aligned.text[index : index + 1]
        first, last = aligned.span(index, index + 1)
        assert first <= start
        assert end <= last
        outer_first, outer_last = aligned.outer_span(index, index + 1)
        assert outer_first <= start
        assert end <= outer_last


@given(MARKED_UP)
def test_a_normal_form_of_marked_up_text_is_its_own(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert title_key(title_key(text)) == title_key(text)


@pytest.mark.parametrize(
    "piece", ["\\textbf{", "$", "$a", "&amp;", "&", "{\\bf ", "\\'{", "<i>", "^{", "_{", "\\", "~", "\n", "\\("]
)
def test_markup_without_an_end_takes_no_more_than_linear_time(piece: str) -> None:
    text = piece * 20_000
    assert len(without_markup(AlignedText.of(text)).text) <= len(text) * 11
