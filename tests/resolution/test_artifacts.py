from __future__ import annotations

import random

import pytest

from paperatlas.curation.registry import KnownEntity
from paperatlas.resolution.artifacts import Artifacts, ResolvedArtifacts

Group = tuple[str, list[str]]


def _resolved(*groups: Group, known: tuple[KnownEntity, ...] = ()) -> ResolvedArtifacts:
    things = Artifacts(known)
    for type_name, forms in groups:
        things.add(type_name, forms)
    return things.resolve()


def _same(type_name: str, *names: str) -> bool:
    resolved = _resolved(*((type_name, [name]) for name in names))
    return len({resolved.entity(type_name, name).id for name in names}) == 1


@pytest.mark.parametrize(
    ("type_name", "names"),
    [
        ("Model", ("OpenAI o1", "o1", "OpenAI-o1")),
        ("Model", ("meta-llama/Meta-Llama-3-8B", "Llama 3 8B")),
        ("Model", ("somebody/Otter-7B", "Otter-7B")),
        ("Model", ("ResNet", "ResNets", "the ResNet model")),
        ("Model", ("Segment Anything Model", "Segment Anything")),
        ("Model", ("You Only Look Once", "YOLO")),
        ("Dataset", ("MATH", "the MATH dataset", "The MATH")),
        ("Dataset", ("DeepResearch Bench", "DeepResearch Benchmark", "DeepResearchBench")),
        ("Dataset", ("Humanity's Last Exam", "HLE")),
        ("Dataset", ("Massive Multitask Otter Understanding (MMOU)", "MMOU")),
        ("Dataset", ("MS COCO", "COCO", "Microsoft COCO")),
        ("Method", ("Gated Policy Study", "Gated Policy Studies")),
        ("Method", ("Reinforced Otters from Human Feedback", "ROHF")),
    ],
)
def test_one_thing_has_one_node(type_name: str, names: tuple[str, ...]) -> None:
    assert _same(type_name, *names)


@pytest.mark.parametrize(
    ("type_name", "names"),
    [
        ("Model", ("Baichuan-M1", "M1", "MiniMax-M1")),
        ("Model", ("ViT", "GPT-Neo", "Neo")),
        ("Dataset", ("CNN/DailyMail", "DailyMail")),
        ("Dataset", ("VisBench", "Vis")),
        ("Dataset", ("ARC", "ARC Challenge")),
        ("Method", ("Sparse Auto Encoder", "SAE")),
        ("Dataset", ("Very Small Pond", "Vast Sea Plan", "VSP")),
    ],
)
def test_what_may_be_two_things_has_two_nodes(type_name: str, names: tuple[str, ...]) -> None:
    resolved = _resolved(*((type_name, [name]) for name in names))
    assert len({resolved.entity(type_name, name).id for name in names}) == len(names)


def test_a_short_form_used_for_one_thing_joins_across_papers() -> None:
    resolved = _resolved(("Method", ["Self-Controlled Memory", "SCM"]), ("Method", ["SCM"]))
    assert resolved.entity("Method", "SCM") == resolved.entity("Method", "Self-Controlled Memory")


def test_a_short_form_used_for_two_things_joins_neither() -> None:
    groups = [["Self-Controlled Memory", "SCM"], ["Structural Causal Model", "SCM"], ["SCM"]]
    resolved = _resolved(*(("Method", group) for group in groups))
    assert len(resolved.entities()) == 3
    assert resolved.is_ambiguous(("Method", "SCM"))


def test_a_short_form_of_one_thing_in_two_writings_joins_them_all() -> None:
    resolved = _resolved(("Method", ["Low-Rank Adaptation", "LoRA"]), ("Method", ["Low-Rank Adapters", "LoRA"]))
    assert len(resolved.entities()) == 1


def test_a_paper_that_uses_the_family_for_its_variant_does_not_join_them() -> None:
    resolved = _resolved(("Model", ["Llama-2-7B", "Llama-2"]), ("Model", ["Llama-2"]))
    assert resolved.entity("Model", "Llama-2") != resolved.entity("Model", "Llama-2-7B")


def test_a_family_of_two_names_has_each_version_once() -> None:
    resolved = _resolved(
        ("Model", ["Segment Anything Model", "SAM"]), ("Model", ["SAM 2"]), ("Model", ["Segment Anything Model 2"])
    )
    assert resolved.entity("Model", "SAM 2") == resolved.entity("Model", "Segment Anything Model 2")


def test_the_name_that_most_papers_use_without_its_maker_names_the_node() -> None:
    assert _resolved(("Model", ["OpenAI o1"]), ("Model", ["o1"])).entity("Model", "OpenAI o1").id == "model/o1"


def test_a_registered_name_is_the_label_and_takes_its_aliases() -> None:
    known = (KnownEntity("Otter-7B", "Model", ("River Otter",)), KnownEntity("Ada", "Author"))
    entity = _resolved(("Model", ["Otter7B"]), ("Model", ["River Otter"]), known=known).entity("Model", "Otter7B")
    assert (entity.id, entity.label, entity.aliases) == ("model/otter7b", "Otter-7B", ("Otter7B", "River Otter"))


