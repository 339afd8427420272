from __future__ import annotations

import pytest

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, INTRODUCED, NONE
from paperatlas.extraction.type_families import family_stem, has_model_size, with_family_types


def distribution(**classes: float) -> dict[str, float]:
    return dict.fromkeys(DEFAULT_SCHEMA.name_classes, 0.0) | {NONE: 1 - sum(classes.values())} | classes


def likeliest(classes: dict[str, float]) -> str:
    return max(classes, key=classes.__getitem__)


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("Otter-Small", "Otter"),
        ("Otter-Large", "Otter"),
        ("Otter 2", "Otter"),
        ("Otter-2.5-7B-instruct", "Otter"),
        ("Otter mini", "Otter"),
        ("Otter-Net", "Otter-Net"),
        ("Otter", "Otter"),
        ("7B", "7B"),
        ("Otter-Pro-Base", "Otter"),
        ("Otter--", "Otter"),
    ],
)
def test_a_stem_lacks_the_words_for_variants(form: str, stem: str) -> None:
    assert family_stem(form) == stem


@pytest.mark.parametrize("form", ["Otter-7B", "Otter-1.5B", "Otter-13B-Chat", "Otter 2 70B", "Otter-30B-A3B"])
def test_a_number_of_parameters_is_a_size(form: str) -> None:
    assert has_model_size([form])


@pytest.mark.parametrize("form", ["Otter", "Otter-30M", "7B", "Otter-2", "B-Otter", "Otter" * 40 + "-7B"])
def test_other_numbers_are_no_size(form: str) -> None:
    assert not has_model_size([form])


def test_variants_share_the_type_of_their_family() -> None:
    large, small = with_family_types(
        [["Otter-Large"], ["Otter-Small"]], [distribution(Model=0.9), distribution(Dataset=0.5, Model=0.3)]
    )
    assert (likeliest(large), likeliest(small)) == ("Model", "Model")
    assert small[NONE] == pytest.approx(0.2)


def test_what_the_paper_introduces_keeps_its_type() -> None:
    own = distribution(**{"Method" + INTRODUCED: 0.9})
    first, _ = with_family_types([["Otter"], ["Otter-7B"]], [own, distribution(Model=1.0)])
    assert first == own


def test_what_is_no_name_speaks_for_no_type() -> None:
    _, small = with_family_types([["Otter"], ["Otter-Small"]], [distribution(Model=0.2), distribution(Dataset=0.7)])
    assert likeliest(small) == "Dataset"
