"""The rules that join two names of one type, each a function from all names of the type to the pairs that it joins.

Rules look names up, they never compare all pairs: the cost grows with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from os.path import commonprefix
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.lexicon import SMALL_WORDS, TYPE_WORDS
from paperatlas.resolution.name_parser import canonical, without_maker
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperatlas.resolution.name_index import NameIndex
    from paperatlas.resolution.union_find import ConstrainedUnionFind

    Pairs = Iterator[tuple[str, str]]
    Rule = Callable[["NameIndex", ConstrainedUnionFind[str]], Pairs]

__all__ = ["RULES"]

_SHARED: Final = 0.7
_TELLING: Final = 3
_BRACKET = re.compile(r"([^()]+?)\s*\(([A-Z][\w-]+)\)([^()]*)")


def writing(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The same family, version, size and tuning, in another order or writing."""
    for keys in names.by_canonical.values():
        for key in keys[1:]:
            yield keys[0], key


def registry(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The registry gives the one as another name of the other."""
    yield from sorted(names.registered_aliases.items())


def maker_in_front(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with the name of its maker in front."""
    longer: dict[str, list[str]] = defaultdict(list)
    for key in sorted(names.spellings):
        rest = without_maker(names.spelling(key))
        found = names.similar_forms(rest) if rest else None
        if found:
            longer[found].append(key)
    for short, keys in longer.items():
        # Where there are a Baichuan-M1 and a MiniMax-M1, M1 tells too little.
        makers = {key.removesuffix(short) for key in keys} - {"gpt", "chatgpt"}
        if len(makers) < 2 or len(short) > _TELLING:
            yield from ((key, short) for key in keys)


def account_in_front(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with the account that publishes it in front."""
    for key in sorted(names.spellings):
        handle, slash, rest = names.spelling(key).partition("/")
        if slash and len(rest) > 3 and not (handle.isupper() or " " in handle or name_key(handle) in names.spellings):
            found = names.similar_forms(rest)
            if found:
                yield key, found


def word_of_type(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with a word for what kind of thing it is behind it, or an article in front."""
    words = TYPE_WORDS.get(names.type, frozenset())
    for key in sorted(names.spellings):
        parts = re.split(r"[\s\-_]+", names.spelling(key))
        if len(parts) == 1:
            continue
        first = parts[0].lower() == "the"
        last = parts[-1].lower() in words and not _is_bench(names, key)
        for start, end in sorted({(first, last), (first, False), (False, last)} - {(False, False)}):
            found = names.similar_forms(" ".join(parts[start : len(parts) - end]))
            if found is not None:
                yield key, found
        if _is_bench(names, key):
            yield key, key.removesuffix("mark")


def _is_bench(names: NameIndex, key: str) -> bool:
    """Whether a name ends in *benchmark*, and the same name with *bench* is there."""
    return key.endswith("benchmark") and key.removesuffix("mark") in names.spellings


def plural(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the plural of the other."""
    for key in sorted(names.spellings):
        if (
            len(key) > 3
            and key[-1] == "s"
            and key[-2].isalpha()
            and names.spelling(key)[-2:].replace("s", "").isalnum()
        ):
            for singular in (key[:-1], f"{key[:-3]}y" if key.endswith("ies") else key[:-1]):
                if singular in names.spellings and names.spelling(key)[-1] == "s":
                    yield key, singular


def bracket(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with its short form in brackets behind it."""
    for key in sorted(names.spellings):
        match = _BRACKET.fullmatch(names.spelling(key))
        if match and name_key(match[2]) in _initials(fold_name(match[1]).replace("-", " ").split()):
            for form in (match[1] + match[3], match[2] + match[3]):
                found = names.similar_forms(form)
                if found:
                    yield key, found


def abbreviation(names: NameIndex, unions: ConstrainedUnionFind[str]) -> Pairs:
    """Papers use the one as a short form of the other, and of nothing else or seldom of something else."""
    for short, fulls in sorted(names.expansions.items()):
        full_forms = sorted(
            full for full in fulls if not (short in names.full and names.name(short).differs_in_parts(names.name(full)))
        )
        things = {unions.find(full) for full in full_forms}
        if full_forms and (
            len(things) == 1 or _only_end_differently(full_forms) or names.senses.get(short, set()) >= {*full_forms}
        ):
            yield from ((short, full) for full in full_forms)


def _only_end_differently(keys: Sequence[str]) -> bool:
    """Whether names are one, or forms of one, as *low-rank adaptation* and *low-rank adapters* are."""
    shortest = min(map(len, keys))
    return len(commonprefix(list(keys))) >= _SHARED * shortest  # noqa: RUF071 (characters are what counts)


def family_by_another_name(names: NameIndex, unions: ConstrainedUnionFind[str]) -> Pairs:
    """The same version, size and tuning of a family that has two names."""
    seen: dict[str, str] = {}
    for key in sorted(names.spellings):
        name = names.name(key)
        families = names.by_canonical.get(name.family) if name.parts else None
        if families:
            form = canonical(unions.find(families[0]), name.parts)
            if form in seen:
                yield seen[form], key
            seen.setdefault(form, key)


def initials(names: NameIndex, unions: ConstrainedUnionFind[str]) -> Pairs:
    """The one is made of the first letters of the other's words, and of no other name's."""
    expansions: dict[str, set[str]] = defaultdict(set)
    abbreviated, expanded = set(), set()
    for key in names.spellings:
        words = fold_name(names.spelling(key)).split()
        if len(words) > 2 and all(map(str.isalpha, words)):
            for short in _initials(words):
                expansions[short].add(unions.find(key))
            expanded.add(unions.find(key))
        elif len(words) == 1 and _is_short(names.spelling(key), names.type):
            abbreviated.add(unions.find(key))
    for short in sorted((expansions.keys() & names.spellings.keys()) - names.ambiguous):
        fulls = expansions[short]
        if len(fulls) == 1 and _is_short(names.spelling(short), names.type):
            [full] = fulls
            if unions.find(short) not in expanded and full not in abbreviated:
                yield short, full


def _initials(words: Sequence[str]) -> set[str]:
    """The first letters of words: of all, and of those that are no small ones."""
    return {
        "".join(word[0] for word in counted) for counted in (words, [word for word in words if word not in SMALL_WORDS])
    }


def _is_short(form: str, type_name: str) -> bool:
    """Whether it is written like an abbreviation; of methods, there are too many with three letters."""
    least = 4 if type_name == "Method" else 3
    return len(form) >= least and form.isalpha() and sum(map(str.isupper, form)) > len(form) / 2


RULES: Final[tuple[Rule, ...]] = (
    registry,
    writing,
    maker_in_front,
    account_in_front,
    word_of_type,
    plural,
    bracket,
    abbreviation,
    family_by_another_name,
    initials,
)
"""All rules, in the order in which they are applied."""
