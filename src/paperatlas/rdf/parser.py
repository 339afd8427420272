"""RDF read back into a graph: what :mod:`paperatlas.rdf.serializer` wrote, in any syntax but nanopublications."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pyoxigraph as ox

from paperatlas.errors import GraphError
from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import Date, SourceFile, SourceLocation
from paperatlas.rdf.triples import term
from paperatlas.rdf.vocabulary import DESCRIPTION
from paperatlas.schema import NODE_TYPES, PREDICATES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["graph_of", "load"]

_ENDINGS: Final = (".ttl", ".nt", ".trig", ".nq", ".rdf", ".jsonld")
_DATE = re.compile(r"(?P<year>\d{4})?-?(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?$")


def load(path: str | Path) -> Graph:
    """The graph of a folder or a file that a build or an export wrote.

    Args:
        path: A folder of outputs, whose ``graph.ttl`` is read, or an RDF file, whose syntax its ending tells; of named
            graphs, the default graph is read.

    Raises:
        GraphError: if the file is missing, is no RDF, or does not hold a graph of paperatlas.
    """
    path = Path(path)
    if path.is_dir():
        path /= "graph.ttl"
    if path.suffix not in _ENDINGS:
        raise GraphError(f"cannot tell the syntax of {path.name}; give a file that ends in {', '.join(_ENDINGS)}")
    try:
        return graph_of(_default(ox.parse(path=path, format=ox.RdfFormat.from_extension(path.suffix[1:]))))
    except OSError as error:
        raise GraphError(f"cannot read {path}: {error.strerror or error}; run `paperatlas build` first") from error
    except SyntaxError as error:
        raise GraphError(f"{path} is broken: {error}; build it again") from error
    except _NoGraphError as error:
        raise GraphError(
            f"{path} holds no graph of paperatlas, or not a whole one ({error}); build it again"
        ) from error


class _NoGraphError(GraphError):
    """What stands in triples is no graph, or not a whole one."""


def _default(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    return (quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph))


def graph_of(triples: Iterable[ox.Triple]) -> Graph:
    """The graph that triples tell, or that part of a graph of which they tell all.

    Args:
        triples: In any order; what is said of a statement, a passage, a wording or a listing must be there whole, and
            so must the ``void:Dataset`` that names the base.

    Raises:
        GraphError: if something is missing.

    >>> from paperatlas.rdf.triples import triples
    >>> graph_of(triples(Graph(extractor="me-1"))) == Graph(extractor="me-1")
    True
    """
    values = _Values()
    for triple in triples:
        values.add(triple)
    try:
        return _graph(values)
    except (KeyError, ValueError, StopIteration) as error:
        raise _NoGraphError(str(error)) from error


_TYPE: Final = term("rdf:type").value
_STATEMENT: Final = term("rdf:Statement").value


def _value(end: object) -> str:
    """The IRI of a node or the text of a literal; nothing for a blank node, which our graphs do not have."""
    return str(getattr(end, "value", ""))


class _Values:
    """The texts of all values, by subject and property; the property ``type`` also the other way round."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._members: dict[str, list[str]] = defaultdict(list)

    def add(self, triple: ox.Triple) -> None:
        subject = _value(triple.subject)
        if isinstance(triple.object, ox.Triple):
            self._add(subject, _TYPE, _STATEMENT)
            for place in ("subject", "predicate", "object"):
                self._add(subject, term(f"rdf:{place}").value, _value(getattr(triple.object, place)))
        else:
            self._add(subject, triple.predicate.value, _value(triple.object))

    def _add(self, subject: str, relation: str, value: str) -> None:
        self._values[subject][relation].append(value)
        if relation == _TYPE:
            self._members[value].append(subject)

    def members(self, name: str) -> list[str]:
        """The subjects of one class, sorted."""
        return sorted(self._members.get(term(name).value, ()))

    def all(self, subject: str, name: str) -> list[str]:
        """The values of a property, sorted."""
        return sorted(self._values[subject].get(term(name).value, ())) if subject in self._values else []

    def first(self, subject: str, name: str) -> str | None:
        """The only value of a property, or nothing."""
        return next(iter(self.all(subject, name)), None)

    def require(self, subject: str, name: str) -> str:
        """The only value of a property.

        Raises:
            KeyError: if there is none.
        """
        value = self.first(subject, name)
        if value is None:
            raise KeyError(f"{subject} has no {name}")
        return value

    def number(self, subject: str, name: str) -> int | None:
        value = self.first(subject, name)
        return None if value is None else int(value)


