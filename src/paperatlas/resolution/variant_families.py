"""Find the closest family of each model and dataset among the entities of a graph.

``Llama-2-7B-Chat`` is ``Llama-2-7B`` with a tuning, ``Llama-2-7B`` is ``Llama-2`` with a size, ``Llama-2`` is ``Llama``
with a version. An entity is a variant of the name that remains without the fewest parts. A registry adds lines that
names do not show: CodeLlama continues Llama 2. Nothing else counts: ``GPT-J`` is no variant of ``GPT``.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.resolution.homonyms import is_homonym
from paperatlas.resolution.lexicon import MODALITIES, PartKind
from paperatlas.resolution.name_parser import canonical, parse, without_maker
from paperatlas.resolution.spelling import is_weak

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from paperatlas.graph.graph import Entity
    from paperatlas.resolution.name_index import NameIndex
    from paperatlas.resolution.name_parser import NamePart, ParsedName

__all__ = ["BY_NAME", "BY_REGISTRY", "FamilyLink", "closest_families", "is_size_of", "stems"]

BY_NAME: Final = "variant-by-name"
"""The name of the rule for a family name with a size, version or tuning behind it."""

BY_REGISTRY: Final = "variant-by-registry"
"""The name of the rule for a line in the registry."""

_TWO_LETTERS = re.compile(r"[A-Za-z]{2}\d")
_DATA_SIZE = re.compile(r"\d+(?:\.\d+)?[kmt]|\d+x\d+|\d{2,}e")
_DATED = re.compile(r"\d{3}")
_MOST_PARTS: Final = 6
_FAMILY_TYPES: Final = ("Model", "Dataset")


class FamilyLink(NamedTuple):
    """The closest family of an entity.

    Attributes:
        id: The id of the family's entity.
        rule: The name of the rule that found it.
    """

    id: str
    rule: str


def stems(name: ParsedName) -> Iterator[str]:
    """Yield the canonical forms of a name without some of its parts, the closest first.

    Of two that lack equally many parts, the one that lacks the finer is closer: a tuning before a size. Lines and
    versions go only after all finer parts, from the end; a line may stay without its version.

    >>> list(stems(parse("Llama-2-7B-Chat", "Model")))
    ['llama 2 7b', 'llama 2 chat', 'llama 2', 'llama']
    >>> list(stems(parse("Qwen2-VL", "Model")))
    ['qwen 2', 'qwen vl', 'qwen']
    """
    if len(name.parts) > _MOST_PARTS:
        return
    fine = [i for i, part in enumerate(name.parts) if part.kind < PartKind.LINE]
    coarse = [i for i, part in enumerate(name.parts) if part.kind >= PartKind.LINE]
    for dropped in _fine_drops(name.parts, fine):
        yield _without(name, dropped)
    for dropped in _coarse_drops(name.parts, coarse):
        yield _without(name, (*fine, *dropped))


def _fine_drops(parts: tuple[NamePart, ...], positions: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the sets of fine parts to drop, each with all dated revisions."""
    dated = {i for i in positions if parts[i].kind is PartKind.REVISION and _DATED.match(parts[i].text)}
    for count in range(1, len(positions) + 1):
        drops = (drop for drop in combinations(positions, count) if dated <= set(drop))
        yield from sorted(drops, key=lambda drop: ([parts[i].kind for i in drop], [-i for i in drop]))


def _coarse_drops(parts: tuple[NamePart, ...], positions: list[int]) -> Iterator[tuple[int, ...]]:
    # A version behind a modality is the version of another model: GPT-Image-2 is no GPT.
    pairs = pairwise(parts[i] for i in positions)
    most = len(positions) - any(line.text in MODALITIES and version.kind is PartKind.VERSION for line, version in pairs)
    for count in range(1, most + 1):
        yield tuple(positions[-count:])
        if count == 1 and len(positions) == 2 and parts[positions[0]].kind is PartKind.VERSION:
            yield (positions[0],)


def _without(name: ParsedName, dropped: Iterable[int]) -> str:
    excluded = set(dropped)
    return canonical(name.family, [part for i, part in enumerate(name.parts) if i not in excluded])


def is_size_of(name: str, families: Container[str], datasets: NameIndex) -> bool:
    """Return whether a name is a size of a family of models, and of no family of datasets.

    Args:
        name: The name.
        families: The canonical forms of models.
        datasets: The names of datasets.
    """
    parsed = parse(name, "Model")
    sizes = [part.text for part in parsed.parts if part.kind is PartKind.SIZE]
    if not sizes or any(_DATA_SIZE.fullmatch(size) for size in sizes) or datasets.find(parsed.family):
        return False
    return any(stem in families for stem in stems(parsed))


