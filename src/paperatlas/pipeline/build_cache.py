"""What a folder of outputs remembers of the build that made it, in one SQLite file.

It holds two kinds of things. What was read from a page and what an extractor found in a text are kept under the hash of
their bytes, so that they hold whenever they are written. Which pages the outputs in the folder are made of, by which
settings, and the hashes of the outputs, is written last, once the outputs stand: a run that is killed leaves an account
of older outputs, or one that does not fit the outputs, and either way the next build makes them anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from zlib import crc32

from paperatlas.errors import OutputError
from paperatlas.graph.codec import SCHEMA_HASH, decode, encode
from paperatlas.graph.extractions import Extraction
from paperatlas.graph.papers import Paper, ReadIssue, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["STATE_FILE", "BuildCache", "CachedPage"]

STATE_FILE: Final = "state.sqlite"

_Record = TypeVar("_Record")
_MAYBE_PAGE: Any = SourceFile | None
_PROBLEMS: Any = tuple[ReadIssue, ...]

_TABLES: Final = """
CREATE TABLE pages (id INTEGER PRIMARY KEY, name TEXT, sha256 TEXT, page BLOB, problems BLOB, UNIQUE (name, sha256));
CREATE TABLE papers (page INTEGER, number INTEGER, paper BLOB, PRIMARY KEY (page, number)) WITHOUT ROWID;
CREATE TABLE extractions (text TEXT, extractor TEXT, extraction BLOB, PRIMARY KEY (text, extractor)) WITHOUT ROWID;
CREATE TABLE built (page INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT);
"""
_VERSION: Final = SCHEMA_HASH ^ crc32(_TABLES.encode()) >> 1
"""Stands for the tables and for the shape of the records in them."""


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page that the outputs are made of.

    Attributes:
        id: Its number in the state.
        name: What it is called in the graph.
        sha256: The hash of its bytes when it was read, in hexadecimal.
        path: The file it was read from; nothing for standard input.
        records: How many papers it lists.
    """

    id: int
    name: str
    sha256: str
    path: str | None
    records: int


