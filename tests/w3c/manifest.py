"""The entries of the W3C's SPARQL 1.1 test manifests, and where each stands in the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from w3c.facts import PREFIXES, SUITE, Facts, local_name, text_of, triples_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from w3c.facts import Term


class Group(NamedTuple):
    """The tests of one folder.

    Attributes:
        specification: the part of SPARQL 1.1 that they are for.
        folder: the folder's name.
        manifests: the names of its manifests.
        scope: why the tests are not counted, or "" where they are.
    """

    specification: str
    folder: str
    manifests: tuple[str, ...] = ("manifest.ttl",)
    scope: str = ""


_QUERY = (
    "aggregates bind bindings cast construct exists functions grouping negation project-expression property-path "
    "subquery syntax-query"
)
_UPDATE = (
    "add basic-update clear copy delete delete-data delete-insert delete-where drop move syntax-update-1 "
    "syntax-update-2 update-silent"
)
_REFUSED = "`SERVICE` is refused by design; that each query gets 403 is tested"
_ENTAILMENT = "the endpoint answers from the triples that are stored, by simple entailment"

GROUPS = (
    *(Group("Query", folder) for folder in _QUERY.split()),
    *(Group("Update", folder) for folder in _UPDATE.split()),
    Group("Results", "csv-tsv-res"),
    Group("Results", "json-res"),
    Group("Protocol", "protocol"),
    Group("Graph Store Protocol", "graph-store-protocol", ("manifest-direct.ttl", "manifest-indirect.ttl")),
    Group("Graph Store Protocol", "http-rdf-update"),
    Group("Service Description", "service-description"),
    Group("Federated Query", "service", scope=_REFUSED),
    Group("Federated Query", "syntax-fed", scope=_REFUSED),
    Group("Entailment", "entailment", scope=_ENTAILMENT),
)


@dataclass(frozen=True)
class Entry:
    """One test of a manifest.

    Attributes:
        id: folder and local name, such as "add/add01".
        kind: the local name of its type, such as "QueryEvaluationTest".
        node: what the manifest calls it.
        group: where it stands.
        folder: the folder that holds its files.
        facts: everything that the manifest says.
    """

    id: str
    kind: str
    node: Term
    group: Group
    folder: Path
    facts: Facts

    @cached_property
    def action(self) -> Term:
        """What is done."""
        return self._needed("mf:action")

    @cached_property
    def result(self) -> Term:
        """What is to come of it."""
        return self._needed("mf:result")

    def path(self, node: Term) -> Path:
        """The file that the manifest names by an IRI."""
        return self.folder.parent / text_of(node).removeprefix(SUITE)

    def _needed(self, predicate: str) -> Term:
        found = self.facts.value(self.node, predicate)
        if found is None:
            raise LookupError(f"{self.id} has no {predicate}")
        return found


def read_entries(suite: Path) -> list[Entry]:
    """All entries of all groups, in the order of GROUPS and of their manifests."""
    return [
        entry for group in GROUPS for name in group.manifests for entry in _entries(suite / group.folder / name, group)
    ]


def _entries(manifest: Path, group: Group) -> Iterator[Entry]:
    facts = Facts(triples_of(manifest))
    heads = [facts.value(one, "mf:entries") for one in facts.subjects("mf:entries")]
    listed = [node for head in heads for node in facts.members(head)]
    # One Graph Store test is described and left out of the list.
    described = [node for node in facts.subjects("mf:name") if node not in listed]
    for node in [*listed, *described]:
        kind = next(kind for kind in facts.values(node, "rdf:type") if text_of(kind).startswith(PREFIXES["mf"]))
        name = f"{group.folder}/{local_name(node)}"
        yield Entry(name, local_name(kind), node, group, manifest.parent, facts)
