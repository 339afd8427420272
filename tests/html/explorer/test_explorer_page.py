from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from paperatlas.errors import GraphError
from paperatlas.html.explorer import explorer_data, explorer_page, highlight_nodes, render_explorer, with_min_confidence
from paperatlas.server.http.build_pages import policy_for
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = explorer_data(sample_graph())
SCRIPT = 'document.title = "</script>";'


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(explorer_page, "_bundled_script", lambda: SCRIPT)
    return render_explorer(DATA)


@pytest.fixture
def unbundled(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(explorer_page, "_bundled_script", lambda: None)
    return render_explorer(DATA)


def unpacked(document: str, name: str) -> Any:
    match = re.search(rf'id="{name}"[^>]*>([^<]*)<', document)
    assert match is not None
    return json.loads(gzip.decompress(base64.b64decode(match[1])))


def test_the_page_holds_the_graph_and_its_evidence(bundled: str) -> None:
    assert unpacked(bundled, "data") == json.loads(DATA.graph_json)
    assert unpacked(bundled, "evidence") == json.loads(DATA.evidence_json)
    assert unpacked(bundled, "unsure") == json.loads(DATA.unsure_json)


def test_nothing_of_the_graph_stands_in_the_page_as_text(bundled: str) -> None:
    assert HOSTILE not in bundled
    assert "Otter" not in bundled
    assert bundled.count("</script>") == 4


def test_the_policy_names_the_script_and_the_style_and_nothing_else(bundled: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', bundled)
    assert policy is not None
    parts = dict(part.split(" ", 1) for part in policy[1].split("; "))
    assert (parts["default-src"], parts["connect-src"]) == ("'none'", "'none'")
    assert len(parts["script-src"].split()) == len(parts["style-src"].split()) == 1
    served = policy_for(bundled)
    assert parts["script-src"] in served
    assert parts["style-src"] in served


def test_without_the_script_the_page_says_what_to_do_and_lists_nodes(unbundled: str) -> None:
    assert "Install paperatlas again" in unbundled
    assert "<td>Otter-7B</td>" in unbundled
    assert "<script" not in unbundled


def test_a_page_highlights_nodes(bundled: str) -> None:
    base = sample_graph().base
    highlighted, count = highlight_nodes(bundled, [base + "model/otter7b", "paper/one", "https://example.org/"])
    payload = unpacked(highlighted, "data")
    assert count == 2
    assert {payload["nodes"]["id"][number] for number in payload["highlight"]} == {"model/otter7b", "paper/one"}
    assert highlight_nodes(highlighted, [])[1] == 0


def test_a_page_may_begin_with_less_certain_statements(bundled: str) -> None:
    assert "confidence" not in unpacked(bundled, "data")
    for least, thousandths in ((0, 0), (0.5, 500), (1, 1000)):
        prepared = with_min_confidence(bundled, least)
        assert unpacked(prepared, "data") == {**unpacked(bundled, "data"), "confidence": thousandths}
        assert unpacked(prepared, "unsure") == unpacked(bundled, "unsure")
    assert prepared == render_explorer(explorer_data(sample_graph(), min_confidence=1))


def _cut(document: str) -> str:
    return document.replace('id="data"', 'id="nodata"')


def _broken(document: str) -> str:
    return re.sub(r'(id="data"[^>]*>)....', r"\1AAAA", document)


@pytest.mark.parametrize("damage", [_cut, _broken])
def test_another_page_cannot_highlight_nodes(bundled: str, damage: Callable[[str], str]) -> None:
    with pytest.raises(GraphError, match="build again"):
        highlight_nodes(damage(bundled), ["paper/one"])
    with pytest.raises(GraphError, match="build again"):
        with_min_confidence(damage(bundled), 0)
