r"""Texts that mean the same to every SPARQL parser.

SPARQL 1.1 (section 19.2) lets a parser decode ``\uXXXX`` before it looks at anything else, and some then decode it even
behind another backslash: of the text *backslash, u0022*, written ``\\u0022``, they make a quote, and the string ends.
SPARQL 1.2 and Oxigraph decode it inside of strings alone. With the *u* itself escaped, both read the same. Such escapes
have eight digits here, since rdflib reads four more digits behind ``\uXXXX`` as part of it.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["portable"]

_ESCAPE: Final = re.compile(r"\\\\([uU])|\\u([0-9A-Fa-f]{4})|\\.", re.DOTALL)


def portable(ntriples: str) -> str:
    r"""Terms as N-Triples writes them, in a form that every SPARQL parser reads alike.

    >>> print(portable(r'"C:\\users \"x\" \\\\t"'))
    "C:\\\U00000075sers \"x\" \\\\t"
    """
    return _ESCAPE.sub(_escaped, ntriples)


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return rf"\\\U{ord(found[1]):08X}"
    return rf"\U0000{found[2]}" if found[2] else found[0]
