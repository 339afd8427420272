from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import spacy

from benchmarks.annotated_papers import KITCHEN, kitchen, otters, write
from data import ROOT
from encoders import tiny_encoder
from observers import RecordedProgress
from paperatlas.errors import ExtractionError, OutputError, SchemaError
from paperatlas.extraction import load_extractor
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.training.train import train
from polling import wait_until

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.slow


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("otters")
    return train(*otters(folder), folder / "model", seed=3, name="ponds")


def test_the_same_papers_and_seed_give_the_same_bytes(model: Path, tmp_path: Path) -> None:
    again = train(*otters(tmp_path / "elsewhere"), tmp_path / "other name", seed=3, name="ponds")
    assert contents(again) == contents(model)


def test_nothing_but_the_model_is_left(model: Path) -> None:
    assert {path.name for path in model.parent.iterdir()} == {"model", "papers.jsonl", "gold.jsonl"}
    assert {path.name for path in model.iterdir()} == {
        "config.cfg",
        "meta.json",
        "tokenizer",
        "paperatlas_names",
        "paperatlas_relations",
    }


def test_the_model_says_what_it_is(model: Path) -> None:
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    assert (meta["name"], meta["seed"], meta["papers"]) == ("ponds", 3, 30)
    assert [entry["name"] for entry in meta["schema"]["types"]] == ["Model", "Dataset", "Method", "Lab"]
    assert meta["performance"]["entities"]["all"]["gold"] == 90
    assert meta["performance"]["entities"]["all"]["f1"] > 0.9
    assert load_extractor(model).name == f"ponds-{meta['version']}"


def test_another_seed_is_another_version(model: Path, tmp_path: Path) -> None:
    other = train(*otters(tmp_path), tmp_path / "model", seed=4, name="ponds")
    assert load_extractor(other).name != load_extractor(model).name


def test_spacy_loads_the_model_and_reads_with_it(model: Path) -> None:
    doc = spacy.load(model)("Otterx-99B: A Model\nWe present Otterx-99B, a model. Otterx-99B is tested on PondBench.")
    assert {(span.text, span.label_) for span in doc.spans["paperatlas"]} == {
        ("Otterx-99B", "Model"),
        ("PondBench", "Dataset"),
    }
    assert [(r.subject, r.predicate, r.object) for r in doc._.relations] == [
        ("Otterx-99B", "evaluates-on", "PondBench")
    ]


def test_a_single_paper_trains(tmp_path: Path) -> None:
    made = train(*otters(tmp_path, 1), tmp_path / "model")
    meta = json.loads((made / "meta.json").read_text(encoding="utf-8"))
    assert meta["performance"]["entities"]["all"]["right"] == 0


def test_a_run_goes_on_from_the_stages_of_one_that_failed(model: Path, tmp_path: Path) -> None:
    files = otters(tmp_path)
    stopped = RecordedProgress(stop_at="making all papers/relation_weights.tsv")
    with pytest.raises(KeyboardInterrupt):
        train(*files, tmp_path / "model", seed=3, name="ponds", progress=stopped)
    assert not (tmp_path / "model").exists()
    progress = RecordedProgress()
    train(*files, tmp_path / "model", seed=3, name="ponds", progress=progress)
    assert "keeping scores.json of the run before" in progress.steps
    assert [step for step in progress.steps if step.startswith("making")] == [
        "making all papers/relation_weights.tsv",
        "making all papers/claim_weights.tsv",
    ]
    assert contents(tmp_path / "model") == contents(model)
    assert not (tmp_path / "model.unfinished").exists()


def test_stages_of_other_work_are_not_kept(tmp_path: Path) -> None:
    unfinished = tmp_path / "model.unfinished"
    unfinished.mkdir()
    (unfinished / "key").write_text("of other work")
    (unfinished / "scores.json").write_text("{}")
    progress = RecordedProgress()
    train(*otters(tmp_path), tmp_path / "model", progress=progress)
    assert "making scores.json" in progress.steps


def test_texts_without_annotation_teach_which_words_are_used_alike(model: Path, tmp_path: Path) -> None:
    papers = [{"id": str(n), "title": "On ponds", "abstract": "A heron dives into ponds."} for n in range(8)]
    (tmp_path / "texts").mkdir()
    texts, _ = write(tmp_path / "texts", [{**paper, "title": f"On {n} ponds"} for n, paper in enumerate(papers)], [])
    made = train(*otters(tmp_path), tmp_path / "model", seed=3, name="ponds", texts=texts)
    words = [{line.split("\t")[0] for line in groups(folder)} for folder in (model, made)]
    assert words[1] - words[0] >= {"heron", "dives"}
    assert json.loads((made / "meta.json").read_text())["texts"] == 8
    assert load_extractor(made).name != load_extractor(model).name


