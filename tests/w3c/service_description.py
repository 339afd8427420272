"""The tests of the service description, which the manifest only names.

What they ask for stands in https://www.w3.org/TR/sparql11-service-description/: section 2 for the description at the
endpoint's own address, section 3 for the vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from w3c.answers import GRAPHS, parse_answer
from w3c.checks import DeviationError
from w3c.facts import PREFIXES, Facts, iri, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from w3c.endpoint import Endpoint
    from w3c.facts import Term
    from w3c.manifest import Entry

_SD = PREFIXES["sd"]
_TYPE = iri("rdf:type")
# What has the property, and of what class its value is; None where it is of any.
_PROPERTIES: dict[str, tuple[str, str | None]] = {
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultDataset": ("Service", "Dataset"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultGraph": ("Dataset", "Graph"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "endpoint": ("Service", None),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "extensionAggregate": ("Service", "Aggregate"),
    "extensionFunction": ("Service", "Function"),
    "feature": ("Service", "Feature"),
    "graph": ("NamedGraph", "Graph"),
    "inputFormat": ("Service", None),
    "languageExtension": ("Service", "Feature"),
    "name": ("NamedGraph", None),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "propertyFeature": ("Service", "Feature"),
    "resultFormat": ("Service", None),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "supportedLanguage": ("Service", "Language"),
}
_CLASSES = {domain for domain, _ in _PROPERTIES.values()} | {range_ for _, range_ in _PROPERTIES.values() if range_}
_INSTANCES = {
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "Feature": {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"},
}


def check_description(entry: Entry, endpoint: Endpoint) -> None:
    """A test of the service description.

    Raises:
        DeviationError: if the description is not as the test wants it.
    """
    reply = endpoint.send("GET", "/sparql", {})
    if reply.status != 200 or reply.media_type not in GRAPHS:
        raise DeviationError(f"a description as RDF was expected, {reply} came")
    found = parse_answer(reply.body, reply.media_type)
    facts = Facts(list(found) if isinstance(found, frozenset) else [])
    problems = {
        "returns-rdf": lambda: [] if facts.triples else ["it says nothing"],
        "has-endpoint-triple": lambda: missing_endpoint(facts, endpoint.sparql_url),
        "conforms-to-schema": lambda: list(misuses(facts)),
    }[entry.id.rpartition("/")[2]]()
    if problems:
        raise DeviationError("; ".join(problems))


def missing_endpoint(facts: Facts, url: str) -> list[str]:
    """What is wrong where no service of a description has the endpoint that it was got from."""
    named = [facts.text(service, "sd:endpoint") for service in facts.subjects("sd:endpoint")]
    return [] if url in named else [f"{url} is not among the endpoints {named}"]


def misuses(facts: Facts) -> Iterator[str]:
    """What in a description does not agree with the vocabulary."""
    if not facts.subjects("rdf:type", iri("sd:Service")):
        yield "nothing is a sd:Service"
    for triple in facts.triples:
        if triple.predicate == _TYPE:
            name = _local(triple.object)
            if name is not None and name not in _CLASSES:
                yield f"there is no class sd:{name}"
        elif (name := _local(triple.predicate)) is not None:
            yield from _misuse(facts, triple.subject, name, triple.object)


def _misuse(facts: Facts, subject: Term, name: str, value: Term) -> Iterator[str]:
    if name not in _PROPERTIES:
        yield f"there is no property sd:{name}"
        return
    domain, range_ = _PROPERTIES[name]
    if not _is_a(facts, subject, domain):
        yield f"{subject} has sd:{name} and is no sd:{domain}"
    if range_ is not None and not _is_a(facts, value, range_):
        yield f"{value} is a value of sd:{name} and no sd:{range_}"


def _is_a(facts: Facts, node: Term, name: str) -> bool:
    """Whether a node has the class; one outside the description that says nothing of itself may have any."""
    kinds = {_local(kind) for kind in facts.values(node, "rdf:type")}
    own = _local(node)
    if own is not None:
        return own in _INSTANCES.get(name, set())
    return not kinds or name in kinds or (name == "GraphCollection" and "Dataset" in kinds)


def _local(node: Term) -> str | None:
    text = text_of(node)
    return text.removeprefix(_SD) if text.startswith(_SD) else None
