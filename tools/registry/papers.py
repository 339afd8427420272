"""What papers say by their titles and listings: names that they introduce, and where their authors work."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Papers"]

_INTRODUCED = re.compile(r"^([^:]{2,40}?)(?::\s| Technical Report)")


@dataclass(slots=True)
class Papers:
    """Names, each with the first paper that holds it.

    Attributes:
        introduced: By normal form, what stands before the colon of a title, or before "Technical Report".
        affiliations: The organisations that papers are listed under, as they are written.
    """

    introduced: dict[str, str] = field(default_factory=dict)
    affiliations: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Read papers as JSON lines with ``id``, ``title`` and, where known, ``affiliations``."""
        papers = cls()
        lines = sorted(path.read_text("utf-8").splitlines()) if path else ()
        for line in lines:
            paper = json.loads(line)
            source = paper["id"].replace("arxiv:", "arXiv:")
            match = _INTRODUCED.match(paper["title"])
            if match:
                papers.introduced.setdefault(name_key(match[1]), f"{source}: title")
            for name in paper.get("affiliations") or ():
                papers.affiliations.setdefault(name, f"{source}: affiliation ({name})")
        return papers

    def affiliation(self, name: str) -> str:
        """Return the paper with an organisation of a name, else with one that holds the name; empty if none."""
        key, words = name_key(name), re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        same = (source for listed, source in self.affiliations.items() if name_key(listed) == key)
        held = (source for listed, source in self.affiliations.items() if words.search(listed))
        return next(same, "") or next(held, "")
