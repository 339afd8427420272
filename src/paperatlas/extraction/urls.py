"""Addresses in running text."""

from __future__ import annotations

import re

from paperatlas.graph.extractions import Link

__all__ = ["find_links"]

_ESCAPED = re.compile(r"\\([_#%&~])")
_PLAIN = r"(?:[^\s<>\"{}|\\^`\[\]]|\\[_#%&~])"
_LINK = re.compile(
    rf"https?://{_PLAIN}+"
    rf"|(?<![\w@./-])(?:www\.|(?:[\w-]+\.){{1,3}}(?:com|org|io|ai|net|edu|dev|co|cn|me|gov|ly)(?=/)){_PLAIN}+",
    re.IGNORECASE | re.ASCII,
)


def _trimmed(address: str) -> str:
    """The address without what belongs to the sentence: closing punctuation, and a bracket that it did not open."""
    while address and (address[-1] in ".,;:!?'*" or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address


def find_links(text: str) -> tuple[Link, ...]:
    r"""All addresses of a text, in order; LaTeX escapes are undone, and a missing scheme is taken to be https.

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
