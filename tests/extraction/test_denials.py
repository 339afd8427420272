from __future__ import annotations

import pytest

from paperatlas.extraction.denials import is_denied
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.relation_features import Pair
from paperatlas.graph.extractions import ExtractedEntity, Mention, Span

NLP = blank_pipeline()


def denied(text: str, predicate: str, name: str = "Stoat", kind: str = "Model") -> bool:
    doc = NLP(text)
    (start,) = [token.i for token in doc if token.text == name]
    mention = Mention(doc[start].idx, doc[start].idx + len(name), name)
    pair = Pair(None, ExtractedEntity(name, kind, (mention,), 0.9), doc[start].sent, None, (start, start + 1))
    return is_denied(pair, predicate)


@pytest.mark.parametrize("predicate", ["based-on", "applied-to", "trains-on"])
@pytest.mark.parametrize(
    "text",
    [
        "It swims without distillation from Stoat.",
        "It swims without Stoat.",
        "It does not use Stoat.",
        "It never relies on Stoat.",
        "It needs no data from Stoat.",
        "It swims instead of relying on Mink or Stoat.",
        "It swims rather than using Stoat.",
        "It obviates the need for Stoat.",
        "It is not built upon Stoat.",
        "It avoids the use of Stoat.",
    ],
)
def test_what_is_negated_is_not_used(text: str, predicate: str) -> None:
    assert denied(text, predicate)


@pytest.mark.parametrize(
    "text",
    [
        "It is built on Stoat.",
        "It swims not only with Stoat.",
        "It swims on Stoat without losses.",
        "It swims without retraining Stoat.",
        "It swims across Stoat without reeds.",
        "It swims without compromising the speed of Stoat.",
        "No otter swims. It is built on Stoat.",
    ],
)
def test_a_negation_of_something_else_is_none(text: str) -> None:
    assert not denied(text, "based-on")
    assert not denied(text, "applied-to")


def test_a_negated_subject_is_not_used() -> None:
    doc = NLP("Otter does not use Dam.")
    dam, otter = (
        ExtractedEntity(name, kind, (Mention(start, start + len(name), name),), 0.9, introduction)
        for name, kind, start, introduction in (("Dam", "Method", 19, None), ("Otter", "Model", 0, Span(0, 23)))
    )
    assert is_denied(Pair(dam, otter, next(iter(doc.sents)), (4, 5), (0, 1)), "applied-to")


@pytest.mark.parametrize(
    "text",
    ["It is inspired by Stoat.", "Unlike earlier Stoat models, it swims.", "It swims similar to the way of Stoat."],
)
def test_what_is_only_alike_is_not_used(text: str) -> None:
    assert denied(text, "based-on")
    assert not denied(text, "evaluates-on")


@pytest.mark.parametrize(
    "text",
    [
        "It approaches Stoat's performance.",
        "It swims on par with Stoat.",
        "It is competitive with strong models like Stoat.",
        "It outperforms Mink, Newt, and Stoat.",
        "It swims better than the larger Stoat.",
        "It is superior to Stoat.",
        "It matches Stoat.",
        "It rivals Stoat.",
        "It surpasses even Stoat.",
        "It is slow compared to Stoat.",
    ],
)
def test_a_rival_is_not_what_something_is_applied_to(text: str) -> None:
    assert denied(text, "applied-to")
    assert not denied(text, "compares-to")


@pytest.mark.parametrize("predicate", ["applied-to", "compares-to", "based-on"])
@pytest.mark.parametrize(
    "text",
    [
        "It is judged by Stoat.",
        "We use Stoat as a judge.",
        "With Stoat as the automatic evaluator, it swims.",
        "The LLM-as-a-judge with Stoat prefers it.",
        "LLM judges such as Stoat prefer it.",
        "It improves the Stoat score.",
        "It gains in Stoat similarity.",
        "Its speed is measured by Stoat.",
        "It wins in terms of Stoat.",
        "It has a high Stoat win rate.",
        "It has 3.2 points higher Stoat.",
    ],
)
def test_a_judge_and_a_score_are_no_things_compared_or_used(text: str, predicate: str) -> None:
    assert denied(text, predicate)


def test_a_judge_may_be_a_rival() -> None:
    assert not denied("Our judge outperforms Stoat as a judge.", "compares-to")
    assert not denied("It is tested by its Stoat score.", "evaluates-on", kind="Dataset")


@pytest.mark.parametrize(
    "text",
    [
        "It is deployed at Stoat.",
        "It has been in production at Stoat.",
        "It was launched on Stoat.",
        "Online A/B tests on Stoat show gains.",
        "It is integrated into the Stoat app.",
        "It is deployed in the Stoat search engine.",
        "It is adopted by Stoat.",
    ],
)
def test_a_place_of_deployment_is_no_model(text: str) -> None:
    assert denied(text, "applied-to")


@pytest.mark.parametrize("kind", ["Dataset", "Method", "Model"])
def test_what_results_are_reported_on_is_no_rival(kind: str) -> None:
    assert denied("It outperforms all methods on Stoat.", "compares-to", kind=kind)
    assert denied("It beats Mink on long river benchmarks like Newt and Stoat.", "compares-to", kind=kind)
    assert denied("It gains 5% across the Mink and Stoat series.", "compares-to", kind=kind)
    assert not denied("It gains 5% over Stoat on Mink.", "compares-to", kind=kind)


def test_an_end_that_the_sentence_does_not_name_denies_nothing() -> None:
    doc = NLP("It does not swim.")
    stoat = ExtractedEntity("Stoat", "Model", (Mention(20, 25, "Stoat"),), 0.9)
    assert not is_denied(Pair(None, stoat, next(iter(doc.sents)), None, None), "based-on")


@pytest.mark.parametrize(
    "text",
    [
        "It is compatible with popular algorithms including Stoat.",
        "It remains effective against recent models, including Mink and Stoat.",
        "It applies to various swimmers (e.g., Stoat).",
        "It is better across diverse algorithms (Mink, Stoat).",
        "It generalizes to Stoat.",
    ],
)
def test_what_something_is_run_with_is_no_rival(text: str) -> None:
    assert denied(text, "compares-to")


@pytest.mark.parametrize(
    "text",
    ["It is better than several baselines, including Stoat.", "It is superior to various models such as Stoat."],
)
def test_one_of_several_rivals_is_a_rival(text: str) -> None:
    assert not denied(text, "compares-to")


@pytest.mark.parametrize(
    "text",
    [
        "It is competitive with models trained on Stoat.",
        "It swims better than larger models that were fine-tuned only on Stoat.",
        "It outperforms methods trained on Mink or Stoat.",
    ],
)
def test_the_data_of_rivals_is_not_what_something_is_trained_on(text: str) -> None:
    assert denied(text, "trains-on", kind="Dataset")


@pytest.mark.parametrize("text", ["We train it on Stoat.", "It beats all others when trained on Stoat."])
def test_data_of_its_own_is_what_something_is_trained_on(text: str) -> None:
    assert not denied(text, "trains-on", kind="Dataset")
