from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.serving.editor.assets import Assets, load_assets

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_name_changes_with_the_content() -> None:
    one, other = Assets({"a.css": b"one"}), Assets({"a.css": b"other"})
    assert one.address("a.css") != other.address("a.css")
    assert one.address("a.css") == Assets({"a.css": b"one"}).address("a.css")


def test_a_file_is_found_by_its_served_name_alone() -> None:
    assets = Assets({"a.css": b"one"})
    name = str(assets.address("a.css")).rpartition("/")[2]
    found = assets.find(name)
    assert found
    assert (found.content, found.media_type) == (b"one", "text/css; charset=utf-8")
    assert assets.find("a.css") is None
    assert assets.find("../assets.py") is None


def test_the_look_and_the_words_are_always_there() -> None:
    assets = load_assets()
    assert assets.address("query.css")
    assert assets.address("vocabulary.json")


def test_a_bundle_is_served_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "query.css").write_text("p {}")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "query.js").write_text("1")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    assert load_assets().address("query.js") is None
    (tmp_path / "dist" / "licences.txt").write_text("MIT")
    assert load_assets().address("query.js")
