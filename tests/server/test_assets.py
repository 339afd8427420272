from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.server.assets import assets, load_assets

if TYPE_CHECKING:
    from pathlib import Path


def package(folder: Path) -> Path:
    """A package without scripts."""
    for path in ("pages/static/icon.svg", "pages/static/site.css", "query_editor/query.css"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("p {}")
    return folder


def add(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("1")


def test_an_address_changes_with_the_content(tmp_path: Path) -> None:
    first = load_assets(package(tmp_path))["query.css"]
    assert load_assets(tmp_path)["query.css"] == first
    (tmp_path / "query_editor/query.css").write_text("a {}")
    other = load_assets(tmp_path)["query.css"]
    assert (other.data, other.media_type) == (b"a {}", "text/css; charset=utf-8")
    assert other.address != first.address


def test_the_look_and_the_words_are_always_there() -> None:
    assert {"icon.svg", "query.css", "site.css", "vocabulary.json"} <= assets().keys()


def test_a_bundle_is_served_whole_or_not_at_all(tmp_path: Path) -> None:
    add(package(tmp_path), "query_editor/dist/query.js")
    assert not {"query.js", "search.js"} & load_assets(tmp_path).keys()
    add(tmp_path, "query_editor/dist/licences.txt", "pages/dist/search.js")
    assert {"query.js", "licences.txt", "search.js"} <= load_assets(tmp_path).keys()
