from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from w3c.checks import Reply
from w3c.fake_endpoint import FakeEndpoint
from w3c.manifest import GROUPS
from w3c.outcomes import Runner, failures, is_run, known_failures, scopes, table
from w3c.sample_entries import make_entry

if TYPE_CHECKING:
    from pathlib import Path

    from w3c.manifest import Entry

_REQUEST = """mf:action [ ht:requests ( [ ht:methodName "GET" ; ht:absolutePath "/sparql/" ;
    ht:resp [ mf:expectedStatus <http://www.w3.org/2011/http-statusCodes#OK> ] ] ) ]"""


def _entry(folder: Path, group: str, name: str = "it") -> Entry:
    made = make_entry(folder, "ProtocolTest", _REQUEST, name)
    return replace(made, id=f"{group}/{name}", group=next(one for one in GROUPS if one.folder == group))


def test_each_entry_is_run_once(tmp_path: Path) -> None:
    one, other = _entry(tmp_path, "protocol", "one"), _entry(tmp_path, "protocol", "other")
    runner = Runner([one, other], FakeEndpoint(Reply(200, "", b""), Reply(400, "", b"")))
    for _ in range(2):
        assert runner.problem(one) is None
        assert "200 was expected" in (runner.problem(other) or "")


def test_the_table_counts_what_passed_failed_and_is_left_out(tmp_path: Path) -> None:
    entries = [_entry(tmp_path, "protocol", name) for name in ("a", "b", "c")] + [_entry(tmp_path, "entailment")]
    lines = table(entries, {"protocol/a": None, "protocol/b": "bad", "protocol/c": None}).splitlines()
    assert "| Protocol | protocol | 3 | 2 | 1 | – |" in lines
    assert "| Entailment | entailment | 1 | – | – | 1 |" in lines
    assert lines[-1] == "| **all** |  | 4 | 2 | 1 | 1 |"
    assert len(lines) == len(GROUPS) + 3


def test_only_entailment_is_not_run(tmp_path: Path) -> None:
    assert [group.folder for group in GROUPS if not is_run(_entry(tmp_path, group.folder))] == ["entailment"]


def test_every_known_failure_is_told_with_its_reason() -> None:
    told = failures()
    for name, reason in known_failures().items():
        assert f"`{name}`" in told
        assert reason in told


def test_every_reason_to_leave_a_group_out_is_told() -> None:
    for group in GROUPS:
        assert group.scope in scopes()
