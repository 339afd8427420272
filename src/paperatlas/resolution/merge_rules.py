"""Rules that join two names of one type, and rules that decide whether a name in two types is one entity.

A rule for one type is a function from all names of the type to the pairs that it joins. Rules look names up and never
compare all pairs: the cost grows with the number of names.

Papers call LongWriter a model here and a method there: one entity. Mamba is a model and, in other papers, a robot's
planner: two. The rules for two types look at whether one paper uses both, the number of papers for each, the registry,
and whether the name is coined (*LongWriter*, *GRPO2*) or a word that anybody may choose (*Falcon*).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.lexicon import SMALL_WORDS, TYPE_WORDS
from paperatlas.resolution.name_parser import canonical, without_maker
from paperatlas.resolution.spelling import is_tail, is_weak
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperatlas.resolution.name_index import NameIndex
    from paperatlas.resolution.union_find import ConstrainedUnionFind

    Pairs = Iterator[tuple[str, str]]
    Rule = Callable[["NameIndex", ConstrainedUnionFind[str]], Pairs]

__all__ = ["CAUTIOUS_RULES", "RULES", "TYPE_RULES", "TypeEvidence", "disambiguate"]

_SHARED: Final = 0.7
_AMBIGUOUS_LENGTH: Final = 3
_COINED = re.compile(r"[^\W\d_][\W_]*\d|[a-z][A-Z]|[A-Z]{2,}[a-z]{2}|[A-Z][A-Z0-9]{4,}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,}")
_MADE_UP = re.compile(r"^(?=.{6}).*[a-z][A-Z]")
_MANY: Final = 8
_MANY_OF_COINED: Final = 3
_SUPPORTED: Final = 3
_BRACKET = re.compile(r"([^()]+?)\s*\(([A-Z][\w-]+)\)([^()]*)")


def writing(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The same family, version, size and tuning, in another order or writing."""
    for keys in names.by_canonical.values():
        for key in keys[1:]:
            yield keys[0], key


