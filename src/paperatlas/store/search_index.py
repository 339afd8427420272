"""The full-text index of a graph: what of each node can be searched, in one SQLite file.

Four tables hold it: ``nodes``, the names of nodes by :func:`~paperatlas.graph.lookup.plain_key` (``names``, with the
trigrams of each in ``trigrams``), what nodes are found by beside that (``extra``, see
:func:`~paperatlas.graph.lookup.extra_keys`), and the words of nodes in ``texts`` (SQLite's FTS5:
https://www.sqlite.org/fts5.html).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Final

from paperatlas.graph.importance import search_weight
from paperatlas.graph.lookup import extra_keys, plain_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from paperatlas.graph.graph import Entity, Graph, Statement

__all__ = ["COLUMNS", "write_index"]

COLUMNS: Final = ("label", "aliases", "title", "text")
"""What is searched: names of a thing, titles of a paper, and what papers say."""

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE nodes (number INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, label TEXT, weight REAL);
CREATE TABLE names (number INTEGER PRIMARY KEY, key TEXT, node INTEGER, label TEXT);
CREATE INDEX keys ON names (key, node);
CREATE TABLE extra (key TEXT, node INTEGER, PRIMARY KEY (key, node)) WITHOUT ROWID;
CREATE VIRTUAL TABLE trigrams USING fts5(key, content = '', tokenize = 'trigram');
CREATE VIRTUAL TABLE texts USING fts5(label, aliases, title, text, prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 2');
"""
_READY: Final = """
INSERT INTO trigrams (rowid, key) SELECT number, key FROM names;
INSERT INTO trigrams (trigrams) VALUES ('optimize');
INSERT INTO texts (texts) VALUES ('optimize');
ANALYZE;
"""
_MOST_QUOTES: Final = 50
"""How many quotes of a thing are searched; more say the same again."""

_Around = dict[str, list["Statement"]]


def write_index(graph: Graph, path: Path) -> None:
    """Write the index of a graph to a new file.

    Of a paper the titles and abstracts are searched, which hold its quotes; of another thing the label, the aliases and
    the quotes that introduce it or that say something of it.
    """
    around: _Around = defaultdict(list)
    for statement in graph.statements:
        for end in {statement.subject, statement.object}:
            around[end].append(statement)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?)", _nodes(graph, around))
        connection.executemany("INSERT INTO names (key, node, label) VALUES (?, ?, ?)", _names(graph))
        connection.executemany("INSERT INTO extra VALUES (?, ?)", _extra(graph))
        connection.executemany(
            "INSERT INTO texts (rowid, label, aliases, title, text) VALUES (?, ?, ?, ?, ?)", _texts(graph, around)
        )
        connection.executescript(_READY)


def _nodes(graph: Graph, around: Mapping[str, list[Statement]]) -> Iterator[tuple[int, str, str, str, float]]:
    """Each node with what a hit of it is worth."""
    for number, entity in enumerate(graph.entities.values(), 1):
        papers = {passage.paper for statement in around.get(entity.id, ()) for passage in statement.evidence}
        yield number, entity.id, entity.type, _clean(entity.label), search_weight(len(papers))


def _names(graph: Graph) -> Iterator[tuple[str, int, str]]:
    for number, entity in enumerate(graph.entities.values(), 1):
        for key in sorted({plain_key(entity.type, name) for name in _clean_names(entity)}):
            yield key, number, _clean(entity.label)


def _extra(graph: Graph) -> Iterator[tuple[str, int]]:
    for number, entity in enumerate(graph.entities.values(), 1):
        keys = extra_keys(entity.type, _clean_names(entity), graph.papers.get(entity.id))
        for key in sorted(set(map(_clean, keys))):
            yield key, number


def _clean_names(entity: Entity) -> list[str]:
    return [_clean(name) for name in (entity.label, *entity.aliases)]


def _texts(graph: Graph, around: Mapping[str, list[Statement]]) -> Iterator[tuple[int, str, str, str, str]]:
    for number, entity in enumerate(graph.entities.values(), 1):
        aliases = _clean("\n".join(entity.aliases))
        if entity.id in graph.papers:
            wordings = graph.papers[entity.id].versions
            titles = dict.fromkeys((entity.label, *(wording.title for wording in wordings)))
            text = "\n".join(dict.fromkeys(wording.abstract for wording in wordings))
            yield number, "", aliases, _clean("\n".join(titles)), _clean(text)
        else:
            quotes = "\n".join(_quotes(entity, around.get(entity.id, [])))
            yield number, _clean(entity.label), aliases, "", _clean(quotes)


def _quotes(entity: Entity, statements: list[Statement]) -> list[str]:
    """What papers say of a thing: first where they introduce it, then where it is the subject."""
    introduced = [statement for statement in statements if statement.predicate == "introduces"]
    stated = [statement for statement in statements if statement.subject == entity.id]
    quotes = (passage.quote for statement in (*introduced, *stated) for passage in statement.evidence)
    return list(dict.fromkeys(quotes))[:_MOST_QUOTES]


def _clean(text: str) -> str:
    """Without what SQLite cannot keep: halves of surrogate pairs and the character that ends a text in C."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
