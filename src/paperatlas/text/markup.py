r"""Names and sentences out of TeX and HTML: ``$\tau$-bench`` reads *τ-bench*, ``R&amp;D-Bench`` reads *R&D-Bench*.

Only what belongs to words is rewritten. A formula such as ``$O(n^2)$`` stays as it is, for no part of it is a name.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperatlas.text.alignment import AlignedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperatlas.text.alignment import Piece

__all__ = [
    "GREEK",
    "UNREADABLE",
    "decode_references",
    "plain_letters",
    "plain_name",
    "without_invisible",
    "without_markup",
]

UNREADABLE: Final = "\ufffd"
"""The character for what has no reading; no name contains it."""

GREEK: Final = {
    unicodedata.name(letter).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda"): letter
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
"""The small Greek letters by their names, which are also TeX's."""

_SYMBOLS: Final = (
    GREEK
    | {name.capitalize(): letter.upper() for name, letter in GREEK.items()}
    | {f"var{name}": GREEK[name] for name in ("epsilon", "phi", "theta", "rho", "sigma", "pi")}
    | {"infty": "∞", "nabla": "∇", "circ": "°", "degree": "°", "times": "×", "star": "*", "ast": "*", "ell": "l"}
)
_ACCENTS: Final = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304"} | {
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"
}  # fmt: skip
_LETTERS: Final = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "aa": "å"} | {
    "AA": "Å", "i": "i", "j": "j"
}  # fmt: skip
_RAISED: Final = dict(zip("023456789in", "⁰²³⁴⁵⁶⁷⁸⁹ⁱⁿ", strict=True))
_DEGREES: Final = ("°", "circ")

