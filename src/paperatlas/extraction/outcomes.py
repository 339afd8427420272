"""The outcome of a comparison by the words right before its object, where they leave no doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.coordination import words_around

if TYPE_CHECKING:
    from paperatlas.extraction.relation_features import Pair

__all__ = ["outcome_by_words", "outcome_of_words"]

_LINK: Final = (
    r"(?: (?!(?:in|on|across|for|with|using|when|and|while|but|by|to|than|over|as)\b)[^\W\d][\w.'’-]*,?){0,5}"
    r"(?:,? (?:such as|like|including|e\.g\.,|i\.e\.,|namely)| ?\()? ?$"
)
"""The words that may stand between a cue and the object: few, and none that starts another phrase."""

_BETTER = re.compile(
    r"(?:\b(?:outperform|surpass|exceed)(?:e?s|ed|ing)?(?! by\b)|\bbeat(?:s|ing)?"
    r"|\b(?:superior|better|higher|faster|stronger)(?: [\w%.-]+){0,4},? (?:to|than|over|compared (?:to|with))"
    r"|\b(?:improve(?:s|d|ments?)?|improving|gains?|speed-?ups?)(?: [\w%.\\+-]+){0,6},? "
    r"(?:over|upon|compared (?:to|with)))" + _LINK,
    re.IGNORECASE,
)

_COMPARABLE = re.compile(
    r"(?:\bon (?:a )?par with|\b(?:comparable|competitive|equivalent|similar)(?: [\w-]+){0,4} (?:to|with)"
    r"|\bmatch(?:es|ing)?|\brival(?:s|ed|ing)\b|\bparity with|\bsame level as)" + _LINK,
    re.IGNORECASE,
)

_EITHER = re.compile(
    r"\bor (?:even )?(?:exceed|surpass|outperform|beat|better|superior|higher|comparable|on par|match|competitive)"
    r"|\b(?:while|yet) (?:being|remaining|maintaining|achieving|matching)",
    re.IGNORECASE,
)

_WIN_RATE = re.compile(
    r"\bwin[ -]rates? of (?P<percent>\d{1,3}(?:\.\d+)?) ?\\?% (?:against|over)(?: the)? ?$", re.IGNORECASE
)

_SETTLED: Final = frozenset(("better", "comparable", "unspecified"))
"""The outcomes that such words may correct; a worse one depends on who is the subject of the phrase."""


def outcome_of_words(before: str) -> str | None:
    """Return the outcome that the words before the object of a comparison tell; None if they leave it open.

    Args:
        before: The words of the sentence before the object, or before the list that it stands in.

    >>> outcome_of_words("it has superior accuracy compared to"), outcome_of_words("it is on par with models like")
    ('better', 'comparable')
    >>> outcome_of_words("it matches or exceeds") is None
    True
    """
    rate = _WIN_RATE.search(before)
    if rate:
        return "better" if float(rate["percent"]) > 50 else "worse"
    if _EITHER.search(before):
        return None
    cues = [
        (match.start(), outcome)
        for outcome, cue in (("better", _BETTER), ("comparable", _COMPARABLE))
        for match in cue.finditer(before)
    ]
    return max(cues)[1] if cues else None


def outcome_by_words(pair: Pair, outcome: str) -> str:
    """Return the outcome of a comparison: by the words before its object, else the one that is given.

    Args:
        pair: The pair that is compared.
        outcome: The outcome that the model finds the likeliest.
    """
    if pair.end is None or outcome not in _SETTLED:
        return outcome
    before, _ = words_around(pair.sentence, pair.end)
    return outcome_of_words(before) or outcome
