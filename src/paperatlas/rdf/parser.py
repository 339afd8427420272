"""The parser of graphs in the syntaxes that :mod:`paperatlas.rdf.serializer` writes, but for nanopublications."""

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
from paperatlas.rdf.triples import DESCRIPTION, term
from paperatlas.schema import NODE_TYPES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["graph_of", "load"]

_ENDINGS: Final = (".ttl", ".nt", ".trig", ".nq", ".rdf", ".jsonld")
_TYPE: Final = term("rdf:type").value
_STATEMENT: Final = term("rdf:Statement").value
_DATE = re.compile(r"(?P<year>\d{4})?-?(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?$")


def load(path: str | Path) -> Graph:
    """Load the graph of a folder or a file that a build or an export wrote.

    Args:
        path: A folder of outputs with ``graph.ttl``, or an RDF file with the usual ending of its syntax. Named graphs
            in it are left out.

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
    """Triples hold no graph, or not a whole one."""


def _default(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    return (quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph))


def graph_of(triples: Iterable[ox.Triple]) -> Graph:
    """Return the graph, or the part of a graph, that triples describe.

    Args:
        triples: Triples in any order, with all triples of each statement, evidence, paper version and location in it,
            and with the ``void:Dataset`` that names the base.

    Raises:
        GraphError: if a triple is missing.

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


def _value(node: object) -> str:
    """Return the IRI of a node or the text of a literal; "" for a blank node, which our graphs do not have."""
    return str(getattr(node, "value", ""))


class _Values:
    """The texts of all values by subject and property, and the subjects by their class."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._members: dict[str, list[str]] = defaultdict(list)

    def add(self, triple: ox.Triple) -> None:
        subject = _value(triple.subject)
        if isinstance(triple.object, ox.Triple):
            self._add(subject, _TYPE, _STATEMENT)
            for part in ("subject", "predicate", "object"):
                self._add(subject, term(f"rdf:{part}").value, _value(getattr(triple.object, part)))
        else:
            self._add(subject, triple.predicate.value, _value(triple.object))

    def _add(self, subject: str, relation: str, value: str) -> None:
        self._values[subject][relation].append(value)
        if relation == _TYPE:
            self._members[value].append(subject)

    def members(self, name: str) -> list[str]:
        """Return the subjects of a class, sorted."""
        return sorted(self._members.get(term(name).value, ()))

    def all(self, subject: str, name: str) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(self._values[subject].get(term(name).value, ())) if subject in self._values else []

    def first(self, subject: str, name: str) -> str | None:
        """Return the first value of a property; None if there is none."""
        return next(iter(self.all(subject, name)), None)

    def require(self, subject: str, name: str) -> str:
        """Return the first value of a property.

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
    datasets = values.members("void:Dataset")
    if not datasets:
        raise KeyError("no void:Dataset")
    base = datasets[0].removesuffix(DESCRIPTION)
    parser = _Parser(values, base)
    return Graph(
        entities={entity.id: entity for entity in sorted(parser.entities(), key=lambda entity: entity.id)},
        statements=tuple(sorted(parser.statements("rdf:Statement"), key=lambda edge: edge.sort_key)),
        papers={parser.id(paper): parser.metadata(paper) for paper in values.members("pa:Paper")},
        pages=tuple(sorted(parser.pages())),
        base=base,
        extractor=", ".join(map(parser.extractor, values.all(datasets[0], "prov:wasAttributedTo"))),
        unsure=tuple(sorted(parser.statements("pa:UnsureStatement"), key=lambda edge: edge.sort_key)),
    )


class _Parser:
    """Makes the values of a graph from the values of triples under one base."""

    def __init__(self, values: _Values, base: str) -> None:
        self._values = values
        self._base = base
        self._predicates = {rule.iri: rule.name for rule in PREDICATES}

    def id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def extractor(self, iri: str) -> str:
        return unquote(iri.removeprefix(f"{self._base}extractor/"))

    def entities(self) -> Iterator[Entity]:
        for entry in NODE_TYPES:
            for node in self._values.members(f"pa:{entry.name}"):
                label = self._values.require(node, "rdfs:label")
                yield Entity(self.id(node), entry.name, label, tuple(self._values.all(node, "skos:altLabel")))

    def pages(self) -> Iterator[SourceFile]:
        require = self._values.require
        for node in self._values.members("pa:Page"):
            texts = (require(node, "rdfs:label"), require(node, "pa:layout"), require(node, "pa:sha256"))
            yield SourceFile(*texts, int(require(node, "pa:records")))

    def metadata(self, node: str) -> PaperMetadata:
        values = self._values
        code = values.first(node, "pa:hasCode")
        versions = map(self._version, values.all(node, "pa:wording"))
        return PaperMetadata(
            versions=tuple(sorted(versions, key=lambda version: version.id)),
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

    def _version(self, node: str) -> PaperVersion:
        title, abstract = (self._values.require(node, f"dcterms:{name}") for name in ("title", "abstract"))
        return PaperVersion(title, abstract, tuple(sorted(map(self._location, self._values.all(node, "pa:listing")))))

    def _location(self, node: str) -> SourceLocation:
        page = self._values.require(node, "pa:page")
        return SourceLocation(self._values.require(page, "rdfs:label"), int(self._values.require(node, "pa:line")))

    def _date(self, node: str) -> Date | None:
        match = _DATE.match(self._values.first(node, "schema:datePublished") or "")
        if match is None or not match[0]:
            return None
        year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
        return Date(year, month, day, self._values.first(node, "pa:yearInferred") == "true")

    def statements(self, class_name: str) -> Iterator[Statement]:
        """Yield the statements of a class."""
        require = self._values.require
        for node in self._values.members(class_name):
            evidence = map(self._evidence, self._values.all(node, "pa:evidence"))
            yield Statement(
                self.id(require(node, "rdf:subject")),
                self._predicates[require(node, "rdf:predicate")],
                self.id(require(node, "rdf:object")),
                tuple(sorted(evidence, key=lambda passage: passage.sort_key)),
                float(require(node, "pa:confidence")),
                self._values.first(node, "pa:inferredBy"),
                tuple(iri.rpartition("/")[2] for iri in self._values.all(node, "pa:premise")),
            )

    def _evidence(self, node: str) -> Evidence:
        values = self._values
        version, location = values.first(node, "pa:inWording"), values.first(node, "pa:listing")
        return Evidence(
            paper=self.id(values.require(node, "prov:wasDerivedFrom")),
            quote=values.require(node, "pa:quote"),
            version=self._version(version).id if version else None,
            start=values.number(node, "pa:start"),
            end=values.number(node, "pa:end"),
            location=self._location(location) if location else None,
            outcome=values.first(node, "pa:outcome"),
            extractor=self.extractor(values.require(node, "prov:wasAttributedTo")),
            confidence=float(values.require(node, "pa:confidence")),
        )
