"""Full-text search in a built graph, also while a person types.

Hits come from four steps, each ranked by itself: entities that the words name (see :mod:`paperatlas.graph.lookup`);
entities whose name starts with the words or holds all of them; papers whose title holds them all; quotes and abstracts.
The last word may be the start of one. If no text holds all words, the hits hold some of them.

Within a step, hits rank by FTS5's bm25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) times the
logarithm of the papers that name the entity: a person who types ``gpt`` means GPT-4 more often than GPTScan.
"""

from __future__ import annotations

import json
import sqlite3
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from paperatlas.errors import GraphError
from paperatlas.graph.lookup import Reference
from paperatlas.store.folder import read_manifest
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from paperatlas.store.folder import Manifest

__all__ = ["SearchHit", "SearchIndex", "search"]

_MOST_WORDS: Final = 16
_MOST_CHARACTERS: Final = 300
"""The length of text to search for; a longer one is cut, so that no request makes a search slow."""
_LAST_CODE: Final = "\U0010ffff"
_BY_ID: Final = "SELECT number, 1e6 * weight FROM nodes WHERE id = :id {types} LIMIT :limit"
_NAMED: Final = """
SELECT node, 1e6 * max(weight) FROM names JOIN nodes ON node = nodes.number
WHERE key IN (:key, :title) {types} GROUP BY node ORDER BY max(weight) DESC, node LIMIT :limit
"""
_BY_EXTRA: Final = """
SELECT node, 1e6 * weight FROM extra JOIN nodes ON node = nodes.number
WHERE key IN (SELECT value FROM json_each(:keys)) {types} ORDER BY weight DESC, node LIMIT :limit
"""
_STARTING: Final = """
SELECT node, 1e3 * weight / length(key) AS score FROM names JOIN nodes ON node = nodes.number
WHERE key >= :key AND key < :beyond AND type <> 'Paper' {types} ORDER BY score DESC, node LIMIT :limit
"""
_MATCHING: Final = """
SELECT texts.rowid, -bm25(texts, 10, 8, 5, 1) * weight AS score
FROM texts JOIN nodes ON texts.rowid = nodes.number
WHERE texts MATCH :match {types} ORDER BY score DESC, texts.rowid LIMIT :limit
"""
_SNIPPETS: Final = """
SELECT rowid, snippet(texts, 3, '', '', '…', 32) FROM texts WHERE texts MATCH ? AND +rowid IN ({marks})
"""
_ALIKE: Final = """
WITH alike AS (
    SELECT * FROM (SELECT rowid FROM trigrams WHERE trigrams MATCH :match ORDER BY bm25(trigrams) LIMIT 200)
    UNION SELECT number FROM names
    WHERE key >= :first AND key < :beyond AND length(key) BETWEEN :shortest AND :longest
)
SELECT names.key, weight, names.label FROM alike JOIN names ON alike.rowid = names.number
JOIN nodes ON node = nodes.number WHERE TRUE {types} LIMIT :limit
"""
_MOST_ALIKE: Final = 2000
_LEAST_LIKENESS: Final = 0.6
_STEPS: Final = ("{label aliases} : ", "title : ", "")


class SearchHit(NamedTuple):
    """A node that a search found.

    Attributes:
        id: The id, for instance ``model/llama2``.
        type: The name of the node type.
        label: The name that people see.
        snippet: An excerpt of its quotes or abstract around the words: plain text, hostile as all text of pages.
        score: The score; larger is better, and only comparable within one search.
    """

    id: str
    type: str
    label: str
    snippet: str
    score: float


