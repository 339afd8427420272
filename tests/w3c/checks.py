"""Whether one entry about queries, updates or their syntax passes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pyoxigraph as ox

from w3c.answers import CSV, GRAPHS, TABLES, difference, isomorphic, parse_answer, read_answer, suffix_type
from w3c.facts import address, in_graph, text_of, triples_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from w3c.answers import Answer
    from w3c.facts import Term
    from w3c.manifest import Entry

_TEXTS = ("application/sparql-results+xml", "application/sparql-results+json")


class Reply(NamedTuple):
    """What came back: the status, the media type without its parameters, the body, the Location."""

    status: int
    media_type: str
    body: bytes
    location: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.media_type} {self.body[:300]!r}"


class Dataset(NamedTuple):
    """Quads, and the names of the graphs among them, empty ones too."""

    quads: tuple[ox.Quad, ...]
    graphs: tuple[ox.NamedNode, ...]


class Target(Protocol):
    """What is put to the test."""

    def load(self, dataset: Dataset) -> None:
        """Holds these quads and no others."""

    def query(self, text: str, accept: str) -> Reply:
        """Answers a query in the wanted format."""

    def update(self, text: str) -> Reply:
        """Carries out an update."""


def media_type_of(header: str | None) -> str | None:
    """Return the type in a Content-Type header, without its parameters.

    >>> media_type_of("text/turtle; charset=utf-8")
    'text/turtle'
    """
    return None if header is None else header.partition(";")[0].strip().lower()


class DeviationError(Exception):
    """An entry does not pass; the message says what came."""


def check_query(entry: Entry, target: Target) -> None:
    """A query evaluation: the answer is the expected one in every format that can tell it.

    Raises:
        DeviationError: if it is not.
    """
    target.load(_dataset(entry, entry.action, "qt"))
    path = entry.path(_needed(entry, entry.action, "qt:query"))
    result = entry.path(entry.result)
    expected = read_answer(result)
    text = path.read_text(encoding="utf-8")
    for media_type in _formats(expected, result):
        reply = target.query(f"BASE <{address(path)}>\n{text}", media_type)
        _demand(reply, {200})
        if reply.media_type != media_type:
            raise DeviationError(f"{media_type} was asked for, {reply} came")
        problem = difference(expected, _parsed(reply), ordered=_is_ordered(text))
        if problem:
            raise DeviationError(f"{media_type}: {problem}")


def check_update(entry: Entry, target: Target) -> None:
    """An update evaluation: the store holds afterwards what it should, empty graphs aside.

    Raises:
        DeviationError: if it does not.
    """
    target.load(_dataset(entry, entry.action, "ut"))
    path = entry.path(_needed(entry, entry.action, "ut:request"))
    _demand(target.update(f"BASE <{address(path)}>\n{path.read_text(encoding='utf-8')}"), {200, 204})
    expected, got = _dataset(entry, entry.result, "ut").quads, dump(target)
    if not isomorphic(expected, got):
        raise DeviationError(f"the store should hold {sorted(map(str, expected))}, it holds {sorted(map(str, got))}")


def check_syntax(entry: Entry, target: Target) -> None:
    """A syntax test: what is malformed gets 400; what is well formed does not, though it may fail or be forbidden.

    That 400 is for texts that the grammar does not have stands in section 2.1.7 of the SPARQL 1.1 Protocol. A graph
    that is not there, or a function that is not known, is no matter of grammar.

    Raises:
        DeviationError: if it is the other way round, or the target breaks down.
    """
    target.load(Dataset((), ()))
    text = entry.path(entry.action).read_text(encoding="utf-8")
    reply = target.update(text) if "Update" in entry.kind else target.query(text, _any_format())
    malformed = reply.status == 400
    if malformed != entry.kind.startswith("Negative") or reply.status >= 500:
        raise DeviationError(f"{reply} came for {text!r}")


def check_refused(entry: Entry, target: Target) -> None:
    """A query with SERVICE: it is refused as forbidden, not as malformed.

    Raises:
        DeviationError: if anything but 403 comes.
    """
    named = entry.facts.value(entry.action, "qt:query")
    text = entry.path(entry.action if named is None else named).read_text(encoding="utf-8")
    _demand(target.query(text, _any_format()), {403})


def dump(target: Target) -> list[ox.Quad]:
    """Everything that the target holds; one blank node has one name in all graphs."""
    everything = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    found = ox.parse_query_results(
        target.query(everything, "application/sparql-results+json").body, ox.QueryResultsFormat.JSON
    )
    if isinstance(found, ox.QueryBoolean):
        raise DeviationError("a SELECT was answered by a boolean")
    return [ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in found]


def _dataset(entry: Entry, node: Term, prefix: str) -> Dataset:
    graphs = {name: triples_of(path) for name, path in _named_graphs(entry, node, prefix)}
    default = [triple for file in entry.facts.values(node, f"{prefix}:data") for triple in triples_of(entry.path(file))]
    quads = [in_graph(triple) for triple in default]
    quads += [in_graph(triple, name) for name, triples in graphs.items() for triple in triples]
    return Dataset(tuple(quads), tuple(graphs))


def _named_graphs(entry: Entry, node: Term, prefix: str) -> Iterator[tuple[ox.NamedNode, Path]]:
    """A graph of a query test has its file's name; one of an update test has a label beside."""
    for graph in entry.facts.values(node, f"{prefix}:graphData"):
        label = entry.facts.text(graph, "rdfs:label")
        file = entry.facts.value(graph, f"{prefix}:graph") or graph
        yield ox.NamedNode(label or text_of(file)), entry.path(file)


def _formats(expected: Answer, result: Path) -> tuple[str, ...]:
    if isinstance(expected, frozenset):
        return tuple(GRAPHS)
    if suffix_type(result) == CSV:
        return (CSV,)
    return _TEXTS if isinstance(expected, bool) else tuple(TABLES)


def _any_format() -> str:
    return ", ".join([*_TEXTS, *GRAPHS])


def _is_ordered(text: str) -> bool:
    """Whether the outermost query has an ORDER BY."""
    before = ""
    while text != before:
        before, text = text, re.sub(r"\{[^{}]*\}", "", text)
    return re.search(r"\bORDER\s+BY\b", text, re.IGNORECASE) is not None


def _parsed(reply: Reply) -> Answer:
    try:
        return parse_answer(reply.body, reply.media_type)
    except (SyntaxError, ValueError, LookupError) as error:
        raise DeviationError(f"{error}: {reply}") from None


def _demand(reply: Reply, statuses: set[int]) -> None:
    if reply.status not in statuses:
        raise DeviationError(f"{sorted(statuses)} was expected, {reply} came")


def _needed(entry: Entry, node: Term, predicate: str) -> Term:
    found = entry.facts.value(node, predicate)
    if found is None:
        raise LookupError(f"{entry.id} has no {predicate}")
    return found
