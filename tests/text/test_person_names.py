from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.text.person_names import person_name, reading_order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siqi fan", "SIQI FAN"),
        ("Li, Xiang", "Xiang Li"),
        ("Börje F. Karlsson", "Borje F Karlsson"),
        ("Łukasz Søndergaard", "Lukasz Sondergaard"),
        ("Ji-Rong Wen", "Jirong Wen"),
        ("Noel O'Connor", "Noel OConnor"),
        ('Linxi "Jim" Fan', "Linxi Fan"),
        ("Shuhan Song§", "Shuhan Song"),
        ("Michael S. Ryoo", "Michael Ryoo"),
    ],
)
def test_spellings_of_a_name_share_given_and_family_name(one: str, other: str) -> None:
    assert person_name(one).name_key == person_name(other).name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiang Li", "Xian Li"),
        ("Xiang Li", "Li Xiang"),
        ("X. Li", "Xiang Li"),
        ("Ada Lake", "Ada Lake Jr."),
        ("李", "王"),
    ],
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert person_name(one).name_key != person_name(other).name_key


def test_only_an_initial_is_short_for_a_name() -> None:
    shortened = ["X. Li", "J.-R. Wen", "S Sakshi", "Li, X."]
    assert all(person_name(name).shortened for name in shortened)
    assert not any(person_name(name).shortened for name in ("Xiang Li", "Linus", "李 翔", "Kam Hou U"))


@given(st.text(max_size=30))
def test_any_text_has_a_form_and_its_reading_order_stays(text: str) -> None:
    assert person_name(text) == person_name(" ".join(text.split()))
    assert reading_order(reading_order(text)) in {
        reading_order(text),
        reading_order(reading_order(reading_order(text))),
    }
