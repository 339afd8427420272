"""The definitions of abbreviations in a text: which short form stands for which long form.

The letters of a short form are matched to those of the long form after Schwartz and Hearst (2003), "A simple algorithm
for identifying abbreviation definitions in biomedical text". Beyond it, a digit may count the letter before it
(``H2O`` for Heavy Hitter Oracle), and a definition may come the other way round: ``R2M (Real-Time Aligned Reward
Model)``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["abbreviates", "abbreviation_definitions"]

_SHORT = re.compile(r"(?=.*[A-Z])[A-Za-z0-9][\w.+\-²³]{1,14}")
_COINED = re.compile(r"(?=(?:.*[A-Z]){2}|.*[A-Z].*\d|.*\d.*[A-Z])[A-Za-z0-9][\w.+\-²³]{1,14}")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_WORDS = re.compile(r"[^\W_]+")
_COUNTED = re.compile(r"([A-Za-z])([2-4])")
_QUOTES: Final = frozenset("\"'“”‘’`*")
_CLOSING: Final = frozenset((")", ",", ";", ".", ":", "(", "]", "[", "?", "!", "/", "=", "<", ">", "\n"))
_CONNECTIVES: Final = frozenset(
    ("of", "for", "and", "the", "in", "with", "to", "from", "by", "on", "via", "a", "an", "at")
)
_DEFINING_WORDS: Final = frozenset(
    (
        "referred",
        "to",
        "as",
        "called",
        "dubbed",
        "named",
        "denoted",
        "termed",
        "abbreviated",
        "or",
        "i.e",
        "i.e.",
        "hence",
    )
)
_LONG_FOLLOWS: Final = (
    ("short", "for"),
    ("stands", "for"),
    ("standing", "for"),
    ("which", "stands", "for"),
    ("that", "stands", "for"),
    ("acronym", "for"),
    ("acronym", "of"),
    ("abbreviation", "for"),
    ("abbreviation", "of"),
)
_ANNOUNCING: Final = frozenset(words[0] for words in _LONG_FOLLOWS)
_FILLERS: Final = frozenset((",", "is", "an", "the", "a"))
_DASHES: Final = frozenset((":", "—", "–", "--", "---", "-"))
_SHORT_FOLLOWS: Final = frozenset(("or", "dubbed", "called", "termed", "named"))
_AFTERWORDS: Final = frozenset(("for", "in", "hereafter", "henceforth", "and", "or", "a.k.a"))
_PARTING: Final = frozenset((":", ";", "(", ")", "[", "]"))
_MAX_WORDS: Final = 10
_MAX_SHORT_WORDS: Final = 3
_MIN_SPELLED: Final = 3
_MAX_SHORT: Final = 30


class _Match(NamedTuple):
    """How the letters of a short form lie in a long form: how many start a word, and which words they touch."""

    heads: int
    words: frozenset[int]


def _readings(short: str) -> Iterator[str]:
    """Return the letters that a short form may stand for: as written, with counted letters, and without a prefix."""
    yield short
    counted = _COUNTED.sub(lambda pair: pair[1] * int(pair[2]), short)
    if counted != short:
        yield counted
        yield _COUNTED.sub(r"\1", short)
    prefix, hyphen, rest = short.partition("-")
    if hyphen and len(prefix) > 1 and len(re.findall("[A-Z]", rest)) > 1:
        yield rest


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _heads(long: str) -> list[bool]:
    """Return for each character whether it starts a word, or a part of one that a capital marks."""
    return [
        char.isalnum()
        and (index == 0 or not long[index - 1].isalnum() or (char.isupper() and not long[index - 1].isupper()))
        for index, char in enumerate(long)
    ]


def _match(letters: str, long: str) -> _Match | None:
    """Return the match of most word starts, which begins with the long form; None if there is none."""
    lower = long.lower()
    if len(lower) != len(long) or not letters or not lower.startswith(letters[0]):
        return None
    heads = _heads(long)
    words = [index for index, word in enumerate(_WORDS.finditer(long)) for _ in range(len(word[0]))]
    numbers = iter(words)
    word_of = [next(numbers) if char.isalnum() else -1 for char in long] if len(words) == _count(long) else []
    if not word_of:
        return None
    # best[i] is the best match of the letters so far whose last letter lies at i.
    best: dict[int, _Match] = {0: _Match(1, frozenset((0,)))}
    for letter in letters[1:]:
        longer: dict[int, _Match] = {}
        before: _Match | None = None
        for index, char in enumerate(lower):
            if before and char == letter:
                longer[index] = _Match(before.heads + heads[index], before.words | {word_of[index]})
            if index in best and (before is None or _rank(best[index]) > _rank(before)):
                before = best[index]
        best = longer
    return max(best.values(), key=_rank, default=None)


def _count(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _rank(match: _Match) -> tuple[int, int]:
    return match.heads, len(match.words)


def abbreviates(short: str, long: str) -> bool:
    """Return whether a short form stands for a whole long form, as far as their letters tell.

    All its letters are in the long form, in order, the first at its start; at least half of them start words, and at
    least half of the long form's words have one. Or the long form's capitals, and few others, spell it.

    >>> abbreviates("NILE", "iNternal consIstency aLignmEnt"), abbreviates("H2O", "Heavy Hitter Oracle")
    (True, True)
    >>> abbreviates("NILE", "a river in Africa")
    False
    """
    return _agreement(short, long) > 0


def _agreement(short: str, long: str) -> int:
    """Return how many letters of a short form start words of its long form; 0 if it does not abbreviate it."""
    words = _WORDS.findall(long)
    content = {index for index, word in enumerate(words) if word.lower() not in _CONNECTIVES}
    if len(content) < 2 or len(words) > _MAX_WORDS + len(short):
        return 0
    if _by_capitals(short, long):
        return len(_letters(short))
    agreements = [0]
    for letters in map(_letters, _readings(short)):
        match = _match(letters, long)
        if match and 2 * match.heads >= len(letters) and 2 * len(match.words & content) >= len(content):
            agreements.append(match.heads)
    return max(agreements)


def _by_capitals(short: str, long: str) -> bool:
    """Return whether the capitals of a long form, and little else, spell the short form."""
    letters = _letters(short)
    capitals = [char.lower() for char in long if char.isupper()]
    remaining = iter(capitals)
    return (
        len(letters) > 2
        and len(capitals) <= len(letters) + 2
        and capitals[:1] == [letters[0]]
        and all(letter in remaining for letter in letters)
    )


def _long_start(short: str, text: str) -> int | None:
    """Return the start of the long form in the text before a short form; None if a letter is missing."""
    position = len(text)
    for index in range(len(short) - 1, -1, -1):
        char = short[index].lower()
        if not char.isalnum():
            continue
        position -= 1
        while position >= 0 and (
            text[position].lower() != char or (index == 0 and position > 0 and text[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return position


def _before_bracket(doc: Doc, texts: Sequence[str], bracket: int) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition "Long Form (SHORT)" around a bracket, if there is one."""
    end = bracket
    while end > 0 and texts[end - 1] in _QUOTES:
        end -= 1
    if end == 0 or not texts[end - 1][-1].isalnum():
        return None
    index = bracket + 1
    while index < min(bracket + 5, len(texts) - 1) and (
        texts[index].lower() in _DEFINING_WORDS or texts[index] in _QUOTES or texts[index] == ","
    ):
        index += 1
    stop = _short_end(texts, index)
    if stop is None or not _SHORT.fullmatch(texts[index]):
        return None
    tail = 0  # words at the end of both forms, as in "Rotated River Net (RR Net)"
    while stop - tail > index + 1 and end - tail > 1 and texts[stop - 1 - tail] == texts[end - 1 - tail]:
        tail += 1
    short = _PLURAL.sub("", " ".join(texts[index : stop - tail]))
    if len(short) > _MAX_SHORT:
        return None
    earliest = max(doc[end - 1].sent.start, end - min(len(short) + 5, 2 * len(short), _MAX_WORDS + stop - index))
    first = next((i + 1 for i in range(end - 1, earliest - 1, -1) if texts[i] in _PARTING), earliest)
    starts = (_start_token(doc, first, end - tail, reading) for reading in _readings(short) if first < end - tail)
    start = next((start for start in starts if start is not None and _is_longer(texts[start:end], short)), None)
    return None if start is None else ((start, end), (index, stop))


