"""Tell apart the things that several papers introduce under one name.

Papers coin short names, and coin the same ones: three papers of a year each introduce a *PRISM*. Two papers that both
introduce a name mean two things, unless something says that they mean one: an author whom they share, the same words
written out, a name that is specific (``Qwen2.5``, with its version) or that the registry knows, or a technique named by
plain words. Each of two things gets a key of its own, made from the name and the first of the papers that introduce it.

A paper that only uses such a name means the thing of its own authors, or that whose long form it writes; else, where
most papers of which one can tell mean one of the things, that; else the only one that was there at its date. If nothing
tells, it means a further thing, of which nobody says who made it: this claims too little, never too much.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from paperatlas.resolution.abbreviation_senses import is_same_expansion
from paperatlas.resolution.lexicon import PartKind
from paperatlas.resolution.name_parser import parse
from paperatlas.resolution.union_find import ConstrainedUnionFind
from paperatlas.text.keys import iri_part, name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = [
    "NO_FACTS",
    "NameUse",
    "PaperFacts",
    "homonym_key",
    "homonym_part",
    "is_homonym",
    "is_homonym_key",
    "is_introduction",
    "own_names",
]

_SURE: Final = 0.8
_SURE_IN_TITLE: Final = 0.4
_MOST_USERS: Final = 0.75
_FEWEST_USERS: Final = 3
_COMPARED: Final = 50
_PLAIN_WORDS: Final = 3
_SPECIFIC_LENGTH: Final = 4
_LONGEST_NAME: Final = 120
_HASH = re.compile(r"[0-9a-f]{16}")
_WORD = re.compile(r"[^\W_]+")


class PaperFacts(NamedTuple):
    """What tells whether two papers that use one name mean one thing.

    Attributes:
        title: The title.
        authors: The normal forms of the names of its authors.
        date: Its date, as YYYY, YYYY-MM or YYYY-MM-DD; empty if unknown.
    """

    title: str = ""
    authors: frozenset[str] = frozenset()
    date: str = ""


NO_FACTS: Final = PaperFacts()


class NameUse(NamedTuple):
    """The use of a name in a paper.

    Attributes:
        paper: The key of the paper.
        form: The name as it writes it.
        introduced: Whether the paper introduces what it names.
        expansions: The long forms that it gives the name.
        full: The normal form of the fullest name, if this is only a short form for it.
        type: The node type.
    """

    paper: str
    form: str
    introduced: bool
    expansions: tuple[str, ...] = ()
    full: str = ""
    type: str = "Model"


Thing = list[NameUse]
"""The uses in papers that introduce one thing."""


def is_introduction(form: str, confidence: float, title: str) -> bool:
    """Return whether a paper introduces a name for sure: of what the title begins with, less confidence is needed.

    Args:
        form: The name.
        confidence: The confidence that the paper introduces it, 0 to 1.
        title: The title of the paper.

    >>> is_introduction("Otter", 0.5, "Otter: A Model of Rivers"), is_introduction("Otter", 0.5, "Rivers with Otter")
    (True, False)
    """
    return confidence >= _SURE or (confidence >= _SURE_IN_TITLE and _is_headed(title, name_key(form)))


def _is_headed(title: str, key: str) -> bool:
    """Return whether the title begins with the name, alone or in brackets before its colon."""
    head, colon, _ = title.partition(":")
    forms = re.split(r"[()]", head) if colon else [title]
    return key in map(name_key, filter(None, map(str.strip, forms)))


def homonym_key(key: str, paper: str) -> str:
    """Return the key of the thing that a paper introduces under a name of several things.

    A normal form has no space, so no other name has this key.
    """
    return f"{key} {paper}"


def is_homonym_key(key: str) -> bool:
    """Return whether a key is one of :func:`homonym_key`."""
    return " " in key


def homonym_part(key: str) -> str:
    """Return the part of an IRI for such a key: the name, and the paper as its suffix.

    >>> homonym_part(homonym_key("prism", "rivers-in-prisms"))
    'prism;rivers-in-prisms'
    """
    name, _, paper = key.partition(" ")
    return f"{iri_part(name)};{iri_part(paper)}"


def is_homonym(node: str) -> bool:
    """Return whether the id of a node has the suffix that tells it from others of its name.

    A name in an id is percent-encoded, and a long one ends in a hash.

    >>> is_homonym("method/prism;rivers-in-prisms"), is_homonym("method/prism")
    (True, False)
    """
    name, suffix, paper = node.partition(";")
    return bool(suffix) and not (len(unquote(name.partition("/")[2])) >= _LONGEST_NAME and _HASH.fullmatch(paper))


def own_names(
    key: str, uses: Sequence[NameUse], facts: Mapping[str, PaperFacts], *, registered: bool, foreign: bool
) -> dict[str, str]:
    """Return the keys of the things that papers mean by a name of several things, by paper.

    Args:
        key: The normal form of the name.
        uses: All uses of the name.
        facts: What is known of the papers.
        registered: Whether a registry lists the name.
        foreign: Whether other papers shorten the name of another thing to it, as *DeepSeek-R1* to *R1*.

    Returns:
        The key for each paper that does not mean what the name means elsewhere; empty if it names one thing.
    """
    uses = sorted(uses)
    introducing = sorted({use.paper: use for use in uses if use.introduced}.values())
    if not introducing or not (len(introducing) > 1 or foreign) or _is_one_thing(introducing[0].form):
        return {}
    things = _things(introducing, facts)
    if registered:
        things = [thing for thing in things if _is_evident(key, thing, introducing[:_COMPARED], facts)]
    if len(things) < 2 - foreign or _is_established(introducing, uses, facts):
        return {}
    users = [use for use in uses if not use.introduced]
    meant = {use.paper: thing for thing in things for use in thing}
    told = {use.paper: thing for use in users if (thing := _told(use, things, facts)) is not None}
    main = _known(things) if registered else None if foreign else _main(told.values())
    for use in users:
        thing = told.get(use.paper) or main or (None if registered or foreign else _only_earlier(use, things, facts))
        if thing is not None:
            meant.setdefault(use.paper, thing)
    return {paper: _own_key(key, thing) for paper, thing in meant.items() if thing is not main}


def _own_key(key: str, thing: Thing) -> str:
    """Return the normal form of the long form of a thing's name, if it has one, else the key of a homonym."""
    full = min((use.full for use in thing if use.full), default="")
    return full or homonym_key(key, thing[0].paper)


