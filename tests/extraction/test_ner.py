from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import srsly

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE
from paperatlas.extraction.extractor import ModelExtractor, blank_pipeline
from paperatlas.extraction.name_candidates import Candidate
from paperatlas.extraction.ner import select_entities
from paperatlas.schema import EXTRACTED_TYPES

if TYPE_CHECKING:
    from paperatlas.graph.extractions import ExtractedEntity

NLP = blank_pipeline()


def selected(text: str, *choices: tuple[list[tuple[int, int]], dict[str, float]]) -> tuple[ExtractedEntity, ...]:
    doc = NLP(text)
    candidates = [Candidate(places) for places, _ in choices]
    probabilities = [dict.fromkeys(DEFAULT_SCHEMA.name_classes, 0.0) | classes for _, classes in choices]
    return select_entities(doc, candidates, probabilities)


def test_a_longer_name_takes_the_place_of_its_parts() -> None:
    entities = selected("We like Llama 2 Chat much", ([(2, 3)], {"Model": 1.0}), ([(2, 5)], {"Model": 0.6, NONE: 0.4}))
    assert [entity.name for entity in entities] == ["Llama 2 Chat"]


def test_a_part_stays_where_it_stands_alone() -> None:
    entities = selected("Llama and Llama 2", ([(0, 1), (2, 3)], {"Model": 1.0}), ([(2, 4)], {"Model": 1.0}))
    assert [(entity.name, len(entity.mentions)) for entity in entities] == [("Llama", 1), ("Llama 2", 1)]


def test_what_is_more_likely_no_name_is_left_out() -> None:
    assert selected("Otter swims", ([(0, 1)], {"Model": 0.4, NONE: 0.6})) == ()


def test_a_name_that_stands_for_the_paper_is_left_out() -> None:
    assert selected("PAPER swims", ([(0, 1)], {"Model": 1.0})) == ()


def test_the_type_is_the_likelier_one_over_both_own_and_others() -> None:
    (entity,) = selected("Otter swims", ([(0, 1)], {"Model": 0.3, "Model+": 0.3, "Dataset": 0.4}))
    assert (entity.type, entity.introduced, entity.confidence) == ("Model", False, 0.6)


def test_what_is_introduced_points_to_the_sentence_that_says_so() -> None:
    text = "Otter: A Net\nOtter is wet. We propose Otter here."
    doc = NLP(text)
    places = [(token.i, token.i + 1) for token in doc if token.text == "Otter"]
    (entity,) = selected(text, (places, {"Method+": 1.0}))
    assert entity.introduction is not None
    assert text[entity.introduction.start : entity.introduction.end] == "We propose Otter here."


def test_a_name_that_only_the_title_has_is_introduced_there() -> None:
    (entity,) = selected("Otter: A Net\nIt is wet.", ([(0, 1)], {"Method+": 1.0}))
    assert entity.introduction is not None
    assert entity.introduction.start == 0


def test_the_component_labels_spans_for_other_tools() -> None:
    doc = ModelExtractor().nlp("A title\nWe compare GPT-4 with LLaMA on MMLU.")
    assert [(span.text, span.label_) for span in doc.spans["paperatlas"]] == [
        ("GPT-4", "Model"),
        ("LLaMA", "Model"),
        ("MMLU", "Dataset"),
    ]


def test_each_known_name_has_a_type() -> None:
    files = srsly.msgpack_loads(ModelExtractor().nlp.get_pipe("paperatlas_names").to_bytes())  # type: ignore[attr-defined]
    for line in files["known_names.tsv"].decode().splitlines()[1:]:
        name, kind = line.split("\t")
        assert name
        assert kind in {*EXTRACTED_TYPES, NONE}


def test_a_component_without_tables_finds_nothing() -> None:
    nlp = blank_pipeline()
    nlp.add_pipe("paperatlas_names")
    nlp.add_pipe("paperatlas_relations")
    assert nlp("GPT-4\nWe compare GPT-4 with LLaMA on MMLU.")._.extraction.entities == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("OTter-7B and Otter-7B", "Otter-7B"),
        ("oTter and Otter", "Otter"),
        ("Otter-8B/70B", "Otter"),
        ("Otter-8B/70B and Otter", "Otter"),
    ],
)
def test_the_name_is_the_best_formed_form(text: str, name: str) -> None:
    doc = NLP(text)
    stop = next((token.i for token in doc if token.text == "and"), len(doc))
    places = [(0, stop), (stop + 1, len(doc))] if stop < len(doc) else [(0, stop)]
    assert [entity.name for entity in selected(text, (places, {"Model": 1.0}))] == [name]


@pytest.mark.parametrize("name", ["GPT-4o mini", "o3 mini", "GPT-4.1 nano", "Phi-3 mini", "Qwen turbo", "o1 pro"])
def test_a_small_model_is_not_taken_for_the_large_one(name: str) -> None:
    doc = ModelExtractor().nlp(f"Otters under review\n{name} outperforms OtterLM on MMLU. We test {name} on GSM8K.")
    entities = {entity.name: entity.type for entity in doc._.extraction.entities}
    assert entities[name] == "Model"
    assert name.rpartition(" ")[0] not in entities