def _graph(values: _Values) -> Graph:
    described = next(iter(values.members("void:Dataset")), None)
    if described is None:
        raise KeyError("no void:Dataset")
    base = described.removesuffix(DESCRIPTION)
    read = _Reader(values, base)
    extractors = values.all(described, "prov:wasAttributedTo")
    return Graph(
        entities={entity.id: entity for entity in sorted(read.entities(), key=lambda entity: entity.id)},
        statements=tuple(sorted(read.statements(), key=lambda found: (found.subject, found.predicate, found.object))),
        papers={read.id(paper): read.facts(paper) for paper in values.members("pa:Paper")},
        pages=tuple(sorted(read.pages())),
        base=base,
        extractor=", ".join(unquote(iri.removeprefix(f"{base}extractor/")) for iri in extractors),
    )


class _Reader:
    """Makes records of the values under one base."""

    def __init__(self, values: _Values, base: str) -> None:
        self._values = values
        self._base = base
        self._predicates = {VOCABULARY + rule.term: rule.name for rule in PREDICATES}

    def id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def entities(self) -> Iterator[Entity]:
        for entry in NODE_TYPES:
            for node in self._values.members(f"pa:{entry.name}"):
                label = self._values.require(node, "rdfs:label")
                yield Entity(self.id(node), entry.name, label, tuple(self._values.all(node, "skos:altLabel")))

    def pages(self) -> Iterator[SourceFile]:
        need = self._values.require
        for node in self._values.members("pa:Page"):
            details = (need(node, "rdfs:label"), need(node, "pa:layout"), need(node, "pa:sha256"))
            yield SourceFile(*details, int(need(node, "pa:records")))

    def listing(self, node: str) -> SourceLocation:
        page = self._values.require(node, "pa:page")
        return SourceLocation(self._values.require(page, "rdfs:label"), int(self._values.require(node, "pa:line")))

    def facts(self, node: str) -> PaperMetadata:
        values = self._values
        code = values.first(node, "pa:hasCode")
        return PaperMetadata(
            versions=tuple(sorted(map(self._wording, values.all(node, "pa:wording")), key=lambda found: found.id)),
            identifiers=tuple(values.all(node, "dcterms:identifier")),
            date=self._date(node),
            categories=tuple(values.all(node, "pa:category")),
            author_count=values.number(node, "pa:authorCount"),
            authors_complete=values.first(node, "pa:authorsComplete") == "true",
            has_code=None if code is None else code == "true",
            comment_count=values.number(node, "pa:commentCount"),
            upvotes=values.number(node, "pa:upvotes"),
            urls=tuple(values.all(node, "schema:url")),
            code_urls=tuple(values.all(node, "schema:codeRepository")),
        )

    def _wording(self, node: str) -> PaperVersion:
        title, abstract = (self._values.require(node, f"dcterms:{name}") for name in ("title", "abstract"))
        return PaperVersion(title, abstract, tuple(sorted(map(self.listing, self._values.all(node, "pa:listing")))))

    def _date(self, node: str) -> Date | None:
        match = _DATE.match(self._values.first(node, "schema:datePublished") or "")
        if match is None or not match[0]:
            return None
        year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
        return Date(year, month, day, self._values.first(node, "pa:yearInferred") == "true")

    def statements(self) -> Iterator[Statement]:
        need = self._values.require
        for node in self._values.members("rdf:Statement"):
            passages = map(self._evidence, self._values.all(node, "pa:evidence"))
            yield Statement(
                self.id(need(node, "rdf:subject")),
                self._predicates[need(node, "rdf:predicate")],
                self.id(need(node, "rdf:object")),
                tuple(sorted(passages, key=lambda passage: passage.sort_key)),
                float(need(node, "pa:confidence")),
                self._values.first(node, "pa:inferredBy"),
                tuple(iri.rpartition("/")[2] for iri in self._values.all(node, "pa:premise")),
            )

    def _evidence(self, node: str) -> Evidence:
        values = self._values
        wording, listing = values.first(node, "pa:inWording"), values.first(node, "pa:listing")
        agent = values.require(node, "prov:wasAttributedTo")
        return Evidence(
            paper=self.id(values.require(node, "prov:wasDerivedFrom")),
            quote=values.require(node, "pa:quote"),
            version=self._wording(wording).id if wording else None,
            start=values.number(node, "pa:start"),
            end=values.number(node, "pa:end"),
            location=self.listing(listing) if listing else None,
            outcome=values.first(node, "pa:outcome"),
            extractor=unquote(agent.removeprefix(f"{self._base}extractor/")),
            confidence=float(values.require(node, "pa:confidence")),
        )
