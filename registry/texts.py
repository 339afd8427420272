"""Where names stand in the texts of packages: in docstrings, pages and lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from readers import hugging_face_ids

from paperatlas.resolution.normal_forms import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Texts", "is_plain"]

_WORD = re.compile(r"\w+")
_LARGEST: Final = 200_000
_NEAR: Final = 300
_SKIPPED: Final = ("test", "__pycache__", "locale")
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        """crfm-helm evalscope inspect_evals lighteval peft trl verl ms_swift pytorch_optimizer timm torch_geometric
        pykeen sentence_transformers speechbrain espnet s3prl lerobot mergekit bitsandbytes d3rlpy torchrl dspy optuna
        gymnasium minari metaworld torchtune llmcompressor auto_gptq stable_baselines3 tianshou paddleocr beir
        ir_datasets tensorflow_datasets torchaudio torchvision ultralytics open_clip_torch ogb swebench""".split(),  # noqa: SIM905
        ("*.py", "*.md", "*.yaml", "METADATA", "PKG-INFO"),
    ),
    "lm_eval": ("*.md",),
    "lmms_eval": ("*.md", "*.yaml", "utils.py"),
    "opencompass": ("*.md",),
    "fairseq": ("*.md",),
    "mteb": ("benchmarks.py",),
    "transformers": ("configuration_*.py",),
    "diffusers": ("pipeline_*.py",),
    "vllm": ("registry.py",),
    "nemo_toolkit": ("*_models.py", "METADATA"),
    **dict.fromkeys(
        ("mmpretrain", "mmdet", "mmdet3d", "mmsegmentation", "mmaction2", "mmpose", "mmagic", "mmocr"), ("*.yml",)
    ),
}
_WITH_IDS: Final = ("ms_swift", "crfm-helm", "vllm", "torchtune")


def is_plain(name: str) -> bool:
    """Whether a name looks like an ordinary word or is very short, so that meeting it in a text proves nothing.

    >>> [is_plain(name) for name in ("Falcon", "o1", "GPT-4", "LoRA")]
    [True, True, False, False]
    """
    return len(name_key(name)) <= 3 or re.fullmatch(r"[A-Z]?[a-z]+", name) is not None


class Texts:
    """The first place at which each of many names stands, Hugging Face ids of some owners, and names near each other.

    Args:
        names: The names that are looked for. One of several words is found in any case, with any of hyphen, space and
            underscore between them; one of one word as it is written.
        owners: The owners, in lower case, whose ids count.
        pairs: Names that are looked for at most 300 characters apart.
    """

    def __init__(self, names: Iterable[str], owners: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            words = _WORD.findall(name)
            if words and (len(words) > 1 or not is_plain(name)):
                self._by_first.setdefault(words[0].lower(), []).append(name)
        self._owners = set(owners)
        self._pairs = list(pairs)
        self.places: dict[str, str] = {}
        self.ids: dict[str, list[tuple[str, str]]] = {}
        self.near: dict[tuple[str, str], str] = {}

    def read(self, folders: Mapping[str, Path]) -> None:
        """Goes through the texts of unpacked packages, by name and version."""
        for package, folder in folders.items():
            own = package.split()[0]
            for path in _files(folder, _TEXTS.get(own, ())):
                text, place = (
                    path.read_text("utf-8", errors="ignore"),
                    f"{package}: {path.relative_to(folder).as_posix()}",
                )
                self._look(text, place)
                if own in _WITH_IDS:
                    self._take_ids(text, place)

    def _look(self, text: str, place: str) -> None:
        there = set(map(str.lower, set(_WORD.findall(text))))
        for first in there & self._by_first.keys():
            left = []
            for name in self._by_first[first]:
                if there.issuperset(word.lower() for word in _WORD.findall(name)) and pattern(name).search(text):
                    self.places[name] = place
                else:
                    left.append(name)
            self._by_first[first] = left
        for pair in self._pairs:
            words = {word.lower() for name in pair for word in _WORD.findall(name)}
            if pair not in self.near and words <= there and _close(text, *pair):
                self.near[pair] = place

    def _take_ids(self, text: str, place: str) -> None:
        for owner, name in hugging_face_ids(text):
            if owner.lower() in self._owners:
                self.ids.setdefault(name_key(name), []).append((f"{owner}/{name}", place))


def pattern(name: str) -> re.Pattern[str]:
    """What finds a name in a text, alone: not as a part of a longer one.

    >>> bool(pattern("Llama 2").search("as in llama-2.")), bool(pattern("MATH").search("on MATH-500"))
    (True, False)
    """
    parts = [re.escape(part) for part in re.split(r"[\s_-]+", name)]
    case = re.IGNORECASE if len(_WORD.findall(name)) > 1 else 0
    return re.compile(r"(?<![\w./-])" + r"[\s_-]{0,2}".join(parts) + r"(?![\w+]|[-.]\w)", case)


def _close(text: str, one: str, other: str) -> bool:
    places = [match.start() for match in pattern(one).finditer(text)]
    others = [match.start() for match in pattern(other).finditer(text)] if places else []
    return any(abs(place - far) <= _NEAR for place in places for far in others)


def _files(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for path in sorted({path for wanted in patterns for path in folder.rglob(wanted)}):
        if (
            not any(word in path.as_posix()[len(folder.as_posix()) :] for word in _SKIPPED)
            and path.stat().st_size <= _LARGEST
        ):
            yield path
