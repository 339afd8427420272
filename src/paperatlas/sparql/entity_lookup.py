"""The lookup of the nodes of a graph that have a name.

A name is looked up in two steps, both by SPARQL, so that any engine will do: first the nodes with exactly that label or
alias, and the node with the IRI that a build makes from the name. If there are none, all names of the type are read and
their normal forms compared; the closest names come from there too.
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


def find_nodes(engine: Engine, types: Collection[str], name: str) -> list[NamedNode]:
    """Return the nodes that a name stands for.

    Args:
        engine: The engine of the graph.
        types: The types of nodes to look up.
        name: A reference as in :mod:`paperatlas.graph.lookup`: a name in any spelling, an id, an IRI; of a paper its
            title, arXiv id, DOI or an address.

    Raises:
        QueryError: if there is none; the message has the closest names.
    """
    # RDF can hold no lone surrogates.
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    if nodes := _exact_matches(engine, types, name):
        return nodes
    names = [(type_name, *row) for type_name in types for row in _all_names(engine, type_name)]
    keys = {type_name: type_key(type_name, name) for type_name in types}
    same = {node for type_name, node, label in names if type_key(type_name, label) == keys[type_name]}
    if same:
        return sorted(same, key=str)
    others = [entry.name for entry in NODE_TYPES if entry.name not in types]
    other_types = [type_name for type_name in others if _exact_matches(engine, [type_name], name)]
    raise QueryError(_unknown(types, name, names, other_types))


def _exact_matches(engine: Engine, types: Collection[str], name: str) -> list[NamedNode]:
    """Return the nodes with a label, alias or identifier, in the usual cases of letters, or with the IRI of a name."""
    names = (name, reading_order(name)) if "Author" in types else (name,)
    spellings = dict.fromkeys(
        spelling for text in names for spelling in (text, text.lower(), text.upper(), text.title(), text.capitalize())
    )
    literals = " ".join(map(_literal, spellings))
    patterns = [f"{{ VALUES ?name {{ {literals} }} ?iri {term} ?name }}" for term in ("rdfs:label", "skos:altLabel")]
    reference = Reference.parse(name)
    if "Paper" in types:
        sources = " ".join(map(_literal, (name, *reference.sources)))
        patterns.append(f"{{ VALUES ?name {{ {sources} }} ?iri dcterms:identifier ?name }}")
    for source in reference.sources:
        patterns += _by_address(source) if source.startswith("http") else []
    usual_ids = filter(None, (usual_id(type_name, name) for type_name in types))
    for node_id in sorted({*usual_ids, *reference.ids}):
        iri = f"IRI(CONCAT(STR(?base), {_literal(node_id)}))"
        patterns.append(f"{{ ?graph void:uriSpace ?base . BIND({iri} AS ?iri) }}")
        patterns += _by_iri(DEFAULT_BASE + node_id)
    classes = " ".join(f"pa:{type_name}" for type_name in types)
    # The class is tested node by node: a join with all models would cost more than the rest of the query.
    class_filter = f"FILTER EXISTS {{ VALUES ?class {{ {classes} }} ?iri a ?class }}"
    union = " UNION ".join(patterns)
    rows = engine.run(f"SELECT DISTINCT ?iri WHERE {{ {{ {union} }} {class_filter} }} ORDER BY ?iri").rows
    return [node for (node,) in rows if isinstance(node, NamedNode)]


def _by_address(address: str) -> list[str]:
    """Return the patterns of the node with an IRI, and of papers with that address, also with a slash at its end."""
    spellings = " ".join(f"{_literal(spelling)}^^xsd:anyURI" for spelling in (address, f"{address}/"))
    patterns = [f"{{ VALUES ?address {{ {spellings} }} ?iri {term} ?address }}" for term in _ADDRESSES]
    return [*patterns, *_by_iri(address)]


def _by_iri(iri: str) -> list[str]:
    """Return the pattern of the node with an IRI; [] if the text is no IRI."""
    try:
        return [f"{{ VALUES ?iri {{ {portable(str(NamedNode(iri)))} }} }}"]
    except ValueError:
        return []


def _literal(text: str) -> str:
    return portable(str(Literal(text)))


def _all_names(engine: Engine, type_name: str) -> list[tuple[NamedNode, str]]:
    """Return the labels of all nodes of a type, then their aliases."""
    names: list[tuple[NamedNode, str]] = []
    for term in ("rdfs:label", "skos:altLabel"):
        rows = engine.run(f"SELECT ?iri ?name WHERE {{ ?iri a pa:{type_name} ; {term} ?name }}").rows
        pairs = [(node, name.value) for node, name in rows if isinstance(node, NamedNode) and isinstance(name, Literal)]
        names += sorted(pairs, key=lambda pair: (pair[1], pair[0].value))
    return names


def _unknown(
    types: Iterable[str], name: str, names: Iterable[tuple[str, NamedNode, str]], others: Sequence[str]
) -> str:
    """Return the message that there is no such node, with similar names."""
    labels: dict[str, str] = {}
    for _, _, label in names:
        labels.setdefault(name_key(label), label)
    near = [labels[key] for key in difflib.get_close_matches(name_key(name), labels, n=3)]
    text = f"no {_either(list(types))} {name!r} in the graph"
    if others:
        text += f"; there is a {_either(others)} of that name"
    return f"{text}; did you mean {_either(near)}?" if near else text


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def resolve(engine: Callable[[], Engine], question: Question, params: Mapping[str, Values]) -> dict[str, Values]:
    """Return the values of a question's parameters, with nodes for the names.

    Args:
        engine: A function that opens the engine of the graph; it is called only if a name is looked up.
        question: The question; the first example of a parameter stands for a missing name.
        params: The given values.

    Raises:
        QueryError: if the question has no such parameter, or a name is that of no node.
    """
    question.check_names(params)
    opened = cache(engine)
    values = dict(params)
    for parameter in question.parameters:
        if parameter.is_node:
            given = listed(params[parameter.name]) if parameter.name in params else ()
            if nodes := _nodes(opened, question, parameter, given):
                values[parameter.name] = nodes
            else:
                values.pop(parameter.name, None)
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
            raise QueryError(
                f"{question.name} needs --param {parameter.name}=NAME here, as there is {error}"
            ) from error
    return list(dict.fromkeys(nodes))
