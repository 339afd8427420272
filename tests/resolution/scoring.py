"""How well names are resolved, held against what people say of them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from paperatlas.curation.registry import known_entities
from paperatlas.resolution.artifacts import NO_CORRECTIONS
from paperatlas.resolution.resolve import resolve_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from paperatlas.curation.registry import KnownEntity

Line = dict[str, Any]


def gold(path: Path) -> list[Line]:
    """Lines of name, type, thing (what it names) and family (the thing that it is a direct variant of, or nothing)."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def answers(lines: Sequence[Line], known: Iterable[KnownEntity] | None = None) -> Sequence[Mapping[str, Any]]:
    """What resolution says of the names, without seeing more than name, type and aliases."""
    seen: list[Line] = [{key: line[key] for key in ("name", "type", "aliases") if key in line} for line in lines]
    return resolve_names(seen, known_entities() if known is None else known, NO_CORRECTIONS)


def same_f1(lines: Sequence[Line], found: Sequence[Mapping[str, Any]]) -> float:
    """F1 of pairs of lines that are one thing."""
    wanted = _pairs((line["type"], line["thing"]) for line in lines)
    given = _pairs(line["entity"] for line in found)
    return _f1(len(wanted & given), len(wanted), len(given))


def variant_f1(lines: Sequence[Line], found: Sequence[Mapping[str, Any]]) -> float:
    """F1 of direct families, a line at a time."""
    right = sum(want is not None and want == got for want, got in families(lines, found))
    wanted = sum(line["family"] is not None for line in lines)
    return _f1(right, wanted, sum(line["variant_of"] is not None for line in found))


def families(lines: Sequence[Line], found: Sequence[Mapping[str, Any]]) -> Iterator[tuple[object, object]]:
    """For each line, the family wanted and the one found; a node counts as the thing that most of its lines name."""
    names: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for line, answer in zip(lines, found, strict=True):
        names[answer["entity"]][line["type"], line["thing"]] += 1
    for line, answer in zip(lines, found, strict=True):
        want = (line["type"], line["family"]) if line["family"] else None
        got = names[answer["variant_of"]].most_common(1)[0][0] if answer["variant_of"] else None
        yield want, got


def _pairs(things: Iterable[object]) -> set[tuple[int, int]]:
    members: dict[object, list[int]] = defaultdict(list)
    for place, thing in enumerate(things):
        members[thing].append(place)
    return {(one, other) for places in members.values() for one in places for other in places if one < other}


def _f1(right: int, wanted: int, given: int) -> float:
    return 2 * right / (wanted + given)