class BuildCache:
    """The state of one folder, open.

    Use it as a context: leaving it closes the file, and keeps what was written up to the last :meth:`keep`.
    """

    def __init__(self, folder: Path) -> None:
        """Open the state of a folder; one that another version wrote, or that is broken, is begun anew.

        Raises:
            OutputError: if it cannot be opened or written.
        """
        self._path = folder / STATE_FILE
        with self._failing():
            self._base = self._open()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path)
        if not _fits(base):
            base.close()
            self._path.unlink()
            base = sqlite3.connect(self._path)
            base.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        return base

    def clear(self) -> None:
        """Forget pages that a run began to read and did not finish."""
        with self._failing():
            self._base.execute("DELETE FROM papers WHERE page IN (SELECT id FROM pages WHERE sha256 IS NULL)")
            self._base.execute("DELETE FROM pages WHERE sha256 IS NULL")
            self._base.commit()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What SQLite finds wrong as an error of ours."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                f"cannot write {self._path}: {error}; make room, set permissions, or give another folder"
            ) from error

    def _decoded(self, data: bytes, kind: type[_Record]) -> _Record:
        try:
            return decode(data, kind)
        except ValueError as error:
            raise OutputError(f"{self._path} is broken ({error}); remove it and build again") from error

    def __enter__(self) -> Self:
        """The state itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._base.close()

    def commit(self) -> None:
        """Make sure that all that was written so far stays."""
        with self._failing():
            self._base.commit()

    def _row(self, question: str, *values: str) -> tuple[Any, ...] | None:
        with self._failing():
            row: tuple[Any, ...] | None = self._base.execute(question, values).fetchone()
        return row

    # --- pages ---

    def cached_page(self, name: str, digest: str) -> tuple[int, SourceFile | None, tuple[ReadIssue, ...]] | None:
        """A page that was read before: its number, what there is to tell of it, and its problems; nothing if it is new.

        Args:
            name: What the page is called.
            digest: The hash of its bytes.
        """
        row = self._row("SELECT id, page, problems FROM pages WHERE name = ? AND sha256 = ?", name, digest)
        if row is None:
            return None
        return row[0], self._decoded(row[1], _MAYBE_PAGE), self._decoded(row[2], _PROBLEMS)

    def papers(self, page: int) -> Iterator[Paper]:
        """The papers of a page, in order."""
        for (paper,) in self._base.execute("SELECT paper FROM papers WHERE page = ? ORDER BY number", (page,)):
            yield self._decoded(paper, Paper)

    def begin_page(self, name: str) -> int:
        """Begin to keep what is read from a page; gives its number."""
        with self._failing():
            number = self._base.execute("INSERT INTO pages (name) VALUES (?)", (name,)).lastrowid
        assert number is not None  # noqa: S101 - SQLite gives one for each row it takes
        return number

    def add_paper(self, page: int, number: int, paper: Paper) -> None:
        """Keep a paper of a page."""
        with self._failing():
            self._base.execute("INSERT INTO papers VALUES (?, ?, ?)", (page, number, encode(paper)))

    def end_page(self, number: int, digest: str, page: SourceFile | None, problems: Sequence[ReadIssue]) -> int:
        """A page was read to its end; from now on it can be recalled.

        Returns:
            Its number, which is another where the very page was known: standard input tells only at its end what it is.
        """
        with self._failing():
            known = self._base.execute(
                "SELECT old.id FROM pages old JOIN pages new USING (name) WHERE new.id = ? AND old.sha256 = ?",
                (number, digest),
            ).fetchone()
            if known is not None:
                self._base.execute("DELETE FROM papers WHERE page = ?", (number,))
                self._base.execute("DELETE FROM pages WHERE id = ?", (number,))
                return int(known[0])
            self._base.execute("UPDATE pages SET sha256 = ?, page = ?, problems = ? WHERE id = ?",
                               (digest, encode(page), encode(tuple(problems)), number))  # fmt: skip
        return number

    # --- extractions ---

    def cached_extraction(self, text: str, extractor: str) -> Extraction | None:
        """What an extractor found in a text, if it has read it before; its paper's id is that of then."""
        row = self._row("SELECT extraction FROM extractions WHERE text = ? AND extractor = ?", _digest(text), extractor)
        return None if row is None else self._decoded(row[0], Extraction)

    def store_extraction(self, text: str, extractor: str, extraction: Extraction) -> None:
        """Keep what an extractor found in a text."""
        with self._failing():
            self._base.execute(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", (_digest(text), extractor, encode(extraction))
            )

    def extractions(self) -> Iterator[Extraction]:
        """All that was found, sorted by the hash of the text."""
        for (extraction,) in self._base.execute("SELECT extraction FROM extractions ORDER BY text"):
            yield self._decoded(extraction, Extraction)

    # --- what the outputs are made of ---

    def built(self) -> tuple[CachedPage, ...]:
        """The pages that the outputs are made of, sorted by name."""
        rows = self._base.execute(
            "SELECT id, name, sha256, path, pages.page FROM built JOIN pages ON built.page = pages.id ORDER BY name"
        )
        return tuple(
            CachedPage(number, name, digest, path, page.records if (page := self._decoded(packed, _MAYBE_PAGE)) else 0)
            for number, name, digest, path, packed in rows
        )

    def note(self, name: str) -> str | None:
        """A note that was kept with the outputs."""
        row = self._row("SELECT value FROM notes WHERE name = ?", name)
        return None if row is None else row[0]

    def finish(
        self, pages: Mapping[int, str | None], texts: Iterable[str], extractor: str, notes: Mapping[str, str]
    ) -> None:
        """The outputs stand: keep what they are made of, and forget all that has nothing to do with them.

        Args:
            pages: The numbers of their pages, each with its file.
            texts: The texts of their papers.
            extractor: Who has read them.
            notes: What else to keep with them.
        """
        with self._failing():
            run = self._base.execute
            run("DELETE FROM built")
            self._base.executemany("INSERT INTO built VALUES (?, ?)", pages.items())
            run("DELETE FROM pages WHERE id NOT IN (SELECT page FROM built)")
            run("DELETE FROM papers WHERE page NOT IN (SELECT page FROM built)")
            run("CREATE TEMP TABLE used (text TEXT PRIMARY KEY) WITHOUT ROWID")
            self._base.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((_digest(text),) for text in texts))
            run("DELETE FROM extractions WHERE extractor <> ? OR text NOT IN (SELECT text FROM used)", (extractor,))
            run("DROP TABLE used")
            run("DELETE FROM notes")
            self._base.executemany("INSERT INTO notes VALUES (?, ?)", notes.items())
            self._base.commit()


def _fits(base: sqlite3.Connection) -> bool:
    """Whether a database has the tables and the records of this version."""
    try:
        return bool(base.execute("PRAGMA user_version").fetchone()[0] == _VERSION)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
