"""Fills the page of the explorer with data, for tests that open it."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path
from typing import Final

import pytest
from jinja2 import Environment, StrictUndefined

from paperatlas.viewing import explorer

FOLDER: Final = Path(explorer.__file__).parent


def fill(graph_json: bytes, evidence_json: bytes, title: str = "paperatlas") -> str:
    """The page as one HTML document."""
    bundle = FOLDER / "dist" / "explorer.js"
    if not bundle.exists():
        pytest.skip("the script of the explorer is not bundled; run npm ci and npm run build in its folder")
    script = bundle.read_text("utf-8").replace("</script", "<\\/script")
    style = (FOLDER / "explorer.css").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((FOLDER / "explorer.html.jinja").read_text("utf-8")).render(
        title=title,
        style=style,
        script=script,
        script_hash=_hash(script),
        style_hash=_hash(style),
        data=_packed(graph_json),
        evidence=_packed(evidence_json),
    )


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
