"""Each example in the help of each command is run, on a small corpus."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import webbrowser
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import TYPE_CHECKING, Any, Final
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from benchmarks.annotated_papers import KITCHEN, kitchen, otters
from data import SEEDS
from encoders import tiny_encoder
from paperatlas.cli import main
from servers import TOKEN, writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.mark import ParameterSet

SERVING: Final = re.compile(r"paperatlas serve\b")
"""Examples of a server that runs until it is stopped."""
REMOTE: Final = re.compile(r"(?<=paperatlas push )\S+|(?<=--endpoint )\S+")
"""The address of a SPARQL server in an example."""
PLACEHOLDER: Final = "…"
"""What stands for a token in an example."""

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


def parameters(kind: str) -> list[ParameterSet]:
    """The examples of a kind (see ``kind_of``) as parameters, slow ones marked."""
    return [
        pytest.param(example, marks=[pytest.mark.slow] if is_slow(example) else [], id=example)
        for command in commands().values()
        for example in examples_of(command)
        if kind_of(example) == kind
    ]


def kind_of(example: str) -> str:
    """How an example is run: it starts a server ("server"), asks one ("client"), or does neither ("local")."""
    return "server" if SERVING.search(example) else "client" if REMOTE.search(example) else "local"


def is_slow(example: str) -> bool:
    """Whether an example takes some seconds: it trains, or starts Python anew."""
    return "paperatlas train" in example or "my-model" in example or is_for_a_shell(example)


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
    listed = run(main, ["review", "--list", "--by", "paper", "--graph", str(folder / "output")])
    judged = listed.stdout.replace('"verdict": null', '"verdict": "right"', 1)
    for name in ("answers.jsonl", "drawn.jsonl"):
        (folder / name).write_text(judged)
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


def shell(example: str, folder: Path, **options: Any) -> subprocess.Popen[str]:
    """Start an example in a shell in which ``paperatlas`` and ``pbpaste`` are at hand."""
    programs = folder / "bin"
    programs.mkdir()
    for name, words in {"paperatlas": f"{sys.executable} -m paperatlas", "pbpaste": "cat paper.txt"}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        (programs / name).chmod(0o755)
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": paths, "BROWSER": "true"}
    command = ["bash", "-o", "pipefail", "-c", example]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=PIPE, stderr=STDOUT, text=True, **options)


@pytest.fixture
def folder(corpus: Path, tmp_path: Path) -> Path:
    """A copy of the corpus for one example."""
    return Path(shutil.copytree(corpus, tmp_path / "corpus"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that takes queries, updates and whole graphs."""
    with writable() as url:
        yield url


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, loaded_once: None) -> Callable[[str], None]:
    """A function that runs an example to its end, and holds that it succeeds."""

    def run_example(example: str) -> None:
        if is_for_a_shell(example):
            with shell(example, folder) as process:
                output, _ = process.communicate()
            status = process.returncode
        else:
            monkeypatch.chdir(folder)
            monkeypatch.setattr(webbrowser, "open", lambda _: True)
            # A reviewer who quits at once: of the terminal the input is at its end, and the page is not served.
            monkeypatch.setattr("paperatlas.cli.review._is_interactive", lambda: True)
            monkeypatch.setattr("paperatlas.server.review.serve_review.serve_review", lambda *_: None)
            result = CliRunner().invoke(main, shlex.split(example)[1:], catch_exceptions=False)
            status, output = result.exit_code, result.output
        assert status == 0, output

    return run_example


@pytest.mark.parametrize("example", parameters("local"))
def test_the_example_runs(example: str, folder: Path, run: Callable[[str], None]) -> None:
    prepare(example, folder)
    run(example)


@pytest.mark.parametrize("example", parameters("client"))
def test_the_example_runs_against_a_server(
    example: str, server: str, run: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERATLAS_TOKEN", TOKEN)
    path = "graphs" if "--method gsp" in example else "sparql"
    run(REMOTE.sub(f"{server}/{path}", example).replace(PLACEHOLDER, TOKEN))


@pytest.mark.slow
@pytest.mark.parametrize("example", parameters("server"))
def test_the_example_serves(example: str, folder: Path) -> None:
    with shell(f"{example} --port 0", folder, start_new_session=True) as process:
        try:
            lines = process.stdout or ()
            address = next(words[2] for words in map(str.split, lines) if words[:2] == ["Serving", "at"])
            assert urlopen(f"{address.rstrip('/')}/healthz").read() == b"ok\n"  # noqa: S310 - an address of ours
        finally:
            os.killpg(process.pid, signal.SIGTERM)