def test_two_things_of_a_registry_are_never_joined() -> None:
    known = (KnownEntity("Otter 2", "Model"), KnownEntity("Otter v2", "Model"))
    resolved = _resolved(("Model", ["Otter 2"]), ("Model", ["Otter v2"]), known=known)
    assert len(resolved.entities()) == 2
    [refused] = resolved.refusals(("Model", "Otter 2"), ("Model", "Otter v2"))
    assert refused.rule == "writing"


def test_a_coined_name_in_two_types_is_one_node() -> None:
    resolved = _resolved(("Model", ["LongWriter"]), ("Method", ["LongWriter"]))
    [entity] = resolved.entities()
    assert (entity.id, entity.type) == ("model/longwriter", "Model")


def test_the_type_that_most_papers_use_is_the_node_s() -> None:
    groups = [("Method", ["RiverNet"])] * 2 + [("Model", ["RiverNet"])]
    assert [entity.type for entity in _resolved(*groups).entities()] == ["Method"]


def test_homonyms_stay_two() -> None:
    resolved = _resolved(
        ("Model", ["Falcon"]), ("Method", ["Falcon"]), ("Dataset", ["RiverNet"]), ("Model", ["RiverNet"])
    )
    assert len(resolved.entities()) == 4
    assert resolved.separating_rule(("Model", "Falcon"), ("Method", "Falcon")) == "else_two"


def test_a_paper_that_uses_both_types_means_one_thing() -> None:
    things = Artifacts()
    things.add("Model", ["Falcon"], "paper 1")
    things.add("Method", ["Falcon"], "paper 1")
    assert len(things.resolve().entities()) == 1


def test_the_order_of_papers_does_not_count() -> None:
    groups: list[Group] = [
        ("Method", ["Low-Rank Adaptation", "LoRA"]),
        ("Method", ["LoRA"]),
        ("Model", ["OpenAI o1"]),
        ("Model", ["o1"]),
        ("Model", ["LongWriter"]),
        ("Method", ["LongWriter"]),
        ("Dataset", ["Long Range Arena", "LRA"]),
        ("Dataset", ["LRA"]),
    ]
    expected = _resolved(*groups).entities()
    for seed in range(10):
        random.Random(seed).shuffle(groups)
        assert _resolved(*groups).entities() == expected


@pytest.mark.parametrize("name", ["Otter-Small", "Otter-Large", "Otter-30B", "Otter-1.3B", "Otter Pro"])
def test_a_size_of_a_model_is_no_dataset(name: str) -> None:
    known = (KnownEntity("Otter", "Model"),)
    entity = _resolved(("Dataset", [name]), known=known).entity("Dataset", name)
    assert (entity.type, entity.id.partition("/")[0]) == ("Model", "model")


@pytest.mark.parametrize("name", ["Otter-Instruct-150K", "Otter-Bench", "Otter-400M-Pairs", "Otter"])
def test_what_a_model_gave_its_name_to_may_be_a_dataset(name: str) -> None:
    known = (KnownEntity("Otter", "Model"),)
    assert _resolved(("Dataset", [name]), known=known).entity("Dataset", name).type == "Dataset"


@pytest.mark.parametrize(
    ("spellings", "label"),
    [
        (
            ["Iterative Self-EnHancEmEnt Paradigm", "Iterative Self-Enhancement Paradigm"],
            "Iterative Self-Enhancement Paradigm",
        ),
        (["OtterTalk_", "OtterTalk"], "OtterTalk"),
        (["Pond Visual Set'", "Pond Visual Set"], "Pond Visual Set"),
        (["OTter3-7B"], "Otter3-7B"),
        (["OTTER3-7B"], "OTTER3-7B"),
        (["otter3-7b"], "otter3-7b"),
    ],
)
def test_the_label_is_the_best_formed_spelling(spellings: list[str], label: str) -> None:
    resolved = _resolved(*(("Model", [form]) for form in spellings), known=(KnownEntity("Otter", "Model"),))
    assert resolved.entity("Model", spellings[0]).label == label


def test_a_piece_of_a_name_or_a_form_with_stray_signs_is_no_alias() -> None:
    resolved = _resolved(("Model", ["LongOtter", "Long"]), ("Model", ["LongOtter_"]), ("Model", ["Long"]))
    assert resolved.entity("Model", "LongOtter").aliases == ()


@pytest.mark.parametrize(
    ("long", "short"),
    [("Tool Otter Honest", "ToolOH"), ("Contrastive Otter Pond", "COP"), ("3D-Aware Otter Motion", "3DOM")],
)
def test_the_short_and_the_long_name_of_a_paper_are_one_thing_everywhere(long: str, short: str) -> None:
    resolved = _resolved(("Method", [long, short]), ("Method", [short]), ("Method", [long]))
    assert len(resolved.entities()) == 1


def test_two_things_of_one_short_form_stay_two() -> None:
    resolved = _resolved(
        ("Method", ["straight-through otters", "STO"]), ("Method", ["Selective Token Omission", "STO"])
    )
    assert resolved.entity("Method", "straight-through otters") != resolved.entity("Method", "Selective Token Omission")
