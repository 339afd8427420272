"""Each example in the help of each command is run, on a small corpus."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import webbrowser
from typing import TYPE_CHECKING, Final

import click
import pytest
from click.testing import CliRunner

from corpora import KITCHEN, kitchen, otters
from data import SEEDS
from encoders import tiny_encoder
from paperatlas.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_RUN: Final = {
    r"paperatlas serve\b": "serves until it is stopped; tests/server/test_command.py starts it",
    r"paperatlas push\b": "needs a server at that address; tests/test_pushing.py has servers",
    r"--endpoint\b": "needs a server at that address; tests/sparql/test_endpoints.py has servers",
}
"""Examples that no test can run as they stand, by pattern, each with the reason."""

LISTED: Final = [
    {
        "id": "1",
        "title": "Otter-7B: A Model of Long Context",
        "abstract": "We present Otter-7B, a language model. Otter-7B is trained on The Pile dataset. "
        "Otter-7B outperforms GPT-4 on MMLU. "
        "Otter-7B is based on Llama-2. River is a dataset.",
        "authors": ["Ada Lake"],
    },
    {
        "id": "2",
        "title": "On Ponds",
        "abstract": "We present LongWriter-Zero, a model based on Qwen2.5-32B. "
        "We compare GPT-4 with Llama-2 on PondBench.",
    },
]
NAMES: Final = [{"name": name, "type": "Dataset"} for name in ("MATH", "MATH-500", "math")]


def commands() -> dict[str, click.Command]:
    """All commands by name, with the program itself as ``paperatlas``."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {"paperatlas": main, **{name: command for name, command in found.items() if command is not None}}


def examples_of(command: click.Command) -> list[str]:
    """The lines below "Examples:" in the help of a command, or in what stands below its options."""
    _, _, below = f"{command.help}\n{command.epilog}".partition("Examples:")
    return [line.strip() for line in below.splitlines() if "paperatlas " in line]


def all_examples() -> Iterator[object]:
    """Each example as a parameter, marked where it cannot be run, or takes some time."""
    for name, command in commands().items():
        for example in examples_of(command):
            reasons = [reason for pattern, reason in NOT_RUN.items() if re.search(pattern, example)]
            marks = [pytest.mark.skip(reason=reason) for reason in reasons]
            if name == "train" or "my-model" in example or is_for_a_shell(example):
                marks.append(pytest.mark.slow)
            yield pytest.param(example, marks=marks, id=example)


def is_for_a_shell(example: str) -> bool:
    """Whether an example has more than one program, a file that output goes to, or a variable."""
    return not example.startswith("paperatlas ") or bool({"|", ">"} & set(shlex.split(example)))


@pytest.mark.parametrize("name", commands())
def test_each_command_has_examples_of_its_own(name: str) -> None:
    examples = examples_of(commands()[name])
    assert examples
    assert all(name in example for example in examples[:1])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files that examples name."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "seeds").mkdir()
    shutil.copy(SEEDS / "author_listing.txt", folder / "seeds")
    listed = "".join(json.dumps(record) + "\n" for record in LISTED)
    (folder / "saved").mkdir()
    for name in ("seeds/monday.txt", "saved-page.txt", "tomorrow.txt", "saved/monday.txt", "more-papers.jsonl"):
        (folder / name).write_text(listed)
    (folder / "paper.txt").write_text("Otter-7B\nWe present Otter-7B, a model.\n")
    (folder / "names.jsonl").write_text("".join(json.dumps(line) + "\n" for line in NAMES))
    (folder / "my-question.rq").write_text("ASK { ?paper a pa:Paper }")
    (folder / "kitchen.yaml").write_text(KITCHEN)
    otters(folder, 6)
    build(folder)
    return folder


def build(folder: Path) -> None:
    """Make the graphs that examples name."""
    run = CliRunner(catch_exceptions=False).invoke
    for output, *pages in (("output", "seeds"), ("my-graph", "seeds", "saved")):
        words = [*(str(folder / page) for page in pages), "-o", str(folder / output)]
        assert run(main, ["build", *words]).exit_code == 0
    for name in ("last-week", "elsewhere"):
        shutil.copytree(folder / "output", folder / name)
    for name in ("monday.ttl", "tuesday.ttl", "graph.ttl"):
        shutil.copy(folder / "output" / "graph.ttl", folder / name)
    words = ["--graph", str(folder / "output"), "-o", str(folder / "from-a-colleague.jsonld")]
    assert run(main, ["export", "jsonld", *words]).exit_code == 0


def prepare(example: str, folder: Path) -> None:
    """Make what takes too long to be there for all examples."""
    if "recipes.jsonl" in example:
        papers, _ = kitchen(folder, 8)
        papers.rename(folder / "recipes.jsonl")
    if "minilm" in example:
        tiny_encoder(folder / "minilm")
    if "my-model" in example.replace("-o my-model", ""):
        words = [str(folder / name) for name in ("papers.jsonl", "gold.jsonl")]
        done = CliRunner().invoke(main, ["train", *words, "-o", str(folder / "my-model")], catch_exceptions=False)
        assert done.exit_code == 0, done.output


def run_in_shell(example: str, folder: Path) -> tuple[int, str]:
    """Exit status and all output of an example that a shell runs; ``pbpaste`` is at hand everywhere."""
    programs = folder / "bin"
    programs.mkdir()
    for name, words in {"paperatlas": f"{sys.executable} -m paperatlas", "pbpaste": "cat paper.txt"}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        (programs / name).chmod(0o755)
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": paths, "BROWSER": "true"}
    command = ["bash", "-o", "pipefail", "-c", example]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("example", list(all_examples()))
def test_the_example_runs(example: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    prepare(example, folder)
    if is_for_a_shell(example):
        status, output = run_in_shell(example, folder)
    else:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(webbrowser, "open", lambda _: True)
        result = CliRunner().invoke(main, shlex.split(example)[1:], catch_exceptions=False)
        status, output = result.exit_code, result.output
    assert status == 0, output
