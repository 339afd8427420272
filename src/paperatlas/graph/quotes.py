"""The ends of a statement that a quote leaves to other words, such as "our model".

A viewer shows them beside the quote, so that a reader knows what it is about.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from paperatlas.text.keys import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.graph import Evidence, Graph, Statement

__all__ = ["names_any", "unnamed_ends"]

_WORD: Final = re.compile(r"[^\W_]+\+*")


def names_any(text: str, names: Iterable[str]) -> bool:
    """Return whether a text has one of the names as whole words; case, hyphens and spaces do not count.

    Args:
        text: The text.
        names: The names.

    >>> names_any("Our model beats LLaMA 2.", ["Llama-2"]), names_any("We tune GPT-4o.", ["GPT-4"])
    (True, False)
    """
    words = _WORD.findall(fold_name(text))
    joined = "".join(words)
    borders = {0, *accumulate(map(len, words))}
    return any(_occurs("".join(_WORD.findall(fold_name(name))), joined, borders) for name in names)


def _occurs(key: str, joined: str, borders: set[int]) -> bool:
    """Return whether the joined words of a text have a key from one border of words to another."""
    start = joined.find(key) if key else -1
    while start >= 0:
        if start in borders and start + len(key) in borders:
            return True
        start = joined.find(key, start + 1)
    return False


def unnamed_ends(statement: Statement, evidence: Evidence, graph: Graph) -> tuple[str, ...]:
    """Return the labels of the ends that a quote from a text names by none of their names, the subject first.

    The paper that is quoted is never among them: its "we" needs no explanation. Quotes of fields have no such ends.

    Args:
        statement: The statement.
        evidence: A passage that states it.
        graph: The graph of both.

    >>> from paperatlas.graph.graph import Entity, Evidence, Graph, Statement
    >>> nodes = [Entity("model/otter", "Model", "Otter"), Entity("model/stoat", "Model", "Stoat", ("Stoat v1",))]
    >>> quote = Evidence("paper/a", "Our model beats Stoat v1.", version="0")
    >>> statement = Statement("model/otter", "compares-to", "model/stoat", (quote,))
    >>> unnamed_ends(statement, quote, Graph({node.id: node for node in nodes}, (statement,)))
    ('Otter',)
    """
    if evidence.version is None:
        return ()
    ends = (graph.entities[end] for end in (statement.subject, statement.object) if end != evidence.paper)
    return tuple(end.label for end in ends if not names_any(evidence.quote, (end.label, *end.aliases)))
