"""Why two names are one thing, or two: the rules that joined or parted them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from paperatlas.reading.cleaning import clean
from paperatlas.resolution import homonyms, joining
from paperatlas.resolution.families import closest_families
from paperatlas.resolution.lexicon import Kind
from paperatlas.resolution.naming import parse
from paperatlas.resolution.normal_forms import name_key
from paperatlas.resolution.resolving import entities_of, gather
from paperatlas.resolution.things import CORRECTION, NO_CORRECTIONS
from paperatlas.schema import DEFAULT_BASE, EXTRACTED_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.records import Entity
    from paperatlas.resolution.corrections import Corrections
    from paperatlas.resolution.registry import KnownThing
    from paperatlas.resolution.resolver import ResolvedNames

    End = tuple[str, str]

__all__ = ["RULE_TEXTS", "why"]

RULE_TEXTS: Final[dict[str, str]] = {
    CORRECTION: "A correction says so.",
    **{rule.__name__: (rule.__doc__ or "").split("\n")[0] for rule in (*joining.RULES, *homonyms.RULES)},
}
"""What each rule says, by its name."""


def why(
    names: tuple[str, str],
    type_name: str | None = None,
    beside: Iterable[Mapping[str, Any]] = (),
    known: Iterable[KnownThing] = (),
    corrections: Corrections = NO_CORRECTIONS,
    base: str = DEFAULT_BASE,
) -> list[str]:
    r"""What joined or parted two names.

    Args:
        names: The two.
        type_name: Their node type; by default the one in which they are listed beside or known, else Model.
        beside: Further names that are resolved with them, as :func:`~paperatlas.resolution.resolving.resolve` takes
            them.
        known: Things of a registry.
        corrections: Names that are one thing or two, whatever the rules say.
        base: What node ids are put behind to make IRIs.

    Returns:
        Lines of text: what they are, then a line a rule.

    >>> print("\n".join(why(("OpenAI o1", "o1"))))
    "OpenAI o1" and "o1" are one thing: https://w3id.org/paperatlas/model/o1
      maker_in_front: "OpenAI o1", "o1". The one is the other with the name of its maker in front.
    >>> why(("Llama-2", "Llama-2-7B"))[1]
    '  size: none, 7b'
    """
    beside, known = list(beside), list(known)
    one, other = ends = [(type_name or _type(name, beside, known), clean(name)) for name in names]
    entries = [*beside, *({"name": name, "type": each} for each, name in ends)]
    resolver = gather(entries, known, corrections)
    resolved = resolver.resolve()
    first, second = (resolved.entity(*end) for end in ends)
    if first == second:
        return [f'"{one[1]}" and "{other[1]}" are one thing: {base}{first.id}', *_joining(resolved, one, other)]
    told = [f'"{one[1]}" and "{other[1]}" are two things: {base}{first.id}, {base}{second.id}']
    if _are_corrected(one, other, corrections):
        told.append(f"  {CORRECTION}: {RULE_TEXTS[CORRECTION]}")
    else:
        told += _parting(resolved, one, other)
    told += _variants(first, second, entities_of(resolved, entries), resolver.lines)
    return told


def _type(name: str, beside: Iterable[Mapping[str, Any]], known: Iterable[KnownThing]) -> str:
    """The type under which a name is listed or known; of several, the first of the schema."""
    types = {entry["type"] for entry in beside if clean(entry["name"]) == clean(name)}
    types |= {thing.type for thing in known if name in (thing.name, *thing.aliases)}
    return next((each for each in EXTRACTED_TYPES if each in types), "Model")


def _are_corrected(one: End, other: End, corrections: Corrections) -> bool:
    wanted = {(type_name, name_key(name)) for type_name, name in (one, other)}
    return any({(type_name, name_key(name)) for type_name, name in pair} == wanted for pair in corrections.different)


def _joining(resolved: ResolvedNames, one: End, other: End) -> Iterator[str]:
    if one[0] == other[0] == "Lab":
        yield from _understood(resolved, one, other)
        return
    steps = resolved.things.steps(one, other)
    if not steps:
        yield "  spelling: they have one normal form; case, hyphens, spaces and accents do not count."
    for step in steps:
        yield f'  {step.rule}: "{step.one[1]}", "{step.other[1]}". {RULE_TEXTS[step.rule]}'


def _understood(resolved: ResolvedNames, *ends: End) -> Iterator[str]:
    """How each name of an organisation was understood."""
    for _, form in ends:
        for rule in resolved.labs.why(form):
            yield f'  {rule.name.lower()}: "{form}". {rule.value}'


def _parting(names: ResolvedNames, one: End, other: End) -> Iterator[str]:
    if "Lab" in (one[0], other[0]):
        yield from _understood(names, *(end for end in (one, other) if end[0] == "Lab"))
        return
    resolved = names.things
    for step in resolved.refusals(one, other):
        yield f"  {step.rule} would join them, but the registry lists both."
    if one[0] != other[0]:
        rule = resolved.parted(one, other)
        yield f"  {rule}: {RULE_TEXTS[rule]}" if rule else f"  type: {one[0]}, {other[0]}"
        return
    first, second = parse(one[1], one[0]), parse(other[1], other[0])
    if first.family != second.family:
        yield f"  family: {first.family}, {second.family}"
    for kind in sorted(Kind, reverse=True):
        texts = [" ".join(part.text for part in name.parts if part.kind is kind) for name in (first, second)]
        if texts[0] != texts[1]:
            yield f"  {kind.name.lower()}: {texts[0] or 'none'}, {texts[1] or 'none'}"
    if resolved.is_ambiguous(one) or resolved.is_ambiguous(other):
        yield "  abbreviation: papers use one of them as a short form of several things."


def _variants(one: Entity, other: Entity, entities: Iterable[Entity], lines: Mapping[str, str]) -> Iterator[str]:
    found = closest_families(dict.fromkeys(entities), lines)
    for variant, family in ((one, other), (other, one)):
        if variant.id in found and found[variant.id].id == family.id:
            yield f'  {found[variant.id].rule}: "{variant.label}" is a variant of "{family.label}".'
