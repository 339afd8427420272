"""The scripts of pages: their types hold, and what is bundled with them may be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECTS = [ROOT / name for name in SETTINGS["tool"]["hatch"]["build"]["hooks"]["custom"]["projects"]]
NPM = shutil.which("npm")


@pytest.mark.slow
@pytest.mark.skipif(not NPM, reason="needs npm")
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_types_hold(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "*.py"))
    fetched = subprocess.run(
        ["npm", "ci", "--prefer-offline", "--fetch-retries=1"], cwd=copy, capture_output=True, check=False
    )
    if fetched.returncode:
        pytest.skip("npm does not reach its registry")
    checked = subprocess.run(["npm", "run", "check"], cwd=copy, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_what_is_bundled_leaves_us_free(project: Path) -> None:
    used = json.loads((project / "package.json").read_text("utf-8"))["dependencies"].keys()
    licences = project / "dist" / "licences.txt"
    if used <= {"esbuild", "typescript"}:  # the tools themselves are not bundled
        assert not licences.exists()
        return
    headings = re.findall(r"^(?:@[\w-]+/)?[\w-]+ \d+\.\d+\.\d+\S* \((.+)\)$", licences.read_text("utf-8"), re.MULTILINE)
    assert headings
    assert set(headings) <= {"MIT", "ISC", "BSD-3-Clause", "Apache-2.0"}
