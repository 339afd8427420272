"""Resolve the names of models, datasets, methods and labs to entities, and explain why two are one entity or two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NotRequired, TypedDict, cast

from paperatlas._util.files import read_lines
from paperatlas.curation.corrections import load_corrections
from paperatlas.curation.registry import known_entities, load_registry
from paperatlas.errors import ReadingError
from paperatlas.resolution.artifacts import CORRECTION, NO_CORRECTIONS, Artifacts
from paperatlas.resolution.lexicon import PartKind
from paperatlas.resolution.merge_rules import RULES, TYPE_RULES
from paperatlas.resolution.name_parser import parse
from paperatlas.resolution.organisations import Organisations
from paperatlas.resolution.variant_families import closest_families
from paperatlas.schema import DEFAULT_BASE, EXTRACTED_TYPES
from paperatlas.text.keys import name_key
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from paperatlas.curation.corrections import Corrections
    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.graph import Entity
    from paperatlas.resolution.artifacts import ResolvedArtifacts, TypedName
    from paperatlas.resolution.homonyms import PaperFacts
    from paperatlas.resolution.organisations import ResolvedOrganisations
    from paperatlas.resolution.variant_families import FamilyLink

__all__ = [
    "RULE_TEXTS",
    "ListedName",
    "ResolvedName",
    "ResolvedNames",
    "Resolver",
    "explain",
    "read_names",
    "resolve",
    "resolve_names",
]

_LAB: Final = "Lab"
_SHAPE: Final = 'write lines like {"name": "Llama-2", "type": "Model", "aliases": ["LLaMA 2"]}; aliases may be left out'


class Resolver:
    """The names that papers use, gathered in any order and resolved together.

    Attributes:
        lines: For names in a registry, the name of the family or model whose line they continue.

    >>> resolver = Resolver()
    >>> resolver.add("Model", ["LLaMA 2"]); resolver.add("Lab", ["nvidia NVIDIA"])
    >>> [entity.label for entity in resolver.resolve().entities()]
    ['LLaMA 2', 'NVIDIA']
    """

    def __init__(self, known: Iterable[KnownEntity] = (), corrections: Corrections = NO_CORRECTIONS) -> None:
        """Start with no names.

        Args:
            known: Entities of a registry, which keep the names that it gives them.
            corrections: Names that are one entity or two, whatever the rules say.
        """
        known = list(known)
        self.lines = {entity.name: entity.line_of for entity in known if entity.line_of}
        self._artifacts = Artifacts(known, corrections)
        labs = ((entity.name, entity.aliases) for entity in known if entity.type == _LAB)
        self._organisations = Organisations((*_corrected_labs(corrections), *labs))

    def describe(self, paper: str, facts: PaperFacts) -> None:
        """Tell what is known of a paper, before its names are added.

        Args:
            paper: The key of the paper.
            facts: What tells whether it and another that uses the same name mean one thing.
        """
        self._artifacts.describe(paper, facts)

    def add(self, type_name: str, forms: Sequence[str], paper: str = "", introduction: float = 0.0) -> None:
        """Add the names that one paper uses for one entity.

        Args:
            type_name: The node type: Model, Dataset, Method or Lab.
            forms: The fullest name first, then the other forms in that paper.
            paper: A key of the paper; empty if unknown.
            introduction: The confidence that the paper introduces the entity, 0 to 1.
        """
        if type_name == _LAB:
            self._organisations.add(forms)
        else:
            self._artifacts.add(type_name, forms, paper, introduction)

    def resolve(self) -> ResolvedNames:
        """Return the entities of all names that were added."""
        return ResolvedNames(self._artifacts.resolve(), self._organisations.resolve())


def _corrected_labs(corrections: Corrections) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield corrected labs like entries of a registry: two entries stay two labs."""
    for (type_name, left), (_, right) in corrections.same:
        if type_name == _LAB:
            yield left, (right,)
    for (type_name, left), (_, right) in corrections.different:
        if type_name == _LAB:
            yield from ((left, ()), (right, ()))


class ResolvedNames(NamedTuple):
    """The entities of all names.

    Attributes:
        artifacts: Models, datasets and methods.
        organisations: Labs.
    """

    artifacts: ResolvedArtifacts
    organisations: ResolvedOrganisations

    def entity(self, type_name: str, form: str, paper: str = "") -> Entity:
        """Return the entity of a name that was added with that type; of a short form, in the sense of the paper."""
        if type_name == _LAB:
            return self.organisations.entity(form)
        return self.artifacts.entity(type_name, form, paper)

    def entities(self) -> Iterator[Entity]:
        """Yield all entities."""
        yield from self.artifacts.entities()
        yield from self.organisations.entities()