def _is_longer(long: Sequence[str], short: str) -> bool:
    """Return whether a long form is more than the short form, or a version of it: ``Otter2 (Otter)``."""
    letters = _letters("".join(long))
    return letters != _letters(short) and not (len(long) == 1 and letters.startswith(_letters(short)))


def _short_end(texts: Sequence[str], index: int) -> int | None:
    """Return the token after a short form in a bracket; None if more words than a short form has follow."""
    stop = index + 1
    while stop < len(texts) and texts[stop][0].isalnum() and texts[stop] not in _AFTERWORDS:
        stop += 1
        if stop - index > _MAX_SHORT_WORDS:
            return None
    return stop


def _start_token(doc: Doc, first: int, end: int, short: str) -> int | None:
    """Return the token where the long form of a short form starts, of those from ``first`` to ``end``."""
    before = doc[first:end]
    position = _long_start(short, before.text)
    if position is None:
        return None
    offset = before.start_char + position
    token = next(token for token in before if token.idx <= offset < token.idx + max(1, len(token)))
    starts = [i for i in range(token.i, first - 1, -1) if doc[i].text[0].lower() == short[0].lower()]
    return max(
        starts, key=lambda i: _agreement(short, doc[i:end].text), default=token.i if token.text[0].isalnum() else None
    )


