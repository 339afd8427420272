"""The explorer as one HTML document that holds everything it needs and may fetch nothing."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from paperatlas.errors import GraphError
from paperatlas.html.content_security_policy import InlineSources, content_policy
from paperatlas.html.templates import fill_template, package_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from paperatlas.html.explorer.payload import ExplorerData

__all__ = ["highlighted", "render_explorer"]

_PACKAGE: Final = "paperatlas.html.explorer"
_TABLE_ROWS: Final = 1000
_DATA: Final = re.compile(r'(<script[^>]* id="?data"?[^>]*>)([A-Za-z0-9+/=\s]*)(</script>)')


def render_explorer(data: ExplorerData) -> str:
    """Put the data of the explorer and its script into one page.

    Where the package was installed without the script, which takes Node.js or the network, the page says so, tells what
    to do, and lists the most telling nodes in a table.

    Args:
        data: What :func:`~paperatlas.html.explorer.payload.explorer_data` gave.

    Returns:
        One HTML document, the same for the same data. It needs no other file and forbids the browser all requests.
    """
    payload = json.loads(data.graph_json)
    script = _bundled("explorer.js")
    if script is None:
        return _without_script(payload)
    style = package_text(_PACKAGE, "explorer.css")
    script = script.replace("</script", "<\\/script")
    inline = InlineSources(scripts={script}, styles={style})
    return fill_template(
        _PACKAGE,
        "explorer.html.jinja",
        title=payload["title"],
        policy=content_policy(inline, img_src="data: blob:", connect_src="'none'", worker_src="'none'"),
        style=style,
        script=script,
        data=_packed(data.graph_json),
        evidence=_packed(data.evidence_json),
    )


def highlighted(page: str, nodes: Collection[str]) -> tuple[str, int]:
    """An explorer that marks some nodes when it opens.

    Args:
        page: A page of :func:`render_explorer`.
        nodes: Ids or IRIs of nodes; those that the page does not hold are passed over.

    Returns:
        The page, and how many of the nodes it holds.

    Raises:
        GraphError: if the page is no explorer.
    """
    found = _DATA.search(page)
    try:
        payload = json.loads(gzip.decompress(base64.b64decode(found[2]))) if found else None
    except (ValueError, OSError, EOFError, binascii.Error):
        payload = None
    if found is None or not isinstance(payload, dict):
        raise GraphError("this page is no explorer that holds its graph; build again with `paperatlas build`")
    node_ids = {node.removeprefix(payload["base"]) for node in nodes}
    payload["highlight"] = [place for place, node in enumerate(payload["nodes"]["id"]) if node in node_ids]
    data = _packed(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return page[: found.start(2)] + data + page[found.end(2) :], len(payload["highlight"])


def _packed(data: bytes) -> str:
    """Bytes as base64 of gzip, which holds no character that HTML gives a meaning; no clock is written into it."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")


def _without_script(payload: dict[str, Any]) -> str:
    nodes = payload["nodes"]
    first = sorted(range(len(nodes["id"])), key=lambda place: (-nodes["size"][place], place))[:_TABLE_ROWS]
    style = package_text(_PACKAGE, "missing.css")
    return fill_template(
        _PACKAGE,
        "missing.html.jinja",
        title=payload["title"],
        policy=content_policy(InlineSources(styles={style})),
        style=style,
        rows=[
            (
                nodes["label"][place],
                payload["types"][nodes["type"][place]],
                nodes["papers"][place],
                nodes["year"][place],
            )
            for place in first
        ],
        total=len(nodes["id"]) + payload["left_out"]["nodes"],
    )


def _bundled(name: str) -> str | None:
    file = resources.files(_PACKAGE).joinpath("dist", name)
    return file.read_text("utf-8") if file.is_file() else None
