from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.resolution.abbreviation_senses import abbreviations, main_sense
from paperatlas.resolution.artifacts import Artifacts, ResolvedArtifacts

Paper = tuple[str, list[str]]


def _resolved(*papers: Paper) -> ResolvedArtifacts:
    things = Artifacts()
    for paper, forms in papers:
        things.add("Method", forms, paper)
    return things.resolve()


RARE = [
    *((f"a{number}", ["River-free guidance", "RFG"]) for number in range(4)),
    ("b", ["RFG", "reed flow graphs"]),
    ("c", ["RFG"]),
]


def test_a_paper_means_by_a_short_form_what_it_writes_out() -> None:
    resolved = _resolved(*RARE)
    own = resolved.entity("Method", "RFG", "b")
    assert (own.id, own.label, own.aliases) == ("method/reedflowgraphs", "reed flow graphs", ("RFG",))
    assert own == resolved.entity("Method", "reed flow graphs", "b")


def test_where_it_is_not_written_out_a_short_form_means_what_most_papers_mean() -> None:
    resolved = _resolved(*RARE)
    assert resolved.entity("Method", "RFG", "c") == resolved.entity("Method", "River-free guidance", "a0")
    assert resolved.entity("Method", "RFG", "c") != resolved.entity("Method", "RFG", "b")
    assert resolved.is_ambiguous(("Method", "RFG"))


def test_short_forms_that_papers_coin_for_several_things_are_several_nodes() -> None:
    resolved = _resolved(
        ("a", ["POLAR", "Pond Layer Routing"]), ("b", ["POLAR", "Policy Otter Learning"]), ("c", ["POLAR"])
    )
    found = [resolved.entity("Method", "POLAR", paper) for paper in "abc"]
    assert [each.label for each in found] == ["Pond Layer Routing", "Policy Otter Learning", "POLAR"]


def test_wordings_of_one_expansion_are_one_thing() -> None:
    wordings = [
        "reinforcement learning with verified otters",
        "Reinforcement Learning from Verified Otters",
        "reinforcement learning with verified otter",
        "RL with verified otters",
        "reinforcement learning through verified otters",
        "reinforcement learning with verified river otters",
    ]
    papers = [(str(number), [wording, "RLVO"]) for number, wording in enumerate([*wordings, wordings[0], wordings[0]])]
    assert len(_resolved(*papers, ("last", ["RLVO"])).entities()) == 1


def test_a_paper_that_shortens_a_version_to_its_family_says_nothing_against_the_family() -> None:
    papers = [
        *((f"a{number}", ["Sort Any Moss", "SAM"]) for number in range(2)),
        *((f"b{number}", ["Sort Any Moss 2", "SAM"]) for number in range(2)),
        ("c", ["SAM"]),
    ]
    resolved = _resolved(*papers)
    assert resolved.entity("Method", "SAM", "c") == resolved.entity("Method", "Sort Any Moss", "a0")
    assert resolved.entity("Method", "SAM", "b0") == resolved.entity("Method", "Sort Any Moss 2", "b0")
    assert resolved.entity("Method", "SAM", "b0") != resolved.entity("Method", "SAM", "c")


def test_the_plural_of_a_short_form_means_what_the_short_form_means() -> None:
    resolved = _resolved(*((f"a{number}", ["otter trees", "OTs"]) for number in range(4)), ("b", ["OT", "open tanks"]))
    assert resolved.entity("Method", "OTs", "a0") != resolved.entity("Method", "OT", "b")


@pytest.mark.parametrize(
    ("forms", "pairs"),
    [
        (["Low-Rank Otters", "LoRO"], [("LoRO", "Low-Rank Otters")]),
        (["LoROs", "LoRO"], []),
        (["IOX", "Informatics of the North"], []),
        (["3DGS", "3D Gaussian Sketching"], [("3DGS", "3D Gaussian Sketching")]),
        (["X", "X ray"], []),
    ],
)
def test_a_short_form_is_made_of_letters_of_the_long_one(forms: list[str], pairs: list[tuple[str, str]]) -> None:
    assert abbreviations(forms) == pairs


def test_the_registry_tells_the_main_sense_whatever_most_papers_write() -> None:
    counts = {"otter tree": 1, "open tanks": 9}
    assert main_sense(counts) == {"open tanks"}
    assert main_sense(counts, ["OT", "otter trees"]) == {"otter tree"}


_EXPANSIONS = st.dictionaries(
    st.lists(st.sampled_from(["gated", "policy", "policies", "pond", "study", "2"]), min_size=1).map(" ".join),
    st.integers(1, 9),
    max_size=6,
)


@given(_EXPANSIONS)
def test_the_main_sense_is_one_of_what_papers_write_in_whatever_order(expansions: dict[str, int]) -> None:
    found = main_sense(expansions)
    assert found <= expansions.keys()
    assert found == main_sense(dict(reversed(expansions.items())))


@given(st.permutations(RARE))
def test_the_order_of_papers_does_not_count(papers: list[Paper]) -> None:
    one, other = _resolved(*papers), _resolved(*RARE)
    assert one.entities() == other.entities()
    assert all(
        one.entity("Method", form, paper) == other.entity("Method", form, paper)
        for paper, forms in papers
        for form in forms
    )
