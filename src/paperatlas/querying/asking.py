"""Ask a graph: load it, check the query, run it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Store

from paperatlas.errors import GraphError, QueryError
from paperatlas.querying.binding import bind
from paperatlas.querying.engines import Engine, StoreEngine
from paperatlas.querying.naming import resolve
from paperatlas.querying.questions import Question
from paperatlas.querying.tokens import tokenize
from paperatlas.schema import NAMESPACES
from paperatlas.store.folder import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.querying.binding import Values
    from paperatlas.querying.results import Result

__all__ = ["PADDING", "ask", "bound", "check", "complaint", "engine_of", "open_graph"]

_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SERVICE: Final = re.compile("SERVICE", re.IGNORECASE)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
PADDING: Final = "\n" + " " * 16
"""Keeps Oxigraph from cutting the place of an error to the end of the text; no keyword is longer."""
_HINTS: Final = {
    "Prefix not found": ", as a prefix lacks its PREFIX line",
    "contains a variable that is unbound": ", as it selects a variable that it does not group by",
}


def ask(
    source: Path | str | Store | Engine, question: Question | str, params: Mapping[str, Values] | None = None
) -> Result:
    """Ask a graph a question.

    Args:
        source: A folder that a build wrote, an RDF file, a store that holds a graph, or an
            :class:`~paperatlas.querying.Endpoint`. Open a file with :func:`open_graph` to ask it several things.
        question: A question, or a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE). Prefixes of
            :data:`paperatlas.schema.NAMESPACES` need no PREFIX line.
        params: Values for parameters, as :func:`~paperatlas.querying.bind` takes them; for a parameter that is a node,
            a name as people write it. What a question leaves open is its first example.

    Raises:
        QueryError: if the query is no SPARQL, changes the graph, asks another server, lacks a parameter, or nothing in
            the graph has the name that is given for one.
        GraphError: if there is no graph there.

    >>> ask(Store(), "SELECT ?name WHERE {}", {"name": "Otter"}).rows
    ((<Literal value=Otter datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,),)
    """
    # What is no query is told before a file is loaded for it.
    check(question.sparql if isinstance(question, Question) else question)
    engine = engine_of(source)
    sparql = bound(engine, question, params or {})
    check(sparql)
    return engine.run(sparql)


def bound(source: Path | str | Store | Engine, question: Question | str, params: Mapping[str, Values]) -> str:
    """The SPARQL of a question with its parameters bound to what the graph calls by these names.

    Raises:
        QueryError: as :func:`ask` does, but for what only running it tells.
        GraphError: if the file is missing or is no RDF.
    """
    if isinstance(question, str):
        return bind(question, params)
    return question.bind(resolve(lambda: engine_of(source), question, params))


def engine_of(source: Path | str | Store | Engine) -> Engine:
    """What answers for a file, a store, or an engine.

    Raises:
        GraphError: if a file is missing or is no RDF.
    """
    if isinstance(source, Engine):
        return source
    return StoreEngine(source if isinstance(source, Store) else open_graph(source))


def open_graph(path: Path | str) -> Store:
    """Open the graph of a folder of outputs, to read only, or load an RDF file into a store in memory.

    Args:
        path: A folder that a build wrote, or a file that ends in ``.ttl``, ``.nt``, ``.jsonld`` or ``.rdf``.

    Raises:
        GraphError: if it is missing, or holds no graph.

    >>> open_graph("nowhere/graph.ttl")
    Traceback (most recent call last):
        ...
    paperatlas.errors.GraphError: there is no graph nowhere/graph.ttl; make one with `paperatlas build`
    """
    path = Path(path)
    if path.is_dir():
        return open_store(path)
    if not path.exists():
        raise GraphError(f"there is no graph {path}; make one with `paperatlas build`")
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise GraphError(
            f"{path} is no RDF file; name one that ends in .ttl, .nt, .jsonld or .rdf, or a folder that a build wrote"
        )
    store = Store()
    try:
        store.bulk_load(path=path, format=rdf_format)
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path} cannot be loaded, make it anew with `paperatlas build`: {error}") from error
    return store


def check(sparql: str) -> None:
    r"""See that a query is one, that it only reads, and that it asks no other server.

    Raises:
        QueryError: if not; where it is no SPARQL, the message shows the line and marks the column.

    >>> check("ASK {\n  ?paper a ]\n}")
    Traceback (most recent call last):
        ...
    paperatlas.errors.QueryError: the query is no SPARQL; look at line 2, column 12:
      ?paper a ]
               ^
    """
    tokens = tokenize(sparql)
    first = next((token for token in tokens if token.is_word(*_FORMS, *_UPDATES)), None)
    if first and first.is_word(*_UPDATES):
        raise QueryError(
            f"{first.text.upper()} changes the graph; questions only read: SELECT, ASK, CONSTRUCT, DESCRIBE"
        )
    # The engine has no switch for SERVICE, and no tokenizer of ours reads every text as the engine does. So the engine
    # itself parses a copy without the word, which it refuses where the word was a keyword, and takes where it was part
    # of a string, an IRI, a name or a comment.
    harmless = _SERVICE.sub("SERVIC_", sparql)
    try:
        Store().query(harmless + PADDING, prefixes=NAMESPACES)
    except RuntimeError:
        # It is SPARQL, but asks for what the engine lacks: running it tells.
        return
    except (SyntaxError, UnicodeEncodeError) as error:
        if any(token.kind == "word" and _SERVICE.search(token.text) for token in tokens):
            raise QueryError("SERVICE asks another server, which paperatlas does not; leave it out") from error
        raise QueryError(complaint(sparql, str(error))) from error


def complaint(sparql: str, message: str) -> str:
    """What is wrong with a query, with the line and a mark below the column."""
    found = _PLACE.fullmatch(message)
    if not found:
        return f"the query is no SPARQL: {message}"
    # The engine counts lines by line feeds alone, and counts from 1.
    lines = (sparql + PADDING).split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1 - _overshoot(found[3])
    before = sparql[: max(0, min(offset, len(sparql.rstrip())))].split("\n")
    hint = next((hint for sign, hint in _HINTS.items() if sign in found[3]), "")
    place = f"look at line {len(before)}, column {len(before[-1]) + 1}"
    return f"the query is no SPARQL{hint}; {place}:\n{lines[len(before) - 1]}\n{' ' * len(before[-1])}^"


def _overshoot(expected: str) -> int:
    """How far behind the error the engine's place is.

    Where a keyword would have fitted, Oxigraph 0.5 gives the place at which that keyword would have ended.
    """
    names = [name.strip() for name in expected.removeprefix("one of ").split(",")]
    return min(map(len, names)) if all(name.replace("_", "").isalpha() for name in names) else 0