def _bracketed(texts: Sequence[str], bracket: int) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition "SHORT (Long Form)" around a bracket, if there is one."""
    short = bracket - 1
    while short > 0 and texts[short] in _QUOTES:
        short -= 1
    if short < 0 or not _COINED.fullmatch(texts[short]):
        return None
    return _long_after(texts, short, _skip_introduction(texts, bracket + 1), whole=True)


def _skip_introduction(texts: Sequence[str], index: int) -> int:
    """Return the first token behind the words that announce a long form."""
    if index >= len(texts) or texts[index].lower() not in _ANNOUNCING:
        return index  # the usual case, asked of each token
    for words in _LONG_FOLLOWS:
        if tuple(text.lower() for text in texts[index : index + len(words)]) == words:
            return index + len(words)
    return index


def _long_after(texts: Sequence[str], short: int, start: int, *, whole: bool) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition of a short form by the words from a token on, up to a punctuation mark.

    Args:
        texts: The tokens.
        short: The token of the short form.
        start: The first token of the long form.
        whole: Whether all words up to the mark are the long form, and not just the first.
    """
    name = _PLURAL.sub("", texts[short])
    while start < len(texts) and texts[start] in _QUOTES:
        start += 1
    limit = min(start + min(len(name) + 5, 2 * len(name)), len(texts))
    stop = next((i for i in range(start, limit) if texts[i] in _CLOSING or texts[i] in _QUOTES), limit)
    if start >= stop or (whole and stop == limit):
        return None
    ends = [end for end in ((stop,) if whole else range(start + 1, stop + 1)) if _may_end(texts, end)]
    agreements = {end: _agreement(name, " ".join(texts[start:end])) for end in ends}
    end = max(ends, key=agreements.__getitem__, default=start)
    return ((start, end), (short, short + 1)) if agreements.get(end) else None


def _may_end(texts: Sequence[str], end: int) -> bool:
    """Return whether a long form may end before a token: not behind "for", nor in the middle of capitalised words."""
    return texts[end - 1] not in _CONNECTIVES and (end >= len(texts) or not texts[end][0].isupper())


