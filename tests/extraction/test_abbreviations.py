from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.abbreviations import abbreviates, abbreviation_definitions
from paperatlas.extraction.extractor import blank_pipeline

NLP = blank_pipeline()


def definitions(text: str) -> list[tuple[str, str]]:
    doc = NLP(text)
    return [(doc[slice(*long)].text, doc[slice(*short)].text) for long, short in abbreviation_definitions(doc)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use River Preference Optimization (RPO).", ("River Preference Optimization", "RPO")),
        ("the trident network (TridentNet) is", ("trident network", "TridentNet")),
        ("many large pond models (LPMs) swim", ("large pond models", "LPMs")),
        ("a Relational Pointer Decoder (referred to as RPD)", ("Relational Pointer Decoder", "RPD")),
    ],
)
def test_a_short_form_in_brackets_stands_for_the_words_before(text: str, pair: tuple[str, str]) -> None:
    doc = NLP(text)
    assert [(doc[slice(*long)].text, doc[slice(*short)].text) for long, short in abbreviation_definitions(doc)] == [
        pair
    ]


@pytest.mark.parametrize(
    "text", ["on ponds (see below)", "Otter (QXZ) swims", "(ABC)", "Otter. (OTR)", "a pond (", "Otter2 (Otter Team)"]
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert list(abbreviation_definitions(NLP(text))) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("R2P (River-Time Relaxed Pond) is", ("River-Time Relaxed Pond", "R2P")),
        ("LAKE (aLigned otter) and OTER (oTter consisTEncy leaRning)", ("oTter consisTEncy leaRning", "OTER")),
        (
            "O-STOAT (Overly Self-inTeresting Otter Animal Trail)",
            ("Overly Self-inTeresting Otter Animal Trail", "O-STOAT"),
        ),
        ("we use Wet-stream Policy Optimization (SPO)", ("Wet-stream Policy Optimization", "SPO")),
        ("on OtterOrders (O2)", ("OtterOrders", "O2")),
        ("the Heavy River Rule (HR2) is", ("Heavy River Rule", "HR2")),
        ("Pond Consistency Policy Optimization (FISH-PCPO)", ("Pond Consistency Policy Optimization", "FISH-PCPO")),
        ('the "Otter Net" (ON)', ("Otter Net", "ON")),
        ("S2L-PO (Small-to-Large Pond Order)", ("Small-to-Large Pond Order", "S2L-PO")),
        ("DEP, short for Diverse Empowered Ponds, is", ("Diverse Empowered Ponds", "DEP")),
        ("DEP stands for Diverse Empowered Ponds in rivers", ("Diverse Empowered Ponds", "DEP")),
        ("DEP (short for Diverse Empowered Ponds)", ("Diverse Empowered Ponds", "DEP")),
        ("DEP: Diverse Empowered Ponds for Rivers", ("Diverse Empowered Ponds", "DEP")),
        (
            "DRAFT: Diverse River Animals for Following Trout Schools",
            ("Diverse River Animals for Following Trout Schools", "DRAFT"),
        ),
        ("we build DEP -- Diverse Empowered Ponds -- for", ("Diverse Empowered Ponds", "DEP")),
        ("Diverse Empowered Ponds, or DEP, is", ("Diverse Empowered Ponds", "DEP")),
        ("Rotated River RetinaNet (RR RetinaNet) is", ("Rotated River RetinaNet", "RR RetinaNet")),
        ("the Diverse Empowered Ponds (or simply DEP) are", None),
        ("Pond-Aware Tree Otter Learning (PaTrOL)", ("Pond-Aware Tree Otter Learning", "PaTrOL")),
    ],
)
def test_definitions_either_way_round(text: str, pair: tuple[str, str] | None) -> None:
    assert definitions(text) == ([pair] if pair else [])


@pytest.mark.parametrize(
    "text",
    [
        "OtterLM (StoatLM, PondLM) and",
        "GPT-4 (a model by OpenAI)",
        "AGI (see the ponds)",
        "OtterBench (River and Lake)",
        "OTR: A Large Pond of Fish",
        "WET is what it stands for here",
        "OTR: Otters",
        "we like ponds, or OTR",
        "OTR (river)",
        "Llama (Meta AI)",
    ],
)
def test_names_beside_each_other_define_nothing(text: str) -> None:
    assert definitions(text) == []


@given(words=st.lists(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), min_size=2, max_size=6))
def test_the_first_letters_of_words_abbreviate_them(words: list[str]) -> None:
    assert abbreviates("".join(word[0] for word in words), " ".join(words))


def letters_read(short: str) -> list[str]:
    """The letters that a short form may stand for: a digit may count the letter before it, a prefix may be no part."""
    prefix, _, rest = short.partition("-")
    counted = re.sub("([A-Za-z])([2-4])", lambda pair: pair[1] * int(pair[2]), short)
    readings = {short, counted, re.sub("([A-Za-z])[2-4]", r"\1", short), rest if len(prefix) > 1 else short}
    return ["".join(filter(str.isalnum, reading.lower())) for reading in readings]


def in_order(letters: str, long: str) -> bool:
    remaining = iter(long.lower())
    return all(letter in remaining for letter in letters)


def starts(letters: str, long: str) -> bool:
    """Whether the first letter is that of the long form, or its first capital."""
    capital = next(filter(str.isupper, long), "")
    return letters[:1] in {long.lower()[:1], capital.lower()}


@st.composite
def letters_of_words(draw: st.DrawFn) -> tuple[str, str]:
    """Words, and a short form of some of their letters, mostly in order."""
    long = " ".join(draw(st.lists(st.from_regex(r"[A-Za-z][a-z]{0,5}", fullmatch=True), min_size=2, max_size=5)))
    places = sorted(draw(st.sets(st.integers(0, len(long) - 1), min_size=1, max_size=6)))
    short = "".join(long[place] for place in places).replace(" ", draw(st.sampled_from(["", "2", "-", "x"])))
    return draw(st.sampled_from([short, short.upper(), short[::-1], f"{long[0]}{short}"])), long


@given(pair=letters_of_words() | st.tuples(st.text(max_size=12), st.text(max_size=60)))
def test_what_abbreviates_has_all_letters_in_order(pair: tuple[str, str]) -> None:
    short, long = pair
    fitting = [letters for letters in letters_read(short) if in_order(letters, long) and starts(letters, long)]
    assert fitting or not abbreviates(short, long)


def test_many_brackets_take_little_time() -> None:
    assert definitions("(A" * 5_000) == []
