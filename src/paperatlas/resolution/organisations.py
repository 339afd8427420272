"""Resolve the names of organisations: registered names, spellings, and departments of universities.

A research unit, lab or team of a company is a separate organisation (Google Research is not Google DeepMind), and so is
an institute of an academy; a department, group or lab of a university is that university.
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
    """The rules that interpret the name of an organisation."""

    KNOWN = "a name that the registry has"
    HANDLE = "a short name with the shown name behind it"
    HOST = "a department or group, which is its university"
    SPELLING = "spelling: case, diacritics, legal form, article, university of"
    ABBREVIATION = "a short form that papers use for this organisation only"


class OrganisationName(NamedTuple):
    """An interpreted name.

    Attributes:
        key: The key of the organisation, from which its IRI is made.
        label: The name that people see: the registry's, or the simplified name.
        rules: The rules that applied, in order.
    """

    key: str
    label: str
    rules: tuple[OrganisationRule, ...]


class Organisations:
    """The names of organisations, gathered in any order.

    >>> labs = Organisations([("Tsinghua University", ["THU", "tsinghua"])])
    >>> labs.interpret("Tsinghua NLP Group").label, labs.interpret("nvidia NVIDIA").label
    ('Tsinghua University', 'NVIDIA')
    """

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]] = ()) -> None:
        """Start with no names.

        Args:
            known: The name of each known organisation, and its other names; an earlier entry wins over a later one.
        """
        self._labels: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._short_for: dict[str, set[str]] = defaultdict(set)
        self._full: set[str] = set()
        self._interpreted: dict[str, OrganisationName] = {}
        for label, aliases in known:
            self._register(label, list(aliases))

    def _register(self, label: str, aliases: Sequence[str]) -> None:
        names = (label, *aliases)
        academic = any(map(is_academic, names))
        for name in names:
            key = lab_key(name)
            if self._labels.setdefault(key, label) == label:
                self._aliases[label].add(name)
                if academic:
                    self._hosts.setdefault(key, label)

    def interpret(self, name: str) -> OrganisationName:
        """Return the organisation of a name, by this name and the known ones alone."""
        if name not in self._interpreted:
            self._interpreted[name] = self._interpret(name)
        return self._interpreted[name]

    def _interpret(self, name: str) -> OrganisationName:
        rules: list[OrganisationRule] = []
        for rule, simplify in ((OrganisationRule.HANDLE, without_handle), (OrganisationRule.HOST, self._host_or_same)):
            if lab_key(name) in self._labels:
                break
            simpler = simplify(name)
            if simpler != name:
                rules.append(rule)
                name = simpler
        key = lab_key(name)
        if key in self._labels:
            label = self._labels[key]
            return OrganisationName(lab_key(label), label, (*rules, OrganisationRule.KNOWN))
        if key != name_key(name):
            rules.append(OrganisationRule.SPELLING)
        return OrganisationName(key, name, tuple(rules))

    def _host_or_same(self, name: str) -> str:
        return host_university(name, self._hosts, self._labels) or name

    def add(self, forms: Sequence[str]) -> None:
        """Add the names that one paper uses for one organisation.

        Args:
            forms: The fullest name first, then the other forms in that paper.
        """
        full = self.interpret(forms[0]).key
        self._full.add(full)
        for form in forms:
            key = self.interpret(form).key
            self._spellings[key][form] += 1
            if key != full:
                self._short_for[key].add(full)

    def resolve(self) -> ResolvedOrganisations:
        """Return the entities of all names that were added."""
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
        label = self._labels.get(root) or self._label(root)
        return Entity(f"lab/{iri_part(root)}", "Lab", label, tuple(sorted(forms - {label})))

    def _label(self, key: str) -> str:
        """Return the label of a key: the name that most papers use, without short names and departments."""
        counts: Counter[str] = Counter()
        for form, count in self._spellings[key].items():
            counts[self.interpret(form).label] += count
        return min(
            counts,
            key=lambda name: (-counts[name], name == name.lower(), len(name), -sum(map(str.isupper, name)), name),
        )


class ResolvedOrganisations:
    """The entity of each name."""

    def __init__(self, labs: Organisations, entities: Mapping[str, Entity]) -> None:
        """Keep the outcome of :meth:`Organisations.resolve`."""
        self._labs = labs
        self._entities = entities

    def entity(self, form: str) -> Entity:
        """Return the entity of a name that was added."""
        return self._entities[self._labs.interpret(form).key]

    def entities(self) -> list[Entity]:
        """Return all entities, sorted by id."""
        return sorted(set(self._entities.values()), key=lambda entity: entity.id)

    def why(self, form: str) -> tuple[OrganisationRule, ...]:
        """Return the rules that led from a name that was added to its entity, in order."""
        name = self._labs.interpret(form)
        shortened = self.entity(form).id != f"lab/{iri_part(name.key)}"
        return (*name.rules, *([OrganisationRule.ABBREVIATION] if shortened else []))
