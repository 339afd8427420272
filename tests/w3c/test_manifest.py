from __future__ import annotations

from typing import TYPE_CHECKING

from w3c.manifest import GROUPS, read_entries

if TYPE_CHECKING:
    from pathlib import Path

_MANIFEST = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<> a mf:Manifest ; mf:entries ( <#second> <#first> ) .
<#first> a mf:QueryEvaluationTest ; mf:name "first" ; mf:action <first.rq> ; mf:result <first.srx> .
<#second> a mf:UpdateEvaluationTest ; mf:name "second" .
<#forgotten> a mf:QueryEvaluationTest ; mf:name "forgotten" .
"""


def test_entries_come_in_the_order_of_their_manifests_and_forgotten_ones_last(tmp_path: Path) -> None:
    for group in GROUPS:
        (tmp_path / group.folder).mkdir()
        for name in group.manifests:
            (tmp_path / group.folder / name).write_text("")
    (tmp_path / "bind" / "manifest.ttl").write_text(_MANIFEST)
    entries = read_entries(tmp_path)
    assert [entry.id for entry in entries] == ["bind/second", "bind/first", "bind/forgotten"]
    assert [entry.kind for entry in entries] == ["UpdateEvaluationTest", "QueryEvaluationTest", "QueryEvaluationTest"]
    assert entries[1].path(entries[1].action) == tmp_path / "bind" / "first.rq"
    assert entries[1].path(entries[1].result).name == "first.srx"
