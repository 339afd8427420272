r"""Texts that mean the same to every SPARQL parser.

SPARQL 1.1 (section 19.2) lets a parser decode ``\uXXXX`` before it looks at anything else, and some then decode it even
behind another backslash: of the text *backslash, u0022*, written ``\\u0022``, they make a quote, and the string ends.
SPARQL 1.2 and Oxigraph decode it inside of strings alone. With the *u* itself escaped, both read the same.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["portable"]

_ESCAPE: Final = re.compile(r"\\\\([uU])|\\.", re.DOTALL)
_LETTERS: Final = {"u": r"\\\u0075", "U": r"\\\u0055"}


def portable(ntriples: str) -> str:
    r"""Terms as N-Triples writes them, in a form that every SPARQL parser reads alike.

    >>> print(portable(r'"C:\\users \"x\" \\\\t"'))
    "C:\\\u0075sers \"x\" \\\\t"
    """
    return _ESCAPE.sub(lambda found: _LETTERS[found[1]] if found[1] else found[0], ntriples)
