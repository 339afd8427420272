"""Families and variants: which of the names of a graph is the closest family of a name.

``Llama-2-7B-Chat`` is ``Llama-2-7B`` with a tuning, that is ``Llama-2`` with a size, that is ``Llama`` with a version.
A thing is a variant of the name that is left when the fewest parts are taken off. A registry adds what names do not
tell: CodeLlama is of the line of Llama 2. Nothing else counts: ``GPT-J`` is no variant of ``GPT``.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.resolution.lexicon import PartKind
from paperatlas.resolution.name_parser import canonical, parse, without_maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.graph.graph import Entity
    from paperatlas.resolution.name_parser import NamePart, ParsedName

__all__ = ["BY_NAME", "BY_REGISTRY", "FamilyLink", "closest_families", "stems"]

BY_NAME: Final = "variant-by-name"
"""The rule: the name is that of its family with a size, version or tuning behind it."""

BY_REGISTRY: Final = "variant-by-registry"
"""The rule: the registry says of whose line it is."""

_DATED = re.compile(r"\d{3}")
_MOST_PARTS: Final = 6
_FAMILY_TYPES: Final = ("Model", "Dataset")


class FamilyLink(NamedTuple):
    """The closest family of an entity.

    Attributes:
        id: The id of the family's entity.
        rule: Why it is.
    """

    id: str
    rule: str


def stems(name: ParsedName) -> Iterator[str]:
    """Canonical forms of what is left of a name when parts are taken off, the closest first.

    Of two that lack equally many parts, the one that lacks the finer is closer: a tuning before a size. Lines and
    versions are only taken off when nothing finer is left, from the end; a line may stay without its version.

    >>> list(stems(parse("Llama-2-7B-Chat", "Model")))
    ['llama 2 7b', 'llama 2 chat', 'llama 2', 'llama']
    >>> list(stems(parse("Qwen2-VL", "Model")))
    ['qwen 2', 'qwen vl', 'qwen']
    """
    if len(name.parts) > _MOST_PARTS:
        return
    fine = [place for place, part in enumerate(name.parts) if part.kind < PartKind.LINE]
    coarse = [place for place, part in enumerate(name.parts) if part.kind >= PartKind.LINE]
    for dropped in _fine_drops(name.parts, fine):
        yield _without(name, dropped)
    for dropped in _coarse_drops(name.parts, coarse):
        yield _without(name, (*fine, *dropped))


def _fine_drops(parts: tuple[NamePart, ...], places: list[int]) -> Iterator[tuple[int, ...]]:
    """Which of the fine parts to take off; a revision with a date does not stay when anything else goes."""
    dated = {place for place in places if parts[place].kind is PartKind.REVISION and _DATED.match(parts[place].text)}
    for count in range(1, len(places) + 1):
        drops = (drop for drop in combinations(places, count) if dated <= set(drop))
        yield from sorted(drops, key=lambda drop: ([parts[place].kind for place in drop], [-place for place in drop]))


def _coarse_drops(parts: tuple[NamePart, ...], places: list[int]) -> Iterator[tuple[int, ...]]:
    for count in range(1, len(places) + 1):
        yield tuple(places[-count:])
        if count == 1 and len(places) == 2 and parts[places[0]].kind is PartKind.VERSION:
            yield (places[0],)


def _without(name: ParsedName, dropped: Iterable[int]) -> str:
    out = set(dropped)
    return canonical(name.family, [part for place, part in enumerate(name.parts) if place not in out])


def closest_families(entities: Iterable[Entity], lines: Mapping[str, str]) -> dict[str, FamilyLink]:
    """The closest family of each model and dataset that has one among the entities.

    Args:
        entities: All nodes of a graph; others than models and datasets are passed over.
        lines: For names in a registry, the name of the family or model whose line they continue.

    >>> from paperatlas.graph.graph import Entity
    >>> found = closest_families([Entity("model/a2", "Model", "A-2"), Entity("model/a2-7b", "Model", "A-2-7B")], {})
    >>> found["model/a2-7b"].id
    'model/a2'
    """
    entities = list(entities)
    found: dict[str, FamilyLink] = {}
    for type_name in _FAMILY_TYPES:
        members = [entity for entity in entities if entity.type == type_name]
        found |= _Families(members, type_name, lines).all()
    return found


class _Families:
    def __init__(self, members: list[Entity], type_name: str, lines: Mapping[str, str]) -> None:
        self._members = members
        self._labels = {entity.id: entity.label for entity in members}
        self._type = type_name
        self._lines = {parse(name, type_name).canonical: line for name, line in lines.items()}
        self._index = self._indexed()

    def _indexed(self) -> dict[str, str]:
        """Entities by canonical forms: first of labels, then of other names where only one entity has such a form."""
        index = {parse(entity.label, self._type).canonical: entity.id for entity in self._members}
        further: dict[str, set[str]] = {}
        for entity in self._members:
            for name in self._further(entity):
                further.setdefault(name.canonical, set()).add(entity.id)
        return {form: min(ids) for form, ids in further.items() if len(ids) == 1} | index

    def _further(self, entity: Entity) -> Iterator[ParsedName]:
        """Its other names that say as much as its label: none that only lacks its size, say, or the front of it."""
        label = parse(entity.label, self._type)
        for form in filter(None, (without_maker(entity.label), *entity.aliases)):
            name = parse(form, self._type)
            is_part = entity.label.lower().endswith(f" {form.lower()}") and without_maker(entity.label) != form
            if name.family != label.family and len(name.family) > 1 and not is_part:
                yield name

    def all(self) -> dict[str, FamilyLink]:
        found = {}
        for entity in self._members:
            family = self._closest(entity)
            if family:
                found[entity.id] = family
        return found

    def _closest(self, entity: Entity) -> FamilyLink | None:
        bare = without_maker(entity.label)
        own = [parse(form, self._type) for form in (bare, entity.label) if form]
        names = [*own, *self._further(entity)]
        by_name = next(filter(None, (self._by_name(name, entity.id) for name in names)), None)
        by_line = next(filter(None, (self._by_line(name, entity.id) for name in names)), None)
        if by_line is None or (by_name is not None and self._is_below(by_name, by_line)):
            return FamilyLink(by_name, BY_NAME) if by_name else None
        return FamilyLink(by_line, BY_REGISTRY)

    def _by_name(self, name: ParsedName, own: str) -> str | None:
        for stem in stems(name):
            found = self._index.get(stem)
            if found is not None and found != own and len(name.family) > 2 - (self._type == "Model"):
                return found
        return None

    def _by_line(self, name: ParsedName, own: str) -> str | None:
        """The family by the line that the registry gives the name, or its closest stem that has one."""
        for form in (name.canonical, *stems(name)):
            if form != name.canonical and self._index.get(form, own) != own:
                return None  # a family by name that is closer
            found = next((ancestor for ancestor in self._upwards(form, own) if ancestor not in (None, own)), None)
            if found is not None:
                return found
        return None

    def _upwards(self, form: str, own: str) -> Iterator[str | None]:
        """What stands for a line among the entities, then for the line that it continues, and so on."""
        seen: set[str] = set()
        while form in self._lines and form not in seen:
            seen.add(form)
            line = parse(self._lines[form], self._type)
            form = line.canonical
            yield self._index.get(form) or self._by_name(line, own)

    def _is_below(self, lower: str, upper: str) -> bool:
        """Whether an entity is the other, or a variant of it by name."""
        if lower == upper:
            return True
        return any(self._index.get(stem) == upper for stem in stems(parse(self._labels[lower], self._type)))