# Anything below can only match in a text with one of these.
_HINT = re.compile(r"[\\$^&<]|\w~\w|_\{|\b(?:pi|tau|mu)_|[πτμ]_|(?:text|math)[a-z]{0,4}\{|\bcal[A-Z]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_REFERENCE = re.compile(r"&(?:amp;)*((?:[a-zA-Z][a-zA-Z\d]{1,7}|#\d{1,7}|#[xX][\da-fA-F]{1,6});)")
_ACCENTED = re.compile(
    r"\{?\\(?:(['`^\"~=.])\s?|([cvuHkr])(?=\{|\s)\s?)(?:\{(?:\\([ij])|([a-zA-Z]))\}|\\([ij])(?![a-zA-Z])|([a-zA-Z]))\}?"
)
_LETTER = re.compile(r"\{\\(ss|o|O|l|L|ae|AE|oe|aa|AA)\s?\}|\\(ss|o|O|l|L|ae|AE|oe|aa|AA)(?:\{\}|\s(?=[a-z]))")
_TAG = re.compile(r"<(i|b|em|strong|tt|u|sub|small)>([^<>\n]{1,200})</\1>")
_RAISED_TAG = re.compile(r"(?<=\w)<sup>([^<>\s]{1,3})</sup>")
_MATH = re.compile(r"(?<!\\)\$((?:[^$\s]|\s(?=[_^{])){1,80})\$|\\\(((?:[^$\s\\]|\\(?![()])|\s(?=[_^{])){1,80})\\\)")
_STYLE = r"(?:text(?:bf|it|sc|tt|rm|sf|sl|md|up|normal)?|emph|underline|mbox|math(?:bf|it|rm|sf|tt)|boldsymbol|bm)"
_STYLED = re.compile(
    rf"(?:\\{_STYLE}\s?|(?<![A-Za-z\\]){_STYLE})\{{([^{{}}]{{0,300}})\}}"
    r"|\{\\(?:bf|it|sc|em|tt|sf|rm|sl)(?:series|shape|family)?(?![a-z])\s?([^{}]{0,300})\}"
)
_STYLED_GREEK = re.compile(rf"\\?(?:boldsymbol|bm|mathbf)\s?(?=\\?(?:{'|'.join(GREEK)}|[α-ωΑ-Ω])(?![A-Za-z]))")
_CALLIGRAPHIC = re.compile(
    r"\\math(?:cal|bb|scr|frak)\s?(?:\{[A-Za-z]\}|[A-Z](?![A-Za-z]))"
    r"|(?<![A-Za-z\\])(?:mathcal|mathbb|cal)\{?[A-Z](?![A-Za-z])\}?"
)
_RAISED_TEXT = re.compile(r"(?<=\w)\\text(superscript|subscript)\{([^{}\s]{1,12})\}")
_OWN_NAME = re.compile(
    r"\\(?:this|our|the|my)?(?:ours?|method|model|name|approach|framework|bench|benchmark|dataset|data|sys|system|algo"
    r"|algorithm|tool|project|paper|acronym|implname|shortname)"
    r"(?:name|short|full|long|bench|model|method|data|dataset|system|abbr|s)?(?![A-Za-z])(?:\{\})?(?:\\xspace(?![a-z]))?",
    re.IGNORECASE,
)
_SYMBOL = re.compile(rf"\\({'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])(?: (?=[_^]))?(?:\{{\}})?")
_NO_WIDTH = re.compile(r"\\(?:[-!/]|nobreakdash(?![a-z])|allowbreak(?![a-z])|xspace(?![a-z]))")
_SPACE = re.compile(r"\\(?:[,;: ]|\\(?![A-Za-z])|quad(?![a-z]))|(?<=[\w.,)])~(?=[A-Za-z])|(?<=[A-Za-z])~(?=\d)")
_ESCAPED = re.compile(r"\\([&#_])")
_GREEK_WORD = re.compile(rf"(?<![\w\\])({'|'.join(GREEK)}|nabla)(?=\^\{{?\d|_\{{?\d|_\{{?[A-Z]{{2}})")
_RAISED_SIGN = re.compile(r"(?<=\w)\^(?:\{([^{}\s]{1,8})\}|(\d(?!\d)|circ(?![a-z])|[*+]))")
_LOWERED_SIGN = re.compile(r"(?<=\w)_(?:\{(\d(?:\.\d+)?|[A-Za-z]{2,})\}|(?<=[α-ωΑ-Ω]_)(\d(?:\.\d+)?(?!\w)))")
_MATH_SPACE = re.compile(r"\\[,;:! ]|\s+")
_MATH_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MATH_RAISED = re.compile(r"\^(?:\{([^{}]*)\}|(\S))")
_MATH_LOWERED = re.compile(r"_(?:\{([^{}]*)\}|(\S))")
_WORD = re.compile(r"[\w.+*°×∞∇-]+")
_NAME = re.compile(
    r"[α-ωΑ-Ω]\d(?:\.\d+)?|[A-Z]\*|[α-ωΑ-Ω∞∇](?:[²³-]+|_(?=[A-Z]))?[A-Za-z]{2,}\S*|[^_]*[A-Z][^_]*[A-Z][^_]*|[A-Z][a-z]{2,}"
)
_NAME_SIGN = re.compile(r"[A-Z\d\\{α-ωΑ-Ω]|-\w|}-")
_ORDINAL = re.compile("st|nd|rd|th")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MANY: Final = 4
"""How deep markup may be nested."""


def _new(text: str | None) -> tuple[Piece, ...] | None:
    return None if text is None else (text,)


def _kept(match: re.Match[str]) -> tuple[Piece, ...]:
    """Keep the last group of a match."""
    return (match.span(match.lastindex or 0),)


def _styled(match: re.Match[str]) -> tuple[Piece, ...] | None:
    """Keep the words of a command for a style; None if no name is among them, as the model learned to read those."""
    start, end = match.span(match.lastindex or 0)
    after = match.string[match.end() : match.end() + 2]
    is_inside_word = after.lstrip("-")[:1].isalnum() or _before(match)[-1:].isalnum()
    return ((start, end),) if is_inside_word or _NAME_SIGN.search(match.string, start, end) else None


def _decoded_reference(match: re.Match[str]) -> str | None:
    """Return the character that an HTML reference stands for, however often its ampersand was escaped."""
    text = html.unescape(f"&{match[1]}")
    if text == f"&{match[1]}":
        return None
    return " " if text.isspace() else text if text.isprintable() or _INVISIBLE.fullmatch(text) else UNREADABLE


def decode_references(text: str) -> str:
    """Return a text with the characters that HTML's references stand for, escaped once or more often.

    >>> decode_references("Q&amp;A with M&uuml;ller &amp;lt;3, &unknown; and R&D")
    'Q&A with Müller <3, &unknown; and R&D'
    """
    return _REFERENCE.sub(lambda match: _decoded_reference(match) or match[0], text) if "&" in text else text


def plain_letters(text: str) -> str:
    r"""Return a text with letters for TeX's accents and HTML's references, without characters that show nothing.

    >>> plain_letters('G\\"odel M&uuml;ller')
    'Gödel Müller'
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    text = decode_references(text)
    if "\\" not in text:
        return text
    text = _ACCENTED.sub(lambda match: _accented(match) or match[0], text)
    return _LETTER.sub(lambda match: _LETTERS[match[1] or match[2]], text)


def without_invisible(text: AlignedText) -> AlignedText:
    """Return a text without the characters that show nothing, such as soft hyphens and joiners."""
    return text if text.text.isascii() else text.rewrite(_INVISIBLE, lambda _: ())


def without_markup(text: AlignedText) -> AlignedText:
    r"""Return a text without the TeX and HTML in its words.

    >>> text = r"\textsc{Stoat}-13B, $\tau^2$-bench, BERT$_\text{BASE}$ &amp; GUI-360^circ"
    >>> without_markup(AlignedText.of(text)).text
    'Stoat-13B, τ²-bench, BERT-BASE & GUI-360°'
    >>> without_markup(AlignedText.of(r"\ours needs $O(n^2)$ steps")).text
    'Our method needs $O(n^2)$ steps'
    """
    if not _HINT.search(text.text):
        return text
    if "&" in text.text:
        text = without_invisible(text.rewrite(_REFERENCE, lambda match: _new(_decoded_reference(match))))
    if "<" in text.text:
        text = text.rewrite(_TAG, _kept).rewrite(_RAISED_TAG, lambda match: _new(_raised(match[1], _before(match))))
    if "$" in text.text or "\\(" in text.text:
        text = text.rewrite(_MATH, lambda match: _new(_math_word(match)))
    if any(sign in text.text for sign in "\\{~"):
        text = _without_commands(text)
    return _without_signs(text)


def _without_commands(text: AlignedText) -> AlignedText:
    """Return a text without TeX's commands for accents, styles, symbols, spaces and the authors' own names."""
    text = text.rewrite(_ACCENTED, lambda match: _new(_accented(match)))
    text = text.rewrite(_LETTER, lambda match: _new(_LETTERS[match[1] or match[2]]))
    text = text.rewrite(_RAISED_TEXT, lambda match: _new(_raised_text(match)))
    text = text.rewrite(_STYLED_GREEK, lambda _: ())
    for _ in range(_MANY):
        unwrapped = text.rewrite(_STYLED, _styled)
        if unwrapped is text:
            break
        text = unwrapped
    text = text.rewrite(_OWN_NAME, _own_name)
    text = text.rewrite(_SYMBOL, lambda match: _new(_SYMBOLS[match[1]]) if _is_in_word(match) else None)
    text = text.rewrite(_NO_WIDTH, lambda _: ()).rewrite(_SPACE, lambda _: (" ",))
    return text.rewrite(_ESCAPED, _kept)


def _without_signs(text: AlignedText) -> AlignedText:
    """Return a text without carets and braces in its words, which also stay where others took TeX's dollars away."""
    text = text.rewrite(_CALLIGRAPHIC, lambda _: (UNREADABLE,))
    if "^" not in text.text and "_" not in text.text:
        return text
    text = text.rewrite(_GREEK_WORD, lambda match: _new("∇" if match[1] == "nabla" else GREEK[match[1]]))
    text = text.rewrite(_RAISED_SIGN, lambda match: _new(_raised_sign(match)))
    return text.rewrite(_LOWERED_SIGN, lambda match: _new(_lowered(match[1] or match[2], _before(match))))


def _before(match: re.Match[str]) -> str:
    """Return the few characters before a match."""
    return match.string[max(0, match.start() - 8) : match.start()]


def _accented(match: re.Match[str]) -> str | None:
    """Return an accented letter as one character; None if there is none, or a brace without its partner."""
    if match[0].startswith("{") != match[0].endswith("}") and not (match[3] or match[4]):
        return None
    letter = next(group for group in match.groups()[2:] if group)
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[match[1] or match[2]])
    opened = match[0].count("{") - match[0].count("}")
    return composed if len(composed) == 1 and not opened else None


def _own_name(match: re.Match[str]) -> tuple[Piece, ...]:
    """Return words for a macro with which authors write their method's name; nothing readable as a part of a name."""
    if match.string[match.end() : match.end() + 1] in {"-", "_", "+"}:
        return (UNREADABLE,)
    before = _before(match).rstrip("{ \n")
    return ("Our method" if not before or before[-1] in ".?!" else "our method",)


def _is_in_word(match: re.Match[str]) -> bool:
    r"""Return whether a symbol is a part of a word, as in *\tau-bench*, and not one of a formula."""
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() :][:2]
    is_start = after[:1].isalnum() or after[:1] in {"_", "^"} or (after[:1] == "-" and after[1:].isalpha())
    return is_start or (before.isalnum() or before == "-")


def _raised_text(match: re.Match[str]) -> str | None:
    lowered = match[1] == "subscript"
    return _lowered(match[2], _before(match)) if lowered else _raised(match[2], _before(match))


def _raised(content: str, before: str) -> str | None:
    """Return a superscript as characters that belong to the word before; None for marks of footnotes and formulas."""
    if content in _DEGREES:
        return "°" if before[-1:].isdigit() else None
    if content in {"*", "+"}:
        return content if content == "+" or re.search(r"(?<!\w)[A-Z]$", before) else None
    if content in _RAISED:
        return None if re.search(r"\d[BM]$", before) else _RAISED[content]
    if _ORDINAL.fullmatch(content) and before[-1:].isdigit():
        return content
    return f"-{content}" if re.fullmatch(r"[A-Z]{2,8}", content) and before[-2:].isalpha() else None


def _raised_sign(match: re.Match[str]) -> str | None:
    """Return a bare superscript, unless what it stands on is a number or may be a variable."""
    content, before = match[1] or match[2], _before(match)
    if content in _DEGREES and not re.search(r"[A-Za-z]-?\d{1,3}$", before):
        return None
    if before[-1].isdigit() and content[:1].isdigit() and not re.search(r"[A-Za-z]\d+$", before):
        return None
    after = match.string[match.end() : match.end() + 2]
    is_variable = re.search(r"(?<!\w)[A-Za-z]$", before) and content != "*"
    if is_variable and not (after[:1].isalpha() or (after[:1] == "-" and after[1:].isalpha())):
        return None
    return _raised(content, before)


def _lowered(content: str, before: str) -> str:
    """Return a subscript as characters that belong to the word before."""
    if content[0].isdigit():
        return content
    return f"-{content}" if len(content) > 1 and re.search(r"[A-Za-z\d]{2}$", before) else f"_{content}"


def _math_word(match: re.Match[str]) -> str | None:
    """Return a formula that is a name or a part of a word as plain text; None for any other formula."""
    content = match[1] or match[2]
    after = match.string[match.end() : match.end() + 2]
    before = _before(match)
    plain = _plain_math(content, before)
    if plain is None or not _WORD.fullmatch(plain):
        return None
    if plain == "×":
        return None
    if content[0] in "^_":
        return plain if before[-1:].isalnum() else None
    is_glued = (
        after[:1].isalnum()
        or (after[:1] == "-" and after[1:].isalpha())
        or before[-1:].isalnum()
        or bool(re.search(r"\w-$", before))
    )
    return plain if is_glued or _NAME.fullmatch(plain) else None


def _plain_math(content: str, before: str) -> str | None:
    """Return a formula without its commands and braces; None if it has an unknown command."""
    if _CALLIGRAPHIC.search(content):
        return None
    plain = _MATH_SPACE.sub("", content)
    for _ in range(_MANY):
        plain = _STYLED.sub(_unstyled, plain)
    if any(match[1] not in _SYMBOLS for match in _MATH_COMMAND.finditer(plain)):
        return None
    plain = _MATH_COMMAND.sub(lambda match: _SYMBOLS[match[1]], plain)
    for pattern, read in ((_MATH_RAISED, _raised), (_MATH_LOWERED, _math_lowered)):
        scripted = _scripted(pattern, read, before, plain)
        if scripted is None:
            return None
        plain = scripted
    return plain.replace("{", "").replace("}", "")


def _unstyled(match: re.Match[str]) -> str:
    """Return the words of a command for a style, in braces if they are a script of what is before."""
    content = str(match[match.lastindex or 0])
    return f"{{{content}}}" if _before(match)[-1:] in {"^", "_"} else content


def _scripted(pattern: re.Pattern[str], read: Callable[[str, str], str | None], before: str, plain: str) -> str | None:
    """Return a formula with its superscripts or its subscripts read; None if one has no reading in a word."""
    done, last = "", 0
    for match in pattern.finditer(plain):
        done += plain[last : match.start()]
        script = read(match[1] or match[2] or "", (before + done)[-8:])
        if script is None:
            return None
        done += script
        last = match.end()
    return done + plain[last:]


def _math_lowered(content: str, before: str) -> str | None:
    """Return the subscript of a formula; None if it is no number and no word."""
    is_word = len(content) > 1 and content.isalpha()
    return _lowered(content, before) if _NUMBER.fullmatch(content) or is_word else None


@lru_cache(maxsize=1 << 14)
def plain_name(name: str) -> str:
    r"""Return a name on one line, without TeX, HTML and characters that show nothing.

    >>> plain_name(r"$\tau$-bench"), plain_name("R&amp;D-Bench"), plain_name(r"BERT$_{\mathrm{LARGE}}$")
    ('τ-bench', 'R&D-Bench', 'BERT-LARGE')
    """
    text = AlignedText.of(name) if name.isascii() else without_invisible(AlignedText.of(name))
    joined = ""
    for line in map(str.strip, without_markup(text).text.splitlines()):
        is_inside_word = line.startswith("-") or (joined.endswith("-") and joined[-2:-1].isalpha())
        joined += line if not joined or is_inside_word else f" {line}"
    return " ".join(joined.split()) or name
