r"""Find out whether a query or an update fetches anything from another server.

Oxigraph has no switch for SERVICE and LOAD, and no tokenizer of ours reads every text as Oxigraph does. So Oxigraph
itself parses a copy in which both words are misspelt: it refuses the copy where such a word was a keyword, and takes it
where the word was part of a string, an IRI, a name or a comment. Neither the copy nor the text is run.
"""

from __future__ import annotations

import re
from typing import Final

from paperatlas.sparql.syntax_errors import parse_error, syntax_error

__all__ = ["is_federated"]

_KEYWORDS: Final = re.compile("SERVICE|LOAD", re.IGNORECASE)
_MISSPELT: Final = {"SERVICE": "SERVIC_", "LOAD": "LOA_"}


def is_federated(text: str, base: str | None = None, *, update: bool = False) -> bool:
    """Return whether a query or an update has SERVICE or LOAD.

    Args:
        text: A query or an update.
        base: The IRI that relative IRIs are resolved against.
        update: Whether the text is an update.

    Raises:
        QueryError: if the text holds such a word and is no SPARQL.

    >>> is_federated("ASK { ?s ?p 'SERVICE' } # load")
    False
    >>> is_federated("Load <http://example.org/>", update=True)
    True
    """
    copy = _KEYWORDS.sub(lambda found: _MISSPELT.get(found[0].upper(), "_" * len(found[0])), text)
    if copy == text or not (error := parse_error(copy, base, update=update)):
        return False
    if parse_error(text, base, update=update):
        raise syntax_error(text, error)
    return True