def _known(things: Sequence[Thing]) -> Thing | None:
    """Return the thing that a registry means by the name: the only one that has no long form for it."""
    bare = [thing for thing in things if not any(use.expansions for use in thing)]
    return bare[0] if len(bare) == 1 else None


def _is_one_thing(form: str) -> bool:
    """Return whether a name is so specific, or so plain, that all papers mean one thing by it."""
    words = _WORD.findall(form)
    if len(words) >= _PLAIN_WORDS and all(word.isalpha() and word[1:].islower() for word in words if len(word) > 1):
        return True
    name = parse(form, "Model")
    kinds = {part.kind for part in name.parts if not re.match(r"[a-z]\d", part.text)}
    return len(name.family) >= _SPECIFIC_LENGTH and bool(kinds & {PartKind.VERSION, PartKind.SIZE, PartKind.REVISION})


def _things(introducing: Sequence[NameUse], facts: Mapping[str, PaperFacts]) -> list[Thing]:
    """Return the papers that introduce one thing: those with an author or a long form in common."""
    unions = ConstrainedUnionFind[str](use.paper for use in introducing)
    by_author: dict[str, str] = {}
    for use in introducing:
        for author in facts.get(use.paper, NO_FACTS).authors:
            unions.join(by_author.setdefault(author, use.paper), use.paper, "author")
    # The limit keeps the cost linear, whatever hostile papers list.
    for number, use in enumerate(introducing[:_COMPARED]):
        for other in introducing[:number]:
            if _share_expansion(use, other):
                unions.join(use.paper, other.paper, "expansion")
    things: dict[str, Thing] = defaultdict(list)
    for use in introducing:
        things[unions.find(use.paper)].append(use)
    return sorted(things.values())


def _share_expansion(left: NameUse, right: NameUse) -> bool:
    return any(is_same_expansion(one, other) for one in left.expansions[:4] for other in right.expansions[:4])


def _is_evident(key: str, thing: Thing, introducing: Sequence[NameUse], facts: Mapping[str, PaperFacts]) -> bool:
    """Return whether a paper names itself after the thing, or writes a name out as others do not."""
    others = [use for use in introducing if use not in thing and use.expansions]
    return any(
        _is_headed(facts.get(use.paper, NO_FACTS).title, key)
        or (use.expansions and others and not any(_share_expansion(use, other) for other in others))
        for use in thing[:_COMPARED]
    )


def _is_established(introducing: Sequence[NameUse], uses: Sequence[NameUse], facts: Mapping[str, PaperFacts]) -> bool:
    """Return whether papers used the name before all that are thought to introduce it."""
    dates = [facts.get(use.paper, NO_FACTS).date for use in introducing]
    first = min(dates)
    earlier = (use.paper for use in uses if "" < facts.get(use.paper, NO_FACTS).date < first)
    return bool(first) and len(set(earlier)) >= _FEWEST_USERS


def _told(use: NameUse, things: Sequence[Thing], facts: Mapping[str, PaperFacts]) -> Thing | None:
    """Return the thing that a paper means by its authors or the long form that it writes; None if these do not tell."""
    authors = facts.get(use.paper, NO_FACTS).authors
    for thing in things[:_COMPARED]:
        for introduction in thing[:_COMPARED]:
            if _share_expansion(use, introduction):
                return thing
            if _is_of_kind(use, thing) and authors & facts.get(introduction.paper, NO_FACTS).authors:
                return thing
    return None


def _is_of_kind(use: NameUse, thing: Thing) -> bool:
    """Return whether a use may be of a thing by their types: a model is called a method, a dataset neither."""
    return any((use.type == "Dataset") == (each.type == "Dataset") for each in thing)


def _main(told: Collection[Thing]) -> Thing | None:
    """Return the thing that most papers mean of which one can tell what they mean; None if these are few."""
    counts = Counter(thing[0] for thing in told)
    for thing in told:
        if counts[thing[0]] >= max(_FEWEST_USERS, _MOST_USERS * counts.total()):
            return thing
    return None


def _only_earlier(use: NameUse, things: Sequence[Thing], facts: Mapping[str, PaperFacts]) -> Thing | None:
    """Return the only thing that was introduced before a paper; None if there are several, or a date is unknown."""
    date = facts.get(use.paper, NO_FACTS).date
    if len(things) > _COMPARED:
        return None
    first = {thing[0].paper: min(facts.get(each.paper, NO_FACTS).date for each in thing) for thing in things}
    if not date or not all(first.values()):
        return None
    earlier = [thing for thing in things if first[thing[0].paper] < date and _is_of_kind(use, thing)]
    return earlier[0] if len(earlier) == 1 else None