def registry(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The registry gives the one as another name of the other."""
    for alias, key in sorted(names.registered_aliases.items()):
        # A paper that introduces its own ETHICS does not mean Hendrycks ETHICS.
        if not (names.introductions.get(alias) and is_tail(alias, key) and is_weak(names.spelling(alias), names.type)):
            yield alias, key


def maker_in_front(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with the name of its maker in front."""
    longer: dict[str, list[str]] = defaultdict(list)
    for key in names.common:
        bare = without_maker(names.spelling(key))
        short = names.find(bare) if bare else None
        if short:
            longer[short].append(key)
    for short, keys in longer.items():
        # If there are a Baichuan-M1 and a MiniMax-M1, M1 is ambiguous.
        makers = {key.removesuffix(short) for key in keys} - {"gpt", "chatgpt"}
        if len(makers) < 2 or len(short) > _AMBIGUOUS_LENGTH:
            yield from ((key, short) for key in keys if _is_short_for(names, short, key))


def _is_short_for(names: NameIndex, short: str, key: str) -> bool:
    """Return whether a name without its maker means what it means with it; of M1 or Edge, papers have to tell.

    That a registry lists MiniMax-M1 does not tell what a paper calls M1.
    """
    if short in names.registered or not is_weak(names.spelling(short), names.type):
        return True
    return not names.introductions.get(short) and (bool(names.spellings[key].total()) or names.is_told(short, key))


def account_in_front(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with the account that publishes it in front."""
    for key in names.common:
        account, slash, bare = names.spelling(key).partition("/")
        if (
            slash
            and len(bare) > 3
            and not (account.isupper() or " " in account or name_key(account) in names.spellings)
        ):
            short = names.find(bare)
            if short:
                yield key, short


def word_of_type(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with a word for what kind of thing it is behind it, or an article in front."""
    words = TYPE_WORDS.get(names.type, frozenset())
    for key in names.common:
        parts = re.split(r"[\s\-_]+", names.spelling(key))
        if len(parts) == 1:
            continue
        first = parts[0].lower() == "the"
        last = parts[-1].lower() in words and not _is_bench(names, key)
        for start, end in sorted({(first, last), (first, False), (False, last)} - {(False, False)}):
            short = names.find(" ".join(parts[start : len(parts) - end]))
            if short is not None:
                yield key, short
        if _is_bench(names, key):
            yield key, key.removesuffix("mark")


def _is_bench(names: NameIndex, key: str) -> bool:
    """Return whether a name ends in *benchmark*, and the same name with *bench* is indexed."""
    return key.endswith("benchmark") and key.removesuffix("mark") in names.spellings


def plural(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the plural of the other."""
    for key in names.common:
        spelling = names.spelling(key)
        if (
            len(key) > 3
            and key[-1] == spelling[-1] == "s"
            and key[-2].isalpha()
            and spelling[-2:-1].replace("s", "").isalnum()
        ):
            for singular in dict.fromkeys((key[:-1], f"{key[:-3]}y" if key.endswith("ies") else key[:-1])):
                if singular in names.spellings:
                    yield key, singular


def bracket(names: NameIndex, _: ConstrainedUnionFind[str]) -> Pairs:
    """The one is the other with its short form in brackets behind it."""
    for key in names.common:
        match = _BRACKET.fullmatch(names.spelling(key))
        if match and name_key(match[2]) in _initials(fold_name(match[1]).replace("-", " ").split()):
            for form in (match[1] + match[3], match[2] + match[3]):
                other = names.find(form)
                if other:
                    yield key, other


def abbreviation(names: NameIndex, unions: ConstrainedUnionFind[str]) -> Pairs:
    """Papers use the one as a short form of the other, and of nothing else or seldom of something else."""
    for short, fulls in sorted(names.expansions.items()):
        full_forms = sorted(
            full for full in fulls if not (short in names.full and names.name(short).differs_in_parts(names.name(full)))
        )
        entities = {unions.find(full) for full in full_forms}
        if full_forms and (
            len(entities) == 1 or _only_end_differently(full_forms) or names.senses.get(short, set()) >= {*full_forms}
        ):
            yield from ((short, full) for full in full_forms)


def _only_end_differently(keys: Sequence[str]) -> bool:
    """Return whether names differ in their ends alone, as *low-rank adaptation* and *low-rank adapters* do."""
    shortest = min(map(len, keys))
    return len(commonprefix(list(keys))) >= _SHARED * shortest  # noqa: RUF071 (characters are what counts)


def family_by_another_name(names: NameIndex, unions: ConstrainedUnionFind[str]) -> Pairs:
    """The same version, size and tuning of a family that has two names."""
    seen: dict[str, str] = {}
    for key in names.common:
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
    for key in names.common:
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
    """Return the first letters of words: of all, and of all but the small ones."""
    content_words = [word for word in words if word not in SMALL_WORDS]
    return {"".join(word[0] for word in counted) for counted in (words, content_words)}


def _is_short(form: str, type_name: str) -> bool:
    """Return whether a form looks like an abbreviation; three letters are too ambiguous for methods."""
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
"""The rules for one type, in the order of their application."""

CAUTIOUS_RULES: Final = frozenset((maker_in_front, account_in_front, word_of_type, bracket, abbreviation, initials))
"""The rules that never join two names which papers without a common author introduce, each one of them."""


@dataclass(frozen=True, slots=True)
class TypeEvidence:
    """The evidence on one name in two types.

    Attributes:
        types: The two node types.
        counts: The number of papers that use each.
        form: The common spelling; None if the spellings differ.
        together: Whether one paper uses both.
        registered: Whether a registry lists the name in each.
        introduced: Whether a paper introduces it in each.
    """

    types: tuple[str, str]
    counts: tuple[int, int]
    form: str | None
    together: bool = False
    registered: tuple[bool, bool] = (False, False)
    introduced: tuple[bool, bool] = (False, False)


def registry_lists_both(evidence: TypeEvidence) -> bool | None:
    """A registry lists a thing of that name in each type: two."""
    return False if all(evidence.registered) else None


def one_paper_uses_both(evidence: TypeEvidence) -> bool | None:
    """One paper uses both types for it: one."""
    return True if evidence.together else None


def one_type_prevails(evidence: TypeEvidence) -> bool | None:
    """Nearly all papers use one type: one, unless a registry lists the other."""
    few, many = sorted(zip(evidence.counts, evidence.registered, evidence.introduced, strict=True))
    least = _MANY_OF_COINED if _is_distinctive(evidence) and not few[2] else _MANY
    if few[2] and not many[2] and "Dataset" in evidence.types:
        return None  # Models and methods are taken for one another; a new data set is another thing.
    return True if many[0] >= least * max(few[0], 1) and not few[1] else None


def _is_distinctive(evidence: TypeEvidence) -> bool:
    """Return whether the name is coined or an acronym, and no word."""
    return evidence.form is not None and bool(_COINED.search(evidence.form) or _ACRONYM.fullmatch(evidence.form))


def introduced_in_one_type(evidence: TypeEvidence) -> bool | None:
    """Papers introduce it in one type alone, few use the other, and the name is coined or an acronym: one."""
    if not _is_distinctive(evidence) or sum(evidence.introduced) != 1:
        return None
    other = evidence.introduced.index(False)
    few = evidence.counts[other] < max(_SUPPORTED, evidence.counts[1 - other])
    return True if few and not evidence.registered[other] else None


def registered_in_one_type(evidence: TypeEvidence) -> bool | None:
    """A registry lists it in one type, which most papers use, and no paper introduces another: one."""
    if sum(evidence.registered) != 1 or ("Dataset" in evidence.types and not _is_distinctive(evidence)):
        return None
    known = evidence.registered.index(True)
    most = evidence.counts[known] >= evidence.counts[1 - known] and evidence.counts[1 - known] < _SUPPORTED
    other = evidence.introduced[1 - known] and not (evidence.form and _MADE_UP.search(evidence.form))
    return True if most and not other else None


def both_are_supported(evidence: TypeEvidence) -> bool | None:
    """Several papers use each type: two."""
    return False if min(evidence.counts) >= _SUPPORTED else None


def coined_name(evidence: TypeEvidence) -> bool | None:
    """A model and a method bear the same coined name: one."""
    coined = evidence.form is not None and _COINED.search(evidence.form)
    return True if coined and set(evidence.types) == {"Model", "Method"} else None


def else_two(_: TypeEvidence) -> bool | None:
    """Nothing tells that things of two types are one: two."""
    return False


TYPE_RULES: Final[tuple[Callable[[TypeEvidence], bool | None], ...]] = (
    registry_lists_both,
    one_paper_uses_both,
    one_type_prevails,
    introduced_in_one_type,
    registered_in_one_type,
    both_are_supported,
    coined_name,
    else_two,
)
"""The rules for two types, in the order of their application; the first that does not return None decides."""


def disambiguate(evidence: TypeEvidence) -> tuple[bool, str]:
    """Return whether the name is one entity, and the name of the rule that decided.

    >>> disambiguate(TypeEvidence(("Model", "Method"), (2, 1), "LongWriter"))
    (True, 'coined_name')
    >>> disambiguate(TypeEvidence(("Model", "Method"), (2, 1), "Falcon"))
    (False, 'else_two')
    """
    return next((answer, rule.__name__) for rule in TYPE_RULES if (answer := rule(evidence)) is not None)