def _announced(texts: Sequence[str], index: int) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition "SHORT, short for Long Form" whose first word of announcement is at a token."""
    start = _skip_introduction(texts, index)
    if start == index:
        return None
    short = index - 1
    while short > max(0, index - 4) and (texts[short].lower() in _FILLERS or texts[short] in _QUOTES):
        short -= 1
    if short < 0 or not _COINED.fullmatch(texts[short]):
        return None
    return _long_after(texts, short, start, whole=False)


def _spelled_out(texts: Sequence[str], mark: int) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition "SHORT: Long Form" or "SHORT -- Long Form" around a mark.

    Many words stand behind a colon, so that each letter of the short form must start a capitalised word of the long
    form, and each such word must have one, but for those that end the phrase.
    """
    short = _PLURAL.sub("", texts[mark - 1])
    readings = {_letters(reading) for reading in _readings(short)}
    longest = max(map(len, readings))
    if longest < _MIN_SPELLED or not _COINED.fullmatch(short):
        return None
    found = ""
    first = next((i for i in range(mark + 1, len(texts)) if texts[i] != "-"), len(texts))
    for index in range(first, min(first + 2 * longest, len(texts))):
        text = texts[index]
        if text in _CLOSING or not (text[0].isupper() or text.lower() in _CONNECTIVES):
            return None
        found += "".join(char.lower() for char, head in zip(text, _heads(text), strict=True) if head and char.isupper())
        if len(found) >= _MIN_SPELLED and found in readings:
            stop = next((i for i in range(index + 1, len(texts)) if _may_end(texts, i)), len(texts))
            return (first, stop), (mark - 1, mark)
        if not any(reading.startswith(found) for reading in readings):
            return None
    return None


def _or_short(texts: Sequence[str], index: int) -> tuple[TokenSpan, TokenSpan] | None:
    """Return the definition "Long Form, or SHORT" whose "or" is at a token; each letter must start a word."""
    short = index + 1
    while short < len(texts) and texts[short] in _QUOTES:
        short += 1
    end = index - 1 if texts[index - 1] == "," else index
    if short >= len(texts) or not _COINED.fullmatch(texts[short]):
        return None
    letters = _letters(_PLURAL.sub("", texts[short]))
    for start in range(end - 1, max(-1, end - 1 - 2 * len(letters)), -1):
        if texts[start] in _CLOSING:
            return None
        long = " ".join(texts[start:end])
        found = "".join(char.lower() for char, head in zip(long, _heads(long), strict=True) if head)
        if len(letters) >= _MIN_SPELLED and found == letters:
            return (start, end), (short, short + 1)
    return None


def abbreviation_definitions(doc: Doc) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Return each long form with the short form that the text defines for it, in the order of the text.

    It knows "Long Form (SHORT)", "Long Form (referred to as SHORT)", "SHORT (Long Form)", "SHORT, short for Long
    Form", "SHORT stands for Long Form", "SHORT: Long Form" and "Long Form, or SHORT".

    >>> from paperatlas.extraction.tokenizer import blank
    >>> nlp = blank()
    >>> _ = nlp.add_pipe("paperatlas_sentences")
    >>> doc = nlp("We use Direct Preference Optimization (DPO) and NILE (iNternal consIstency aLignmEnt).")
    >>> [(doc[a:b].text, doc[c:d].text) for (a, b), (c, d) in abbreviation_definitions(doc)]
    [('Direct Preference Optimization', 'DPO'), ('iNternal consIstency aLignmEnt', 'NILE')]
    """
    texts = [token.text for token in doc]
    for index in range(1, len(texts) - 1):
        text = texts[index]
        found = None
        if text == "(":
            found = _bracketed(texts, index) or _before_bracket(doc, texts, index)
        elif text in _DASHES:
            found = _spelled_out(texts, index)
        elif text in _SHORT_FOLLOWS:
            found = _or_short(texts, index)
        found = found or _announced(texts, index)
        if found:
            yield found
