"""Corrections from verdicts: what reviewers found wrong is left out of later builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from paperatlas.review.answers import consensus
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.curation.file_models import AnswerLine

__all__ = ["to_corrections"]


def to_corrections(answers: Sequence[AnswerLine]) -> str:
    """Return the statements that are wrong as a file of corrections, in YAML.

    Args:
        answers: The answers that count.

    >>> from paperatlas.curation.file_models import AnswerLine, JudgedEnd
    >>> otter, pond = JudgedEnd("model/o", "Model", "Otter"), JudgedEnd("dataset/p", "Dataset", "Pond")
    >>> print(to_corrections([AnswerLine("1", otter, "trains-on", pond, 0.5, verdict="wrong", kind="predicate")]))
    # predicate
    - not_stated: [Otter, trains-on, Pond]
    """
    agreed = consensus(answers)
    # A statement that one paper makes is none to leave out, though another paper does not make it.
    held = {answer.statement for answer in agreed if answer.verdict != "wrong"}
    wrong = {answer.statement: answer for answer in agreed if answer.statement not in held}
    return "\n".join(line for answer in wrong.values() for line in _entry(answer))


def _entry(answer: AnswerLine) -> Iterator[str]:
    if comment := clean(": ".join(filter(None, (answer.kind, answer.note)))):
        yield f"# {comment}"
    triple = [clean(part) for part in (answer.subject.label, answer.predicate, answer.object.label)]
    listed = yaml.safe_dump(triple, default_flow_style=True, allow_unicode=True, width=float("inf"))
    yield f"- not_stated: {listed.strip()}"
