from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from paperatlas.html.explorer import NodePosition
from paperatlas.pipeline.outputs import EXPLORER, LAYOUT_FILE, read_layout, write_layout, write_outputs
from samples import sample_graph
from synthetic_graph import synthetic_graph

if TYPE_CHECKING:
    from pathlib import Path


def test_places_come_back(tmp_path: Path) -> None:
    places = {"model/a": NodePosition(1.5, -2.0, 0), 'paper/"é\n': NodePosition(0.0, 3.1, 7)}
    (tmp_path / LAYOUT_FILE).write_bytes(write_layout(places))
    assert read_layout(tmp_path) == places


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"[]", b'{"a": [1, 2]}', b'{"a": [1, "x", 3]}', b'{"a": 3}', b"\xff", b'{"a": [1, 2, 1e999]}'],
)
def test_what_is_broken_is_forgotten(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / LAYOUT_FILE).write_bytes(content)
    assert read_layout(tmp_path) == {}


def test_a_build_starts_from_the_places_of_the_one_before(tmp_path: Path) -> None:
    files = write_outputs(sample_graph(), tmp_path)
    assert {EXPLORER, LAYOUT_FILE} <= set(files)
    first = read_layout(tmp_path)
    moved = {node: NodePosition(spot.x + 5000, spot.y, spot.group) for node, spot in first.items()}
    (tmp_path / LAYOUT_FILE).write_bytes(write_layout(moved))
    write_outputs(sample_graph(), tmp_path)
    assert min(spot.x for spot in read_layout(tmp_path).values()) > 4000


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was built from some papers and then from more."""
    folder = tmp_path_factory.mktemp("grown")
    write_outputs(synthetic_graph(40), folder)
    write_outputs(synthetic_graph(45), folder)
    return folder


def test_the_explorer_and_the_tables_agree_on_communities_when_a_folder_has_grown(grown: Path) -> None:
    with (grown / "measures.csv").open(encoding="utf-8", newline="") as file:
        tabled = {row["id"]: int(row["community"]) for row in csv.DictReader(file) if row["community"]}
    shown = read_layout(grown)
    assert len(set(tabled.values())) > 3
    assert {node: shown[node].group for node in tabled} == tabled


def test_only_the_places_of_nodes_depend_on_the_build_before(grown: Path, tmp_path: Path) -> None:
    files = [name for name in write_outputs(synthetic_graph(45), tmp_path) if not name.startswith("store")]
    differing = {name for name in files if (grown / name).read_bytes() != (tmp_path / name).read_bytes()}
    assert differing == {EXPLORER, LAYOUT_FILE}
