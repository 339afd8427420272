"""The writer of the full-text index of a graph, one SQLite file.

The index has the tables ``nodes``; ``names``, by :func:`~paperatlas.graph.lookup.plain_key`, with their ``trigrams``;
``extra``, the keys of :func:`~paperatlas.graph.lookup.extra_keys`; and ``texts``, the words of nodes (SQLite's FTS5:
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

__all__ = ["write_index"]

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
"""The number of quotes of an entity to search; more repeat the same words."""


def write_index(graph: Graph, path: Path) -> None:
    """Write the index of a graph to a new file.

    It holds the titles and abstracts of a paper, which hold its quotes; of another entity it holds the label, the
    aliases and the quotes that introduce it or of which it is the subject.
    """
    incident: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        for end in {statement.subject, statement.object}:
            incident[end].append(statement)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?)", _nodes(graph, incident))
        connection.executemany("INSERT INTO names (key, node, label) VALUES (?, ?, ?)", _names(graph))
        connection.executemany("INSERT INTO extra VALUES (?, ?)", _extra(graph))
        connection.executemany(
            "INSERT INTO texts (rowid, label, aliases, title, text) VALUES (?, ?, ?, ?, ?)", _texts(graph, incident)
        )
        connection.executescript(_READY)


def _nodes(graph: Graph, incident: Mapping[str, list[Statement]]) -> Iterator[tuple[int, str, str, str, float]]:
    """Yield each node with the weight of its hits."""
    for number, entity in enumerate(graph.entities.values(), 1):
        papers = {evidence.paper for statement in incident.get(entity.id, ()) for evidence in statement.evidence}
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


def _texts(graph: Graph, incident: Mapping[str, list[Statement]]) -> Iterator[tuple[int, str, str, str, str]]:
    for number, entity in enumerate(graph.entities.values(), 1):
        aliases = _clean("\n".join(entity.aliases))
        if entity.id in graph.papers:
            versions = graph.papers[entity.id].versions
            titles = dict.fromkeys((entity.label, *(version.title for version in versions)))
            text = "\n".join(dict.fromkeys(version.abstract for version in versions))
            yield number, "", aliases, _clean("\n".join(titles)), _clean(text)
        else:
            quotes = "\n".join(_quotes(entity, incident.get(entity.id, [])))
            yield number, _clean(entity.label), aliases, "", _clean(quotes)


def _quotes(entity: Entity, statements: list[Statement]) -> list[str]:
    """Return the quotes about an entity: first of statements that introduce it, then of those that it is subject of."""
    introductions = [statement for statement in statements if statement.predicate == "introduces"]
    claims = [statement for statement in statements if statement.subject == entity.id]
    quotes = (evidence.quote for statement in (*introductions, *claims) for evidence in statement.evidence)
    return list(dict.fromkeys(quotes))[:_MOST_QUOTES]


def _clean(text: str) -> str:
    """Return a text without what SQLite cannot store: lone surrogates and the null character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
