"""Find the nodes of a graph that a person means by a name.

A name is looked up in two steps, both by SPARQL, so that any engine serves. First in the index: what has just that
label or alias, and the node whose IRI a build makes from the name. Only where that finds nothing are all names of the
type read and their normal forms compared, which is also where the closest names come from.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.graph.lookup import Reference, type_key, usual_id
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES
from paperatlas.sparql.lexer import portable
from paperatlas.sparql.parameters import listed
from paperatlas.text.keys import name_key
from paperatlas.text.person_names import reading_order

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from paperatlas.sparql.engine import Engine
    from paperatlas.sparql.named_queries import Parameter, Question
    from paperatlas.sparql.parameters import Value, Values

__all__ = ["find_nodes", "resolve"]

_ADDRESSES: Final = ("schema:url", "schema:codeRepository")
_NEAR: Final = 3


def find_nodes(engine: Engine, types: Collection[str], name: str) -> list[NamedNode]:
    """The nodes that a name stands for; several where it is the name of several.

    Args:
        engine: What knows the graph.
        types: The node types they may have.
        name: What :mod:`paperatlas.graph.lookup` understands: a name in any spelling, an id, an IRI; of a paper its
            title, arXiv id, DOI or an address.

    Raises:
        QueryError: if there is none; the message has the closest names.
    """
    # Halves of surrogate pairs are no text that RDF can hold.
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    found = _in_the_index(engine, types, name)
    if found:
        return found
    names = [(type_name, *row) for type_name in types for row in _all_names(engine, type_name)]
    keys = {type_name: type_key(type_name, name) for type_name in types}
    same = {node for type_name, node, known in names if type_key(type_name, known) == keys[type_name]}
    if same:
        return sorted(same, key=str)
    other_types = [
        candidate.name
        for candidate in NODE_TYPES
        if candidate.name not in types and _in_the_index(engine, [candidate.name], name)
    ]
    raise QueryError(_unknown(types, name, names, other_types))


def _in_the_index(engine: Engine, types: Collection[str], name: str) -> list[NamedNode]:
    """The nodes whose label, alias or identifier is the name as it stands or in capitals, or whose IRI it makes."""
    names = (name, reading_order(name)) if "Author" in types else (name,)
    spellings = dict.fromkeys(
        spelling for each in names for spelling in (each, each.lower(), each.upper(), each.title(), each.capitalize())
    )
    written = " ".join(map(_literal, spellings))
    parts = [f"{{ VALUES ?name {{ {written} }} ?iri {term} ?name }}" for term in ("rdfs:label", "skos:altLabel")]
    meant = Reference.parse(name)
    if "Paper" in types:
        sources = " ".join(map(_literal, (name, *meant.sources)))
        parts.append(f"{{ VALUES ?name {{ {sources} }} ?iri dcterms:identifier ?name }}")
    for source in meant.sources:
        parts += _by_address(source) if source.startswith("http") else []
    made = filter(None, (usual_id(each, name) for each in types))
    for node_id in sorted({*made, *meant.ids}):
        parts.append(f"{{ ?graph void:uriSpace ?base . BIND(IRI(CONCAT(STR(?base), {_literal(node_id)})) AS ?iri) }}")
        parts += _by_iri(DEFAULT_BASE + node_id)
    classes = " ".join(f"pa:{each}" for each in types)
    # The class is asked for node by node: a join with all models would cost more than everything else.
    class_filter = f"FILTER EXISTS {{ VALUES ?class {{ {classes} }} ?iri a ?class }}"
    union = " UNION ".join(parts)
    rows = engine.run(f"SELECT DISTINCT ?iri WHERE {{ {{ {union} }} {class_filter} }} ORDER BY ?iri").rows
    return [node for (node,) in rows if isinstance(node, NamedNode)]


def _by_address(address: str) -> list[str]:
    """The patterns for the node of an IRI, and for the papers that an address or one with a slash behind it is of."""
    spellings = " ".join(f"{_literal(spelling)}^^xsd:anyURI" for spelling in (address, f"{address}/"))
    parts = [f"{{ VALUES ?address {{ {spellings} }} ?iri {term} ?address }}" for term in _ADDRESSES]
    return [*parts, *_by_iri(address)]


def _by_iri(iri: str) -> list[str]:
    """The pattern for the node of an IRI; none where a text is no IRI."""
    try:
        return [f"{{ VALUES ?iri {{ {portable(str(NamedNode(iri)))} }} }}"]
    except ValueError:
        return []


def _literal(text: str) -> str:
    return portable(str(Literal(text)))


def _all_names(engine: Engine, type_name: str) -> list[tuple[NamedNode, str]]:
    """The labels of all nodes of a type, then their aliases."""
    names: list[tuple[NamedNode, str]] = []
    for term in ("rdfs:label", "skos:altLabel"):
        rows = engine.run(f"SELECT ?iri ?name WHERE {{ ?iri a pa:{type_name} ; {term} ?name }}").rows
        found = [(node, name.value) for node, name in rows if isinstance(node, NamedNode) and isinstance(name, Literal)]
        names += sorted(found, key=lambda pair: (pair[1], pair[0].value))
    return names


def _unknown(
    types: Iterable[str], name: str, names: Iterable[tuple[str, NamedNode, str]], others: Sequence[str]
) -> str:
    """That there is no such node, and what may have been meant."""
    shown: dict[str, str] = {}
    for _, _, known in names:
        shown.setdefault(name_key(known), known)
    near = [shown[key] for key in difflib.get_close_matches(name_key(name), shown, _NEAR)]
    text = f"no {_either(list(types))} {name!r} in the graph"
    if others:
        text += f"; there is a {_either(others)} of that name"
    return f"{text}; did you mean {_either(near)}?" if near else text


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def resolve(engine: Callable[[], Engine], question: Question, params: Mapping[str, Values]) -> dict[str, Values]:
    """The values of a question's parameters, with the nodes that names stand for.

    Args:
        engine: Opens what knows the graph; called only where a name is to be looked up.
        question: Its parameters tell which values are names of nodes; the first example stands for what is not given.
        params: The values that are given.

    Raises:
        QueryError: if the question has no such parameter, or a name is that of no node.
    """
    question.check_names(params)
    opened = cache(engine)
    values = dict(params)
    for parameter in question.parameters:
        if parameter.is_node:
            given = listed(params[parameter.name]) if parameter.name in params else ()
            values[parameter.name] = _nodes(opened, question, parameter, given)
            if not values[parameter.name]:
                del values[parameter.name]
    return values


def _nodes(
    engine: Callable[[], Engine], question: Question, parameter: Parameter, given: Sequence[Value]
) -> list[Value]:
    nodes: list[Value] = []
    for value in given or parameter.examples[:1]:
        if not isinstance(value, str) or value.startswith("<"):
            nodes.append(value)
            continue
        try:
            nodes += find_nodes(engine(), parameter.types, value)
        except QueryError as error:
            if given:
                raise
            name = parameter.name
            message = f"{question.name} needs --param {name}=NAME here, as there is {error}"
            raise QueryError(message) from error
    return list(dict.fromkeys(nodes))
