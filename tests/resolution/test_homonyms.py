from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.curation.corrections import Corrections
from paperatlas.curation.registry import KnownEntity, known_entities
from paperatlas.resolution.artifacts import NO_CORRECTIONS, Artifacts, ResolvedArtifacts
from paperatlas.resolution.homonyms import PaperFacts

if TYPE_CHECKING:
    from collections.abc import Iterable


class Use(NamedTuple):
    paper: str
    forms: tuple[str, ...]
    introduction: float = 0.0
    type: str = "Method"
    authors: str = ""
    date: str = ""
    title: str = ""


def _resolved(
    *uses: Use, known: Iterable[KnownEntity] = (), corrections: Corrections = NO_CORRECTIONS
) -> ResolvedArtifacts:
    artifacts = Artifacts(known, corrections)
    for use in uses:
        artifacts.describe(use.paper, PaperFacts(use.title, frozenset(use.authors.split()), use.date))
    for use in uses:
        artifacts.add(use.type, use.forms, use.paper, use.introduction)
    return artifacts.resolve()


def _ids(*uses: Use, known: Iterable[KnownEntity] = ()) -> list[str]:
    resolved = _resolved(*uses, known=known)
    return [resolved.entity(use.type, use.forms[0], use.paper).id for use in uses]


COINED = ["PRISM", "ECHO", "SCOPE", "SPARK", "MARS", "RiverAgent", "Otter", "VR-Pond", "Pond-R1", "StoatVLA", "T2P"]


@pytest.mark.parametrize("name", COINED)
def test_two_papers_that_introduce_one_name_introduce_two_things(name: str) -> None:
    first, second = _ids(Use("ponds", (name,), 0.9), Use("rivers", (name,), 0.95))
    assert first != second
    assert first.endswith(";ponds")
    assert second.endswith(";rivers")


@pytest.mark.parametrize(("one", "other"), [("VR-Pond", "VRPond"), ("CODA", "CoDA"), ("Elastic Pond", "Elastic-Pond")])
def test_two_writings_of_a_name_that_two_papers_introduce_are_two_things(one: str, other: str) -> None:
    uses = Use("ponds", (one,), 0.9, "Dataset"), Use("rivers", (other,), 0.9, "Dataset")
    resolved = _resolved(*uses)
    assert [resolved.entity("Dataset", use.forms[0], use.paper).label for use in uses] == [one, other]


@pytest.mark.parametrize("types", [("Model", "Method"), ("Method", "Dataset"), ("Dataset", "Model")])
def test_things_of_two_types_that_two_papers_introduce_are_two(types: tuple[str, str]) -> None:
    first, second = _ids(Use("ponds", ("SPARK",), 0.9, types[0]), Use("rivers", ("SPARK",), 0.9, types[1]))
    assert first != second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Use("a", ("PRISM",), 0.9, authors="ada bo"), Use("b", ("PRISM",), 0.9, authors="bo cy")),
        (Use("a", ("PRISM", "Pond Rivers In Small Maps"), 0.9), Use("b", ("PRISM", "Pond River in Small Maps"), 0.9)),
        (Use("a", ("Otter2.5",), 0.9, "Model"), Use("b", ("Otter2.5",), 0.9, "Model")),
        (Use("a", ("Otter-7B",), 0.9, "Model"), Use("b", ("Otter-7B",), 0.9, "Model")),
        (Use("a", ("Gated Pond Study",), 0.9), Use("b", ("Gated pond study",), 0.9)),
        (Use("a", ("PRISM",), 0.9), Use("b", ("PRISM",), 0.6)),
        (Use("a", ("PRISM",), 0.9), Use("b", ("PRISM",))),
    ],
)
def test_papers_mean_one_thing_where_something_says_so(one: Use, other: Use) -> None:
    first, second = _ids(one, other)
    assert first == second
    assert ";" not in first