def closest_families(entities: Iterable[Entity], lines: Mapping[str, str]) -> dict[str, FamilyLink]:
    """Return the closest family of each model and dataset that has one among the entities.

    Args:
        entities: All entities of a graph; types other than models and datasets are ignored.
        lines: For names in a registry, the name of the family or model whose line they continue.

    >>> from paperatlas.graph.graph import Entity
    >>> links = closest_families([Entity("model/a2", "Model", "A-2"), Entity("model/a2-7b", "Model", "A-2-7B")], {})
    >>> links["model/a2-7b"].id
    'model/a2'
    """
    entities = list(entities)
    links: dict[str, FamilyLink] = {}
    for type_name in _FAMILY_TYPES:
        families = _Families([entity for entity in entities if entity.type == type_name], type_name, lines)
        links |= {entity.id: link for entity in families.members if (link := families.closest(entity))}
    return links


def _bare(label: str, type_name: str) -> str | None:
    """Return a label without its maker; None if there is none, or if what is left may be another's: *R1-Distill*."""
    bare = without_maker(label)
    return None if bare and label[-len(bare) - 1] == "-" and is_weak(bare, type_name) else bare


class _Families:
    """The entities of one type by the canonical forms of their names, and the lines of the registry."""

    def __init__(self, members: list[Entity], type_name: str, lines: Mapping[str, str]) -> None:
        self.members = members
        self._labels = {entity.id: entity.label for entity in members}
        self._type = type_name
        self._lines = {parse(name, type_name).canonical: line for name, line in lines.items()}
        self._index = self._indexed()

    def _indexed(self) -> dict[str, str]:
        """Return entities by canonical forms: of labels, then of aliases where only one entity has the form."""
        ids: dict[str, set[str]] = {}
        for entity in self.members:
            for name in self._aliases(entity):
                ids.setdefault(name.canonical, set()).add(entity.id)
        by_label: dict[str, str] = {}
        homonyms: dict[str, set[str]] = {}
        for entity in self.members:
            form = parse(entity.label, self._type).canonical
            if is_homonym(entity.id):
                homonyms.setdefault(form, set()).add(entity.id)
            else:
                by_label[form] = entity.id
        # Nobody says to which of two things of one name a variant belongs.
        shared = {form for form, sharing in homonyms.items() if len(sharing) > 1 or form in by_label}
        by_label = {form: min(sharing) for form, sharing in homonyms.items()} | by_label
        by_alias = {form: min(sharing) for form, sharing in ids.items() if len(sharing) == 1}
        return {form: entity for form, entity in (by_alias | by_label).items() if form not in shared}

    def _aliases(self, entity: Entity) -> Iterator[ParsedName]:
        """Yield the aliases as specific as the label: none that only lacks its size, say, or its front."""
        label = parse(entity.label, self._type)
        bare = without_maker(entity.label)
        for form in filter(None, (bare, *entity.aliases)):
            name = parse(form, self._type)
            is_part = entity.label.lower().endswith(f" {form.lower()}") and bare != form
            if name.family != label.family and len(name.family) > 1 and not is_part:
                yield name

    def closest(self, entity: Entity) -> FamilyLink | None:
        """Return the closest family: by the registry unless one by name is below it; None if there is neither."""
        labels = [parse(form, self._type) for form in (_bare(entity.label, self._type), entity.label) if form]
        names = [*labels, *self._aliases(entity)]
        by_name = next(filter(None, (self._by_name(name, entity.id) for name in names)), None)
        by_line = next(filter(None, (self._by_line(name, entity.id) for name in names)), None)
        if by_line is None or (by_name is not None and self._is_below(by_name, by_line)):
            return FamilyLink(by_name, BY_NAME) if by_name else None
        return FamilyLink(by_line, BY_REGISTRY)

    def _by_name(self, name: ParsedName, variant: str) -> str | None:
        if len(name.family) <= 2 - (self._type == "Model"):
            return None
        families = filter(None, map(self._index.get, stems(name)))
        return next((family for family in families if family != variant and not self._is_piece(family, variant)), None)

    def _is_piece(self, family: str, variant: str) -> bool:
        """Return whether a family is called by the two letters before a number alone: *MR1* is no *MR*."""
        label = self._labels[family]
        return bool(len(label) == 2 and label.isalpha() and _TWO_LETTERS.match(self._labels.get(variant, "")))

    def _by_line(self, name: ParsedName, variant: str) -> str | None:
        """Return the family by the line that the registry gives the name, or its closest stem that has one."""
        for form in (name.canonical, *stems(name)):
            if form != name.canonical and self._index.get(form, variant) != variant:
                return None  # a family by name is closer
            lines = self._ancestors(form, variant)
            family = next((family for family in lines if family not in (None, variant)), None)
            if family is not None:
                return family
        return None

    def _ancestors(self, form: str, variant: str) -> Iterator[str | None]:
        """Yield the entity of a line, then of the line that it continues, and so on; None for a line without one."""
        seen: set[str] = set()
        while form in self._lines and form not in seen:
            seen.add(form)
            line = parse(self._lines[form], self._type)
            form = line.canonical
            yield self._index.get(form) or self._by_name(line, variant)

    def _is_below(self, lower: str, upper: str) -> bool:
        """Return whether an entity is the other, or a variant of it by name."""
        return lower == upper or upper in map(self._index.get, stems(parse(self._labels[lower], self._type)))
