"""One node an organisation: known names, spellings, and departments inside of universities.

What a company calls research, a lab or a team stays an organisation of its own (Google Research is not Google
DeepMind), as does an institute of an academy; a department, group or lab of a university is that university.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from networkx.utils import UnionFind

from paperatlas.graph.graph import Entity
from paperatlas.text.keys import iri_part, name_key
from paperatlas.text.organisation_names import host_university, is_academic, lab_key, without_handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["OrganisationName", "OrganisationRule", "Organisations", "ResolvedOrganisations"]


class OrganisationRule(StrEnum):
    """How the name of an organisation was understood."""

    KNOWN = "a name that the registry has"
    HANDLE = "a short name with the shown name behind it"
    HOST = "a department or group, which is its university"
    SPELLING = "spelling: case, diacritics, legal form, article, university of"
    ABBREVIATION = "a short form that papers use for this organisation only"


class OrganisationName(NamedTuple):
    """A name, understood.

    Attributes:
        key: What all names of the organisation share; its IRI is made from it.
        label: The name that people see: the registry's, or what is left of the name itself.
        rules: The rules that were used, in order.
    """

    key: str
    label: str
    rules: tuple[OrganisationRule, ...]


class Organisations:
    """Gathers the names of organisations and tells their nodes.

    >>> labs = Organisations([("Tsinghua University", ["THU", "tsinghua"])])
    >>> labs.understood("Tsinghua NLP Group").label, labs.understood("nvidia NVIDIA").label
    ('Tsinghua University', 'NVIDIA')
    """

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]] = ()) -> None:
        """Start with no names.

        Args:
            known: The name of each known organisation, and other names of it; an earlier entry holds against a later.
        """
        self._labels: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._short_for: dict[str, set[str]] = defaultdict(set)
        self._full: set[str] = set()
        self._understood: dict[str, OrganisationName] = {}
        for label, aliases in known:
            self._know(label, list(aliases))

    def _know(self, label: str, aliases: Sequence[str]) -> None:
        names = (label, *aliases)
        academic = any(map(is_academic, names))
        for name in names:
            key = lab_key(name)
            if self._labels.setdefault(key, label) == label:
                self._aliases[label].add(name)
                if academic:
                    self._hosts.setdefault(key, label)

    def understood(self, name: str) -> OrganisationName:
        """The organisation of a name, as far as this name alone and the known ones tell."""
        found = self._understood.get(name)
        if found is None:
            found = self._understood[name] = self._understand(name)
        return found

    def _understand(self, name: str) -> OrganisationName:
        rules: list[OrganisationRule] = []
        for rule, simpler in ((OrganisationRule.HANDLE, without_handle(name)), (OrganisationRule.HOST, None)):
            if lab_key(name) in self._labels:
                break
            shown = simpler if simpler is not None else host_university(name, self._hosts, self._labels) or name
            if shown != name:
                rules.append(rule)
                name = shown
        key = lab_key(name)
        if key in self._labels:
            label = self._labels[key]
            return OrganisationName(lab_key(label), label, (*rules, OrganisationRule.KNOWN))
        return OrganisationName(key, name, (*rules, *([OrganisationRule.SPELLING] if key != name_key(name) else [])))

    def add(self, forms: Sequence[str]) -> None:
        """Add what one paper calls one organisation.

        Args:
            forms: The fullest name first, then the other forms in that paper.
        """
        full = self.understood(forms[0]).key
        self._full.add(full)
        for form in forms:
            key = self.understood(form).key
            self._spellings[key][form] += 1
            if key != full:
                self._short_for[key].add(full)

    def resolve(self) -> ResolvedOrganisations:
        """The nodes of all names that were added, whatever their order."""
        groups = UnionFind(self._spellings)
        known = {lab_key(label) for label in self._aliases}
        for short, fulls in self._short_for.items():
            if len(fulls) == 1 and not {short, *fulls} <= known:
                groups.union(short, *fulls)
        entities: dict[str, Entity] = {}
        for keys in groups.to_sets():
            entities.update(dict.fromkeys(keys, self._entity(keys, known)))
        return ResolvedOrganisations(self, entities)

    def _entity(self, keys: set[str], known: set[str]) -> Entity:
        candidates = keys & known or keys & self._full or keys
        root = max(candidates, key=lambda key: (self._spellings[key].total(), len(key), key))
        forms = {form for key in keys for form in self._spellings[key]}
        label = self._labels.get(root) or self._shown(root)
        return Entity(f"lab/{iri_part(root)}", "Lab", label, tuple(sorted(forms - {label})))

    def _shown(self, key: str) -> str:
        """The name that stands for a key: what most papers use, without short names and departments."""
        counts: Counter[str] = Counter()
        for form, count in self._spellings[key].items():
            counts[self.understood(form).label] += count
        return min(
            counts,
            key=lambda name: (-counts[name], name == name.lower(), len(name), -sum(map(str.isupper, name)), name),
        )


class ResolvedOrganisations:
    """Tells the node of each name."""

    def __init__(self, labs: Organisations, entities: Mapping[str, Entity]) -> None:
        """Made by :meth:`Organisations.resolve`."""
        self._labs = labs
        self._entities = entities

    def entity(self, form: str) -> Entity:
        """The node of a name that was added."""
        return self._entities[self._labs.understood(form).key]

    def entities(self) -> list[Entity]:
        """All nodes, sorted by id."""
        return sorted(set(self._entities.values()), key=lambda entity: entity.id)

    def why(self, form: str) -> tuple[OrganisationRule, ...]:
        """The rules by which a name that was added came to its node, in order."""
        name = self._labs.understood(form)
        shortened = self.entity(form).id != f"lab/{iri_part(name.key)}"
        return (*name.rules, *([OrganisationRule.ABBREVIATION] if shortened else []))
