"""The tokens, sentences and web addresses of scientific abstracts.

Names stay whole: ``Llama-3.1-8B`` and ``SWE-bench`` are one token each, which spaCy's English rules would cut at the
hyphens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.util import registry

from paperatlas.graph.extractions import Link, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc

__all__ = [
    "SENTENCE_OPENINGS",
    "TokenSpan",
    "TokenView",
    "blank",
    "find_links",
    "make_tokenizer",
    "sentence_spans",
    "sentence_starts",
]

TokenSpan = tuple[int, int]
"""The first token of a span, and the token after its last."""

_TAILS: Final = (
    "based|style|like|driven|powered|generated|trained|level|guided|augmented|enhanced|scale|aware|free|only|class|"
    "type|derived|assisted|specific|compatible|tuned|family|series|equipped|enabled|inspired|finetuned|related"
)

SENTENCE_OPENINGS: Final = (
    "A|An|As|At|Based|Besides|Both|By|Code|Compared|Despite|Extensive|Finally|First|For|From|Furthermore|Given|Here|"
    "However|In|It|Its|Moreover|Notably|On|Our|Results|Second|Since|Specifically|Such|That|The|Then|There|These|They|"
    "This|Those|Through|Thus|To|Unlike|Using|We|When|While|With"
)
"""Words that open sentences: if a space is missing behind a name, only they separate its end from a part of it."""

_PREFIX = re.compile(r"^(?:[^\w\s∞∇]|[∞∇](?!-?\w))")

_SUFFIX = re.compile(
    r"(?:[^\w\s+*°#]|['’]s|(?<=[^\w\s+])[+*]|(?<=\+)\*|(?<=\+\+)\+|(?<!-\d)(?<!-\d\d)(?<!-\d\d\d)°|(?<![A-Za-z])#)$"
)

_INFIX = re.compile(
    r"[/(){}\[\]\"“”„…;:=<>|~—–\\$^]|--+|,(?!\d)|(?<=[a-z]{2})[.?!](?=[A-Z])(?!AI$)"
    rf"|(?<=[A-Z\d)%$\"])[.?!](?=(?:{SENTENCE_OPENINGS})(?!\w))"
    rf"|-(?=(?:{_TAILS})$)|['’](?=s$)"
)

_ENDS: Final = frozenset(".?!")

_CLOSERS: Final = frozenset("\"'”’)]}")

_OPENERS: Final = frozenset("([{\"'“‘`$\\")

_ABBREVIATIONS: Final = frozenset(
    (
        "al",
        "e.g",
        "i.e",
        "cf",
        "vs",
        "resp",
        "fig",
        "figs",
        "eq",
        "eqs",
        "eqn",
        "eqns",
        "sec",
        "secs",
        "tab",
        "tabs",
        "dr",
        "mr",
        "mrs",
        "prof",
        "st",
        "approx",
        "w.r.t",
        "ca",
        "vol",
        "ref",
        "refs",
        "thm",
        "dept",
        "univ",
    )
)

_NUMBERING: Final = frozenset(("No", "no", "Nos", "nos", "Ch", "ch", "App", "Alg", "alg", "Ver", "ver"))
"""Words that are short forms only before a number."""

_ESCAPED = re.compile(r"\\([_#%&~])")
_PLAIN = r"(?:[^\s<>\"{}|\\^`\[\]]|\\[_#%&~])"
_LINK = re.compile(
    rf"https?://{_PLAIN}+"
    rf"|(?<![\w@./-])(?:www\.|(?:[\w-]+\.){{1,3}}(?:com|org|io|ai|net|edu|dev|co|cn|me|gov|ly)(?=/)){_PLAIN}+",
    re.IGNORECASE | re.ASCII,
)


@registry.tokenizers("paperatlas_tokenizer")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return the factory of the tokenizer, under a name for spaCy's configurations."""

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab, prefix_search=_PREFIX.search, suffix_search=_SUFFIX.search, infix_finditer=_INFIX.finditer
        )

    return make


