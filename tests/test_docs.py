from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

import pytest

from data import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_GENERATE: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_GENERATE)


@pytest.mark.parametrize(("name", "make"), _GENERATE.PAGES.items())
def test_generated_pages_are_up_to_date(name: str, make: Callable[[], str]) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == make(), "run `make docs` and commit the pages"


@pytest.mark.slow
def test_the_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert _GENERATE.readme(text, tmp_path) == text, "run `make docs` and commit the README"


@pytest.mark.slow
def test_the_example_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert (tmp_path / "graph.ttl").exists()
