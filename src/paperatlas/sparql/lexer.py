r"""The tokens of a query, and literals that mean the same to every SPARQL parser.

SPARQL 1.1 (section 19.2) lets a parser decode ``\uXXXX`` before it looks at anything else, and some then decode it even
behind another backslash: of the text *backslash, u0022*, written ``\\u0022``, they make a quote, and the string ends.
SPARQL 1.2 and Oxigraph decode it inside of strings alone. With the *u* itself escaped, both read the same. Such escapes
have eight digits here, since rdflib reads four more digits behind ``\uXXXX`` as part of it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["QUERY_FORMS", "Token", "portable", "tokenize"]

QUERY_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

_ESCAPE: Final = re.compile(r"\\\\([uU])|\\u([0-9A-Fa-f]{4})|\\.", re.DOTALL)


def portable(ntriples: str) -> str:
    r"""Return terms of N-Triples with escapes that every SPARQL parser reads alike.

    >>> print(portable(r'"C:\\users \"x\" \\\\t"'))
    "C:\\\U00000075sers \"x\" \\\\t"
    """
    return _ESCAPE.sub(_escaped, ntriples)


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return rf"\\\U{ord(match[1]):08X}"
    return rf"\U0000{match[2]}" if match[2] else match[0]


_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PLAIN = _LETTER + "0-9_\u00b7\u0300-\u036f\u203f-\u2040"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR = rf"\\[tbnrf\"'\\]|{_CODEPOINT}"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_TOKEN: Final = re.compile(
    rf"""
      (?P<blank>    [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string>   \"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ECHAR}))*\"\"\" | \'\'\'(?:\'{{0,2}}(?:[^\'\\]|{_ECHAR}))*\'\'\'
                  | \"(?:[^\"\\\r\n]|{_ECHAR})*\" | \'(?:[^\'\\\r\n]|{_ECHAR})*\' )
    | (?P<iri>      <(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*> )
    | (?P<variable> [?$][{_PLAIN}]+ )
    | (?P<name>     @[A-Za-z]+(?:-[A-Za-z0-9]+)*
                  | _:[{_PLAIN}](?:[{_PLAIN}.\-]*[{_PLAIN}\-])?
                  | (?:[{_LETTER}](?:[{_PLAIN}.\-]*[{_PLAIN}\-])?)?
                    :(?:(?:[{_PLAIN}:.\-]|{_LOCAL_ESCAPE})*(?:[{_PLAIN}:\-]|{_LOCAL_ESCAPE}))? )
    | (?P<word>     [A-Za-z][A-Za-z0-9_]* )
    | (?P<mark>     . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token of a query.

    Attributes:
        kind: ``string``, ``iri``, ``variable``, ``name`` (prefixed, of a blank node or a language), ``word`` or, for
            any other character, ``mark``.
        text: The characters as they stand.
        start: The position of its first character in the query.
        end: The position behind its last character.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of some keywords, given in capitals."""
        return self.kind == "word" and self.text.upper() in words

    def is_variable(self, name: str) -> bool:
        """Return whether it is the variable ``?name`` or ``$name``."""
        return self.kind == "variable" and self.text[1:] == name


def tokenize(sparql: str) -> list[Token]:
    """Return the tokens of a query in order, without blanks and comments.

    Any text has tokens: characters that no query may hold become marks, which the engine rejects later.

    >>> [token.text for token in tokenize("ASK { ?s rdfs:label '#}' } # the end")]
    ['ASK', '{', '?s', 'rdfs:label', "'#}'", '}']
    """
    matches = _TOKEN.finditer(sparql)
    return [Token(match.lastgroup or "", match[0], *match.span()) for match in matches if match.lastgroup != "blank"]
