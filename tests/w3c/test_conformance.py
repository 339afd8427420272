"""The W3C's SPARQL 1.1 tests, against a running server of ours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import ROOT
from servers import TOKEN, writable
from w3c.__main__ import main
from w3c.endpoint import Endpoint
from w3c.facts import PREFIXES
from w3c.manifest import GROUPS, read_entries
from w3c.outcomes import Runner, failures, is_run, known_failures, scopes, surprise, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from w3c.manifest import Entry

_SUITE = Path(os.environ.get("PAPERATLAS_DATA", "")) / "w3c" / "sparql11"
_HERE = "PAPERATLAS_DATA" in os.environ and _SUITE.is_dir()
_ENTRIES = read_entries(_SUITE) if _HERE else []
_MISSING = pytest.mark.skip(reason="needs w3c/sparql11: set PAPERATLAS_DATA to the folder that holds it")
_PARAMETERS = [pytest.param(entry, id=entry.id) for entry in _ENTRIES if is_run(entry)] or [
    pytest.param(None, marks=_MISSING)
]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    if not _HERE:
        pytest.skip("needs w3c/sparql11: set PAPERATLAS_DATA to the folder that holds it")
    with writable() as url:
        yield Runner(_ENTRIES, Endpoint(url, TOKEN))


@pytest.mark.parametrize("entry", _PARAMETERS)
def test_an_entry_passes_or_is_known_to_fail(entry: Entry, runner: Runner) -> None:
    assert surprise(runner.problem(entry), known_failures().get(entry.id)) is None


def test_what_is_known_to_fail_is_in_the_suite(runner: Runner) -> None:
    assert known_failures().keys() <= {entry.id for entry in runner.entries}


def test_the_page_tells_what_came_of_the_tests(runner: Runner) -> None:
    page = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    for part in (table(runner.entries, runner.problems()), failures(), scopes()):
        assert part in page, "print the parts with `python -m w3c` and put them into docs/conformance.md"


@pytest.mark.slow
def test_the_command_prints_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for manifest in (tmp_path / group.folder / name for group in GROUPS for name in group.manifests):
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_text(f"@prefix mf: <{PREFIXES['mf']}> .\n<> a mf:Manifest ; mf:entries () .")
    monkeypatch.setattr("sys.argv", ["w3c", str(tmp_path)])
    main()
    assert capsys.readouterr().out.startswith("|")
