"""What a query answers, read from any result format, and whether two answers are the same."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple

from w3c.facts import Facts, in_graph, iri, text_of, triples_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from w3c.facts import Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ROW = NamedNode("urn:row")
_INDEX = NamedNode("urn:index")


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT: its variables, and for each row what is bound.

    Attributes:
        variables: the names, without question marks.
        rows: one mapping a row; unbound variables have no key.
    """

    variables: frozenset[str]
    rows: tuple[Mapping[str, Term], ...]


Answer = bool | Solutions | frozenset[Triple]

TABLES = {
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
CSV = "text/csv"
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
_SUFFIXES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": CSV,
}


def parse_answer(body: bytes, media_type: str) -> Answer:
    """The answer that a reply or a file of results holds.

    Raises:
        SyntaxError: if the body is not of that type.
        LookupError: if the type is none of SPARQL's.
    """
    if media_type == CSV:
        return _parse_csv(body)
    if media_type in TABLES:
        return _parse_table(body, TABLES[media_type])
    if media_type in GRAPHS:
        return frozenset(quad.triple for quad in ox.parse(body, GRAPHS[media_type]))
    raise LookupError(f"{media_type or 'no media type'} is no format of SPARQL results")


def read_answer(path: Path) -> Answer:
    """The answer that a file of the suite expects."""
    media_type = _SUFFIXES.get(path.suffix)
    if media_type:
        return parse_answer(path.read_bytes(), media_type)
    triples = triples_of(path)
    facts = Facts(triples)
    sets = facts.subjects("rdf:type", iri("rs:ResultSet"))
    return _from_result_set(facts, sets[0]) if sets else frozenset(triples)


def suffix_type(path: Path) -> str | None:
    """The media type of the results in a file, or None for a graph."""
    return _SUFFIXES.get(path.suffix)


def difference(expected: Answer, got: Answer, *, ordered: bool = False) -> str | None:
    """How two answers differ, or None where they say the same up to the names of blank nodes.

    Args:
        expected: what the suite wants.
        got: what came.
        ordered: whether the order of rows counts.
    """
    if isinstance(expected, Solutions) and isinstance(got, Solutions):
        if expected.variables != got.variables:
            return f"variables {sorted(expected.variables)} are expected, {sorted(got.variables)} came"
        same = isomorphic(_as_quads(expected, ordered), _as_quads(got, ordered))
        return None if same else f"expected {_listed(expected)}, got {_listed(got)}"
    if isinstance(expected, frozenset) and isinstance(got, frozenset):
        same = isomorphic((in_graph(triple) for triple in expected), (in_graph(triple) for triple in got))
        return None if same else f"expected {_sorted(expected)}, got {_sorted(got)}"
    return None if expected == got else f"expected {expected}, got {got}"


def isomorphic(left: Iterable[ox.Quad], right: Iterable[ox.Quad]) -> bool:
    """Whether two datasets are the same but for the names of their blank nodes."""
    return _canonical(left) == _canonical(right)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, _plain(q.object), q.graph_name) for q in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _plain(term: Term) -> Term:
    """The term, a number or truth value in one spelling: an engine may keep values and not spellings.

    The datatype stays, so that 1 and 1.0 are still told apart.
    """
    if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD):
        return term
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
    try:
        if kind in {"integer", "decimal"}:
            return Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
        if kind in {"double", "float"}:
            return Literal(repr(float(term.value)), datatype=term.datatype)
    except (ArithmeticError, ValueError):
        return term
    return term


def _as_quads(solutions: Solutions, ordered: bool) -> Iterator[ox.Quad]:
    """Each row as a blank node, so that rows are compared as graphs are."""
    for number, row in enumerate(solutions.rows):
        node = BlankNode(f"row{number}")
        yield ox.Quad(node, _INDEX, Literal(number) if ordered else _ROW)
        for name, term in row.items():
            yield ox.Quad(node, NamedNode(f"urn:variable:{name}"), term)


def _parse_table(body: bytes, table: QueryResultsFormat) -> Answer:
    found = ox.parse_query_results(body, table)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = tuple({name: row[name] for name in names if row[name] is not None} for row in found)
    return Solutions(frozenset(names), rows)


def _parse_csv(body: bytes) -> Solutions:
    """CSV tells no IRI from a literal and no empty string from nothing: neither does this."""
    header, *lines = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
    rows = tuple({name: _csv_term(field) for name, field in zip(header, line, strict=True) if field} for line in lines)
    return Solutions(frozenset(header), rows)


def _csv_term(field: str) -> Term:
    return BlankNode(field.removeprefix("_:")) if field.startswith("_:") else Literal(field)


def _from_result_set(facts: Facts, node: Term) -> Answer:
    truth = facts.text(node, "rs:boolean")
    if truth is not None:
        return truth == "true"
    names = frozenset(text_of(name) for name in facts.values(node, "rs:resultVariable"))
    solutions = facts.values(node, "rs:solution")
    # A result set with indices is one whose order counts.
    solutions.sort(key=lambda solution: int(facts.text(solution, "rs:index") or 0))
    return Solutions(names, tuple(_row(facts, solution) for solution in solutions))


def _row(facts: Facts, solution: Term) -> dict[str, Term]:
    bindings = facts.values(solution, "rs:binding")
    pairs = ((facts.text(binding, "rs:variable"), facts.value(binding, "rs:value")) for binding in bindings)
    return {name: term for name, term in pairs if name is not None and term is not None}


def _listed(solutions: Solutions) -> list[str]:
    return [" ".join(f"?{name}={row[name]}" for name in sorted(row)) for row in solutions.rows]


def _sorted(triples: Iterable[Triple]) -> list[str]:
    return sorted(map(str, triples))
