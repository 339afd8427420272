"""Libraries that take long to load are loaded by what needs them and by nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from click import Context

import paperatlas as pa
from paperatlas.cli import main
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path

SLOW: Final = {"networkx", "numpy", "onnxruntime", "pyshacl", "pyvis", "rdflib", "spacy"}
RUN: Final = """
import contextlib, json, sys
arguments = sys.argv[1:]
import paperatlas
if arguments:
    from paperatlas.cli import main
    with contextlib.suppress(SystemExit):
        main(arguments)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that a command loads, or that the package loads by itself."""
    run = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(run.stderr.splitlines()[-1]))


def test_the_package_loads_none_of_them() -> None:
    assert not SLOW & loaded()


@pytest.mark.parametrize("command", main.list_commands(Context(main)))
def test_help_loads_none_of_them(command: str) -> None:
    assert not SLOW & loaded(command, "--help")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    pa.write_outputs(sample_graph(), folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("show", "Otter-7B", "--graph"),
        ("show", "Lake, Ada", "--graph"),
        ("search", "otter", "--output"),
        ("query", "what-beats", "--param", "model=Otter-7B", "--graph"),
        ("query", "conflicts", "--graph"),
    ],
)
def test_questions_load_what_answers_them(output: Path, command: tuple[str, ...]) -> None:
    assert not loaded(*command, str(output)) & {"onnxruntime", "pyshacl", "pyvis", "spacy"}
