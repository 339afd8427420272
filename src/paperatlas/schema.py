"""The tables of node types, predicates, outcomes and properties.

The ontology, the SHACL shapes, the checks at run time, the legend of the explorer and ``docs/vocabulary.md`` are made
from these tables, so that a type or a predicate is added in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paperatlas.errors import SchemaError

__all__ = [
    "ARTIFACT_TYPES",
    "AUXILIARY_CLASSES",
    "DEFAULT_BASE",
    "EXTRACTED_TYPES",
    "NAMESPACES",
    "NODE_TYPES",
    "OUTCOMES",
    "PREDICATES",
    "PROPERTIES",
    "VOCABULARY",
    "NodeType",
    "Outcome",
    "Predicate",
    "Property",
    "check_edge",
    "node_type",
    "predicate",
]

VOCABULARY: Final = "https://w3id.org/paperatlas/vocab#"
"""The namespace of the terms, ``pa:`` in short."""

DEFAULT_BASE: Final = "https://w3id.org/paperatlas/"
"""The start of the IRIs of nodes if a build names no other base."""

NAMESPACES: Final[dict[str, str]] = {
    "pa": VOCABULARY,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes and their namespaces, the same in all files and queries."""


@dataclass(frozen=True, slots=True)
class NodeType:
    """A type of nodes.

    Attributes:
        name: The name for people and the local name of its RDF class, for instance ``Model``.
        folder: The part of an IRI between the base and the name, for instance ``model``.
        superclasses: Prefixed names of the RDF classes above it.
        comment: Its definition, in one sentence.
    """

    name: str
    folder: str
    superclasses: tuple[str, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A type of edges.

    Attributes:
        name: The name for people, for instance ``trains-on``.
        term: The local name of its RDF term, for instance ``trainsOn``.
        subjects: Names of the node types it may start from.
        objects: Names of the node types it may lead to.
        superproperties: Prefixed names of the RDF properties above it.
        comment: Its definition, in one sentence.
        beside: A prefixed RDF property that is written beside it, or None.
        beside_subjects: The types of subject for which ``beside`` is written.
        same_type: Whether both ends must be of one type.
        min_confidence: The least confidence at which a statement read from a text is shown; None if it always is. The
            others are *unsure*, see :meth:`paperatlas.Graph.with_min_confidence`.
    """

    name: str
    term: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    superproperties: tuple[str, ...]
    comment: str
    beside: str | None = None
    beside_subjects: tuple[str, ...] = ()
    same_type: bool = False
    min_confidence: float | None = None

    @property
    def iri(self) -> str:
        """The full IRI of the RDF term."""
        return VOCABULARY + self.term


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome of a comparison, seen from its subject.

    Attributes:
        name: The name that annotators write, for instance ``better``.
        term: The local name of the RDF property below ``comparesTo``; None if no overall outcome is stated.
        comment: Its definition, in one sentence.
    """

    name: str
    term: str | None
    comment: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property of statements, evidence, papers or sources that is no edge of the graph.

    Attributes:
        term: The local name of its RDF term.
        label: The name for people.
        comment: Its definition, in one sentence.
        range: Prefixed name of the datatype or class of its values.
        domain: Prefixed names of the classes whose members have it.
        many: Whether one subject may have several values of it.
    """

    term: str
    label: str
    comment: str
    range: str
    domain: tuple[str, ...]
    many: bool = False


NODE_TYPES: Final[tuple[NodeType, ...]] = (
    NodeType(
        "Paper",
        "paper",
        ("fabio:ScholarlyWork", "schema:ScholarlyArticle"),
        "A paper that a page lists, with its title and abstract.",
    ),
    NodeType(
        "Model",
        "model",
        ("fair4ml:MLModel",),
        "A named trained model, family of models or variant of one.",
    ),
    NodeType(
        "Dataset",
        "dataset",
        ("schema:Dataset", "dcat:Dataset"),
        "A named corpus, dataset, benchmark, exam or leaderboard.",
    ),
    NodeType(
        "Method",
        "method",
        ("schema:CreativeWork",),
        "A named technique, algorithm, architecture, framework, toolkit or system.",
    ),
    NodeType(
        "Author",
        "author",
        ("foaf:Person", "schema:Person"),
        "A person whom a listing names as an author of a paper.",
    ),
    NodeType(
        "Lab",
        "lab",
        ("foaf:Organization", "schema:Organization"),
        "A named organisation: a company, university, institute or collective.",
    ),
)
"""All types of nodes, in the order of every list of them."""

ARTIFACT_TYPES: Final = ("Model", "Dataset", "Method")
"""The types of artifacts that research makes and texts name, in the order of :data:`NODE_TYPES`."""

PREDICATES: Final[tuple[Predicate, ...]] = (
    Predicate(
        "authored-by",
        "authoredBy",
        ("Paper",),
        ("Author",),
        ("dcterms:creator", "schema:author"),
        "The listing names the person as an author of the paper.",
    ),
    Predicate(
        "from-lab",
        "fromLab",
        ("Paper",),
        ("Lab",),
        ("schema:sourceOrganization",),
        "The listing names the organisation as one the paper comes from.",
    ),
    Predicate(
        "affiliated-with",
        "affiliatedWith",
        ("Author",),
        ("Lab",),
        ("schema:affiliation",),
        "The source states that this author belongs to the organisation.",
    ),
    Predicate(
        "introduces",
        "introduces",
        ("Paper",),
        ARTIFACT_TYPES,
        ("schema:about",),
        "The paper presents, releases or builds the thing.",
        min_confidence=0.8,
    ),
    Predicate(
        "mentions",
        "mentions",
        ("Paper",),
        (*ARTIFACT_TYPES, "Lab"),
        ("schema:mentions",),
        "The title or the abstract of the paper names the thing.",
    ),
    Predicate(
        "trains-on",
        "trainsOn",
        ("Model", "Paper"),
        ("Dataset",),
        (),
        "The subject is trained, pretrained, fine-tuned or aligned on that data.",
        beside="fair4ml:trainedOn",
        beside_subjects=("Model",),
        min_confidence=0.6,
    ),
    Predicate(
        "evaluates-on",
        "evaluatesOn",
        (*ARTIFACT_TYPES, "Paper"),
        ("Dataset",),
        (),
        "The subject is tested, scored or ranked on it.",
        beside="fair4ml:evaluatedOn",
        beside_subjects=("Model",),
        min_confidence=0.7,
    ),
    Predicate(
        "compares-to",
        "comparesTo",
        (*ARTIFACT_TYPES, "Paper"),
        ARTIFACT_TYPES,
        (),
        "Results, cost or size of the subject are set against those of the object.",
        min_confidence=0.8,
    ),
    Predicate(
        "based-on",
        "basedOn",
        (*ARTIFACT_TYPES, "Paper"),
        ARTIFACT_TYPES,
        ("prov:wasDerivedFrom",),
        "The subject is made from the object: initialised, fine-tuned, distilled, filtered, built or extended.",
        min_confidence=0.75,
    ),
    Predicate(
        "applied-to",
        "appliedTo",
        ("Method", "Paper"),
        ("Model",),
        (),
        "The method is run on, added to or tried with that model.",
        min_confidence=0.8,
    ),
    Predicate(
        "variant-of",
        "variantOf",
        ("Model", "Dataset"),
        ("Model", "Dataset"),
        ("dcterms:isVersionOf",),
        "By its name, the subject is a size, version or tuning of the object.",
        same_type=True,
    ),
)
"""All types of edges, in the order of every list of them."""

OUTCOMES: Final[tuple[Outcome, ...]] = (
    Outcome("better", "outperforms", "The subject does better than the object."),
    Outcome("worse", "underperforms", "The subject does worse than the object."),
    Outcome("comparable", "onParWith", "The subject does about as well as the object."),
    Outcome("unspecified", None, "The two are compared, and no overall outcome is stated."),
)
"""The outcomes of a ``compares-to``."""

_STATEMENT = ("rdf:Statement",)
_ANY_STATEMENT = (*_STATEMENT, "pa:UnsureStatement")
_EVIDENCE = ("pa:Evidence",)
_LISTING = ("pa:Listing",)
_PAGE = ("pa:Page",)
_PAPER = ("pa:Paper",)

PROPERTIES: Final[tuple[Property, ...]] = (
    Property("support", "support", "How many papers state the statement.", "xsd:integer", _ANY_STATEMENT),
    Property(
        "confidence",
        "confidence",
        "How sure the extraction is, from 0 to 1.",
        "xsd:decimal",
        (*_ANY_STATEMENT, *_EVIDENCE),
    ),
    Property("evidence", "evidence", "A passage that states the statement.", "pa:Evidence", _ANY_STATEMENT, many=True),
    Property("quote", "quote", "The exact words of the source.", "xsd:string", _EVIDENCE),
    Property("outcome", "outcome", "How the comparison ended, seen from its subject.", "xsd:string", _EVIDENCE),
    Property(
        "start", "start", "Where the quote starts in title, newline, abstract, in characters.", "xsd:integer", _EVIDENCE
    ),
    Property(
        "end", "end", "Where the quote ends in title, newline, abstract, in characters.", "xsd:integer", _EVIDENCE
    ),
    Property("inWording", "in wording", "The wording of the paper that holds the quote.", "pa:Wording", _EVIDENCE),
    Property(
        "wording", "wording", "One title and abstract by which the paper is listed.", "pa:Wording", _PAPER, many=True
    ),
    Property(
        "line", "line", "The line of the page, counted from 1, at which the record starts.", "xsd:integer", _LISTING
    ),
    Property(
        "listing",
        "listing",
        "The record that lists a wording, or whose line a quote is.",
        "pa:Listing",
        ("pa:Wording", *_EVIDENCE),
        many=True,
    ),
    Property("page", "page", "The page a listing stands on.", "pa:Page", _LISTING),
    Property("layout", "layout", "The reader that read the page.", "xsd:string", _PAGE),
    Property("records", "records", "How many papers the page lists.", "xsd:integer", _PAGE),
    Property("sha256", "SHA-256", "The hash of the page's bytes, in hexadecimal.", "xsd:string", _PAGE),
    Property(
        "category",
        "category",
        "The subject class the listing prints, for instance CL.",
        "xsd:string",
        _PAPER,
        many=True,
    ),
    Property("authorCount", "author count", "How many authors the listing says the paper has.", "xsd:integer", _PAPER),
    Property(
        "authorsComplete",
        "authors complete",
        "False where the listing's authors end in et al. or are only counted.",
        "xsd:boolean",
        _PAPER,
    ),
    Property("hasCode", "has code", "True where the listing flags that code is there.", "xsd:boolean", _PAPER),
    Property("commentCount", "comment count", "How many comments the listing counts.", "xsd:integer", _PAPER),
    Property("upvotes", "upvotes", "How many upvotes the listing counts.", "xsd:integer", _PAPER),
    Property(
        "yearInferred",
        "year inferred",
        "True where the listing prints no year and it was inferred from the other dates.",
        "xsd:boolean",
        _PAPER,
    ),
    Property("inferredBy", "inferred by", "The rule that inferred the statement.", "xsd:string", _STATEMENT),
    Property(
        "premise", "premise", "A statement from which this one was inferred.", "rdf:Statement", _STATEMENT, many=True
    ),
)
"""The properties of statements, evidence, papers and pages beside the edges."""

AUXILIARY_CLASSES: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    (
        "UnsureStatement",
        (),
        "A statement that is too uncertain for a triple of its subject, predicate and object.",
    ),
    ("Evidence", ("prov:Entity",), "A passage of a paper or a listing that states a statement."),
    ("Wording", ("prov:Entity",), "One title and abstract by which a paper is listed."),
    ("Listing", ("prov:Entity",), "A record on a page."),
    ("Page", ("prov:Entity", "foaf:Document"), "A page or file that lists papers."),
)
"""The RDF classes of what is no node of the graph: local name, superclasses, comment."""

EXTRACTED_TYPES: Final = (*ARTIFACT_TYPES, "Lab")
"""The node types that extraction finds in texts."""

_NODE_TYPES = {entry.name: entry for entry in NODE_TYPES}
_PREDICATES = {entry.name: entry for entry in PREDICATES}


def node_type(name: str) -> NodeType:
    """Return the node type of that name.

    Raises:
        SchemaError: if there is none.

    >>> node_type("Model").folder
    'model'
    """
    if name not in _NODE_TYPES:
        raise SchemaError(f"no node type {name!r}; there are {', '.join(_NODE_TYPES)}")
    return _NODE_TYPES[name]


def predicate(name: str) -> Predicate:
    """Return the predicate of that name.

    Raises:
        SchemaError: if there is none.

    >>> predicate("trains-on").term
    'trainsOn'
    """
    if name not in _PREDICATES:
        raise SchemaError(f"no predicate {name!r}; there are {', '.join(_PREDICATES)}")
    return _PREDICATES[name]


def check_edge(subject_type: str, name: str, object_type: str) -> None:
    """Check that a predicate joins nodes of two types.

    Args:
        subject_type: The node type it starts from.
        name: Its predicate.
        object_type: The node type it leads to.

    Raises:
        SchemaError: if the predicate does not join such nodes.

    >>> check_edge("Model", "trains-on", "Dataset")
    >>> check_edge("Dataset", "trains-on", "Model")
    Traceback (most recent call last):
        ...
    paperatlas.errors.SchemaError: trains-on leads from Model or Paper to Dataset, not from Dataset to Model
    """
    rule = predicate(name)
    fits = node_type(subject_type).name in rule.subjects and node_type(object_type).name in rule.objects
    if not fits or (rule.same_type and subject_type != object_type):
        raise SchemaError(
            f"{name} leads from {' or '.join(rule.subjects)} to {' or '.join(rule.objects)}"
            f"{' of the same type' if rule.same_type else ''}, not from {subject_type} to {object_type}"
        )
