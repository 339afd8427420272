from __future__ import annotations

import pytest

import paperatlas as pa
from paperatlas.pipeline.outputs import FORMATS
from samples import sample_graph


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_holds_the_names(form: str) -> None:
    assert b"Otter-7B" in pa.export(sample_graph(), form)


def test_an_unknown_format_lists_the_known() -> None:
    with pytest.raises(pa.PaperatlasError, match=r"turtle.*graphml.*html"):
        pa.export(sample_graph(), "docx")


def test_the_schema_is_at_hand() -> None:
    assert pa.schema.predicate("trains-on").term == "trainsOn"
