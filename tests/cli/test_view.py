from __future__ import annotations

import base64
import gzip
import json
import re
import webbrowser
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from paperatlas.cli import main
from paperatlas.html.explorer import explorer_page
from paperatlas.pipeline.outputs import write_outputs
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MODELS = "SELECT ?model WHERE { ?model a pa:Model }"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(explorer_page, "_bundled_script", lambda: "0;")
    write_outputs(sample_graph(), tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def note(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    return addresses


def run(*words: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in ("view", *words)], input=stdin, catch_exceptions=False)


def marked(path: Path) -> set[str]:
    found = re.search(r'id="data"[^>]*>([^<]*)<', path.read_text())
    assert found is not None
    held: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return {held["nodes"]["id"][place] for place in held["highlight"]}


def test_it_opens_the_explorer(built: Path, opened: list[str]) -> None:
    assert run(built).exit_code == 0
    assert opened == [(built / "explorer.html").resolve().as_uri()]


def test_it_can_only_tell_the_path(built: Path, opened: list[str]) -> None:
    assert run(built, "--no-open").stdout == f"{built / 'explorer.html'}\n"
    assert opened == []


def test_without_a_browser_it_tells_the_path(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    assert f"open {built / 'explorer.html'} in one" in run(built).stderr


def test_the_answer_to_a_question_is_marked(built: Path, tmp_path: Path) -> None:
    (tmp_path / "models.rq").write_text(f"# title: Models\n# summary: All models.\n{MODELS}")
    result = run(built, "--query", tmp_path / "models.rq", "--no-open")
    assert result.exit_code == 0, result.output
    assert marked(built / "explorer-highlight.html") == {its.id for its in sample_graph().nodes("Model")}
    assert "3 nodes are highlighted" in result.stderr
    assert "highlight" not in (built / "explorer.html").read_text()


def test_a_named_question_takes_parameters(built: Path) -> None:
    result = run(built, "--query", "models-trained-on", "--param", "dataset=riverpile", "--no-open", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "model/otter7b" in marked(built / "explorer-highlight.html")


IRI = sample_graph().iri("model/otter7b")


@pytest.mark.parametrize(
    "content",
    [
        f"model,papers\n{IRI},3\n",
        f"?model\t?papers\n<{IRI}>\t3\n",
        f"{IRI}\n",
        json.dumps({"head": {"vars": ["m"]}, "results": {"bindings": [{"m": {"type": "uri", "value": IRI}}]}}),
    ],
)
def test_a_result_from_elsewhere_is_marked(built: Path, content: str) -> None:
    result = run(built, "--highlight", "-", "--no-open", stdin=content)
    assert result.exit_code == 0, result.output
    assert marked(built / "explorer-highlight.html") == {"model/otter7b"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{broken", b'{"head": 3}', b"x" * 200_000])
def test_a_broken_result_is_an_error(built: Path, content: bytes) -> None:
    result = run(built, "--highlight", "-", stdin=content)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the result is ")


def test_a_missing_result_or_build_is_an_error(built: Path, tmp_path: Path) -> None:
    assert "name a file with a result" in run(built, "--highlight", tmp_path / "none.csv").stderr
    assert "run `paperatlas build" in run(tmp_path / "nowhere").stderr


@pytest.mark.parametrize("words", [["--query", "lineage", "--highlight", "-"], ["--param", "a=b"]])
def test_options_that_make_no_sense_together_are_refused(built: Path, words: list[str]) -> None:
    assert run(built, *words).exit_code == 2


def held(path: Path) -> dict[str, Any]:
    found = re.search(r'id="data"[^>]*>([^<]*)<', path.read_text())
    assert found is not None
    payload: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return payload


@pytest.mark.parametrize(("options", "least"), [(["--unsure"], 0), (["--min-confidence", "0.25"], 250)])
def test_it_can_begin_with_less_certain_statements(built: Path, options: list[str], least: int) -> None:
    page = built / "explorer-confidence.html"
    assert run(built, *options, "--no-open").stdout == f"{page}\n"
    assert held(page)["confidence"] == least
    assert "confidence" not in held(built / "explorer.html")


def test_a_question_is_asked_of_the_statements_that_are_shown(built: Path) -> None:
    write_outputs(sample_graph().with_min_confidence(0.99), built)
    question = ("--query", "models-trained-on", "--param", "dataset=riverpile", "--no-open")
    assert "0 nodes are highlighted" in run(built, *question).stderr
    assert run(built, *question, "--unsure").exit_code == 0
    assert "model/otter7b" in marked(built / "explorer-highlight.html")
    assert held(built / "explorer-highlight.html")["confidence"] == 0
