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

_WORD = re.compile(r"\w+(?:\.\w+)*\+*")
_KINDS: Final = {".py", ".md", ".yaml", ".yml", ".json", ".txt"}
_LARGEST: Final = 1_000_000
_NEAR: Final = 300


def is_plain(name: str) -> bool:
    """Whether a name looks like an ordinary word or is very short, so that meeting it in a text proves nothing.

    >>> [is_plain(name) for name in ("Falcon", "o1", "GPT-4", "LoRA")]
    [True, True, False, False]
    """
    return len(name_key(name)) <= 3 or re.fullmatch(r"[A-Z]?[a-z]+", name) is not None


class Texts:
    """The first place at which each of many names stands, the Hugging Face ids of some owners, and which names stand
    near each other.

    Args:
        names: The names that are looked for. One of several words is found in any case, with any of hyphen, space and
            underscore between them; one of one word as it is written.
        owners: The owners, in lower case, whose ids count.
        pairs: Names that are looked for at most 300 characters apart.
    """

    def __init__(self, names: Iterable[str], owners: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name in dict.fromkeys(names):
            words = tuple(_WORD.findall(name))
            if words:
                self._by_first.setdefault(words[0].lower(), []).append((name, tuple(word.lower() for word in words)))
        self._owners = set(owners)
        self._pairs = list(pairs)
        self.places: dict[str, str] = {}
        self.ids: dict[str, list[tuple[str, str]]] = {}
        self.near: dict[tuple[str, str], str] = {}

    def read(self, folders: Mapping[str, Path]) -> None:
        """Goes through the texts of unpacked packages, by name and version."""
        for package, folder in folders.items():
            for path in _files(folder):
                text = path.read_text("utf-8", errors="ignore")
                self._take(text, f"{package}: {path.relative_to(folder).as_posix()}")

    def _take(self, text: str, place: str) -> None:
        found: dict[str, list[int]] = {}
        words = list(_WORD.finditer(text))
        for index, word in enumerate(words):
            for name, wanted in self._by_first.get(word[0].lower(), ()):
                if self._stands(text, words[index : index + len(wanted)], name, wanted):
                    found.setdefault(name, []).append(word.start())
        for name in found:
            self.places.setdefault(name, place)
        for owner, name in hugging_face_ids(text):
            if owner.lower() in self._owners:
                self.ids.setdefault(name_key(name), []).append((f"{owner}/{name}", place))
        for one, other in self._pairs:
            if one in found and other in found and _close(found[one], found[other]):
                self.near.setdefault((one, other), place)

    @staticmethod
    def _stands(text: str, matches: list[re.Match[str]], name: str, wanted: tuple[str, ...]) -> bool:
        if tuple(match[0].lower() for match in matches) != wanted:
            return False
        start, end = matches[0].start(), matches[-1].end()
        if end - start > len(name) + 2 or re.match(r"[-.]?\w", text[end : end + 2]) or text[start - 1 : start] in {"-", "/", "."}:
            return False
        return len(wanted) > 1 or matches[0][0] == name.strip("*")


def _close(places: list[int], others: list[int]) -> bool:
    return any(abs(place - other) <= _NEAR for place in places for other in others)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        right = path.suffix in _KINDS or path.name in {"METADATA", "PKG-INFO"}
        if right and path.is_file() and path.stat().st_size <= _LARGEST:
            yield path
