r"""See that a query or an update fetches nothing from elsewhere.

Oxigraph has no switch for SERVICE and LOAD, and no tokenizer of ours reads every text as Oxigraph does. So Oxigraph
itself parses a copy in which both words are misspelt: it refuses the copy where such a word was a keyword, and takes it
where the word was part of a string, an IRI, a name or a comment. The copy is never run: it ends in a line that no query
may hold, and counts as right when the complaint is about that line.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Store

from paperatlas.errors import QueryError, Reason, RequestError
from paperatlas.querying.asking import PADDING, complaint
from paperatlas.schema import NAMESPACES

__all__ = ["guard", "parse_error"]

_FETCHING: Final = re.compile("SERVICE|LOAD", re.IGNORECASE)
_MISSPELT: Final = {"SERVICE": "SERVIC_", "LOAD": "LOA_"}
_PLACE: Final = re.compile(r"error at (\d+):")
_NO_SPARQL: Final = f"{PADDING}\n}}!"


def guard(text: str, base: str, *, update: bool = False) -> None:
    """Refuse a text that fetches anything.

    Args:
        text: A query or an update.
        base: What its relative IRIs are resolved against.
        update: Which of the two it is.

    Raises:
        RequestError: if it has SERVICE or LOAD.
        QueryError: if it holds such a word and is no SPARQL.

    >>> guard("ASK { ?s ?p 'SERVICE' } # load", "http://localhost/sparql")
    >>> guard("Load <http://example.org/>", "http://localhost/sparql", update=True)
    Traceback (most recent call last):
        ...
    paperatlas.errors.RequestError: SERVICE and LOAD ask another server, which this one does not do; leave them out
    """
    copy = _FETCHING.sub(lambda found: _MISSPELT.get(found[0].upper(), "_" * len(found[0])), text)
    if copy == text or not (error := parse_error(copy, base, update=update)):
        return
    if not parse_error(text, base, update=update):
        raise RequestError(
            Reason.FORBIDDEN, "SERVICE and LOAD ask another server, which this one does not do; leave them out"
        )
    raise QueryError(complaint(text, error))


def parse_error(text: str, base: str, *, update: bool) -> str:
    """What Oxigraph has against a text, which is not run; nothing where it is right, or lacks no more than its end.

    >>> parse_error("CLEAR ALL", "http://localhost/sparql", update=True)
    ''
    """
    store = Store()
    parse = store.update if update else store.query
    try:
        parse(text + _NO_SPARQL, base_iri=base, prefixes=NAMESPACES)
    except (SyntaxError, UnicodeEncodeError) as error:
        found = _PLACE.match(str(error))
        last = text.count("\n") + _NO_SPARQL.count("\n") + 1
        return "" if found and int(found[1]) >= last else str(error)
    return "it has no end"  # pragma: no cover - the line at the end is right nowhere
