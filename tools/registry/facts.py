"""What a source says of a thing, and the normal form by which facts of several sources come together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperatlas.text.keys import name_key

__all__ = ["Fact", "fact_key"]

_END = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of a source.

    Attributes:
        name: As the source has it; a last part in brackets, as in "Llama 2 (7B)", does not count.
        type: Model, Dataset, Method or Lab.
        source: Package, version and file.
        organisation: Who made it.
        released: YYYY-MM-DD or YYYY-MM.
        hugging_face: Its id there.
        home: Its page, else that of the paper that introduces it.
    """

    name: str
    type: str
    source: str
    organisation: str = ""
    released: str = ""
    hugging_face: str = ""
    home: str = ""


def fact_key(name: str) -> str:
    """Return the normal form of a name in metadata, where words may be parted by underscores.

    >>> fact_key("Llama 2 (7B)") == fact_key("llama_2")
    True
    """
    return name_key(_END.sub("", name.strip()))
