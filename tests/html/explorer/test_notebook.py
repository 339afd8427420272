from __future__ import annotations

import html
import re

import pytest

import paperatlas as pa
from paperatlas.errors import OutputError
from paperatlas.html.explorer import explorer_data, render_explorer
from samples import sample_graph


def test_a_notebook_shows_the_page_in_a_frame() -> None:
    graph = sample_graph()
    frame = pa.explore(graph, height=420)
    shown = frame._repr_html_()
    match = re.fullmatch(r'<iframe srcdoc="([^"]*)" sandbox="([^"]*)" ([^<>]*)></iframe>', shown)
    assert match is not None
    assert html.unescape(match[1]) == render_explorer(explorer_data(graph))
    assert "allow-same-origin" not in match[2]
    assert 'height="420"' in match[3]
    assert len(repr(frame)) < 100


def test_a_frame_has_a_height() -> None:
    with pytest.raises(OutputError, match="height of 1 or more"):
        pa.explore(sample_graph(), height=0)
