"""One node a thing: the names of models, datasets and methods of all papers, joined where they name the same.

A thing is known in a paper by its fullest name. The rules of :mod:`paperatlas.resolution.merge_rules` join names of one
type, those of :mod:`paperatlas.resolution.type_disambiguation` tell whether a name in two types is one thing. Of the
names so
joined, the registry's names the node, else the one that most papers use, in the spelling that most of them use.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Protocol

from paperatlas.curation.corrections import Corrections
from paperatlas.graph.graph import Entity
from paperatlas.resolution import merge_rules, type_disambiguation
from paperatlas.resolution.name_index import NameIndex, commonest
from paperatlas.resolution.union_find import ConstrainedUnionFind, MergeStep
from paperatlas.schema import node_type
from paperatlas.text.keys import iri_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ARTIFACT_TYPES", "CORRECTION", "NO_CORRECTIONS", "Artifacts", "KnownName", "ResolvedArtifacts"]

Node = tuple[str, str]
"""A node type, and the normal form of a name."""

CORRECTION: Final = "correction"
"""The rule of what a person has corrected."""

NO_CORRECTIONS: Final = Corrections()

ARTIFACT_TYPES: Final = ("Model", "Method", "Dataset")
"""The types of things, which may share one; of equals, the first gives the node its type."""


class KnownName(Protocol):
    """What resolution needs of a thing that a registry knows."""

    @property
    def name(self) -> str:
        """The name that becomes its label."""

    @property
    def type(self) -> str:
        """Its node type."""

    @property
    def aliases(self) -> Sequence[str]:
        """Other names for it."""


class Artifacts:
    """Gathers the names of things and tells their nodes, whatever the order in which they come.

    >>> things = Artifacts()
    >>> things.add("Model", ["LLaMA 2"]); things.add("Model", ["Llama-2"]); things.add("Model", ["Llama-2"])
    >>> things.resolve().entity("Model", "LLaMA 2").label
    'Llama-2'
    """

    def __init__(self, known: Iterable[KnownName] = (), corrections: Corrections = NO_CORRECTIONS) -> None:
        """Start with no names.

        Args:
            known: Things that keep the names that a registry gives them.
            corrections: Names that are one thing or two, whatever the rules say.
        """
        self._corrections = corrections
        self._names = {
            type_name: NameIndex(
                type_name, ((left, right) for (t, left), (_, right) in corrections.different if t == type_name)
            )
            for type_name in ARTIFACT_TYPES
        }
        for thing in known:
            if thing.type in self._names:
                self._names[thing.type].register(thing.name, thing.aliases)

    def add(self, type_name: str, forms: Sequence[str], paper: str = "") -> None:
        """Add what one paper calls one thing.

        Args:
            type_name: The node type: Model, Dataset or Method.
            forms: The fullest name first, then the other forms in that paper.
            paper: What tells the paper from others; nothing where it is not known.
        """
        self._names[type_name].add(forms, paper)

    def resolve(self) -> ResolvedArtifacts:
        """The nodes of all names that were added or registered."""
        for names in self._names.values():
            names.finalize()
        within = {type_name: self._joined(names) for type_name, names in self._names.items()}
        nodes = [(type_name, key) for type_name, names in self._names.items() for key in sorted(names.spellings)]
        across = ConstrainedUnionFind(nodes, apart=self._nodes(self._corrections.different))
        for type_name, unions in within.items():
            for left, right, rule in unions.joined:
                across.join((type_name, left), (type_name, right), rule)
            across.refused += [
                MergeStep((type_name, left), (type_name, right), rule) for left, right, rule in unions.refused
            ]
        _join_same(across, self._nodes(self._corrections.same))
        parted = []
        for step, is_one in self._across_types(within):
            if not is_one or not across.join(*step):
                parted.append(step if not is_one else MergeStep(step.left, step.right, CORRECTION))
        return ResolvedArtifacts(self._names, across, parted)

    def _nodes(self, pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]]) -> list[tuple[Node, Node]]:
        """The nodes of corrected names of things."""
        return [
            ((left[0], self._names[left[0]].key(left[1])), (right[0], self._names[right[0]].key(right[1])))
            for left, right in pairs
            if left[0] in self._names and right[0] in self._names
        ]

    def _joined(self, names: NameIndex) -> ConstrainedUnionFind[str]:
        """The names of one type, joined by corrections and rules."""
        same, different = (
            [
                (left, right)
                for (type_name, left), (further, right) in self._nodes(pairs)
                if type_name == further == names.type
            ]
            for pairs in (self._corrections.same, self._corrections.different)
        )
        unions = ConstrainedUnionFind(sorted(names.spellings), marks=names.registered, apart=different)
        _join_same(unions, same)
        for rule in merge_rules.RULES:
            for left, right in list(rule(names, unions)):
                unions.join(left, right, rule.__name__)
        return unions

    def _across_types(self, within: dict[str, ConstrainedUnionFind[str]]) -> Iterator[tuple[MergeStep[Node], bool]]:
        """Names that are used in two types, with the rule that decided and whether they are one thing."""
        groups = {type_name: _groups(within[type_name]) for type_name in ARTIFACT_TYPES}
        for pair in combinations(ARTIFACT_TYPES, 2):
            first, second = (self._names[type_name] for type_name in pair)
            for key in sorted(first.full & second.full):
                members = tuple(groups[type_name][within[type_name].find(key)] for type_name in pair)
                answer, rule = type_disambiguation.disambiguate(self._evidence(pair, key, members))
                yield MergeStep((pair[0], key), (pair[1], key), rule), answer

    def _evidence(
        self, pair: tuple[str, str], key: str, members: Sequence[Sequence[str]]
    ) -> type_disambiguation.TypeEvidence:
        names = [self._names[type_name] for type_name in pair]
        papers = [
            set().union(*(names_of_type.papers.get(member, ()) for member in keys))
            for names_of_type, keys in zip(names, members, strict=True)
        ]
        first, second = (
            {form for form, count in names_of_type.spellings[key].items() if count} for names_of_type in names
        )
        counts = [
            sum(names_of_type.spellings[member].total() for member in keys)
            for names_of_type, keys in zip(names, members, strict=True)
        ]
        registered = [
            not names_of_type.registered.keys().isdisjoint(keys)
            for names_of_type, keys in zip(names, members, strict=True)
        ]
        return type_disambiguation.TypeEvidence(
            pair,
            (counts[0], counts[1]),
            min(first & second, default=None),
            bool(papers[0] & papers[1]),
            (registered[0], registered[1]),
        )


def _join_same(unions: ConstrainedUnionFind[Any], pairs: Iterable[tuple[Any, Any]]) -> None:
    """Join what a correction says is one thing, as far as it is there."""
    for left, right in pairs:
        if left in unions and right in unions:
            unions.join(left, right, CORRECTION, force=True)


def _groups(unions: ConstrainedUnionFind[str]) -> dict[str, list[str]]:
    return {unions.find(group[0]): group for group in unions.groups()}


class ResolvedArtifacts:
    """Tells the node of each name, and why."""

    def __init__(
        self, names: dict[str, NameIndex], unions: ConstrainedUnionFind[Node], parted: Sequence[MergeStep[Node]]
    ) -> None:
        """Made by :meth:`Artifacts.resolve`."""
        self._parted = parted
        self._names = names
        self._unions = unions
        self._entities = {unions.find(group[0]): self._entity(group) for group in unions.groups()}

    def entity(self, type_name: str, form: str, paper: str = "") -> Entity:
        """The node of a name that was added; of a short form, what the paper means by it."""
        return self._entities[self._unions.find((type_name, self._names[type_name].key(form, paper)))]

    def entities(self) -> list[Entity]:
        """All nodes, sorted by id."""
        return sorted(self._entities.values(), key=lambda entity: entity.id)

    def steps(self, left: tuple[str, str], right: tuple[str, str]) -> list[MergeStep[tuple[str, str]]]:
        """The steps of rules that lead from one name to another of the same node.

        Args:
            left: A node type and a name of it that was added.
            right: Another.

        Returns:
            Each step with the spellings of its two names; nothing where they are one name, or two things.
        """
        first, second = self._node(left), self._node(right)
        return [self._spelled(step) for step in self._unions.path(first, second)]

    def refusals(self, left: tuple[str, str], right: tuple[str, str]) -> list[MergeStep[tuple[str, str]]]:
        """The steps that would have joined the two, had the registry not listed two things."""
        ends = {self._unions.find(self._node(end)) for end in (left, right)}
        refused = (
            step
            for step in self._unions.refused
            if {self._unions.find(step.left), self._unions.find(step.right)} == ends
        )
        return [self._spelled(step) for step in refused]

    def parted(self, left: tuple[str, str], right: tuple[str, str]) -> str | None:
        """The rule by which names of two types are two things; nothing where they share no name."""
        ends = {self._unions.find(self._node(end)) for end in (left, right)}
        steps = (step for step in self._parted if {self._unions.find(step.left), self._unions.find(step.right)} == ends)
        return next((step.rule for step in steps), None)

    def is_ambiguous(self, end: tuple[str, str]) -> bool:
        """Whether papers use a name as a short form of several things."""
        type_name, key = self._node(end)
        names = self._names[type_name]
        fulls = names.expansions.get(key, ())
        return key in names.ambiguous or len({self._unions.find((type_name, full)) for full in fulls}) > 1

    def _node(self, end: tuple[str, str]) -> Node:
        type_name, form = end
        return type_name, self._names[type_name].key(form)

    def _spelled(self, step: MergeStep[Node]) -> MergeStep[tuple[str, str]]:
        left, right = ((type_name, self._names[type_name].spelling(key)) for type_name, key in (step.left, step.right))
        return MergeStep(left, right, step.rule)

    def _entity(self, group: list[Node]) -> Entity:
        type_name = self._type(group)
        names = self._names[type_name]
        keys = {key for key_type, key in group if key_type == type_name}
        named = keys & names.registered.keys() or keys & names.full or keys
        root = max(named, key=lambda key: (names.spellings[key].total(), not names.has_maker(key), len(key), key))
        label = names.registered.get(root) or commonest(names.spellings[root])
        forms = {form for key_type, key in group for form in self._names[key_type].forms(key)}
        folder = node_type(type_name).folder
        return Entity(f"{folder}/{iri_part(root)}", type_name, label, tuple(sorted(forms - {label})))

    def _type(self, group: list[Node]) -> str:
        """A type in which the registry lists it, else the one that most papers use."""
        types = {type_name for type_name, _ in group}
        if len(types) == 1:
            return group[0][0]
        registered = {type_name for type_name, key in group if key in self._names[type_name].registered}
        counts = Counter[str]()
        for type_name, key in group:
            counts[type_name] += self._names[type_name].spellings[key].total()
        return max(registered or types, key=lambda each: (counts[each], -ARTIFACT_TYPES.index(each)))
