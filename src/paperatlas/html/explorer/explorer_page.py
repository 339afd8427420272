"""The explorer page: one HTML document that needs no other file and forbids all requests."""

from __future__ import annotations

import base64
import gzip
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from paperatlas.errors import GraphError
from paperatlas.html.content_security_policy import InlineSources, content_policy
from paperatlas.html.templates import fill_page, fill_template, package_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from paperatlas.html.explorer.payload import ExplorerData

__all__ = ["highlight_nodes", "render_explorer", "with_min_confidence"]

_PACKAGE: Final = "paperatlas.html.explorer"
_TABLE_ROWS: Final = 1000
_DATA: Final = re.compile(r'(<script[^>]* id="?data"?[^>]*>)([A-Za-z0-9+/=\s]*)(</script>)')


def render_explorer(data: ExplorerData) -> str:
    """Render the page of the explorer.

    If the package was installed without the script of the explorer, whose build takes Node.js or the network, the page
    says what to do and lists the most important nodes in a table.

    Args:
        data: The data from :func:`~paperatlas.html.explorer.payload.explorer_data`.

    Returns:
        An HTML document that needs no other file and forbids all requests.
    """
    payload = json.loads(data.graph_json)
    script = _bundled_script()
    if script is None:
        return _render_fallback(payload)
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
        data=_pack(data.graph_json),
        evidence=_pack(data.evidence_json),
        unsure=_pack(data.unsure_json),
    )


def highlight_nodes(page: str, nodes: Collection[str]) -> tuple[str, int]:
    """Return an explorer that highlights nodes when it opens.

    Args:
        page: A page of :func:`render_explorer`.
        nodes: Ids or IRIs of nodes; the page ignores those that it does not have.

    Returns:
        The page, and the number of nodes that it highlights.

    Raises:
        GraphError: if the page is no explorer.
    """
    payload = _payload(page)
    node_ids = {node.removeprefix(payload["base"]) for node in nodes}
    payload["highlight"] = [number for number, node in enumerate(payload["nodes"]["id"]) if node in node_ids]
    return _with_payload(page, payload), len(payload["highlight"])


def with_min_confidence(page: str, min_confidence: float) -> str:
    """Return an explorer that shows statements from a confidence on when it opens; the less certain ones are faint.

    Args:
        page: A page of :func:`render_explorer`.
        min_confidence: The least confidence of statements read from texts, 0 to 1.

    Raises:
        GraphError: if the page is no explorer.
    """
    return _with_payload(page, {**_payload(page), "confidence": round(1000 * min_confidence)})


def _payload(page: str) -> dict[str, Any]:
    """Return the graph that a page holds.

    Raises:
        GraphError: if the page is no explorer.
    """
    match = _DATA.search(page)
    try:
        payload = json.loads(gzip.decompress(base64.b64decode(match[2]))) if match else None
    except (ValueError, OSError, EOFError):
        payload = None
    if not isinstance(payload, dict):
        raise GraphError("this page is no explorer that holds its graph; build again with `paperatlas build`")
    return payload


def _with_payload(page: str, payload: dict[str, Any]) -> str:
    """Return a page with another graph in it."""
    data = _pack(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return _DATA.sub(lambda match: match[1] + data + match[3], page, count=1)


def _pack(data: bytes) -> str:
    """Return data as base64 of gzip without a timestamp, which contains no special character of HTML."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")


def _render_fallback(payload: dict[str, Any]) -> str:
    nodes = payload["nodes"]
    largest = sorted(range(len(nodes["id"])), key=lambda number: (-nodes["size"][number], number))[:_TABLE_ROWS]
    types = [payload["types"][number] for number in nodes["type"]]
    columns = (nodes["label"], types, nodes["papers"], nodes["year"])
    return fill_page(
        _PACKAGE,
        "fallback",
        title=payload["title"],
        rows=[[column[number] for column in columns] for number in largest],
        total=len(nodes["id"]) + payload["left_out"]["nodes"],
    )


def _bundled_script() -> str | None:
    file = resources.files(_PACKAGE).joinpath("dist", "explorer.js")
    return file.read_text("utf-8") if file.is_file() else None