def search(output: Path, text: str, *, types: Collection[str] = (), limit: int = 20) -> list[SearchHit]:
    """Search the graph of a folder of outputs once; use :class:`SearchIndex` to search more often.

    Args:
        output: The folder of outputs.
        text: Any text, usually a few words.
        types: The names of node types to search; empty for all.
        limit: The largest number of hits.

    Raises:
        GraphError: if the folder holds no index.
    """
    with SearchIndex(read_manifest(output)) as index:
        return index.search(text, types=types, limit=limit)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT (SELECT max(number) FROM nodes), (SELECT max(node) FROM extra)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class SearchIndex:
    """An open full-text index, to read only; threads may share it."""

    def __init__(self, manifest: Manifest) -> None:
        """Open the index of a build.

        Raises:
            GraphError: if there is none, or it cannot be read.
        """
        self._base = manifest.base
        try:
            self._connection = _connect(manifest.search)
        except sqlite3.Error as error:
            raise GraphError(f"the index {manifest.search} cannot be read ({error}); build again") from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> SearchIndex:
        """Return the index."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def search(self, text: str, *, types: Collection[str] = (), limit: int = 20) -> list[SearchHit]:
        """Return the hits for a few words, best first; see :func:`paperatlas.store.search`."""
        text = _cleaned(text).strip()
        words = _words(text)
        scores: dict[int, float] = {}
        for sql, values in (*self._name_queries(text), *_text_queries(text, words)):
            if len(scores) >= limit:
                break
            rows = self._rows(sql, values, types, limit + len(scores))
            scores |= {node: score for node, score in rows if node not in scores}
        if not scores and len(words) > 1:
            scores = dict(self._rows(_MATCHING, {"match": " OR ".join(words)}, types, limit))
        best = list(scores)[:limit]
        # A hit of a later step never has a higher score than one of an earlier step.
        ranked = accumulate((scores[node] for node in best), min)
        return self._hits(dict(zip(best, ranked, strict=True)), " OR ".join(words))

    def find_by_name(self, name: str) -> list[str]:
        """Return the ids of the nodes that a name stands for, sorted; see :mod:`paperatlas.graph.lookup`."""
        for sql, values in self._name_queries(_cleaned(name, None)):
            numbers = {number for number, _ in self._rows(sql, values, (), -1)}
            if numbers:
                marks = ", ".join("?" * len(numbers))
                rows = self._connection.execute(
                    f"SELECT id FROM nodes WHERE number IN ({marks}) ORDER BY id",  # noqa: S608 (only marks)
                    tuple(numbers),
                )
                return [node for (node,) in rows]
        return []

    def _name_queries(self, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the queries for the nodes that a text names, as :mod:`paperatlas.graph.lookup` orders them."""
        reference = Reference.parse(text, self._base)
        for node in reference.ids:
            yield _BY_ID, {"id": node}
        yield _BY_EXTRA, {"keys": json.dumps(reference.sources)}
        key, title = reference.plain_keys()
        yield _NAMED, {"key": key, "title": title}
        yield _BY_EXTRA, {"keys": json.dumps(sorted(reference.extra_keys()))}

    def near(self, name: str, limit: int = 3, types: Collection[str] = ()) -> list[str]:
        """Return the labels that look most like a name that no node has, nearest first.

        >>> from pathlib import Path; from tempfile import mkdtemp
        >>> from paperatlas.graph.graph import Entity, Graph; from paperatlas.store import write_store
        >>> folder = Path(mkdtemp()); otter = Entity("model/otter", "Model", "Otter-7B")
        >>> _ = write_store(Graph({otter.id: otter}), folder, folder)
        >>> with SearchIndex(read_manifest(folder)) as index:
        ...     index.near("Oter 7B")
        ['Otter-7B']
        """
        key = name_key(_cleaned(name))
        grams = [key[start : start + 3] for start in range(len(key) - 2)]
        values = {
            "match": " OR ".join(map(_quoted, grams)) or '""',
            "first": key[:1],
            "beyond": key[:1] + _LAST_CODE,
            "shortest": len(key) - 1,
            "longest": len(key) + 1,
        }
        rows = self._rows(_ALIKE, values, types, _MOST_ALIKE)
        alike = [(SequenceMatcher(None, key, other).ratio(), weight, label) for other, weight, label in set(rows)]
        alike.sort(key=lambda candidate: (-candidate[0], -candidate[1], candidate[2]))
        return list(dict.fromkeys(label for ratio, _, label in alike if ratio >= _LEAST_LIKENESS))[:limit]

    def _rows(self, sql: str, values: dict[str, Any], types: Collection[str], limit: int) -> list[Any]:
        names = {f"type{number}": name for number, name in enumerate(sorted(types))}
        condition = f"AND type IN ({', '.join(f':{name}' for name in names)})" if names else ""
        return self._connection.execute(sql.format(types=condition), {**values, **names, "limit": limit}).fetchall()

    def _hits(self, scores: dict[int, float], match: str) -> list[SearchHit]:
        marks = ", ".join("?" * len(scores))
        nodes = self._connection.execute(
            f"SELECT number, id, type, nodes.label, substr(text, 1, 400) FROM nodes "  # noqa: S608 (only marks)
            f"JOIN texts ON texts.rowid = number WHERE number IN ({marks})",
            tuple(scores),
        )
        rows_by_number = {number: (node, text) for number, *node, text in nodes}
        snippets = dict(self._connection.execute(_SNIPPETS.format(marks=marks), (match, *scores))) if match else {}
        hits = []
        for number, score in scores.items():
            (node, node_type, label), text = rows_by_number[number]
            hits.append(SearchHit(node, node_type, label, " ".join(snippets.get(number, _head(text)).split()), score))
        return hits


def _text_queries(text: str, words: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the queries for names that start with a text and for texts that hold its words, in their order."""
    key = name_key(text)
    if key:
        yield _STARTING, {"key": key, "beyond": key + _LAST_CODE}
    if words:
        for columns in _STEPS:
            yield _MATCHING, {"match": f"{columns}({' AND '.join(words)})"}


def _cleaned(text: str, most: int | None = _MOST_CHARACTERS) -> str:
    """Return the start of a text without what SQLite cannot take."""
    return text[:most].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _words(text: str) -> list[str]:
    """Return the words of a text as FTS5 strings, which escape operators; the last one is the start of a word."""
    words = [_quoted(word) for word in text.split() if any(map(str.isalnum, word))][:_MOST_WORDS]
    return [*words[:-1], f"{words[-1]} *"] if words else []


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _head(text: str) -> str:
    """Return the first words of a text, as many as FTS5 puts into a snippet."""
    words = text.split()
    return " ".join(words[:32]) + ("…" if len(words) > 32 else "")
