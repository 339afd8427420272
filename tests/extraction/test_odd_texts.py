"""Texts as they come from the world: marked up, badly spaced, in capitals, in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.extraction import ModelExtractor
from paperatlas.graph.papers import Paper, SourceLocation

if TYPE_CHECKING:
    from paperatlas.graph.extractions import Extraction

EXTRACTOR = ModelExtractor()
PLAIN = "We present Otter-7B, a language model. Otter-7B outperforms GPT-4 on MMLU."
BETTER = ("Otter-7B", "compares-to", "GPT-4", "better")


def extract(title: str, abstract: str) -> Extraction:
    return next(EXTRACTOR.extract([Paper("1", title, abstract, SourceLocation("p.txt", 1))]))


def names(found: Extraction) -> set[str]:
    return {entity.name for entity in found.entities}


def stated(found: Extraction) -> set[tuple[str, str, str, str | None]]:
    return {(r.subject, r.predicate, r.object, r.outcome) for r in found.relations}


def test_an_empty_text_gives_nothing() -> None:
    for title, abstract in (("", ""), (" ", "\n \t"), ("...", "$$"), ("\u200b", "\ufeff")):
        found = extract(title, abstract)
        assert (found.entities, found.relations, found.links) == ((), (), ())


def test_an_abstract_of_three_thousand_words_is_read_to_its_end() -> None:
    found = extract("On Rivers", "The river was slow that day and nobody measured it. " * 300 + PLAIN)
    assert names(found) == {"Otter-7B", "GPT-4", "MMLU"}
    assert stated(found) >= {BETTER}


@pytest.mark.parametrize(
    "text",
    [
        r"We present \textbf{Otter-7B}, a language model. \textsc{Otter-7B} outperforms \emph{GPT-4} on \texttt{MMLU}.",
        r"We present {\bf Otter-7B}, a language model. Otter-7B outperforms GPT-4 (by $2.5\%$) on MMLU~\cite{h}.",
        "We present **Otter-7B**, a language model. *Otter-7B* outperforms `GPT-4` on [MMLU](https://example.org/mmlu).",
        "We present _Otter-7B_, a language model. __Otter-7B__ outperforms GPT-4 on MMLU.",
        "We present &quot;Otter-7B&quot;, a language model. Otter-7B outperforms GPT-4 &amp; others on MMLU.",
        "We present <b>Otter-7B</b>, a language model. Otter-7B outperforms <i>GPT-4</i> on MMLU<sup>1</sup>.",
        "We present Otter-7B,a language model.Otter-7B outperforms GPT-4 on MMLU.It is small.",
        "We present Otter-7B, a language model.   Otter-7B\u00a0outperforms\tGPT-4 on MMLU.",
        "We present “Otter-7B”, a language model. Otter-7B outperforms ‘GPT-4’ on MMLU…",
    ],
)
def test_markup_and_spacing_hide_no_name_and_become_part_of_none(text: str) -> None:
    found = extract("Otter-7B: A Small Model", text)
    assert names(found) == {"Otter-7B", "GPT-4", "MMLU"}
    assert all(mention.text in names(found) for entity in found.entities for mention in entity.mentions)
    assert next(entity for entity in found.entities if entity.name == "Otter-7B").introduced


@pytest.mark.parametrize(
    "formula", ["$D^3$", "$\\mathcal{D}^{3}$", "$\\alpha$-$\\beta$", "$O(n^2)$", "\\(x_{i+1}\\)", "\\%"]
)
def test_formulas_are_no_names_and_end_no_sentence(formula: str) -> None:
    found = extract("On Rivers", f"We show that {formula} is small for all rivers. Then we test GPT-4.")
    assert names(found) == {"GPT-4"}
    assert len(found.sentences) == 3


def test_a_title_in_capitals_is_not_a_row_of_names() -> None:
    found = extract("A SMALL MODEL RAISED ON RIVER TEXT", PLAIN)
    assert names(found) == {"Otter-7B", "GPT-4", "MMLU"}
    named = extract("OTTER-7B: A SMALL MODEL RAISED ON RIVER TEXT", PLAIN)
    assert names(named) == {"Otter-7B", "GPT-4", "MMLU"}
    [otter] = [entity for entity in named.entities if entity.name == "Otter-7B"]
    assert otter.mentions[0].text == "OTTER-7B"


@pytest.mark.parametrize(
    "text",
    [
        "Wir stellen Otter-7B vor, ein Sprachmodell, und vergleichen es mit GPT-4.",
        "Nous présentons Otter-7B, un modèle de langue, et le comparons à GPT-4.",
        "我们提出了 Otter-7B 语言模型，并与 GPT-4 进行了比较。",
        "Мы представляем Otter-7B и сравниваем её с GPT-4.",
        "نقدم Otter-7B ونقارنه مع GPT-4.",
    ],
)
def test_other_languages_give_at_most_the_names(text: str) -> None:
    found = extract("", text)
    assert names(found) <= {"Otter-7B", "GPT-4"}
    assert "GPT-4" in names(found)


@pytest.mark.parametrize(
    "text",
    [
        "Die Ergebnisse zeigen, dass kleine Modelle mit guten Daten besser lernen als große.",
        "大规模语言模型在许多任务上表现良好。",
        "これは川についての短い文章です。",
        "Этот текст ни о чём не говорит.",
    ],
)
def test_prose_of_other_languages_has_no_names(text: str) -> None:
    assert names(extract("", text)) == set()
