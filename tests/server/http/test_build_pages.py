"""The HTML graphs of a build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

from paperatlas.server.http.build_pages import policy_for
from paperatlas.server.settings import ServerSettings
from servers import build_of, serving

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<style>p{}</style><p style='color:red'>x</p><script>1 < 2 && '&amp;'</script>"


def test_a_page_comes_with_a_policy_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "graph.html").write_text(PAGE, "utf-8")
    with serving(ServerSettings(output=build_of("", tmp_path))) as url, httpx.Client(base_url=url) as client:
        first = client.get("/graph.html")
        assert (first.status_code, first.text) == (200, PAGE)
        assert "'self'" not in first.headers["content-security-policy"]
        again = client.get("/graph.html", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        (tmp_path / "graph.html").write_text(PAGE + "<p>", "utf-8")
        assert client.get("/graph.html", headers={"If-None-Match": first.headers["etag"]}).text == PAGE + "<p>"
        assert client.get("/report.html").status_code == 404


def test_a_policy_names_what_is_inline_and_nothing_else() -> None:
    policy = dict(part.split(" ", 1) for part in policy_for(PAGE).split("; "))
    assert len(re.findall("'sha256-", policy["script-src"])) == 1
    assert len(re.findall("'sha256-", policy["style-src"])) == 2
    assert policy["default-src"] == "'none'"
    assert "unsafe-inline" not in str(policy)
    assert policy_for("<p>").split("; ")[1] == "script-src 'none'"


@pytest.mark.browser
def test_the_graph_of_a_build_runs_under_its_policy(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    from paperatlas.pipeline.outputs import write_outputs
    from samples import sample_graph

    write_outputs(sample_graph(), tmp_path)
    faults: list[str] = []
    with serving(ServerSettings(output=tmp_path)) as url, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for name in ("graph.html", "explorer.html", "report.html"):
            if (tmp_path / name).exists():
                page.goto(f"{url}/{name}")
                page.wait_for_load_state("networkidle")
        browser.close()
    assert faults == []
