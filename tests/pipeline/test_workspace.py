from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors import default_extractor
from file_size_limit import file_size_limit
from interruption import count_accesses, interrupted
from paperatlas import build, write_outputs
from paperatlas._util.lock import folder_lock
from paperatlas.errors import NoPapersError, OutputError, PaperatlasError
from paperatlas.extraction.model_catalog import model_folder
from paperatlas.pipeline.build_cache import STATE_FILE
from paperatlas.pipeline.outputs import EXPLORER, LAYOUT_FILE
from paperatlas.pipeline.workspace import add, build_folder, remove, status
from paperatlas.store import open_store, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("loaded_once")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder / "a.jsonl", "Otter-7B", "We present Otter-7B, a language model trained on RiverPile, a corpus.")
    write(folder / "b.jsonl", "Beaver-13B", "We present Beaver-13B. It outperforms Otter-7B on PondBench.")
    return folder


def write(path: Path, name: str, abstract: str) -> None:
    path.write_text(json.dumps({"id": name, "title": f"{name}: A Model", "abstract": abstract}) + "\n")


def outputs(folder: Path) -> dict[str, str]:
    """What stands for the bytes of each file that only depends on the pages, and for the quads of the store."""
    others = (STATE_FILE, ".lock", EXPLORER, LAYOUT_FILE)
    files = (path for path in folder.glob("*") if path.is_file() and not path.name.startswith(others))
    found = {path.name: path.read_bytes() for path in files}
    found["store"] = "\n".join(sorted(map(str, open_store(folder)))).encode()
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def from_nothing(folder: Path, *pages: Path) -> dict[str, str]:
    write_outputs(build(*pages, extractor=default_extractor()), folder)
    return outputs(folder)


def test_a_build_with_nothing_new_changes_nothing(pages: Path, tmp_path: Path) -> None:
    first = build_folder(pages, output=tmp_path / "out")
    times = {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in first.files}
    again = build_folder(pages, output=tmp_path / "out")
    assert (first.texts, again.texts) == (2, None)
    assert {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in first.files} == times
    assert (again.nodes, again.files, again.pages) == (first.nodes, first.files, first.pages)


