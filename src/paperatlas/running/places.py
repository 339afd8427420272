"""Where the nodes of the explorer stood at the last build of a folder, so that they stay where people remember them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paperatlas.viewing.explorer import Spot

__all__ = ["EXPLORER", "PLACES_FILE", "recall_places", "written_places"]

EXPLORER: Final = "explorer.html"
"""The whole graph to explore; where its nodes stand depends on the build before."""

PLACES_FILE: Final = "layout.json"


def recall_places(folder: Path) -> dict[str, Spot]:
    """The places that a folder keeps; none where it has none, or where the file is broken: they are found anew then."""
    from paperatlas.viewing.explorer import Spot  # noqa: PLC0415 - commands read the names of the files alone

    try:
        kept = json.loads((folder / PLACES_FILE).read_bytes())
        return {node: Spot(float(x), float(y), int(group)) for node, (x, y, group) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError):
        return {}


def written_places(places: Mapping[str, Spot]) -> bytes:
    r"""Places as they are kept: JSON, a line a node.

    >>> from paperatlas.viewing.explorer import Spot
    >>> written_places({"model/otter": Spot(1.5, -2.0, 0)})
    b'{\n"model/otter":[1.5,-2.0,0]\n}\n'
    """
    lines = (f"{json.dumps(node)}:{json.dumps(spot, separators=(',', ':'))}" for node, spot in places.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