class ListedName(TypedDict):
    """A name that a user lists.

    Attributes:
        name: The name.
        type: Model, Dataset, Method or Lab.
        aliases: Other names of the same entity.
    """

    name: str
    type: str
    aliases: NotRequired[list[str] | None]


class ResolvedName(ListedName):
    """A listed name with the node that a graph has for it.

    Attributes:
        entity: The IRI of the node.
        label: The label of the node.
        variant_of: The IRI of the closest family among the names, or None.
    """

    entity: str
    label: str
    variant_of: str | None


def read_names(path: str | Path) -> Iterator[ListedName]:
    """Read and check the lines of a file of names.

    Args:
        path: JSON Lines of ``{"name", "type"}`` with optional ``"aliases"``.

    Raises:
        ReadingError: if it cannot be read, or a line is no such object; it names file and line.
    """
    from paperatlas._util.validation import Origin, validate  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    for number, line in read_lines(path, "the names", ReadingError):
        try:
            entry = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise ReadingError(f"{path}:{number}: this is no JSON in UTF-8: {error}; {_SHAPE}") from error
        validate(FILE_MODELS["names"], entry, Origin(str(path), number), ReadingError)
        yield entry


class _Resolution:
    """Listed names, resolved; each entry counts as one paper."""

    def __init__(
        self, entries: Iterable[Mapping[str, Any]], known: Iterable[KnownEntity], corrections: Corrections
    ) -> None:
        resolver = Resolver(known, corrections)
        # An entry without aliases writes out no short form, so its paper needs no key.
        uses = [
            (entry["type"], clean(entry["name"]), str(number) if entry.get("aliases") else "", entry)
            for number, entry in enumerate(entries)
        ]
        for type_name, name, paper, entry in uses:
            resolver.add(type_name, [name, *map(clean, entry.get("aliases") or ())], paper)
        self.names = resolver.resolve()
        self.entities = [self.names.entity(type_name, name, paper) for type_name, name, paper, _ in uses]
        self.families = closest_families(dict.fromkeys(self.entities), resolver.lines)


def resolve(
    names: Iterable[Mapping[str, Any]],
    *,
    registry: str | Path | None = None,
    corrections: str | Path | None = None,
    base: str = DEFAULT_BASE,
) -> list[ResolvedName]:
    """Resolve names together, as a graph resolves its names.

    Args:
        names: Objects like :class:`ListedName`; each counts as one paper that names the entity.
        registry: A YAML file of known entities, see :mod:`paperatlas.curation.registry`; the shipped ones are always
            known.
        corrections: A YAML file of corrections, see :mod:`paperatlas.curation.corrections`.
        base: The prefix that makes IRIs of node ids.

    Returns:
        The names in their order, each with all its fields and those of its node.

    Raises:
        ReadingError: if the registry or the corrections cannot be read.

    >>> resolved = resolve([{"name": "LLaMA 2", "type": "Model"}, {"name": "Llama-2-7B", "type": "Model"}])
    >>> resolved[0]["entity"], resolved[1]["variant_of"]
    ('https://w3id.org/paperatlas/model/llama2', 'https://w3id.org/paperatlas/model/llama2')
    """
    return resolve_names(names, known_entities(load_registry(registry)), load_corrections(corrections), base)


def resolve_names(
    names: Iterable[Mapping[str, Any]], known: Iterable[KnownEntity], corrections: Corrections, base: str = DEFAULT_BASE
) -> list[ResolvedName]:
    """Resolve names with known entities and corrections that are loaded; see :func:`resolve`."""
    entries = list(names)
    resolution = _Resolution(entries, known, corrections)
    families = resolution.families
    return [
        cast(
            "ResolvedName",
            {
                **entry,
                "entity": base + entity.id,
                "label": entity.label,
                "variant_of": base + families[entity.id].id if entity.id in families else None,
            },
        )
        for entry, entity in zip(entries, resolution.entities, strict=True)
    ]


RULE_TEXTS: Final[dict[str, str]] = {
    CORRECTION: "A correction says so.",
    **{rule.__name__: (rule.__doc__ or "").split("\n")[0] for rule in (*RULES, *TYPE_RULES)},
}
"""The text of each rule, by its name."""


