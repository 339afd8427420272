"""Index the names of one type that papers and a registry use, with the senses of short forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.resolution.abbreviation_senses import abbreviations, main_sense, singular
from paperatlas.resolution.homonyms import NameUse, is_homonym_key
from paperatlas.resolution.name_parser import maker_of, parse, without_maker
from paperatlas.resolution.spelling import best_spelling, first_word, is_piece, is_tail, is_weak, signs
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.resolution.name_parser import ParsedName

__all__ = ["NameIndex"]


_FEWEST_TOLD: Final = 3
_MOST_TOLD: Final = 0.75


class _Use(NamedTuple):
    """The names of one entity in a paper, and the pairs of short and long names among them."""

    forms: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    paper: str
    introduced: bool


def _short_key(short: str) -> str:
    return name_key(singular(short))


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
        introductions: For a name, the papers that introduce what it names.
        homonyms: The names of things that share their name with others, each a key of its own.
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
        self.introductions: dict[str, set[str]] = defaultdict(set)
        self.homonyms: set[str] = set()
        self._told: Counter[tuple[str, str]] = Counter()
        self._uses: list[_Use] = []
        self._paper_senses: dict[tuple[str, str], str] = {}
        self._own_keys: dict[tuple[str, str], str] = {}

    def add(self, forms: Sequence[str], paper: str = "", *, introduced: bool = False) -> None:
        """Add the names that one paper uses for one entity.

        Args:
            forms: The fullest name first.
            paper: A key of the paper; empty if unknown.
            introduced: Whether the paper introduces the entity.
        """
        pairs = [pair for pair in abbreviations(forms) if not self._is_coarser(*pair)] if len(forms) > 1 else []
        self._uses.append(_Use(tuple(forms), tuple(pairs), paper, introduced))

    def _count(self, use: _Use) -> None:
        paper = use.paper
        full = self._own_key(self.key(use.forms[0]), paper)
        self.full.add(full)
        if paper:
            self.papers[full].add(paper)
            if use.introduced:
                self.introductions[full].add(paper)
        for form in use.forms:
            key = self._own_key(self.key(form), paper)
            if key == full != self.key(form) and full not in self.homonyms:
                # Other papers introduce another thing under this short form.
                self.short_forms[full].add(form)
                self.ambiguous.add(self.key(form))
                continue
            self.spellings[key][form] += 1
            if key != full and not is_piece(form, use.forms[0]):
                self.expansions[key].add(full)

    def _own_key(self, key: str, paper: str) -> str:
        return self._own_keys.get((key, paper), key)

    def _is_coarser(self, short: str, long: str) -> bool:
        return parse(short, self.type).differs_in_parts(parse(long, self.type))

    def determine_senses(self) -> None:
        """Determine the senses of short forms, once all names are added."""
        papers: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
        for number, use in enumerate(self._uses):
            for short, long in use.pairs:
                papers[_short_key(short)][long].add(use.paper or number)
        senses = {
            short: main_sense({long: len(users) for long, users in longs.items()}, self._registered_forms(short))
            for short, longs in papers.items()
        }
        full_names = self._full_names()
        self._uses = [
            self._defined(use, senses) if use.pairs else self._with_maker(use, full_names) for use in self._uses
        ]

    def _full_names(self) -> dict[tuple[str, str], str]:
        """Return the names that papers mean by a name without its maker, by that name and the paper.

        A paper that writes both *MiniMax-M1* and *M1* means one thing by them, unless it introduces an *M1* of its own;
        one that names the maker of what a registry lists, as *DeepSeek-V3* beside *R1*, means that.
        """
        named: dict[tuple[str, str], str] = {}
        makers: dict[str, set[str | None]] = defaultdict(set)
        for use in self._uses:
            if use.paper:
                makers[use.paper].add(maker_of(use.forms[0]))
            for place in self._bare_places(use.forms[0], use.paper):
                named[place] = min(use.forms[0], named.get(place, use.forms[0]))
        registered: dict[str, set[str]] = defaultdict(set)
        for name in self.registered.values():
            for key, _ in self._bare_places(name, "registry"):
                registered[key].add(name)
        introduced = {(self.key(use.forms[0]), use.paper) for use in self._uses if use.introduced}
        for place in {(self.key(use.forms[0]), use.paper) for use in self._uses} - named.keys() - introduced:
            known = sorted(registered.get(place[0], ()))
            if len(known) == 1 and maker_of(known[0]) in makers.get(place[1], ()):
                named[place] = known[0]
        return {
            (key, paper): full
            for (key, paper), full in named.items()
            if (key, paper) not in introduced or (self.key(full), paper) in introduced
        }

    def _bare_places(self, form: str, paper: str) -> Iterator[tuple[str, str]]:
        """Yield a name without its maker and the paper, if it has a maker, and the rest may be another's name."""
        bare = without_maker(form) if paper else None
        if bare and is_weak(bare, self.type):
            yield self.key(bare), paper

    def _with_maker(self, use: _Use, full_names: Mapping[tuple[str, str], str]) -> _Use:
        """Return a use with the maker's name, where its paper means that: *M1* as *MiniMax-M1*."""
        key = self.key(use.forms[0])
        full = full_names.get((key, use.paper))
        if full is None or key in self.registered:
            return use
        self._paper_senses[key, use.paper] = self.key(full)
        self._told[key, self.key(full)] += 1
        self.short_forms[self.key(full)].add(use.forms[0])
        return use._replace(forms=(full, *(form for form in use.forms if self.key(form) != key)))

    def _defined(self, use: _Use, senses: dict[str, set[str]]) -> _Use:
        """Return a use without the short forms that it defines against their main sense."""
        divergent = {short: long for short, long in use.pairs if long not in senses[_short_key(short)]}
        keys = {short: self.key(short) for short, _ in use.pairs}
        for short, key in keys.items():
            self.senses.setdefault(key, set()).update(map(self.key, senses[_short_key(short)]))
        for short, long in divergent.items():
            self.short_forms[self.key(long)].add(short)
            self.ambiguous.add(keys[short])
            if use.paper:
                self._paper_senses[keys[short], use.paper] = self.key(long)
        full = divergent.get(use.forms[0], use.forms[0])
        forms = (full, *(form for form in use.forms if form not in (full, *divergent)))
        return use._replace(forms=forms)

    def name_uses(self) -> Iterator[tuple[str, NameUse]]:
        """Yield each use in a paper of a fullest name, and of a short form for it, with the normal form of the name."""
        for use in self._uses:
            if not use.paper:
                continue
            full = self.key(use.forms[0])
            expansions = tuple(dict.fromkeys(long for _, long in use.pairs))
            yield full, NameUse(use.paper, use.forms[0], use.introduced, expansions, type=self.type)
            for short, long in use.pairs:
                if self.key(long) == full and short in use.forms:
                    yield self.key(short), NameUse(use.paper, short, use.introduced, expansions, full, self.type)

    def foreign_names(self) -> Iterator[tuple[str, str]]:
        """Yield each name that a paper takes as the end of a longer one, with the paper: *R1* for *DeepSeek-R1*."""
        for use in self._uses:
            full = self.key(use.forms[0])
            for form in use.forms[1:]:
                key = self.key(form)
                if is_tail(key, full) and is_weak(form, self.type):
                    yield key, use.paper

    def finalize(self, own_keys: Mapping[tuple[str, str], str]) -> None:
        """Count the names, once the senses of short forms and homonyms are known.

        Args:
            own_keys: For a name and a paper that means a homonym by it, the key of that.
        """
        self._own_keys = dict(own_keys)
        self.homonyms = {key for key in own_keys.values() if is_homonym_key(key)}
        self.ambiguous.update(key for key, _ in own_keys)
        for use in self._uses:
            self._count(use)
        self.homonyms &= self.spellings.keys()
        self._uses.clear()

    def _registered_forms(self, short: str) -> Iterable[str]:
        """Return the names in a registry of the entity that has the short form there."""
        full = short if short in self.registered else self.registered_aliases.get(short, short)
        return self.registered_forms.get(full, ())

    def key(self, form: str, paper: str = "") -> str:
        """Return the normal form of a name, in the sense of the paper.

        Of a short form that the paper defines otherwise, it is that of its expansion; of a homonym, its own key.
        """
        key = self._separated.get(form) or name_key(form)
        if not paper:
            return key
        return self._own_key(self._paper_senses.get((key, paper), key), paper)

    def register(self, name: str, aliases: Sequence[str]) -> None:
        """Add an entity of a registry."""
        full = self.key(name)
        self.registered[full] = name
        self.registered_forms[full] = (name, *aliases)
        for form in (name, *aliases):
            self.spellings[self.key(form)][form] += 0
            if self.key(form) != full:
                self.registered_aliases[self.key(form)] = full

    def is_told(self, short: str, key: str) -> bool:
        """Return whether most papers that use a name without its maker tell that they mean the one with it."""
        told = self._told[short, key]
        return told >= _FEWEST_TOLD and told >= _MOST_TOLD * (told + len(self.papers.get(short, ())))

    def spelling(self, key: str) -> str:
        """Return the most common spelling of a name."""
        return best_spelling(self.spellings[key])

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
        for key in self.common:
            for form in {self._canonical(spelling) for spelling in self.spellings[key]}:
                keys[form].append(key)
        return keys

    @cached_property
    def family_spellings(self) -> dict[str, Counter[str]]:
        """The spellings of families of one word in the names that a registry gives."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name in self.registered.values():
            family = parse(name, self.type).family
            if name_key(first_word(name)) == family:
                spellings[family][first_word(name)] += 1
        return spellings

    @cached_property
    def common(self) -> list[str]:
        """The names in their order, without those of homonyms, which rules do not join."""
        return sorted(self.spellings.keys() - self.homonyms)

    def _canonical(self, spelling: str) -> str:
        return parse(spelling, self.type).canonical + signs(spelling)

    def find(self, form: str) -> str | None:
        """Return the indexed name with the normal form or the canonical form of a spelling; None if there is none."""
        key = self.key(form)
        if key in self.spellings:
            return key
        return next(iter(self.by_canonical.get(self._canonical(form), ())), None)
