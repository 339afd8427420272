"""All names of one type that papers and a registry give things, and what papers mean by short forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from paperatlas.resolution.abbreviation_senses import main_sense, shortened, singular
from paperatlas.resolution.name_parser import parse, without_maker
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.resolution.name_parser import ParsedName

__all__ = ["NameIndex", "commonest"]


class _WrittenOut(NamedTuple):
    """The names of one thing in a paper that writes a short form out, and the pairs of short and long names."""

    forms: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    paper: str


def _short_key(short: str) -> str:
    return name_key(singular(short))


def commonest(spellings: Counter[str]) -> str:
    """The spelling most papers use; of equals, the one with most capitals, then the first in order."""
    if len(spellings) == 1:
        return next(iter(spellings))
    return min(spellings, key=lambda form: (-spellings[form], -sum(map(str.isupper, form)), form))


class NameIndex:
    """All names of one type, by their normal forms.

    Attributes:
        type: The node type.
        spellings: How often each name is written how.
        full: Names that some paper uses as the fullest name of a thing.
        expansions: For a short form, the fullest names of the things that papers use it for.
        senses: For a short form, the names that papers write it out as in its main sense.
        ambiguous: The short forms that some paper writes out otherwise.
        short_forms: For a name, the spellings of short forms that papers use for it, though they mean something else
            where they are not written out.
        papers: For a name, the papers in which it is the fullest name of a thing.
        registered: The names that a registry gives things, by their normal forms.
        registered_forms: For such a name, it and the other names of the thing.
        registered_aliases: For another name of such a thing, the normal form of its name.
    """

    def __init__(self, type_name: str, different: Iterable[tuple[str, str]] = ()) -> None:
        """Start with no names.

        Args:
            type_name: The node type.
            different: Pairs of names that are two; of two with one normal form, the second, as it is spelled there,
                gets one of its own.
        """
        # A normal form has no space, so this one is nobody else's.
        self._parted = {
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
        self._written_out: list[_WrittenOut] = []
        self._meant: dict[tuple[str, str], str] = {}
        self.registered: dict[str, str] = {}
        self.registered_aliases: dict[str, str] = {}
        self.registered_forms: dict[str, tuple[str, ...]] = {}
        self._canonical: dict[str, list[str]] | None = None

    def add(self, forms: Sequence[str], paper: str = "") -> None:
        """Add what one paper calls one thing.

        Args:
            forms: The fullest name first.
            paper: What tells the paper from others; nothing where it is not known.
        """
        pairs = [pair for pair in shortened(forms) if not self._is_coarser(*pair)] if len(forms) > 1 else []
        if pairs:
            # What a short form means is told by all papers.
            self._written_out.append(_WrittenOut(tuple(forms), tuple(pairs), paper))
        else:
            self._count(forms, paper)

    def _count(self, forms: Sequence[str], paper: str) -> None:
        full = self._key(forms[0])
        self.full.add(full)
        if paper:
            self.papers[full].add(paper)
        for form in forms:
            key = self._key(form)
            self.spellings[key][form] += 1
            if key != full:
                self.expansions[key].add(full)

    def _is_coarser(self, short: str, long: str) -> bool:
        return parse(short, self.type).differs_in_parts(parse(long, self.type))

    def finalize(self) -> None:
        """Tell what short forms mean, now that all names are there."""
        users: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
        for number, written_out in enumerate(self._written_out):
            for short, long in written_out.pairs:
                users[_short_key(short)][long].add(written_out.paper or number)
        senses = {
            short: main_sense({long: len(papers) for long, papers in longs.items()}, self._known(short))
            for short, longs in users.items()
        }
        for written_out in self._written_out:
            otherwise = {short: long for short, long in written_out.pairs if long not in senses[_short_key(short)]}
            first = otherwise.get(written_out.forms[0], written_out.forms[0])
            self._count(
                [first, *(form for form in written_out.forms if form not in (first, *otherwise))], written_out.paper
            )
            for short, long in written_out.pairs:
                key = self._key(short)
                self.senses.setdefault(key, set()).update(map(self._key, senses[_short_key(short)]))
                if short in otherwise:
                    self.short_forms[self._key(long)].add(short)
                    self.ambiguous.add(key)
                    if written_out.paper:
                        self._meant[key, written_out.paper] = self._key(long)
        self._written_out.clear()

    def _known(self, short: str) -> Iterable[str]:
        """What a registry calls the thing that it gives a short form."""
        root = short if short in self.registered else self.registered_aliases.get(short)
        return () if root is None else self.registered_forms[root]

    def _key(self, form: str) -> str:
        return self._parted.get(form) or name_key(form)

    def key(self, form: str, paper: str = "") -> str:
        """The normal form of the name that a paper means by a form: what it writes a short form out as, if need be."""
        key = self._key(form)
        return self._meant.get((key, paper), key)

    def register(self, name: str, aliases: Sequence[str]) -> None:
        """Add a thing that a registry knows."""
        full = self._key(name)
        self.registered[full] = name
        self.registered_forms[full] = (name, *aliases)
        for form in (name, *aliases):
            self.spellings[self._key(form)][form] += 0
            if self._key(form) != full:
                self.registered_aliases[self._key(form)] = full

    def spelling(self, key: str) -> str:
        """How a name is written most."""
        return commonest(self.spellings[key])

    def forms(self, key: str) -> set[str]:
        """All that papers and a registry call what has the name."""
        return {*self.spellings[key], *self.short_forms.get(key, ())}

    def name(self, key: str) -> ParsedName:
        """A name taken apart."""
        return parse(self.spelling(key), self.type)

    def has_maker(self, key: str) -> bool:
        """Whether a maker or an account stands in front of a name."""
        return "/" in key or without_maker(self.spelling(key)) is not None

    @property
    def by_canonical(self) -> dict[str, list[str]]:
        """The names by the canonical forms of all their spellings."""
        if self._canonical is None:
            found: dict[str, list[str]] = defaultdict(list)
            for key in sorted(self.spellings):
                for form in {parse(spelling, self.type).canonical for spelling in self.spellings[key]}:
                    found[form].append(key)
            self._canonical = found
        return self._canonical

    def similar_forms(self, form: str) -> str | None:
        """The name that a writing stands for, if it is there."""
        key = self._key(form)
        return (
            key
            if key in self.spellings
            else next(iter(self.by_canonical.get(parse(form, self.type).canonical, ())), None)
        )
