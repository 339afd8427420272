from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.resolution.organisations import OrganisationRule, Organisations
from paperatlas.text.organisation_names import is_academic, lab_key

KNOWN = [
    ("Tencent AI Lab", []),
    ("Massachusetts Institute of Technology", ["MIT"]),
    ("Stanford University", ["Stanford"]),
    ("IBM", []),
    ("Google Research", []),
    ("Google DeepMind", ["DeepMind"]),
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of California, Berkeley", "UC Berkeley"),
        ("UC-Berkeley", "The University of California at Berkeley"),
        ("Univ. of Oxford", "Oxford University"),
        ("University of Oxford", "Oxford Univ."),
        ("University of Wisconsin - Madison", "University of Wisconsin-Madison"),
        ("Shanghai JiaoTong University", "Shanghai Jiao Tong University"),
        ("Universität Hamburg", "University of Hamburg"),
        ("Université de Genève", "University of Geneva"),
        ("ETH Zürich", "ETH Zurich"),
        ("Snap Inc.", "Snap, Inc"),
        ("Robotics Technology Co., Ltd.", "Robotics Technology"),
        ("Amazon Web Services (AWS)", "Amazon Web Services"),
        ("Search & Rescue Institute", "Search and Rescue Institute"),
        ("Shanghai AI Laboratory", "shanghai ailab"),
        ("tencent-ai", "Tencent AI Lab"),
    ],
)
def test_spellings_of_an_organisation_share_a_key(one: str, other: str) -> None:
    assert lab_key(one) == lab_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Washington", "Washington University"),
        ("Miami University", "University of Miami"),
        ("York University", "University of York"),
        ("University of California, Berkeley", "University of California, Davis"),
        ("Google Research", "Google DeepMind"),
        ("Chinese University of Hong Kong", "Chinese University of Hong Kong, Shenzhen"),
        ("Hong Kong University", "Hong Kong University of Science and Technology"),
        ("HKUST", "HKUST (GZ)"),
        ("Inc.", "Ltd."),
    ],
)
def test_other_organisations_have_other_keys(one: str, other: str) -> None:
    assert lab_key(one) != lab_key(other)


@pytest.mark.parametrize(
    ("name", "label", "rules"),
    [
        ("tencent-ai", "Tencent AI Lab", (OrganisationRule.KNOWN,)),
        ("nvidia NVIDIA", "NVIDIA", (OrganisationRule.HANDLE,)),
        ("MIT CSAIL", "Massachusetts Institute of Technology", (OrganisationRule.HOST, OrganisationRule.KNOWN)),
        ("Stanford CS", "Stanford University", (OrganisationRule.HOST, OrganisationRule.KNOWN)),
        (
            "Department of Computer Science, Stanford University",
            "Stanford University",
            (OrganisationRule.HOST, OrganisationRule.KNOWN),
        ),
        ("Lake University, Faculty of Water", "Lake University", (OrganisationRule.HOST,)),
        (
            "School of Water, University of California, Davis",
            "University of California, Davis",
            (OrganisationRule.HOST, OrganisationRule.SPELLING),
        ),
        ("Water Lab @ University of Bern", "University of Bern", (OrganisationRule.HOST, OrganisationRule.SPELLING)),
        (
            "NLP Group of The University of Leeds",
            "University of Leeds",
            (OrganisationRule.HOST, OrganisationRule.SPELLING),
        ),
        ("Lake University - Water Group", "Lake University", (OrganisationRule.HOST,)),
        ("Lake National University VLSI Lab", "Lake National University", (OrganisationRule.HOST,)),
        (
            "Ada Lake's Lab at University of Maryland, College Park",
            "University of Maryland, College Park",
            (OrganisationRule.HOST, OrganisationRule.SPELLING),
        ),
        ("MIT-IBM Watson AI Lab", "MIT-IBM Watson AI Lab", (OrganisationRule.SPELLING,)),
        ("Google Research", "Google Research", (OrganisationRule.KNOWN,)),
        ("AI at Meta", "AI at Meta", ()),
        ("Toyota Technological Institute at Chicago", "Toyota Technological Institute at Chicago", ()),
        ("ARC Lab, Tencent PCG", "ARC Lab, Tencent PCG", ()),
    ],
)
def test_a_name_is_interpreted_by_rules_that_have_names(
    name: str, label: str, rules: tuple[OrganisationRule, ...]
) -> None:
    interpreted = Organisations(KNOWN).interpret(name)
    assert (interpreted.label, interpreted.rules) == (label, rules)


def test_a_short_form_that_papers_use_for_one_organisation_joins() -> None:
    labs = Organisations()
    labs.add(["Wet Institute of Rivers", "WIR"])
    labs.add(["WIR"])
    resolved = labs.resolve()
    assert resolved.entity("WIR") == resolved.entity("Wet Institute of Rivers")
    assert resolved.entity("WIR").label == "WIR"
    assert resolved.why("Wet Institute of Rivers") == (OrganisationRule.ABBREVIATION,)


def test_a_short_form_of_two_organisations_joins_neither() -> None:
    labs = Organisations()
    labs.add(["Wet Institute", "WI"])
    labs.add(["Wild Institute", "WI"])
    assert len(labs.resolve().entities()) == 3


def test_known_organisations_are_never_joined_by_papers() -> None:
    labs = Organisations(KNOWN)
    labs.add(["Google Research", "DeepMind"])
    assert [lab.label for lab in labs.resolve().entities()] == ["Google DeepMind", "Google Research"]


def test_the_label_is_what_most_papers_call_it_without_short_name_or_group() -> None:
    labs = Organisations()
    for name in ("wet-lab", "Lake University", "LAKE UNIVERSITY", "Water Lab, Lake University", "nvidia NVIDIA"):
        labs.add([name])
    assert [(lab.id, lab.label) for lab in labs.resolve().entities()] == [
        ("lab/lakeuniversity", "Lake University"),
        ("lab/nvidia", "NVIDIA"),
        ("lab/wetlab", "wet-lab"),
    ]


def test_the_order_of_names_does_not_count() -> None:
    names = [["Wet Institute of Rivers", "WIR"], ["WIR"], ["MIT CSAIL"], ["MIT"], ["UC Berkeley"], ["UC-Berkeley"]]
    found = []
    for seed in range(8):
        random.Random(seed).shuffle(names)
        labs = Organisations(KNOWN)
        for forms in names:
            labs.add(forms)
        found.append(labs.resolve().entities())
    assert all(entities == found[0] for entities in found)


words = st.sampled_from(
    "University of the Oxford UC Berkeley Lab at , - @ Inc. Univ. Group MIT AI (AI) and & Universität".split()  # noqa: SIM905
)


@given(st.lists(words, min_size=1, max_size=7).map(" ".join) | st.text(min_size=1, max_size=30))
def test_any_text_has_a_key_and_understanding_a_label_again_changes_nothing(name: str) -> None:
    labs = Organisations(KNOWN)
    interpreted = labs.interpret(name)
    assert interpreted.key or not name.strip()
    assert is_academic(name) in {True, False}
    assert lab_key(interpreted.label) == interpreted.key
