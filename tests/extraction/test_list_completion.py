from __future__ import annotations

import pytest

from paperatlas.extraction import ModelExtractor
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.list_completion import complete_lists
from paperatlas.extraction.name_candidates import Candidate
from paperatlas.graph.papers import Paper, SourceLocation

EXTRACTOR = ModelExtractor()
NLP = blank_pipeline()
CLASSES = ("-", "Model", "Model+", "Dataset", "Dataset+", "Method", "Method+", "Lab")
UNLIKELY = {"-": 0.9, "Dataset": 0.05}
DATASET = {"-": 0.02, "Dataset": 0.95}
MODEL = {"-": 0.02, "Model": 0.95}


def completed(text: str, **classes: dict[str, float]) -> dict[str, dict[str, float]]:
    """The probabilities of the words of a text after completion."""
    doc = NLP(text)
    candidates = [Candidate([(t.i, t.i + 1) for t in doc if t.text == name]) for name in classes]
    spread = [dict.fromkeys(CLASSES, 0.0) | probabilities for probabilities in classes.values()]
    return {name: dict(found) for name, found in zip(classes, complete_lists(doc, candidates, spread), strict=True)}


@pytest.mark.parametrize(
    "lead", ["We evaluate on", "It is trained on", "Experiments on", "We use datasets such as", "On the benchmarks:"]
)
def test_a_new_name_in_a_list_of_datasets_is_one(lead: str) -> None:
    found = completed(f"{lead} Reeds, Brooks and Ponds.", Reeds=DATASET, Brooks=UNLIKELY, Ponds=UNLIKELY)
    assert all(found[name]["Dataset"] > 0.5 > found[name]["-"] for name in ("Brooks", "Ponds"))
    assert found["Brooks"]["Dataset"] < found["Reeds"]["Dataset"]
    assert sum(found["Brooks"].values()) == pytest.approx(1)


def test_a_list_alone_makes_a_name_of_what_is_half_known() -> None:
    half = {"-": 0.7, "Model": 0.3}
    found = completed("They like Otter and Stoat and Mink.", Otter=MODEL, Stoat=half, Mink=UNLIKELY)
    assert found["Stoat"]["Model"] > 0.5
    assert found["Mink"]["-"] == 0.9


@pytest.mark.parametrize(
    "text",
    ["We evaluate on Reeds. Brooks swim.", "They like Reeds and Brooks.", "We evaluate on Reeds with Brooks."],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert completed(text, Reeds=DATASET, Brooks=UNLIKELY)["Brooks"]["-"] == 0.9


def test_a_list_of_names_of_several_types_tells_nothing() -> None:
    half = {"-": 0.7, "Model": 0.3}
    assert completed("They like Otter, Reeds, Mink.", Otter=MODEL, Reeds=DATASET, Mink=half)["Mink"]["-"] == 0.7


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Experiments on YouTube-VOS/YouTube-VIS/DAVIS show gains.", ("YouTube-VOS", "YouTube-VIS", "DAVIS")),
        ("We evaluate on SQuAD (Reed et al., 2016), Still Waters (Brook, 2019), and Rivers.",
         ("SQuAD", "Still Waters", "Rivers")),
        ("We evaluate on both MMLU and Pebble.", ("MMLU", "Pebble")),
        ("We evaluate on three datasets: Reeds, Lilies and MuddyWater.", ("Reeds", "Lilies", "MuddyWater")),
        ("Otter-7B is evaluated on benchmarks such as ListOps, Pebbles, and MMLU.", ("ListOps", "Pebbles", "MMLU")),
    ],
)  # fmt: skip
def test_all_members_of_a_list_get_the_relation(sentence: str, names: tuple[str, ...]) -> None:
    text = f"We present Otter-7B, a language model. {sentence}"
    (extraction,) = EXTRACTOR.extract([Paper("1", "Otter-7B: A Small Model", text, SourceLocation("p", 1))])
    found = {(relation.subject, relation.object) for relation in extraction.relations}
    assert found == {("Otter-7B", name) for name in names}
    assert {relation.predicate for relation in extraction.relations} == {"evaluates-on"}
