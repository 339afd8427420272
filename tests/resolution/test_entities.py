from __future__ import annotations

import random

from paperatlas.resolution.entities import Names


def _resolved(*groups: list[str], type_name: str = "Method") -> Names:
    names = Names(type_name)
    for group in groups:
        names.add(group)
    return names


def test_spellings_become_one_node_with_the_commonest_as_label() -> None:
    resolved = _resolved(["LLaMA 2"], ["Llama-2"], ["Llama-2"], type_name="Model").resolve()
    [entity] = resolved.entities()
    assert (entity.id, entity.label, entity.aliases) == ("model/llama2", "Llama-2", ("LLaMA 2",))


def test_a_short_form_used_for_one_thing_joins_across_papers() -> None:
    resolved = _resolved(["Self-Controlled Memory", "SCM"], ["SCM"]).resolve()
    assert resolved.entity("SCM") == resolved.entity("Self-Controlled Memory")
    assert _resolved(["Self-Controlled Memory", "SCM"]).resolve().entity("SCM").label == "Self-Controlled Memory"


def test_the_name_that_most_papers_use_is_the_label() -> None:
    resolved = _resolved(["Low-Rank Adaptation", "LoRA"], ["LoRA"], ["LoRA"]).resolve()
    [entity] = resolved.entities()
    assert (entity.id, entity.label, entity.aliases) == ("method/lora", "LoRA", ("Low-Rank Adaptation",))


def test_expansions_that_only_end_differently_are_one() -> None:
    resolved = _resolved(["Low-Rank Adaptation", "LoRA"], ["Low-Rank Adapters", "LoRA"], ["LoRA"]).resolve()
    assert [entity.label for entity in resolved.entities()] == ["LoRA"]


def test_a_short_form_used_for_two_things_joins_neither() -> None:
    resolved = _resolved(["Self-Controlled Memory", "SCM"], ["Structural Causal Model", "SCM"], ["SCM"]).resolve()
    assert len(resolved.entities()) == 3


def test_people_are_told_by_their_whole_names() -> None:
    resolved = _resolved(["Siqi Fan"], ["Siqi fan"], ["Siqi Fang"], type_name="Author").resolve()
    assert [entity.label for entity in resolved.entities()] == ["Siqi Fan", "Siqi Fang"]


def test_a_registered_name_is_the_label_and_takes_its_aliases() -> None:
    names = _resolved(["Otter7B"], ["River Otter"], type_name="Model")
    names.register("Otter-7B", ["River Otter"])
    [entity] = names.resolve().entities()
    assert (entity.id, entity.label) == ("model/otter7b", "Otter-7B")


def test_the_order_of_papers_does_not_count() -> None:
    groups = [["Low-Rank Adaptation", "LoRA"], ["LoRA"], ["Lora"], ["Long Range Arena", "LRA"], ["LRA"], ["DPO"]]
    expected = _resolved(*groups).resolve().entities()
    for seed in range(20):
        random.Random(seed).shuffle(groups)
        assert _resolved(*groups).resolve().entities() == expected