def test_what_a_registry_knows_stays_one() -> None:
    known = (KnownEntity("RiverCode", "Model"),)
    uses = Use("a", ("RiverCode",), 0.99, "Model"), Use("b", ("RiverCode",), 0.99, "Model")
    assert _ids(*uses, known=known) == ["model/rivercode"] * 2


def test_two_papers_named_after_what_a_registry_knows_introduce_two_things() -> None:
    uses = (
        Use("a", ("MMOU", "Massive Moss Otter Understanding"), 0.9, "Dataset", title="MMOU: Moss"),
        Use("b", ("MMOU",), 0.9, "Dataset", title="MMOU: Sounds of Otters"),
        Use("c", ("MMOU",), 0.0, "Dataset"),
    )
    first, second, third = _ids(*uses, known=[KnownEntity("MMOU", "Dataset")])
    assert first != second == third == "dataset/mmou"


def test_less_confidence_is_needed_for_what_the_title_begins_with() -> None:
    first, second = _ids(
        Use("a", ("Otter",), 0.5, title="Otter: Rivers"), Use("b", ("Otter",), 0.5, title="Ponds (Otter): Moss")
    )
    assert first != second


THINGS = (
    Use("a", ("PRISM", "Pond Rivers In Small Maps"), 0.9, authors="ada", date="2024-02"),
    Use("b", ("PRISM",), 0.9, authors="bo", date="2025-02"),
)


@pytest.mark.parametrize(
    ("user", "meant"),
    [
        (Use("u", ("PRISM",), authors="ada cy"), 0),
        (Use("u", ("PRISM",), authors="bo cy"), 1),
        (Use("u", ("PRISM", "Pond Rivers In Small Maps")), 0),
        (Use("u", ("PRISM",), date="2024-09-01"), 0),
    ],
)
def test_a_paper_that_uses_the_name_means_what_its_authors_its_words_or_its_date_tell(user: Use, meant: int) -> None:
    *introduced, used = _ids(*THINGS, user)
    assert used == introduced[meant]


@pytest.mark.parametrize("date", ["2023-05", "2025-05-01", ""])
def test_a_paper_that_may_mean_either_means_neither(date: str) -> None:
    first, second, used = _ids(*THINGS, Use("u", ("PRISM",), date=date))
    assert used not in (first, second)
    assert used == "method/prism"


def test_what_most_papers_mean_keeps_the_plain_name() -> None:
    users = [Use(f"u{number}", ("PRISM",), authors=f"bo x{number}") for number in range(3)]
    first, second, *used, untold = _ids(*THINGS, *users, Use("u9", ("PRISM",)))
    assert {second, *used, untold} == {"method/prism"}
    assert first != second


def test_a_name_that_papers_used_before_is_introduced_by_none() -> None:
    earlier = [Use(f"u{number}", ("PRISM",), date="2020-01") for number in range(3)]
    first, second, *_ = _ids(*THINGS, *earlier)
    assert first == second == "method/prism"


def test_a_data_set_of_that_name_is_not_taken_for_the_method_of_its_authors() -> None:
    *_, used = _ids(*THINGS, Use("u", ("PRISM",), type="Dataset", authors="ada"))
    assert used == "dataset/prism"


def test_a_correction_says_that_homonyms_are_one() -> None:
    same = Corrections(same=((("Method", "PRISM"), ("Method", "PRISM")),))
    resolved = _resolved(*(use._replace(forms=("PRISM",)) for use in THINGS), corrections=same)
    assert len(resolved.entities()) == 1