def test_a_folder_holds_what_a_build_from_nothing_gives(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    assert outputs(tmp_path / "out") == from_nothing(tmp_path / "fresh", pages)


def test_added_and_removed_pages_give_what_a_build_from_nothing_gives(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_folder(pages / "a.jsonl", output=out)
    assert add(pages / "b.jsonl", output=out).texts == 1
    assert outputs(out) == from_nothing(tmp_path / "both", pages)
    assert remove("a.jsonl", output=out).texts == 0
    assert outputs(out) == from_nothing(tmp_path / "one", pages / "b.jsonl")
    with pytest.raises(NoPapersError, match=r"no page a\.jsonl; it has b\.jsonl"):
        remove("a.jsonl", output=out)
    with pytest.raises(NoPapersError, match="would be left"):
        remove(str(pages / "b.jsonl"), output=out)


def test_a_changed_page_costs_its_changed_papers_only(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    write(pages / "b.jsonl", "Heron-2", "We present Heron-2, a model.")
    assert build_folder(pages, output=tmp_path / "out").texts == 1
    assert outputs(tmp_path / "out") == from_nothing(tmp_path / "fresh", pages)


def test_pages_of_one_name_are_told_apart_once_both_are_there(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    write(tmp_path / "more" / "a.jsonl", "Heron-2", "We present Heron-2, a model.")
    build_folder(pages, output=tmp_path / "out")
    add(tmp_path / "more" / "a.jsonl", output=tmp_path / "out")
    assert [page.name for page in status(tmp_path / "out")] == ["b.jsonl", "more/a.jsonl", "pages/a.jsonl"]
    assert outputs(tmp_path / "out") == from_nothing(tmp_path / "fresh", pages, tmp_path / "more")


def test_other_settings_make_other_outputs_without_reading_again(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    sure = build_folder(pages, output=tmp_path / "out", min_confidence=0.99)
    assert sure.texts == 0
    assert outputs(tmp_path / "out") != from_nothing(tmp_path / "fresh", pages)
    assert add(pages / "a.jsonl", output=tmp_path / "out").statements == sure.statements


def test_a_changed_model_reads_all_again(pages: Path, tmp_path: Path) -> None:
    model, out = tmp_path / "model", tmp_path / "out"
    shutil.copytree(model_folder("default"), model)
    build_folder(pages, output=out, extractor=model)
    meta = json.loads((model / "meta.json").read_text())
    (model / "meta.json").write_text(json.dumps({**meta, "version": "0.2.0"}))
    assert build_folder(pages, output=out, extractor=model).texts == 2
    assert build_folder(pages, output=out, extractor=model).texts is None


def test_a_registry_is_kept_with_the_folder_and_read_with(pages: Path, tmp_path: Path) -> None:
    registry = tmp_path / "known.yaml"
    registry.write_text("- {name: PondBench, type: Method}\n")
    built = build_folder(pages / "b.jsonl", output=tmp_path / "out", registry=registry)
    assert (built.texts, built.nodes["Method"]) == (1, 1)
    registry.unlink()
    assert add(pages / "a.jsonl", output=tmp_path / "out").nodes["Method"] == 1


def test_corrections_are_kept_across_builds(pages: Path, tmp_path: Path) -> None:
    corrections = tmp_path / "mine.yaml"
    corrections.write_text("- {not_stated: [Beaver-13B, compares-to, Otter-7B]}\n")
    whole = build_folder(pages, output=tmp_path / "out")
    less = build_folder(pages, output=tmp_path / "out", corrections=corrections)
    assert less.statements["compares-to"] == whole.statements["compares-to"] - 1
    corrections.unlink()
    assert build_folder(pages, output=tmp_path / "out").texts is None
    assert add(pages / "a.jsonl", output=tmp_path / "out").statements == less.statements
    corrections.write_text("")
    assert build_folder(pages, output=tmp_path / "out", corrections=corrections).statements == whole.statements


def test_an_output_that_was_lost_or_altered_is_made_again(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    whole = outputs(tmp_path / "out")
    (tmp_path / "out" / "graph.ttl").unlink()
    (tmp_path / "out" / "nodes.csv").write_text("nothing")
    assert build_folder(pages, output=tmp_path / "out").texts == 0
    assert outputs(tmp_path / "out") == whole
    shutil.rmtree(read_manifest(tmp_path / "out").folder)
    assert build_folder(pages, output=tmp_path / "out").texts == 0
    assert outputs(tmp_path / "out") == whole


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\1" * 200])
def test_a_broken_state_is_begun_anew(pages: Path, tmp_path: Path, damage: bytes) -> None:
    build_folder(pages, output=tmp_path / "out")
    (tmp_path / "out" / STATE_FILE).write_bytes(damage)
    assert build_folder(pages, output=tmp_path / "out").texts == 2


def test_status_tells_what_has_become_of_the_pages(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    write(pages / "a.jsonl", "Heron-2", "We present Heron-2.")
    (pages / "b.jsonl").unlink()
    assert [(page.name, page.state) for page in status(tmp_path / "out")] == [
        ("a.jsonl", "changed"),
        ("b.jsonl", "missing"),
    ]
    with pytest.raises(OutputError, match="holds no build"):
        status(tmp_path)


def test_a_page_whose_file_has_gone_stays_until_it_is_removed(pages: Path, tmp_path: Path) -> None:
    build_folder(pages / "a.jsonl", output=tmp_path / "out")
    (pages / "a.jsonl").unlink()
    assert add(pages / "b.jsonl", output=tmp_path / "out").records == 2


def test_two_builds_in_one_folder_do_not_mix(pages: Path, tmp_path: Path) -> None:
    with folder_lock(tmp_path / "out"), pytest.raises(OutputError, match=f"process {os.getpid()} is building"):
        build_folder(pages, output=tmp_path / "out")
    assert build_folder(pages, output=tmp_path / "out").records == 2


def test_a_failed_build_leaves_the_outputs_as_they_were(pages: Path, tmp_path: Path) -> None:
    build_folder(pages, output=tmp_path / "out")
    before = outputs(tmp_path / "out")
    empty = tmp_path / "empty.txt"
    empty.write_text("nothing here\n")
    with pytest.raises(PaperatlasError):
        build_folder(empty, output=tmp_path / "out")
    assert outputs(tmp_path / "out") == before
    assert build_folder(pages, output=tmp_path / "out").texts is None


def test_a_disk_that_takes_no_more_when_outputs_are_written_leaves_the_old_ones(pages: Path, tmp_path: Path) -> None:
    build_folder(pages / "a.jsonl", output=tmp_path / "out")
    before = outputs(tmp_path / "out")
    largest = max(path.stat().st_size for path in (tmp_path / "out").glob("*.html"))
    with file_size_limit(largest - 1), pytest.raises(OutputError, match="File too large; nothing there was changed"):
        build_folder(pages, output=tmp_path / "out")
    assert outputs(tmp_path / "out") == before
    assert build_folder(pages, output=tmp_path / "out").texts == 0


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_twice(pages: Path, tmp_path: Path) -> None:
    write(pages / "c.jsonl", "Heron-2", "We present Heron-2, a model. It is tested on PondBench.")
    old = from_nothing(tmp_path / "old", pages / "a.jsonl")
    new = from_nothing(tmp_path / "new", pages)
    build_folder(pages / "a.jsonl", output=tmp_path / "first")
    out = tmp_path / "out"
    words = ("build", pages, "-o", out)
    shutil.copytree(tmp_path / "first", out)
    accesses = count_accesses(words, tmp_path)
    assert accesses > 50
    for number in range(1, accesses, accesses // 15):
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "first", out)
        assert interrupted(words, tmp_path, number, signal.SIGKILL) == -signal.SIGKILL
        left = outputs(out)
        assert all(left[name] in (old[name], new[name]) for name in old), number
        build_folder(pages, output=out)
        assert outputs(out) == new
        assert not list(out.glob(".building-*"))


def _of_another_version(state: Path) -> None:
    with closing(sqlite3.connect(state)) as database:
        database.execute("PRAGMA user_version = 7")


def _broken(state: Path) -> None:
    state.write_bytes(b"no database")


@pytest.mark.parametrize("damage", [_of_another_version, _broken, Path.unlink])
def test_a_folder_that_does_not_know_its_pages_does_not_grow_without_them(
    pages: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    build_folder(pages / "a.jsonl", output=out)
    damage(out / STATE_FILE)
    before = outputs(out)
    left = (out / STATE_FILE).read_bytes() if (out / STATE_FILE).exists() else None
    for change in (
        lambda: add(pages / "b.jsonl", output=out),
        lambda: remove("a.jsonl", output=out),
        lambda: status(out),
    ):
        with pytest.raises(OutputError, match="run `paperatlas build PAGE"):
            change()
        assert outputs(out) == before
        assert ((out / STATE_FILE).read_bytes() if (out / STATE_FILE).exists() else None) == left
    build_folder(pages / "a.jsonl", output=out)
    add(pages / "b.jsonl", output=out)
    assert outputs(out) == from_nothing(tmp_path / "fresh", pages)
