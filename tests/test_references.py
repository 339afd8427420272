"""What documents and docstrings name exists: names of Python, paths of the repository, links between pages."""

from __future__ import annotations

import ast
import pydoc
import re
from typing import TYPE_CHECKING, Final

import pytest

import paperatlas
from data import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_SOURCE: Final = ROOT / "src" / "paperatlas"
_DOCUMENTS: Final = [
    *sorted(ROOT.glob("*.md")),
    *sorted(
        path for folder in ("docs", "output", "seeds", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.md")
    ),
]
_HISTORY: Final = "CHANGELOG.md"
"""Tells of parts that are gone, too."""

_ROOTS: Final = (ROOT, _SOURCE, ROOT / "tests")
_FOLDERS: Final = {path.name for root in _ROOTS for path in root.iterdir() if path.is_dir()} - {"output", "store"}
"""Folders whose files documents name; those of outputs are there only after a build."""
_ROLE: Final = re.compile(r":(?:mod|class|func|meth|data|attr):`~?([\w.]+)`")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _documents() -> list[Path]:
    return [path for path in _DOCUMENTS if path.name != _HISTORY]


def _is_there(dotted: str) -> bool:
    return pydoc.locate(dotted) is not None


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_of_python_in_a_document_exist(path: Path) -> None:
    text = _text(path)
    dotted = set(re.findall(r"`(paperatlas(?:\.\w+)+)", text))
    public = set(re.findall(r"\bpa\.([a-z_]+)\(", text))
    assert [name for name in sorted(dotted) if not _is_there(name)] == []
    assert sorted(public - set(dir(paperatlas))) == []


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_paths_in_a_document_exist(path: Path) -> None:
    named = set(
        re.findall(
            r"(?<![\w/.~-])((?:[\w-]+/)+[\w.-]*\w\.(?:py|md|toml|jsonl|json|rq|ttl|yaml|png|svg|txt|cfg))", _text(path)
        )
    )
    ours = {name for name in named if name.partition("/")[0] in _FOLDERS}
    assert [name for name in sorted(ours) if not any((root / name).exists() for root in _ROOTS)] == []


@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    targets = {
        target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", _text(path)) if "://" not in target
    }
    assert [target for target in sorted(targets - {""}) if not (path.parent / target).exists()] == []


def _module(path: Path) -> str:
    parts = path.relative_to(_SOURCE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


_MODULES: Final = {_module(path): path for path in sorted(_SOURCE.rglob("*.py"))}


@pytest.mark.parametrize("module", _MODULES)
def test_references_in_docstrings_lead_somewhere(module: str) -> None:
    text = _text(_MODULES[module])
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inside = getattr(node, "name", "")
        for target in _ROLE.findall(ast.get_docstring(node) or ""):
            places = (target, f"{module}.{target}", f"{module}.{inside}.{target}")
            assert any(map(_is_there, places)) or target in text, f"{module}: {target}"
