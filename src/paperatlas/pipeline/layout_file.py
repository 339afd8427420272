"""Where the nodes of the explorer stood at the last build of a folder, so that they stay where people remember them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paperatlas.html.explorer import NodePosition

__all__ = ["EXPLORER", "LAYOUT_FILE", "read_layout", "write_layout"]

EXPLORER: Final = "explorer.html"
"""The whole graph to explore; where its nodes stand depends on the build before."""

LAYOUT_FILE: Final = "layout.json"


def read_layout(folder: Path) -> dict[str, NodePosition]:
    """The places that a folder keeps; none where it has none, or where the file is broken: they are found anew then."""
    from paperatlas.html.explorer import NodePosition  # noqa: PLC0415 - commands read the names of the files alone

    try:
        stored = json.loads((folder / LAYOUT_FILE).read_bytes())
        return {node: NodePosition(float(x), float(y), int(group)) for node, (x, y, group) in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError):
        return {}


def write_layout(places: Mapping[str, NodePosition]) -> bytes:
    r"""Places as they are kept: JSON, a line a node.

    >>> from paperatlas.html.explorer import NodePosition
    >>> write_layout({"model/otter": NodePosition(1.5, -2.0, 0)})
    b'{\n"model/otter":[1.5,-2.0,0]\n}\n'
    """
    lines = (f"{json.dumps(node)}:{json.dumps(spot, separators=(',', ':'))}" for node, spot in places.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
