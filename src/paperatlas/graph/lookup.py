"""The lookup of nodes by a name in any spelling, an id, an IRI, an identifier or an address.

The first of these that matches a node counts:

1. the id of a node, or its IRI, which is the id behind the base; also an id with the name in another spelling;
2. the arXiv id or the DOI of a paper, or an address of it or of its code;
3. a label, an alias or a title, by :func:`plain_key`;
4. the key by which a build distinguishes names of that type, :func:`type_key`: ``Family, Given`` for a person, an
   organisation with or without ``The`` and ``Inc.``.

:func:`find` searches a graph in memory; the index of a store and the SPARQL of named queries use the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote

from paperatlas.errors import GraphError
from paperatlas.graph.papers import paper_identifier
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES, node_type
from paperatlas.text.keys import iri_part, name_key, title_key
from paperatlas.text.organisation_names import lab_key
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperatlas.graph.graph import Entity, Graph, PaperMetadata

__all__ = ["Reference", "extra_keys", "find", "plain_key", "type_key", "unknown_name", "usual_id"]

_TYPE_KEYS: Final[dict[str, Callable[[str], str]]] = {
    "Paper": title_key,
    "Author": lambda name: person_name(name).slug,
    "Lab": lab_key,
}
_TYPES: Final = {entry.folder: entry.name for entry in NODE_TYPES}
_SCHEMES: Final = ("http://", "https://")


def type_key(type_name: str, name: str) -> str:
    """Return the normal form by which a build distinguishes names of a type.

    >>> type_key("Model", "LLaMA 2"), type_key("Author", "Lake, Ada"), type_key("Paper", "Otters: A Survey")
    ('llama2', 'ada-lake', 'otters-a-survey')
    """
    return _TYPE_KEYS.get(type_name, name_key)(name)


def plain_key(type_name: str, name: str) -> str:
    """Return the normal form of a title for a paper, else of a name, without case, hyphens and spaces.

    >>> plain_key("Author", "Lake, Ada"), plain_key("Paper", "Otters: A Survey")
    ('lake,ada', 'otters-a-survey')
    """
    return title_key(name) if type_name == "Paper" else name_key(name)


def usual_id(type_name: str, name: str) -> str | None:
    """Return the id that a build gives to a node of a name, or None for a name of no letters.

    >>> usual_id("Model", "Llama-2"), usual_id("Author", "Lake, Ada"), usual_id("Dataset", "HumanEval+")
    ('model/llama2', 'author/ada-lake', 'dataset/humaneval%2B')
    """
    key = type_key(type_name, name)
    return f"{node_type(type_name).folder}/{iri_part(key)}" if key else None


def extra_keys(type_name: str, names: Iterable[str], facts: PaperMetadata | None) -> set[str]:
    """Return the keys of a node beside its id and :func:`plain_key`.

    Args:
        type_name: The type of the node.
        names: Its label and aliases.
        facts: The metadata of a paper, else None.

    >>> extra_keys("Lab", ["The Wet Lab, Inc."], None)
    {'lab/wetlab'}
    """
    folder = node_type(type_name).folder
    keys = {f"{folder}/{type_key(type_name, name)}" for name in names}
    if facts is not None:
        keys |= {*facts.identifiers, *(url.rstrip("/") for url in (*facts.urls, *facts.code_urls))}
    return keys


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that refers to a node.

    Attributes:
        text: The text, with single spaces.
        ids: The ids of nodes that it may be, the most literal first.
        sources: The arXiv id, DOI and address that it may be.
    """

    text: str
    ids: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, base: str = DEFAULT_BASE) -> Self:
        """Parse a text.

        Args:
            text: Any text.
            base: The base of the graph's IRIs; the default base is valid beside it.

        >>> Reference.parse("https://w3id.org/paperatlas/model/Llama-2").ids
        ('model/Llama-2', 'model/llama2')
        >>> Reference.parse("https://huggingface.co/papers/2405.15738").sources
        ('arxiv:2405.15738', 'https://huggingface.co/papers/2405.15738')
        """
        text = " ".join(text.split()) or text
        bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
        local = next((bare.removeprefix(start) for start in (base, DEFAULT_BASE) if bare.startswith(start)), bare)
        return cls(text, tuple(dict.fromkeys(_ids(local))), tuple(_sources(bare)))

    def plain_keys(self) -> tuple[str, str]:
        """Return the text as :func:`plain_key` gives it for a name and for a title."""
        return name_key(self.text), title_key(self.text)

    def extra_keys(self, types: Iterable[str] = tuple(_TYPES.values())) -> set[str]:
        """Return the text as :func:`extra_keys` gives it for nodes of these types, without its sources."""
        return set().union(*(extra_keys(type_name, [self.text], None) for type_name in types))


def _ids(local: str) -> Iterator[str]:
    # Halves of surrogate pairs cannot be percent-encoded.
    folder, slash, name = local.encode("utf-8", "replace").decode().partition("/")
    if slash and folder in _TYPES:
        yield f"{folder}/{name}"
        usual = usual_id(_TYPES[folder], unquote(name))
        if usual is not None:
            yield usual


def _sources(text: str) -> Iterator[str]:
    joined = "".join(text.split()) if text.casefold().startswith(("arxiv:", "doi:")) else text
    if " " not in joined:
        identifier = paper_identifier(joined)
        if identifier is not None:
            yield identifier
        if joined.startswith(_SCHEMES):
            yield joined.rstrip("/")


def find(graph: Graph, text: str) -> list[Entity]:
    """Return the nodes that a text refers to, in the order of the graph.

    Args:
        graph: The graph.
        text: A label, an alias, a title, an id, an IRI, an arXiv id, a DOI or an address.

    Raises:
        GraphError: if no node has that name, with names that are near.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> graph = Graph({"author/ada-lake": Entity("author/ada-lake", "Author", "Ada Lake")})
    >>> [find(graph, text)[0].id for text in ("Lake, Ada", "https://w3id.org/paperatlas/author/ada-lake")]
    ['author/ada-lake', 'author/ada-lake']
    """
    reference = Reference.parse(text, graph.base)
    node_id = next((node_id for node_id in reference.ids if node_id in graph.entities), None)
    if node_id is not None:
        return [graph.entities[node_id]]
    plain, extra, sources = set(reference.plain_keys()) - {""}, reference.extra_keys(), set(reference.sources)

    def has_plain(entity: Entity) -> bool:
        return not plain.isdisjoint(plain_key(entity.type, name) for name in _names(entity))

    def has_extra(entity: Entity, keys: set[str]) -> bool:
        return not keys.isdisjoint(extra_keys(entity.type, _names(entity), graph.papers.get(entity.id)))

    entities = graph.entities.values()
    matches = [entity for entity in entities if sources and entity.id in graph.papers and has_extra(entity, sources)]
    matches = matches or [entity for entity in entities if has_plain(entity)]
    matches = matches or [entity for entity in entities if has_extra(entity, extra)]
    if not matches:
        labels = sorted({entity.label for entity in entities})
        raise unknown_name(text, get_close_matches(reference.text, labels, n=3, cutoff=0.5))
    return matches


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.label, *entity.aliases)


def unknown_name(text: str, near: Sequence[str]) -> GraphError:
    """Return the error that no node has a name.

    Args:
        text: The text that a person gave.
        near: Names that look like it, nearest first.
    """
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "look for it with `paperatlas search`"
    return GraphError(f"nothing in the graph is named {text!r}; {hint}")
