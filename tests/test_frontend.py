"""The scripts of pages: their types and their tests hold, and the licences of what is bundled are free."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hatch_build import find_npm

ROOT = Path(__file__).parents[1]
BUNDLES = json.loads((ROOT / "frontend" / "bundles.json").read_text("utf-8"))
OFFLINE = re.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT")
"""How npm says that its registry is out of reach."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources of scripts, with the packages that they are made from and checked with."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "frontend", copy / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    (copy / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "formula_cases.json", copy / "tests")
    done = npm(copy, "ci", "--prefer-offline", "--fetch-retries=1")
    if OFFLINE.search(done.stderr):
        pytest.skip("npm does not reach its registry")
    assert done.returncode == 0, done.stderr
    return copy


def npm(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = find_npm()
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    folder = checkout / "frontend"
    return subprocess.run([*command, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("script", ["check", "test"])
def test_types_and_tests_of_scripts_hold(checkout: Path, script: str) -> None:
    done = npm(checkout, "run", script)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: str(bundle["entry"]).split("/")[0])
def test_what_is_bundled_leaves_us_free(bundle: dict[str, str]) -> None:
    package = ROOT / "frontend" / bundle["entry"].split("/")[0] / "package.json"
    used = json.loads(package.read_text("utf-8"))["dependencies"].keys()
    licences = ROOT / bundle["output"] / "licences.txt"
    if all(name.startswith("@paperatlas/") for name in used):
        assert not licences.exists()
        return
    headings = re.findall(r"^(?:@[\w-]+/)?[\w-]+ \d+\.\d+\.\d+\S* \((.+)\)$", licences.read_text("utf-8"), re.MULTILINE)
    assert headings
    assert set(headings) <= {"MIT", "ISC", "BSD-3-Clause", "Apache-2.0"}
