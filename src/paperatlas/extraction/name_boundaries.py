"""Where a name ends: words for variants in small letters, numbers that count something, and lists of sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.text.variant_words import VARIANT_ADJECTIVES, VARIANT_MARKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["VERSION", "is_count", "is_no_name", "is_strong", "size_list_ends", "size_list_family", "variant_words"]

VERSION: Final = re.compile(r"v?\d+(?:\.\d+)*[A-Za-z]?|\d+(?:\.\d+)?[BMTbm](?:-[\w.-]+)?")
"""A word that is a version or a size, and goes on a name."""

_STRONG = re.compile(r".*?(?:[^\W\d_]\d|\d[^\W\d_]|[^\W_][A-Z]|-\d).*|[α-ωΑ-Ω∞∇](?:[²³-]+|_(?=[A-Z]))?[A-Za-z]{2,}.*")
_COUNT = re.compile(r"v?\d[\d.,]*(?:[A-Za-z]{0,2}|st|nd|rd|th|bit|shot)(?:-(?:bit|shot|hop|step|turn|token))?\+?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZE = re.compile(r"\d+(?:\.\d+)?[BM]?(?:-[\w.-]+)?")
_ENDS_WITH_SIZE = re.compile(r"(?:.*[-A-Za-z])?\d+(?:\.\d+)?[BM]?")
_UNIT = re.compile(r"\d[BM](?![A-Za-z])")
_SIZE_LIST = re.compile(r"[- ]?\d+(?:\.\d+)?[BM]?(?: ?/ ?\d+(?:\.\d+)?[BM]?)+(?:-[\w.-]+)?$")
_MAX_FORM: Final = 200
_NO_NAME = re.compile(
    r"\w|[RH]?Q\d{1,2}|(?:(?:NV|MX)?FP|U?INT|[Uu]?[Ii]nt|BF|TF)\d{1,2}|W\d{1,2}A\d{1,2}(?:KV\d{1,2})?"
    r"|(?:Sec(?:tion)?|Fig(?:ure)?s?|Tab(?:le)?s?|Eqn?s?|Equation|Appendix|App|Theorem|Lemma|Chapter|Alg)"
    r"\.?[ -]?\d+(?:\.\d+)*[a-z]?"
    r"|[Tt]op-(?:\d+|[kKpP])|[Pp]ass-?\d+"
    r"|(?:ICLR|NeurIPS|NIPS|ICML|CVPR|ECCV|ICCV|WACV|ACL|EMNLP|NAACL|EACL|COLING|AAAI|IJCAI|KDD|COLM|SIGIR|ICASSP|ICRA"
    r"|INTERSPEECH|Interspeech|MICCAI|ISBI|BIBM|CoRL|SIGGRAPH|WWW|CIKM)(?:[ -]?'?\d{2,4})?"
)
_MAX_LABEL: Final = 30


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS: Final = _set("""% points point percent percentage pp times x × billion million thousand trillion""")
_COUNTED: Final = _set(
    """tokens samples images examples tasks questions problems hours papers languages gpus steps epochs benchmarks
    datasets domains categories runs seeds seconds minutes days participants videos instances"""
)
_FEW: Final = 10

_FOLLOWERS: Final = _set(
    """and or but nor as at by for from in into of on onto over than to under upon via with within without while when
    which that who whose if because since is are was were be been has have had does do did can could may might
    will would should must also not only both then thus hence respectively alone itself against across after
    before between during through achieves achieved attains beats delivers drops exceeds fails falls gains
    generates gets gives improves lags leads matches obtains outperforms performs produces ranks reaches rivals
    runs scores shows struggles surpasses trails uses using wins yields"""
)
"""Small words and verbs that may stand behind the subject or object of a sentence, but no nouns."""


def is_strong(text: str) -> bool:
    """Return whether a word looks like a name anywhere: capitals inside it, letters and digits, or a Greek letter.

    >>> [is_strong(word) for word in ("FlashAttention", "GPT-4", "vLLM", "Long-Context", "River", "7B", "2,000")]
    [True, True, True, False, False, False, False]
    >>> is_strong("τ-bench"), is_strong("∞Bench"), is_strong("α")
    (True, True, False)
    """
    return bool(_STRONG.fullmatch(text)) and not _COUNT.fullmatch(text)


def is_no_name(form: str) -> bool:
    """Return whether a form is of a kind that names nothing: a question or section number, a number format, a venue.

    >>> [is_no_name(form) for form in ("RQ2", "FP4", "Fig. 3", "ICLR 2024", "O", "GPT-4", "MRQ2")]
    [True, True, True, True, True, False, False]
    """
    return len(form) < _MAX_LABEL and bool(_NO_NAME.fullmatch(form))


def _ends_name(texts: Sequence[str], index: int) -> bool:
    """Return whether a word is strong, or the version or size behind a capitalised one."""
    while index > 0 and VERSION.fullmatch(texts[index]):
        index -= 1
        if texts[index][0].isupper() and not VERSION.fullmatch(texts[index]):
            return True
    return is_strong(texts[index])


def variant_words(texts: Sequence[str], named: Collection[int]) -> set[int]:
    """Return the tokens in small letters that name a variant and belong to the name before them.

    Args:
        texts: The tokens.
        named: The tokens with which known names end.

    >>> variant_words(["GPT-4o", "mini", "beats", "GPT-2", "large", "."], ())
    {1, 4}
    >>> variant_words(["Llama", "large", "language", "models"], {0})
    set()
    """
    found: set[int] = set()
    for index in range(1, len(texts)):
        text, before = texts[index], index - 1
        goes_on = text in VARIANT_MARKS or (text in VARIANT_ADJECTIVES and _closes_name(texts, index + 1))
        if goes_on and (before in found or before in named or _ends_name(texts, before)):
            found.add(index)
    return found


def _closes_name(texts: Sequence[str], index: int) -> bool:
    """Return whether no noun in small letters stands at a token, so that a word before it describes nothing."""
    return index >= len(texts) or not texts[index][0].islower() or texts[index] in _FOLLOWERS or is_strong(texts[index])


def is_count(texts: Sequence[str], index: int) -> bool:
    """Return whether a token is a bare number that counts something or is a score, and so no version of a name.

    >>> is_count(["claude-opus-4-6", "30", "points"], 1), is_count(["Claude", "3", "models"], 1)
    (True, False)
    >>> is_count(["obtains", "GPT-4o", "37.0", "."], 2), is_count(["Llama", "3.1", "."], 1)
    (True, False)
    """
    number = texts[index]
    if not index or not _NUMBER.fullmatch(number) or _YEAR.fullmatch(number):
        return False
    follower = texts[index + 1].lower() if index + 1 < len(texts) else ""
    many = len(number) > 1 and float(number.replace(",", "").partition(".")[0]) >= _FEW
    if many and "." in number:
        return True
    return follower in _UNITS or (many and follower in _COUNTED) or bool(re.search(r"-\d+$", texts[index - 1]))


def size_list_ends(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return for each list of sizes behind slashes its first token and the token after its last.

    >>> list(size_list_ends(["Llama-3.1-8B", "/", "70B", "/", "405B", "and", "TCP", "/", "IP"]))
    [(0, 5)]
    """
    index = 1
    while index < len(texts) - 1:
        end = index
        while end < len(texts) - 1 and texts[end] == "/" and _SIZE.fullmatch(texts[end + 1]):
            end += 2
        if (
            end > index
            and _ENDS_WITH_SIZE.fullmatch(texts[index - 1])
            and any(map(_UNIT.search, texts[index - 1 : end]))
        ):
            yield index - 1, end
        index = max(end, index + 1)


def size_list_family(form: str) -> str:
    """Return the family in a form that lists sizes behind slashes; nothing if it lists none.

    >>> size_list_family("Llama-3.1-8B/70B/405B"), size_list_family("Falcon-7/40/180B"), size_list_family("Falcon-7B")
    ('Llama-3.1', 'Falcon', '')
    """
    found = _SIZE_LIST.search(form) if "/" in form and len(form) < _MAX_FORM else None
    return form[: found.start()] if found and _UNIT.search(form) else ""
