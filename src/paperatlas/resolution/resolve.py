"""Names that a user lists, resolved together as one graph would, and why two of them are one thing or two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict, cast

from paperatlas._util.files import read_lines
from paperatlas.curation.corrections import load_corrections
from paperatlas.curation.registry import known_entities, load_registry
from paperatlas.errors import ReadingError
from paperatlas.resolution import merge_rules, type_disambiguation
from paperatlas.resolution.artifacts import CORRECTION, NO_CORRECTIONS
from paperatlas.resolution.lexicon import PartKind
from paperatlas.resolution.name_parser import parse
from paperatlas.resolution.resolver import Resolver
from paperatlas.resolution.variant_families import closest_families
from paperatlas.schema import DEFAULT_BASE, EXTRACTED_TYPES
from paperatlas.text.keys import name_key
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from paperatlas.curation.corrections import Corrections
    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.graph import Entity
    from paperatlas.resolution.resolver import ResolvedNames

    End = tuple[str, str]

__all__ = [
    "RULE_TEXTS",
    "ListedName",
    "ResolvedName",
    "entities_of",
    "explain",
    "read_names",
    "resolve",
    "resolve_entries",
    "resolve_names",
]

_SHAPE = 'write lines like {"name": "Llama-2", "type": "Model", "aliases": ["LLaMA 2"]}; aliases may be left out'


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
    """Go through the lines of a file of names, checked.

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


def _forms(entry: Mapping[str, Any]) -> list[str]:
    return [clean(form) for form in (entry["name"], *(entry.get("aliases") or ()))]


def _paper_of(number: int, entry: Mapping[str, Any]) -> str:
    """What stands for the paper of a line: each line counts as one, and only its other names need to be told apart."""
    return str(number) if entry.get("aliases") else ""


def resolve_entries(
    entries: Iterable[Mapping[str, Any]],
    known: Iterable[KnownEntity] = (),
    corrections: Corrections = NO_CORRECTIONS,
) -> Resolver:
    """The names of checked lines, not yet resolved."""
    names = Resolver(known, corrections)
    for number, entry in enumerate(entries):
        names.add(entry["type"], _forms(entry), _paper_of(number, entry))
    return names


