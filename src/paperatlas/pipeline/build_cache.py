"""The SQLite file by which a folder of outputs remembers the build that made it.

Papers read from a page and extractions from a text are kept under the hash of their bytes, so they are right whenever
they are written. The pages, settings and hashes of the outputs are written last, once the outputs stand: after a run
that was killed they are of older outputs or do not match the outputs, and either way the next build makes them anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from zlib import crc32

from paperatlas.errors import OutputError
from paperatlas.graph.codec import SCHEMA_HASH, decode, encode, schema_hash
from paperatlas.graph.extractions import Extraction
from paperatlas.graph.papers import Paper, ReadIssue, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["STATE_FILE", "BuildCache", "CachedPage", "is_new"]

STATE_FILE: Final = "state.sqlite"

_Record = TypeVar("_Record")
_MAYBE_PAGE: Any = SourceFile | None
_PROBLEMS: Any = tuple[ReadIssue, ...]

_TABLES: Final = """
CREATE TABLE pages (id INTEGER PRIMARY KEY, name TEXT, sha256 TEXT, page BLOB, problems BLOB, UNIQUE (name, sha256));
CREATE TABLE papers (page INTEGER, number INTEGER, paper BLOB, PRIMARY KEY (page, number)) WITHOUT ROWID;
CREATE TABLE extractions (text TEXT, extractor TEXT, extraction BLOB, PRIMARY KEY (text, extractor)) WITHOUT ROWID;
CREATE TABLE built (page INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE notes (name TEXT PRIMARY KEY, value BLOB);
"""
_VERSION: Final = SCHEMA_HASH ^ crc32(_TABLES.encode()) >> 1
"""Stands for the tables and for the shape of the records in them."""


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page from which the outputs are made.

    Attributes:
        id: Its number in the cache.
        name: Its name in the graph.
        sha256: The hash of its bytes when it was read, in hexadecimal.
        path: The file it was read from; None for standard input.
        records: How many papers it lists.
    """

    id: int
    name: str
    sha256: str
    path: str | None
    records: int


class BuildCache:
    """The open cache of one folder.

    As a context manager it closes the file at the end; what was written after the last :meth:`commit` is lost then.
    """

    def __init__(self, folder: Path, note_types: Iterable[type[Any]] = (), *, replace: bool = True) -> None:
        """Open the cache of a folder, or begin one; a broken one, or one of another version, is replaced or refused.

        Args:
            folder: The folder of outputs.
            note_types: The dataclasses that it keeps as notes; a cache with other fields is one of another version.
            replace: Whether to put an empty cache in the place of one that cannot be read.

        Raises:
            OutputError: if it cannot be opened or written, or cannot be read and is not to be replaced.
        """
        self._path = folder / STATE_FILE
        self._version = _VERSION ^ schema_hash(note_types)
        with self._translated_errors():
            self._database = self._open(replace=replace)

    def _open(self, *, replace: bool) -> sqlite3.Connection:
        known = not is_new(self._path)
        database = sqlite3.connect(self._path)
        if not _has_version(database, self._version):
            database.close()
            if known and not replace:
                raise OutputError(
                    f"{self._path} is broken, or of another version of paperatlas; run `paperatlas build PAGE... -o "
                    f"{self._path.parent}` with all pages, which graph.ttl names; nothing was changed"
                )
            self._path.unlink()
            database = sqlite3.connect(self._path)
            database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {self._version}; COMMIT;")
        return database

    def clear(self) -> None:
        """Delete pages that a run began to read and did not finish."""
        with self._translated_errors():
            self._database.execute("DELETE FROM papers WHERE page IN (SELECT id FROM pages WHERE sha256 IS NULL)")
            self._database.execute("DELETE FROM pages WHERE sha256 IS NULL")
            self._database.commit()

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Raise an error of SQLite or of the system as an :class:`OutputError`."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                f"cannot write {self._path}: {error}; make room, set permissions, or give another folder"
            ) from error

    def _decoded(self, content: bytes, kind: type[_Record]) -> _Record:
        try:
            return decode(content, kind)
        except ValueError as error:
            raise OutputError(f"{self._path} is broken ({error}); remove it and build again") from error

    def __enter__(self) -> Self:
        """Return the cache itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._database.close()

    def commit(self) -> None:
        """Make sure that all that was written so far stays."""
        with self._translated_errors():
            self._database.commit()

    def _row(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with self._translated_errors():
            row: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        return row

    # --- pages ---

    def cached_page(self, name: str, digest: str) -> tuple[int, SourceFile | None, tuple[ReadIssue, ...]] | None:
        """Return the number, the description and the problems of a page that was read before, or None.

        Args:
            name: The name of the page.
            digest: The hash of its bytes.
        """
        row = self._row("SELECT id, page, problems FROM pages WHERE name = ? AND sha256 = ?", name, digest)
        if row is None:
            return None
        return row[0], self._decoded(row[1], _MAYBE_PAGE), self._decoded(row[2], _PROBLEMS)

    def papers(self, page: int) -> Iterator[Paper]:
        """Yield the papers of a page, in order."""
        for (paper,) in self._database.execute("SELECT paper FROM papers WHERE page = ? ORDER BY number", (page,)):
            yield self._decoded(paper, Paper)

    def begin_page(self, name: str) -> int:
        """Begin to store a page, and return its number."""
        with self._translated_errors():
            number = self._database.execute("INSERT INTO pages (name) VALUES (?)", (name,)).lastrowid
        assert number is not None  # noqa: S101 - SQLite gives one for each row it takes
        return number

    def add_paper(self, page: int, number: int, paper: Paper) -> None:
        """Store a paper of a page."""
        with self._translated_errors():
            self._database.execute("INSERT INTO papers VALUES (?, ?, ?)", (page, number, encode(paper)))

    def end_page(self, number: int, digest: str, page: SourceFile | None, problems: Sequence[ReadIssue]) -> int:
        """Store the end of a page, which :meth:`cached_page` returns from now on.

        Returns:
            Its number, which is an older one if the same page is there: the hash of standard input is known at its end.
        """
        with self._translated_errors():
            older = self._database.execute(
                "SELECT old.id FROM pages old JOIN pages new USING (name) WHERE new.id = ? AND old.sha256 = ?",
                (number, digest),
            ).fetchone()
            if older is not None:
                self._database.execute("DELETE FROM papers WHERE page = ?", (number,))
                self._database.execute("DELETE FROM pages WHERE id = ?", (number,))
                return int(older[0])
            self._database.execute("UPDATE pages SET sha256 = ?, page = ?, problems = ? WHERE id = ?",
                                   (digest, encode(page), encode(tuple(problems)), number))  # fmt: skip
        return number

    # --- extractions ---

    def cached_extraction(self, text: str, extractor: str) -> Extraction | None:
        """Return the extraction of a text, or None if it is new; its paper id is that of the paper read then."""
        row = self._row("SELECT extraction FROM extractions WHERE text = ? AND extractor = ?", _digest(text), extractor)
        return None if row is None else self._decoded(row[0], Extraction)

    def store_extraction(self, text: str, extractor: str, extraction: Extraction) -> None:
        """Store the extraction of a text."""
        with self._translated_errors():
            self._database.execute(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", (_digest(text), extractor, encode(extraction))
            )

    def extractions(self) -> Iterator[Extraction]:
        """Yield all extractions, sorted by the hash of the text."""
        for (extraction,) in self._database.execute("SELECT extraction FROM extractions ORDER BY text"):
            yield self._decoded(extraction, Extraction)

    # --- the last build ---

    def built(self) -> tuple[CachedPage, ...]:
        """Return the pages from which the outputs are made, sorted by name."""
        rows = self._database.execute(
            "SELECT id, name, sha256, path, pages.page FROM built JOIN pages ON built.page = pages.id ORDER BY name"
        )
        return tuple(
            CachedPage(number, name, digest, path, page.records if (page := self._decoded(packed, _MAYBE_PAGE)) else 0)
            for number, name, digest, path, packed in rows
        )

    def note(self, name: str, kind: type[_Record]) -> _Record | None:
        """Return a note on the last build, or None if there is none of that name."""
        row = self._row("SELECT value FROM notes WHERE name = ?", name)
        return None if row is None else self._decoded(row[0], kind)

    def finish(
        self, pages: Mapping[int, str | None], texts: Iterable[str], extractor: str, notes: Mapping[str, object]
    ) -> None:
        """Store the facts of a build whose outputs stand, and delete all that it did not use.

        Args:
            pages: The files of its pages by the numbers of the pages.
            texts: The texts of its papers.
            extractor: The name of the extractor.
            notes: Further records to keep, by name.
        """
        with self._translated_errors():
            run, run_many = self._database.execute, self._database.executemany
            run("DELETE FROM built")
            run_many("INSERT INTO built VALUES (?, ?)", pages.items())
            run("DELETE FROM pages WHERE id NOT IN (SELECT page FROM built)")
            run("DELETE FROM papers WHERE page NOT IN (SELECT page FROM built)")
            run("CREATE TEMP TABLE used (text TEXT PRIMARY KEY) WITHOUT ROWID")
            run_many("INSERT OR IGNORE INTO used VALUES (?)", ((_digest(text),) for text in texts))
            run("DELETE FROM extractions WHERE extractor <> ? OR text NOT IN (SELECT text FROM used)", (extractor,))
            run("DROP TABLE used")
            run("DELETE FROM notes")
            run_many("INSERT INTO notes VALUES (?, ?)", ((name, encode(value)) for name, value in notes.items()))
            self._database.commit()


def is_new(path: Path) -> bool:
    """Return whether a cache has yet to be begun: there is no file, or a build was killed before it wrote to it."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def _has_version(database: sqlite3.Connection, version: int) -> bool:
    """Return whether a database has the tables and the records of a version."""
    try:
        return bool(database.execute("PRAGMA user_version").fetchone()[0] == version)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