def blank() -> Language:
    """Return an English pipeline without components, with whole names as tokens, for text of any length.

    >>> [token.text for token in blank()("We tune Llama-3.1-8B (GPT-4-based).")]
    ['We', 'tune', 'Llama-3.1-8B', '(', 'GPT-4', '-', 'based', ')', '.']
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "paperatlas_tokenizer"}}})
    nlp.max_length = 2**31
    return nlp


def _starts(doc: Doc, texts: Sequence[str], index: int) -> bool:
    """Return whether a sentence starts at a token: after a line break, or after an end mark if it looks so."""
    if index == 0 or texts[index].isspace():
        return index == 0
    before = index - 1
    while before and texts[before].isspace() and "\n" not in texts[before]:
        before -= 1
    end = before
    while before > max(0, end - 3) and texts[before] in _CLOSERS and not doc[before - 1].whitespace_:
        before -= 1
    if texts[before].isspace():
        return "\n" in texts[before]
    if texts[before] not in _ENDS:
        return False
    capital = any(char.isupper() or char.isdigit() or not char.isascii() for char in texts[index])
    opens = texts[index] in _OPENERS and (end < index - 1 or bool(doc[end].whitespace_))
    return (capital or opens) and not _abbreviates(texts, before, texts[index])


def _abbreviates(texts: Sequence[str], dot: int, following: str) -> bool:
    """Return whether a full stop belongs to an abbreviation or an initial."""
    word = texts[dot - 1] if dot and texts[dot] == "." else ""
    if word in _NUMBERING:
        return following[0].isdigit()
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


@Language.component("paperatlas_sentences")
def split_sentences(doc: Doc) -> Doc:
    """Mark the starts of sentences; a line break ends the title, which is one."""
    # Token by token would take the square of the length: spaCy looks for a parse anew each time.
    marks = np.where(sentence_starts(doc), 1, -1).astype(np.uint64)
    return doc.from_array(["SENT_START"], marks[:, np.newaxis]) if len(doc) else doc  # type: ignore[arg-type]  # a type of thinc


def sentence_starts(doc: Doc) -> list[bool]:
    """Return for each token whether a sentence starts with it."""
    texts = [token.text for token in doc]
    return [_starts(doc, texts, index) for index in range(len(texts))]


def sentence_spans(doc: Doc) -> tuple[Span, ...]:
    """Return the sentences of a document, without outer space; skip empty ones."""
    spans = []
    for sentence in doc.sents:
        text = sentence.text
        start = sentence.start_char + len(text) - len(text.lstrip())
        end = sentence.start_char + len(text.rstrip())
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans)


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of its sentence and without a bracket that it did not open."""
    while address and (address[-1] in ".,;:!?'*" or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address


def find_links(text: str) -> tuple[Link, ...]:
    r"""Return all web addresses of a text, in order, without LaTeX escapes; https is the default scheme.

    >>> [link.url for link in find_links(r"See \url{https://a.org/b\_c} and (github.com/x/y).")]
    ['https://a.org/b_c', 'https://github.com/x/y']
    """
    links = []
    for match in _LINK.finditer(text):
        shown = _trimmed(match[0])
        url = _ESCAPED.sub(r"\1", shown)
        if not url.lower().startswith("http"):
            url = f"https://{url}"
        if url.partition("://")[2]:
            links.append(Link(match.start(), match.start() + len(shown), url))
    return tuple(links)


class TokenView:
    """The tokens of a document as strings.

    Attributes:
        doc: The document, with sentences.
        texts: The text of each token.
        lower: The text of each token in lower case.
    """

    def __init__(self, doc: Doc) -> None:
        """Read the tokens of a document."""
        self.doc = doc
        self.texts: list[str] = [token.text for token in doc]
        self.lower: list[str] = [text.lower() for text in self.texts]
        self._sentences: list[TokenSpan] = []
        for sentence in doc.sents:
            self._sentences += [(sentence.start, sentence.end)] * (sentence.end - sentence.start)

    def sentence(self, token: int) -> TokenSpan:
        """Return the sentence that a token is in."""
        return self._sentences[token]

    def text(self, span: TokenSpan) -> str:
        """Return the text of a span."""
        start, end = span
        return self.texts[start] if end == start + 1 else self.doc[start:end].text