def groups(model: Path) -> list[str]:
    return (model / "paperatlas_names" / "word_groups.tsv").read_text(encoding="utf-8").splitlines()


def test_texts_that_cannot_be_read_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match=r"cannot read .*none\.jsonl"):
        train(*otters(tmp_path), tmp_path / "model", texts=tmp_path / "none.jsonl")
    assert {path.name for path in tmp_path.iterdir()} == {"papers.jsonl", "gold.jsonl"}


def test_a_run_that_is_killed_goes_on_to_the_same_model(model: Path, tmp_path: Path) -> None:
    files = otters(tmp_path)
    words = ("train", *map(str, files), "-o", str(tmp_path / "model"), "--seed", "3", "--name", "ponds")
    command = [sys.executable, "-c", "from paperatlas.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = tmp_path / "model.unfinished" / "without part 0" / "name_weights.tsv"
    wait_until(lambda: kept.exists() or running.poll() is not None)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert kept.exists()
    assert not (tmp_path / "model" / "meta.json").exists()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "keeping without part 0/name_weights.tsv of the run before" in done.stderr
    assert contents(tmp_path / "model") == contents(model)


def test_gold_that_breaks_the_guidelines_leaves_nothing_behind(tmp_path: Path) -> None:
    papers, gold = otters(tmp_path)
    gold.write_text(gold.read_text().replace('"Dataset"', '"Corpus"', 1))
    with pytest.raises(ExtractionError, match=r"gold\.jsonl:1: entities\[1\]\.type is 'Corpus'; choose among Model"):
        train(papers, gold, tmp_path / "model")
    assert {path.name for path in tmp_path.iterdir()} == {"papers.jsonl", "gold.jsonl"}


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    files = otters(tmp_path, 4)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        train(*files, tmp_path / "file" / "model")
    (tmp_path / "model.unfinished").mkdir()
    (tmp_path / "model").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        train(*files, tmp_path / "model")


def test_another_schema_trains_and_finds_its_own_things(tmp_path: Path) -> None:
    (tmp_path / "kitchen.yaml").write_text(KITCHEN)
    (tmp_path / "registry.yaml").write_text("- {name: Zilk, type: Method}\n")
    schema, registry = tmp_path / "kitchen.yaml", tmp_path / "registry.yaml"
    made = train(*kitchen(tmp_path), tmp_path / "model", schema=schema, registry=registry)
    assert "Zilk" not in (made / "paperatlas_names" / "known_names.tsv").read_text()
    text = "We cook Vorbelka with Green Sumac tonight. Vorbelka goes badly beside the dish Hanuto. Serve it hot."
    (found,) = load_extractor(made).extract([Paper("1", "A note on food", text, SourceLocation("p", 1))])
    assert [(entity.name, entity.type, entity.introduced) for entity in found.entities] == [
        ("Vorbelka", "Dish", True),
        ("Green Sumac", "Ingredient", False),
        ("Hanuto", "Dish", False),
    ]
    assert {(r.subject, r.predicate, r.object, r.outcome) for r in found.relations} == {
        ("Vorbelka", "made-with", "Green Sumac", None),
        ("Vorbelka", "goes-beside", "Hanuto", "badly"),
    }


@pytest.fixture(scope="module")
def dishes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dishes")
    (folder / "kitchen.yaml").write_text(KITCHEN)
    encoder = tiny_encoder(folder / "encoder")
    return train(*kitchen(folder), folder / "model", schema=folder / "kitchen.yaml", encoder=encoder)


def test_an_encoder_is_taught_for_any_schema(dishes: Path) -> None:
    nlp = spacy.load(dishes)
    assert "paperatlas_encoder" in nlp.pipe_names
    doc = nlp("A note on food\nWe cook Vorbelka with Green Sumac tonight.")
    assert doc.tensor.shape == (len(doc), 16)
    assert {(span.text, span.label_) for span in doc.spans["paperatlas"]} >= {("Green Sumac", "Ingredient")}
    weights = (dishes / "paperatlas_names" / "name_weights.tsv").read_text()
    assert "\nencoder Dish" in weights
    assert "\nencoder " in (dishes / "paperatlas_relations" / "relation_weights.tsv").read_text()


def test_texts_teach_the_encoder_first(tmp_path: Path) -> None:
    papers = [{"id": str(n), "title": f"On {n}", "abstract": f"We present Ottery-{n}B, a model."} for n in range(4)]
    (tmp_path / "texts").mkdir()
    texts, _ = write(tmp_path / "texts", papers, [])
    progress = RecordedProgress()
    encoder = tiny_encoder(tmp_path / "encoder")
    made = train(*otters(tmp_path, 6), tmp_path / "model", texts=texts, encoder=encoder, progress=progress)
    stages = [step for step in progress.steps if step.startswith("making") and "encoder" in step]
    assert stages[-5:] == ["making encoder of texts", *(f"making encoder {number}" for number in range(4))]
    assert "paperatlas_encoder" in load_extractor(made).nlp.pipe_names


def test_a_teacher_reads_the_texts_instead_of_the_features(model: Path, dishes: Path, tmp_path: Path) -> None:
    papers = [{"id": str(n), "title": f"On {n}", "abstract": f"We present Ottery-{n}B, a model."} for n in range(4)]
    (tmp_path / "texts").mkdir()
    texts, _ = write(tmp_path / "texts", papers, [])
    progress = RecordedProgress()
    encoder = tiny_encoder(tmp_path / "encoder")
    corpus = otters(tmp_path, 6)
    train(*corpus, tmp_path / "model", texts=texts, encoder=encoder, teacher=model, progress=progress)
    assert not any("without an encoder" in step for step in progress.steps)
    assert "reading the further papers: 0 %" in progress.steps
    with pytest.raises(ExtractionError, match="looks for other types or predicates"):
        train(*corpus, tmp_path / "other", texts=texts, encoder=encoder, teacher=dishes)


def test_names_of_a_registry_are_a_hint(model: Path, tmp_path: Path) -> None:
    def known(folder: Path) -> list[str]:
        return (folder / "paperatlas_names" / "known_names.tsv").read_text().splitlines()

    registry = tmp_path / "registry.yaml"
    registry.write_text(
        "- {name: The Wet Pile, type: Dataset, aliases: [WetPile]}\n"
        "- {name: Heron, type: Model}\n"
        "- {name: Heron, type: Dataset}\n"
        "- {name: PondBench, type: Model}\n"
    )
    made = train(*otters(tmp_path), tmp_path / "model", seed=3, name="ponds", registry=registry)
    assert set(known(made)) - set(known(model)) == {"The Wet Pile\tDataset", "WetPile\tDataset"}
    assert "PondBench\tDataset" in known(made)
    assert load_extractor(made).name != load_extractor(model).name


def test_without_pytorch_an_encoder_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name
        for name in sys.modules
        if name.startswith(("paperatlas.training.encoder_network", "paperatlas.training.encoder_trainer"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("encoder_network", "encoder_trainer"):
        monkeypatch.delattr(f"paperatlas.training.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ExtractionError, match=r"torch is needed .*pip install 'paperatlas\[encoder\]'"):
        train(*otters(tmp_path, 4), tmp_path / "model", encoder=tmp_path)


def test_a_schema_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"cannot read .*none\.yaml"):
        train(*otters(tmp_path, 4), tmp_path / "model", schema=tmp_path / "none.yaml")


def test_papers_that_name_nothing_train_a_model_that_finds_nothing(tmp_path: Path) -> None:
    papers = [{"id": str(number), "title": "on rain", "abstract": "it rains \ud83d."} for number in range(6)]
    golds = [{"id": str(number), "entities": [], "relations": []} for number in range(6)]
    made = train(*write(tmp_path, papers, golds), tmp_path / "model")
    (found,) = load_extractor(made).extract([Paper("1", "Otter", "We beat GPT-4 on MMLU.", SourceLocation("p", 1))])
    assert (found.entities, found.relations) == ((), ())


def test_a_schema_without_predicates_trains(tmp_path: Path) -> None:
    papers, gold = otters(tmp_path)
    lines = [json.loads(line) | {"relations": []} for line in gold.read_text().splitlines()]
    gold.write_text("\n".join(map(json.dumps, lines)))
    types = "types: [{name: Model, introduced: true}, {name: Dataset}, {name: Lab}]"
    (tmp_path / "s.yaml").write_text(f"{types}\npredicates: []\n")
    made = train(papers, gold, tmp_path / "model", schema=tmp_path / "s.yaml")
    text = "We present Otterx-99B, a model. Otterx-99B is tested on PondBench."
    (found,) = load_extractor(made).extract([Paper("1", "Otterx-99B: A Model", text, SourceLocation("p", 1))])
    assert [entity.name for entity in found.entities] == ["Otterx-99B", "PondBench"]
    assert found.relations == ()
