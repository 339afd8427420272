"""Index the names of one type that papers and a registry use, with the senses of short forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from paperatlas.resolution.abbreviation_senses import abbreviations, main_sense, singular
from paperatlas.resolution.name_parser import parse, without_maker
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.resolution.name_parser import ParsedName

__all__ = ["NameIndex", "most_common_spelling"]


class _Definition(NamedTuple):
    """The names of one entity in a paper that defines short forms, and the pairs of short and long names."""

    forms: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    paper: str


def _short_key(short: str) -> str:
    return name_key(singular(short))


def most_common_spelling(spellings: Counter[str]) -> str:
    """Return the spelling most papers use; of equals, the one with most capitals, then the first in order."""
    if len(spellings) == 1:
        return next(iter(spellings))  # the usual case, asked for each name by each rule
    return min(spellings, key=lambda form: (-spellings[form], -sum(map(str.isupper, form)), form))


class NameIndex:
    """The names of one type, by their normal forms.

    Attributes:
        type: The node type.
        spellings: For each name, its spellings and their counts.
        full: Names that some paper uses as the fullest name of an entity.
        expansions: For a short form, the fullest names of the entities that papers use it for.
        senses: For a short form, its expansions in its main sense.
        ambiguous: The short forms that some paper expands otherwise.
        short_forms: For a name, the spellings of short forms that papers define for it against their main sense.
        papers: For a name, the papers in which it is the fullest name of an entity.
        registered: The names that a registry gives entities.
        registered_forms: For such a name, it and the other names of the entity.
        registered_aliases: For another name of such an entity, the normal form of its name.
    """

    def __init__(self, type_name: str, different: Iterable[tuple[str, str]] = ()) -> None:
        """Start with no names.

        Args:
            type_name: The node type.
            different: Pairs of names that are two; of two with one normal form, the second spelling gets another key.
        """
        # A normal form has no space, so no other name has this key.
        self._separated = {
            right: f"{name_key(right)} {right}" for left, right in different if name_key(left) == name_key(right)
        }
        self.type = type_name
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self.full: set[str] = set()
        self.expansions: dict[str, set[str]] = defaultdict(set)
        self.senses: dict[str, set[str]] = {}
        self.ambiguous: set[str] = set()
        self.short_forms: dict[str, set[str]] = defaultdict(set)
        self.papers: dict[str, set[str]] = defaultdict(set)
        self.registered: dict[str, str] = {}
        self.registered_aliases: dict[str, str] = {}
        self.registered_forms: dict[str, tuple[str, ...]] = {}
        self._definitions: list[_Definition] = []
        self._paper_senses: dict[tuple[str, str], str] = {}

    def add(self, forms: Sequence[str], paper: str = "") -> None:
        """Add the names that one paper uses for one entity.

        Args:
            forms: The fullest name first.
            paper: A key of the paper; empty if unknown.
        """
        pairs = [pair for pair in abbreviations(forms) if not self._is_coarser(*pair)] if len(forms) > 1 else []
        if pairs:
            # The sense of a short form depends on all papers.
            self._definitions.append(_Definition(tuple(forms), tuple(pairs), paper))
        else:
            self._count(forms, paper)

    def _count(self, forms: Sequence[str], paper: str) -> None:
        full = self.key(forms[0])
        self.full.add(full)
        if paper:
            self.papers[full].add(paper)
        for form in forms:
            key = self.key(form)
            self.spellings[key][form] += 1
            if key != full:
                self.expansions[key].add(full)

    def _is_coarser(self, short: str, long: str) -> bool:
        return parse(short, self.type).differs_in_parts(parse(long, self.type))

    def finalize(self) -> None:
        """Determine the senses of short forms, once all names are added."""
        papers: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
        for number, definition in enumerate(self._definitions):
            for short, long in definition.pairs:
                papers[_short_key(short)][long].add(definition.paper or number)
        senses = {
            short: main_sense({long: len(users) for long, users in longs.items()}, self._registered_forms(short))
            for short, longs in papers.items()
        }
        for definition in self._definitions:
            self._define(definition, senses)
        self._definitions.clear()

    def _define(self, definition: _Definition, senses: dict[str, set[str]]) -> None:
        paper = definition.paper
        divergent = {short: long for short, long in definition.pairs if long not in senses[_short_key(short)]}
        full = divergent.get(definition.forms[0], definition.forms[0])
        self._count([full, *(form for form in definition.forms if form not in (full, *divergent))], paper)
        keys = {short: self.key(short) for short, _ in definition.pairs}
        for short, key in keys.items():
            self.senses.setdefault(key, set()).update(map(self.key, senses[_short_key(short)]))
        for short, long in divergent.items():
            self.short_forms[self.key(long)].add(short)
            self.ambiguous.add(keys[short])
            if paper:
                self._paper_senses[keys[short], paper] = self.key(long)

    def _registered_forms(self, short: str) -> Iterable[str]:
        """Return the names in a registry of the entity that has the short form there."""
        full = short if short in self.registered else self.registered_aliases.get(short, short)
        return self.registered_forms.get(full, ())

    def key(self, form: str, paper: str = "") -> str:
        """Return the normal form of a name; of a short form that the paper defines otherwise, that of its expansion."""
        key = self._separated.get(form) or name_key(form)
        return self._paper_senses.get((key, paper), key)

    def register(self, name: str, aliases: Sequence[str]) -> None:
        """Add an entity of a registry."""
        full = self.key(name)
        self.registered[full] = name
        self.registered_forms[full] = (name, *aliases)
        for form in (name, *aliases):
            self.spellings[self.key(form)][form] += 0
            if self.key(form) != full:
                self.registered_aliases[self.key(form)] = full

    def spelling(self, key: str) -> str:
        """Return the most common spelling of a name."""
        return most_common_spelling(self.spellings[key])

    def forms(self, key: str) -> set[str]:
        """Return all spellings of a name, and the short forms that stand for it in some paper."""
        return {*self.spellings[key], *self.short_forms.get(key, ())}

    def name(self, key: str) -> ParsedName:
        """Return a name in its parts."""
        return parse(self.spelling(key), self.type)

    def has_maker(self, key: str) -> bool:
        """Return whether a name starts with a maker or an account."""
        return "/" in key or without_maker(self.spelling(key)) is not None

    @cached_property
    def by_canonical(self) -> dict[str, list[str]]:
        """The names by the canonical forms of all their spellings."""
        keys: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self.spellings):
            for form in {parse(spelling, self.type).canonical for spelling in self.spellings[key]}:
                keys[form].append(key)
        return keys

    def find(self, form: str) -> str | None:
        """Return the indexed name with the normal form or the canonical form of a spelling; None if there is none."""
        key = self.key(form)
        if key in self.spellings:
            return key
        return next(iter(self.by_canonical.get(parse(form, self.type).canonical, ())), None)
