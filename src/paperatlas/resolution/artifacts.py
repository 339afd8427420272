"""Resolve the names of models, datasets and methods of all papers to one entity each.

The rules of :mod:`paperatlas.resolution.merge_rules` join names. Of the joined names, the registry's becomes the label,
else the one that most papers use, in the spelling that most of them use.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from paperatlas.curation.corrections import Corrections
from paperatlas.graph.graph import Entity
from paperatlas.resolution.homonyms import NO_FACTS, PaperFacts, homonym_part, is_introduction, own_names
from paperatlas.resolution.merge_rules import CAUTIOUS_RULES, RULES, TypeEvidence, disambiguate
from paperatlas.resolution.name_index import NameIndex
from paperatlas.resolution.spelling import best_spelling, flaws, with_known_capitals
from paperatlas.resolution.union_find import ConstrainedUnionFind, MergeStep
from paperatlas.resolution.variant_families import is_size_of
from paperatlas.schema import ARTIFACT_TYPES, node_type
from paperatlas.text.keys import iri_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.resolution.homonyms import NameUse

__all__ = ["CORRECTION", "NO_CORRECTIONS", "Artifacts", "ResolvedArtifacts", "TypedName"]

TypedName = tuple[str, str]
"""A node type and a name."""

Node = tuple[str, str]
"""A node type and the normal form of a name."""

CORRECTION: Final = "correction"
"""The name of the rule that applies a correction."""

NO_CORRECTIONS: Final = Corrections()

_TYPES: Final = ("Model", "Method", "Dataset")
"""The types that may share an entity; of equally frequent ones, the first becomes its type."""


class Artifacts:
    """The names of models, datasets and methods, gathered in any order.

    >>> artifacts = Artifacts()
    >>> for name in ("LLaMA 2", "Llama-2", "Llama-2"):
    ...     artifacts.add("Model", [name])
    >>> artifacts.resolve().entity("Model", "LLaMA 2").label
    'Llama-2'
    """

    def __init__(self, known: Iterable[KnownEntity] = (), corrections: Corrections = NO_CORRECTIONS) -> None:
        """Start with no names.

        Args:
            known: Entities of a registry, which keep the names that it gives them; other types are ignored.
            corrections: Names that are one entity or two, whatever the rules say.
        """
        self._corrections = corrections
        self._names = {
            type_name: NameIndex(
                type_name, ((left, right) for (t, left), (_, right) in corrections.different if t == type_name)
            )
            for type_name in _TYPES
        }
        for entity in known:
            if entity.type in ARTIFACT_TYPES:
                self._names[entity.type].register(entity.name, entity.aliases)
        self._papers: dict[str, PaperFacts] = {}

    def describe(self, paper: str, facts: PaperFacts) -> None:
        """Tell what is known of a paper, before its names are added."""
        self._papers[paper] = facts

    def add(self, type_name: str, forms: Sequence[str], paper: str = "", introduction: float = 0.0) -> None:
        """Add the names that one paper uses for one entity.

        Args:
            type_name: The node type: Model, Dataset or Method.
            forms: The fullest name first, then the other forms in that paper.
            paper: A key of the paper; empty if unknown.
            introduction: The confidence that the paper introduces the entity, 0 to 1.
        """
        title = self._papers.get(paper, NO_FACTS).title
        introduced = bool(paper) and any(is_introduction(form, introduction, title) for form in forms)
        self._names[type_name].add(forms, paper, introduced=introduced)

    def resolve(self) -> ResolvedArtifacts:
        """Return the entities of all names that were added or registered."""
        for names in self._names.values():
            names.determine_senses()
        own_keys = self._own_keys()
        for names in self._names.values():
            names.finalize(own_keys)
        by_type = {type_name: self._joined(names) for type_name, names in self._names.items()}
        nodes = [(type_name, key) for type_name, names in self._names.items() for key in sorted(names.spellings)]
        unions = ConstrainedUnionFind(nodes, apart=self._nodes(self._corrections.different))
        for type_name, typed in by_type.items():
            for left, right, rule in typed.joined:
                unions.join((type_name, left), (type_name, right), rule)
            unions.refused += [
                MergeStep((type_name, left), (type_name, right), rule) for left, right, rule in typed.refused
            ]
        _apply_corrections(unions, self._nodes(self._corrections.same))
        separated = []
        for step, is_one in self._shared_names(by_type):
            if not is_one:
                separated.append(step)
            elif not unions.join(*step):
                separated.append(step._replace(rule=CORRECTION))
        return ResolvedArtifacts(self._names, unions, separated)

    def _own_keys(self) -> dict[tuple[str, str], str]:
        """Return the keys of homonyms, by the name that several things share and the paper that means one of them."""
        uses: dict[str, list[NameUse]] = defaultdict(list)
        known: set[str] = set()
        foreign: dict[str, set[str]] = defaultdict(set)
        for names in self._names.values():
            for key, use in names.name_uses():
                uses[key].append(use)
                if use.introduced and key in names.registered:
                    known.add(key)
            for key, paper in names.foreign_names():
                foreign[key].add(paper)
        one = {left[1] for left, right in self._nodes(self._corrections.same) if left == right}
        own_keys: dict[tuple[str, str], str] = {}
        for key, named in sorted(uses.items()):
            introducing = {use.paper for use in named if use.introduced}
            if not introducing or key in one or (len(introducing) < 2 and foreign.get(key, set()) <= introducing):
                continue
            other = key not in known and not foreign.get(key, set()) <= introducing
            meant = own_names(key, named, self._papers, registered=key in known, foreign=other)
            own_keys |= {(key, paper): own for paper, own in meant.items()}
        return own_keys

    def _owners(self, names: NameIndex) -> dict[str, frozenset[str]]:
        """Return the papers that introduce what a name names, with their authors, for each name that has some."""
        return {
            key: frozenset(papers).union(*(self._papers.get(paper, NO_FACTS).authors for paper in papers))
            for key, papers in names.introductions.items()
            if key not in names.registered
        }

    def _nodes(self, pairs: Iterable[tuple[TypedName, TypedName]]) -> list[tuple[Node, Node]]:
        """Return the nodes of corrected names."""
        return [
            ((left[0], self._names[left[0]].key(left[1])), (right[0], self._names[right[0]].key(right[1])))
            for left, right in pairs
            if left[0] in self._names and right[0] in self._names
        ]

    def _joined(self, names: NameIndex) -> ConstrainedUnionFind[str]:
        """Return the names of one type, joined by corrections and rules."""
        same, different = (
            [
                (left, right)
                for (left_type, left), (right_type, right) in self._nodes(pairs)
                if left_type == right_type == names.type
            ]
            for pairs in (self._corrections.same, self._corrections.different)
        )
        unions = ConstrainedUnionFind(
            sorted(names.spellings), marks=names.registered, apart=different, owners=self._owners(names)
        )
        _apply_corrections(unions, same)
        for rule in RULES:
            for left, right in list(rule(names, unions)):
                if not (rule in CAUTIOUS_RULES and unions.have_different_owners(left, right)):
                    unions.join(left, right, rule.__name__)
        return unions

    def _shared_names(self, by_type: Mapping[str, ConstrainedUnionFind[str]]) -> Iterator[tuple[MergeStep[Node], bool]]:
        """Yield each name that is used in two types, with the rule that decided and whether it is one entity."""
        groups = {
            type_name: {unions.find(group[0]): group for group in unions.groups()}
            for type_name, unions in by_type.items()
        }
        for pair in combinations(_TYPES, 2):
            left, right = (self._names[type_name] for type_name in pair)
            for key in sorted(left.full & right.full):
                uses = [
                    _TypeUse(self._names[type_name], key, groups[type_name][by_type[type_name].find(key)])
                    for type_name in pair
                ]
                is_one, rule = disambiguate(_evidence(*uses))
                yield MergeStep((pair[0], key), (pair[1], key), rule), is_one


class _TypeUse:
    """The use of one name in one type, with the names that rules joined to it."""

    def __init__(self, names: NameIndex, key: str, group: Sequence[str]) -> None:
        self.type = names.type
        self.papers: set[str] = set().union(*(names.papers.get(member, ()) for member in group))
        self.forms = {form for form, count in names.spellings[key].items() if count}
        self.count = sum(names.spellings[member].total() for member in group)
        self.is_registered = not names.registered.keys().isdisjoint(group)
        self.is_introduced = not names.introductions.keys().isdisjoint(group)


def _evidence(left: _TypeUse, right: _TypeUse) -> TypeEvidence:
    return TypeEvidence(
        types=(left.type, right.type),
        counts=(left.count, right.count),
        form=min(left.forms & right.forms, default=None),
        together=bool(left.papers & right.papers),
        registered=(left.is_registered, right.is_registered),
        introduced=(left.is_introduced, right.is_introduced),
    )


def _apply_corrections(unions: ConstrainedUnionFind[Any], pairs: Iterable[tuple[Any, Any]]) -> None:
    """Join the names that corrections call one entity, as far as papers or the registry have them."""
    for left, right in pairs:
        if left in unions and right in unions:
            unions.join(left, right, CORRECTION, force=True)


def _model_families(names: NameIndex) -> frozenset[str]:
    """Return the canonical forms of names of models that the registry lists, or several papers use."""
    keys = (key for key in names.common if key in names.registered or len(names.papers.get(key, ())) > 1)
    return frozenset(names.name(key).canonical for key in keys)


class ResolvedArtifacts:
    """The entity of each name, and the rules that led to it."""

    def __init__(
        self, names: dict[str, NameIndex], unions: ConstrainedUnionFind[Node], separated: Sequence[MergeStep[Node]]
    ) -> None:
        """Keep the outcome of :meth:`Artifacts.resolve`."""
        self._names = names
        self._unions = unions
        self._separated = separated
        self._model_families = _model_families(names["Model"])
        self._entities = {unions.find(group[0]): self._entity(group) for group in unions.groups()}

    def entity(self, type_name: str, form: str, paper: str = "") -> Entity:
        """Return the entity of a name that was added; of a short form, in the sense of the paper."""
        return self._entities[self._unions.find((type_name, self._names[type_name].key(form, paper)))]

    def entities(self) -> list[Entity]:
        """Return all entities, sorted by id."""
        return sorted(self._entities.values(), key=lambda entity: entity.id)

    def steps(self, left: TypedName, right: TypedName) -> list[MergeStep[TypedName]]:
        """Return the steps that lead from one name to another of the same entity.

        Args:
            left: A name that was added.
            right: Another.

        Returns:
            Each step with the spellings of its two names; empty for equal normal forms or two entities.
        """
        return [self._spelled(step) for step in self._unions.path(self._node(left), self._node(right))]

    def refusals(self, left: TypedName, right: TypedName) -> list[MergeStep[TypedName]]:
        """Return the steps that would have joined two names if the registry did not list two entities."""
        return [self._spelled(step) for step in self._between(self._unions.refused, left, right)]

    def separating_rule(self, left: TypedName, right: TypedName) -> str | None:
        """Return the rule by which names of two types are two entities; None if they share no name."""
        return next((step.rule for step in self._between(self._separated, left, right)), None)

    def _between(
        self, steps: Iterable[MergeStep[Node]], left: TypedName, right: TypedName
    ) -> Iterator[MergeStep[Node]]:
        roots = {self._unions.find(self._node(name)) for name in (left, right)}
        return (step for step in steps if {self._unions.find(step.left), self._unions.find(step.right)} == roots)

    def is_ambiguous(self, name: TypedName) -> bool:
        """Return whether papers use a name as a short form of several entities."""
        type_name, key = self._node(name)
        names = self._names[type_name]
        expansions = names.expansions.get(key, ())
        return key in names.ambiguous or len({self._unions.find((type_name, full)) for full in expansions}) > 1

    def _node(self, name: TypedName) -> Node:
        type_name, form = name
        return type_name, self._names[type_name].key(form)

    def _spelled(self, step: MergeStep[Node]) -> MergeStep[TypedName]:
        left, right = ((type_name, self._names[type_name].spelling(key)) for type_name, key in (step.left, step.right))
        return MergeStep(left, right, step.rule)

    def _entity(self, group: list[Node]) -> Entity:
        type_name = self._type(group)
        names = self._names[type_name]
        keys = {key for key_type, key in group if key_type == type_name}
        candidates = keys & names.registered.keys() or keys & names.full or keys
        root = max(candidates, key=lambda key: (names.spellings[key].total(), not names.has_maker(key), len(key), key))
        label = names.registered.get(root) or with_known_capitals(
            best_spelling(names.spellings[root]), names.family_spellings, type_name
        )
        forms = {form for key_type, key in group for form in self._names[key_type].forms(key)}
        known = names.registered_forms.get(root, ())
        aliases = sorted(form for form in forms - {label} if not flaws(form) or form in known)
        part = homonym_part(root) if root in names.homonyms else iri_part(root)
        if type_name == "Dataset" and self._is_model_variant(root):
            type_name = "Model"
        return Entity(f"{node_type(type_name).folder}/{part}", type_name, label, tuple(aliases))

    def _is_model_variant(self, key: str) -> bool:
        """Return whether what papers take for a dataset is a size of a model: *Baichuan-Small*, *OPT-30B*."""
        names = self._names["Dataset"]
        if key in names.registered or key in names.introductions or key in self._names["Model"].spellings:
            return False
        return is_size_of(names.spelling(key), self._model_families, names)

    def _type(self, group: list[Node]) -> str:
        """Return a type in which the registry lists the entity, else papers introduce it, else most papers use it."""
        registered = {type_name for type_name, key in group if key in self._names[type_name].registered}
        introduced, counts = Counter[str](), Counter[str]()
        for type_name, key in group:
            counts[type_name] += self._names[type_name].spellings[key].total()
            introduced[type_name] += len(self._names[type_name].introductions.get(key, ()))
        return max(
            registered or +introduced or counts,
            key=lambda type_name: (introduced[type_name], counts[type_name], -_TYPES.index(type_name)),
        )