@pytest.mark.parametrize(
    ("name", "full", "type_name"),
    [
        ("M1", "MiniMax-M1", "Model"),
        ("s1", "Intern-S1", "Model"),
        ("M3", "Baichuan-M3", "Model"),
        ("R1", "DeepSeek-R1", "Model"),
        ("K2", "Kimi K2", "Model"),
        ("Edge", "Reka Edge", "Model"),
        ("Core", "Reka Core", "Model"),
        ("Linear", "Kimi Linear", "Model"),
        ("Text-01", "MiniMax-Text-01", "Model"),
        ("Cars", "Stanford Cars", "Dataset"),
        ("Dogs", "Stanford Dogs", "Dataset"),
        ("Reviews", "Amazon Reviews", "Dataset"),
        ("Bench", "∞Bench", "Dataset"),
        ("ETHICS", "Hendrycks ETHICS", "Dataset"),
        ("VTT", "MSR-VTT", "Dataset"),
    ],
)
def test_a_paper_s_own_short_name_is_never_another_maker_s(name: str, full: str, type_name: str) -> None:
    uses = Use("ponds", (name,), 0.9, type_name), Use("rivers", (full,), 0.0, type_name)
    for known in (known_entities(), (KnownEntity(full, type_name),)):
        own, other = _ids(*uses, known=known)
        assert own != other
        resolved = _resolved(uses[0], known=known)
        assert resolved.entity(type_name, name, "ponds").label == name


def test_a_short_name_that_others_take_for_a_longer_one_is_still_the_paper_s_own() -> None:
    others = [Use(f"u{number}", ("DeepSeek-R1", "R1"), type="Model") for number in range(3)]
    own, *other, used = _ids(Use("robots", ("R1",), 0.9, "Model"), *others, Use("v", ("R1",), type="Model"))
    assert own == "model/r1;robots"
    assert {used} == {*other}


@pytest.mark.parametrize(("other", "meant"), [("MiniMax-Text-01", "model/minimaxm1"), ("Otter-Text-01", "model/m1")])
def test_a_paper_that_names_the_maker_means_its_model(other: str, meant: str) -> None:
    known = (KnownEntity("MiniMax-M1", "Model"),)
    found = _ids(Use("a", ("M1",), type="Model"), Use("a", (other,), type="Model"), known=known)
    assert found[0] == meant != found[1]


def test_a_paper_that_introduces_both_forms_introduces_one_thing() -> None:
    first, second = _ids(Use("a", ("M1",), 0.9, "Model"), Use("a", ("MiniMax-M1",), 0.9, "Model"))
    assert first == second == "model/minimaxm1"


def test_a_paper_that_compares_its_own_with_the_other_has_two() -> None:
    own, other = _ids(Use("a", ("R1",), 0.9, "Model"), Use("a", ("DeepSeek-R1",), type="Model"))
    assert own != other


def test_a_short_form_that_two_papers_write_out_otherwise_is_an_alias_of_both() -> None:
    resolved = _resolved(
        Use("a", ("Chart Sorting Bench", "CS-Bench"), 0.9, "Dataset"), Use("b", ("CS-Bench",), 0.9, "Dataset")
    )
    own = resolved.entity("Dataset", "Chart Sorting Bench", "a")
    assert (own.id, own.aliases) == ("dataset/chartsortingbench", ("CS-Bench",))
    assert resolved.entity("Dataset", "CS-Bench", "b") != own


_FORMS = [("PRISM",), ("PRISM", "Pond Rivers In Small Maps"), ("Prism",), ("R1",), ("DeepSeek-R1", "R1"), ("M1",)]
_USES = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(_FORMS),
        st.sampled_from([0.0, 0.9]),
        st.sampled_from(["Model", "Method", "Dataset"]),
    ).map(lambda fields: Use(*fields)),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(_USES, st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_count(uses: list[Use], order: object) -> None:
    shuffled = list(uses)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    known = (KnownEntity("MiniMax-M1", "Model"),)
    one, other = _resolved(*uses, known=known), _resolved(*shuffled, known=known)
    assert one.entities() == other.entities()
    assert all(
        one.entity(use.type, use.forms[0], use.paper) == other.entity(use.type, use.forms[0], use.paper) for use in uses
    )


@settings(max_examples=25, deadline=None)
@given(_USES)
def test_each_paper_that_introduces_a_name_introduces_one_thing_of_it(uses: list[Use]) -> None:
    resolved = _resolved(*uses)
    assert len({entity.id for entity in resolved.entities()}) == len(resolved.entities())
