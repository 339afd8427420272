from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph as Triples

import paperatlas as pa
from samples import sample_graph

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = Path(pa.__file__).with_suffix(".pyi")


def test_the_stub_is_the_list_of_public_names() -> None:
    exported = re.findall(r"import \w+ as (\w+)$", NAMES.read_text("utf-8"), re.MULTILINE)
    assert sorted(pa.__all__) == sorted(exported)
    assert dir(pa) == sorted(pa.__all__)


def test_every_public_name_is_there_and_documented() -> None:
    for name in pa.__all__:
        found = getattr(pa, name)
        assert name == "__version__" or found.__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        pa.no_such_name  # type: ignore[attr-defined]  # noqa: B018


def test_rdflib_gets_the_triples_that_the_file_holds() -> None:
    graph = sample_graph()
    triples = pa.to_rdflib(graph)
    assert set(triples) == set(Triples().parse(data=pa.export(graph, "turtle"), format="turtle"))
    assert triples.qname("https://w3id.org/paperatlas/vocab#Model") == "pa:Model"


@pytest.mark.parametrize("source", [lambda graph, _: graph, lambda _, file: file, lambda _, file: str(file)])
def test_a_graph_and_its_file_are_exported_alike(source: Callable[..., pa.Graph | Path | str], tmp_path: Path) -> None:
    graph, file = sample_graph(), tmp_path / "graph.ttl"
    data = pa.export(graph, "turtle", file)
    assert file.read_bytes() == data
    assert pa.export(source(graph, file), "turtle") == data
