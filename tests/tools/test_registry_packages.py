from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from tools.registry.packages import PACKAGES, unpacked

if TYPE_CHECKING:
    from pathlib import Path


def archive(folder: Path, name: str, version: str, files: dict[str, bytes]) -> None:
    """Write an archive, a wheel or a source distribution by turns, as pip leaves it."""
    stem = f"{name.replace('-', '_')}-{version}"
    if len(name) % 2:
        with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
            for path, data in files.items():
                wheel.writestr(path, data)
    else:
        with tarfile.open(folder / f"{stem}.tar.gz", "w:gz") as source:
            for path, data in files.items():
                part = tarfile.TarInfo(path)
                part.size = len(data)
                source.addfile(part, io.BytesIO(data))


def test_archives_that_are_there_are_unpacked_without_what_is_not_read(tmp_path: Path) -> None:
    archives = tmp_path / "archives"
    archives.mkdir()
    for name, version in PACKAGES.items():
        archive(archives, name, version, {"otter/a.py": b"1", "otter/weights.bin": b"2"})
    folders = unpacked(tmp_path)
    assert list(folders) == [f"{name} {version}" for name, version in PACKAGES.items()]
    for folder in folders.values():
        assert [path.name for path in folder.rglob("*") if path.is_file()] == ["a.py"]
    assert unpacked(tmp_path) == folders
