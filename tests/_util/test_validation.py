"""Files that users write, when they are hostile or too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas._util import files
from paperatlas._util.files import read_lines, read_text
from paperatlas._util.validation import parse_yaml
from paperatlas.curation.registry import load_registry
from paperatlas.errors import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

BOMB = "\n".join(["- &a0 [x, x]", *(f"- &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))])
MERGES = "\n".join(["- &a0 {x: 1}", *(f"- &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 60))])


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        MERGES,
        "- &a [*a]",
        "[" * 100_000,
        "- " * 100_000,
        "{a: " * 100_000,
        "- " + "9" * 100_000,
        "- " + "1:" * 50_000 + "1.5",
        "- !!python/object/apply:os.system ['true']",
        *(f"- !!{tag} x" for tag in ("int", "float", "bool", "timestamp", "binary", "omap", "merge", "value")),
        "- !!int ''",
        "- {[a]: b}",
        "- 2024-02-31",
        "- \x00",
        "- \ud800",
        "--- a\n--- b",
    ],
)
def test_hostile_yaml_is_an_error_of_ours(text: str) -> None:
    with pytest.raises(ReadingError, match=r"known.yaml.*: this is no YAML: .*mend it"):
        parse_yaml(text, "known.yaml", ReadingError)


def test_an_alias_is_told_with_the_line_that_it_repeats() -> None:
    with pytest.raises(ReadingError, match=r"known.yaml:2: .*an alias"):
        parse_yaml("-\n  &a {name: X}\n- *a", "known.yaml", ReadingError)


def test_each_fault_has_its_line_and_too_many_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    path.write_text("- name: X\n  type: Model\n  aliases:\n  - Y\n  - 3\n" + "- {}\n" * 9)
    with pytest.raises(ReadingError) as caught:
        load_registry(path)
    messages = str(caught.value).splitlines()
    assert messages[0].startswith(f"{path}:5: [0].aliases[1] is 3; ")
    assert messages[1:3] == [f"{path}:6: [1].name is missing; add it", f"{path}:6: [1].type is missing; add it"]
    assert (len(messages), messages[-1]) == (11, "and 9 more of such faults")


def test_a_file_or_a_line_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_MOST_BYTES", 10)
    path = tmp_path / "large"
    path.write_text("12345\n1234567890\n")
    with pytest.raises(ReadingError, match=r"the notes .*large has more than 10 bytes; give a smaller file"):
        read_text(path, "the notes", ReadingError)
    with pytest.raises(ReadingError, match="large:2: the line has more than 10 bytes"):
        list(read_lines(path, "the notes", ReadingError))


def test_lines_are_counted_from_one_and_empty_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes("a\n \n\r\nb\u2028c".encode())
    assert list(read_lines(tmp_path / "lines", "the notes", ReadingError)) == [(1, b"a\n"), (4, "b\u2028c".encode())]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xe4")
    with pytest.raises(ReadingError, match=r"the notes .*latin is not in UTF-8: .*; convert the file"):
        read_text(tmp_path / "latin", "the notes", ReadingError)
    with pytest.raises(ReadingError, match=r"cannot read the notes .*: Is a directory; check the path"):
        read_text(tmp_path, "the notes", ReadingError)