def entities_of(resolved: ResolvedNames, entries: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """The node of each line that was gathered, in their order."""
    return [
        resolved.entity(entry["type"], clean(entry["name"]), _paper_of(number, entry))
        for number, entry in enumerate(entries)
    ]


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
        base: The address before node ids that makes IRIs of them.

    Returns:
        The names in their order, each with all its fields and those of its node.

    Raises:
        ReadingError: if the registry or the corrections cannot be read.

    >>> found = resolve([{"name": "LLaMA 2", "type": "Model"}, {"name": "Llama-2-7B", "type": "Model"}])
    >>> found[0]["entity"], found[1]["variant_of"]
    ('https://w3id.org/paperatlas/model/llama2', 'https://w3id.org/paperatlas/model/llama2')
    """
    return resolve_names(names, known_entities(load_registry(registry)), load_corrections(corrections), base)


def resolve_names(
    names: Iterable[Mapping[str, Any]], known: Iterable[KnownEntity], corrections: Corrections, base: str = DEFAULT_BASE
) -> list[ResolvedName]:
    """Resolve names with known entities and corrections that are loaded; see :func:`resolve`."""
    entries = list(names)
    resolver = resolve_entries(entries, known, corrections)
    entities = entities_of(resolver.resolve(), entries)
    families = closest_families(dict.fromkeys(entities), resolver.lines)
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
        for entry, entity in zip(entries, entities, strict=True)
    ]


RULE_TEXTS: Final[dict[str, str]] = {
    CORRECTION: "A correction says so.",
    **{rule.__name__: (rule.__doc__ or "").split("\n")[0] for rule in (*merge_rules.RULES, *type_disambiguation.RULES)},
}
"""What each rule says, by its name."""


def explain(
    names: tuple[str, str],
    type_name: str | None = None,
    beside: Iterable[Mapping[str, Any]] = (),
    known: Iterable[KnownEntity] = (),
    corrections: Corrections = NO_CORRECTIONS,
    base: str = DEFAULT_BASE,
) -> list[str]:
    r"""What joined or parted two names.

    Args:
        names: The two.
        type_name: Their node type; by default the one in which they are listed beside or known, else Model.
        beside: Further names that are resolved with them, as :func:`~paperatlas.resolution.resolve.resolve` takes
            them.
        known: Things of a registry.
        corrections: Names that are one thing or two, whatever the rules say.
        base: What node ids are put behind to make IRIs.

    Returns:
        Lines of text: what they are, then a line a rule.

    >>> print("\n".join(explain(("OpenAI o1", "o1"))))
    "OpenAI o1" and "o1" are one thing: https://w3id.org/paperatlas/model/o1
      maker_in_front: "OpenAI o1", "o1". The one is the other with the name of its maker in front.
    >>> explain(("Llama-2", "Llama-2-7B"))[1]
    '  size: none, 7b'
    """
    beside, known = list(beside), list(known)
    left, right = ends = [(type_name or _type(name, beside, known), clean(name)) for name in names]
    entries = [*beside, *({"name": name, "type": listed_type} for listed_type, name in ends)]
    resolver = resolve_entries(entries, known, corrections)
    resolved = resolver.resolve()
    first, second = (resolved.entity(*end) for end in ends)
    if first == second:
        return [f'"{left[1]}" and "{right[1]}" are one thing: {base}{first.id}', *_joining(resolved, left, right)]
    lines = [f'"{left[1]}" and "{right[1]}" are two things: {base}{first.id}, {base}{second.id}']
    if _are_corrected(left, right, corrections):
        lines.append(f"  {CORRECTION}: {RULE_TEXTS[CORRECTION]}")
    else:
        lines += _parting(resolved, left, right)
    lines += _variants(first, second, entities_of(resolved, entries), resolver.lines)
    return lines


def _type(name: str, beside: Iterable[Mapping[str, Any]], known: Iterable[KnownEntity]) -> str:
    """The type under which a name is listed or known; of several, the first of the schema."""
    types = {entry["type"] for entry in beside if clean(entry["name"]) == clean(name)}
    types |= {thing.type for thing in known if name in (thing.name, *thing.aliases)}
    return next((candidate for candidate in EXTRACTED_TYPES if candidate in types), "Model")


def _are_corrected(left: End, right: End, corrections: Corrections) -> bool:
    pair_keys = {(type_name, name_key(name)) for type_name, name in (left, right)}
    return any({(type_name, name_key(name)) for type_name, name in pair} == pair_keys for pair in corrections.different)


def _joining(resolved: ResolvedNames, left: End, right: End) -> Iterator[str]:
    if left[0] == right[0] == "Lab":
        yield from _understood(resolved, left, right)
        return
    steps = resolved.things.steps(left, right)
    if not steps:
        yield "  spelling: they have one normal form; case, hyphens, spaces and accents do not count."
    for step in steps:
        yield f'  {step.rule}: "{step.left[1]}", "{step.right[1]}". {RULE_TEXTS[step.rule]}'


def _understood(resolved: ResolvedNames, *ends: End) -> Iterator[str]:
    """How each name of an organisation was understood."""
    for _, form in ends:
        for rule in resolved.labs.why(form):
            yield f'  {rule.name.lower()}: "{form}". {rule.value}'


def _parting(names: ResolvedNames, left: End, right: End) -> Iterator[str]:
    if "Lab" in (left[0], right[0]):
        yield from _understood(names, *(end for end in (left, right) if end[0] == "Lab"))
        return
    resolved = names.things
    for step in resolved.refusals(left, right):
        yield f"  {step.rule} would join them, but the registry lists both."
    if left[0] != right[0]:
        rule = resolved.parted(left, right)
        yield f"  {rule}: {RULE_TEXTS[rule]}" if rule else f"  type: {left[0]}, {right[0]}"
        return
    first, second = parse(left[1], left[0]), parse(right[1], right[0])
    if first.family != second.family:
        yield f"  family: {first.family}, {second.family}"
    for kind in sorted(PartKind, reverse=True):
        texts = [" ".join(part.text for part in name.parts if part.kind is kind) for name in (first, second)]
        if texts[0] != texts[1]:
            yield f"  {kind.name.lower()}: {texts[0] or 'none'}, {texts[1] or 'none'}"
    if resolved.is_ambiguous(left) or resolved.is_ambiguous(right):
        yield "  abbreviation: papers use one of them as a short form of several things."


def _variants(left: Entity, right: Entity, entities: Iterable[Entity], lines: Mapping[str, str]) -> Iterator[str]:
    found = closest_families(dict.fromkeys(entities), lines)
    for variant, family in ((left, right), (right, left)):
        if variant.id in found and found[variant.id].id == family.id:
            yield f'  {found[variant.id].rule}: "{variant.label}" is a variant of "{family.label}".'