def explain(
    names: tuple[str, str],
    type_name: str | None = None,
    context: Iterable[Mapping[str, Any]] = (),
    known: Iterable[KnownEntity] = (),
    corrections: Corrections = NO_CORRECTIONS,
    base: str = DEFAULT_BASE,
) -> list[str]:
    r"""Explain why two names are one entity or two.

    Args:
        names: The two names.
        type_name: Their node type; by default the one in which the context or the registry has them, else Model.
        context: Further names, resolved with them; as :func:`resolve` takes them.
        known: Entities of a registry.
        corrections: Names that are one entity or two, whatever the rules say.
        base: The prefix that makes IRIs of node ids.

    Returns:
        Lines of text: the outcome, then a line for each rule.

    >>> print("\n".join(explain(("OpenAI o1", "o1"))))
    "OpenAI o1" and "o1" are one thing: https://w3id.org/paperatlas/model/o1
      maker_in_front: "OpenAI o1", "o1". The one is the other with the name of its maker in front.
    >>> explain(("Llama-2", "Llama-2-7B"))[1]
    '  size: none, 7b'
    """
    context, known = list(context), list(known)
    left, right = pair = [(type_name or _type(name, context, known), clean(name)) for name in names]
    entries = [*context, *({"name": name, "type": name_type} for name_type, name in pair)]
    resolution = _Resolution(entries, known, corrections)
    first, second = (resolution.names.entity(*name) for name in pair)
    quoted = f'"{left[1]}" and "{right[1]}"'
    if first == second:
        return [f"{quoted} are one thing: {base}{first.id}", *_merge_reasons(resolution.names, left, right)]
    return [
        f"{quoted} are two things: {base}{first.id}, {base}{second.id}",
        *(
            [f"  {CORRECTION}: {RULE_TEXTS[CORRECTION]}"]
            if _are_corrected(left, right, corrections)
            else _separation_reasons(resolution.names, left, right)
        ),
        *_variant_reasons(first, second, resolution.families),
    ]


def _type(name: str, context: Iterable[Mapping[str, Any]], known: Iterable[KnownEntity]) -> str:
    """Return the type that the context or the registry gives a name; of several, the first of the schema."""
    types = {entry["type"] for entry in context if clean(entry["name"]) == clean(name)}
    types |= {entity.type for entity in known if name in (entity.name, *entity.aliases)}
    return next((candidate for candidate in EXTRACTED_TYPES if candidate in types), "Model")


def _are_corrected(left: TypedName, right: TypedName, corrections: Corrections) -> bool:
    pair_keys = {(type_name, name_key(name)) for type_name, name in (left, right)}
    return any({(type_name, name_key(name)) for type_name, name in pair} == pair_keys for pair in corrections.different)


def _merge_reasons(resolved: ResolvedNames, left: TypedName, right: TypedName) -> Iterator[str]:
    if left[0] == right[0] == _LAB:
        yield from _lab_reasons(resolved, left, right)
        return
    steps = resolved.artifacts.steps(left, right)
    if not steps:
        yield "  spelling: they have one normal form; case, hyphens, spaces and accents do not count."
    for step in steps:
        yield f'  {step.rule}: "{step.left[1]}", "{step.right[1]}". {RULE_TEXTS[step.rule]}'


def _lab_reasons(resolved: ResolvedNames, *names: TypedName) -> Iterator[str]:
    """Yield how each name of an organisation was interpreted."""
    for type_name, form in names:
        if type_name == _LAB:
            for rule in resolved.organisations.why(form):
                yield f'  {rule.name.lower()}: "{form}". {rule.value}'


def _separation_reasons(resolved: ResolvedNames, left: TypedName, right: TypedName) -> Iterator[str]:
    if _LAB in (left[0], right[0]):
        yield from _lab_reasons(resolved, left, right)
        return
    artifacts = resolved.artifacts
    for step in artifacts.refusals(left, right):
        yield f"  {step.rule} would join them, but the registry lists both."
    if left[0] != right[0]:
        rule = artifacts.separating_rule(left, right)
        yield f"  {rule}: {RULE_TEXTS[rule]}" if rule else f"  type: {left[0]}, {right[0]}"
        return
    first, second = parse(left[1], left[0]), parse(right[1], right[0])
    if first.family != second.family:
        yield f"  family: {first.family}, {second.family}"
    for kind in sorted(PartKind, reverse=True):
        texts = [" ".join(part.text for part in name.parts if part.kind is kind) for name in (first, second)]
        if texts[0] != texts[1]:
            yield f"  {kind.name.lower()}: {texts[0] or 'none'}, {texts[1] or 'none'}"
    if artifacts.is_ambiguous(left) or artifacts.is_ambiguous(right):
        yield "  abbreviation: papers use one of them as a short form of several things."


def _variant_reasons(left: Entity, right: Entity, families: Mapping[str, FamilyLink]) -> Iterator[str]:
    for variant, family in ((left, right), (right, left)):
        link = families.get(variant.id)
        if link is not None and link.id == family.id:
            yield f'  {link.rule}: "{variant.label}" is a variant of "{family.label}".'
