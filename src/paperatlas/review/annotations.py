"""Annotated papers from verdicts: papers all of whose statements were judged, in the files that ``train`` reads.

What is right becomes the annotation; what is arguable or wrong is left out. Names that nobody proposed are missing, so
recall against such annotations is too high: a reader who sees a missing name adds it to the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperatlas.graph.extractions import PAPER
from paperatlas.review.answers import consensus
from paperatlas.review.marking import name_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.curation.file_models import AnswerLine, JudgedEnd

__all__ = ["whole_papers"]


def whole_papers(answers: Sequence[AnswerLine]) -> tuple[tuple[str, str], ...]:
    """Return the papers all of whose statements were judged, as lines of the files of papers and of annotations.

    Args:
        answers: The answers that count, of a draw of whole papers that was not limited to some predicates or
            confidences.
    """
    papers: dict[str, list[AnswerLine]] = {}
    for answer in consensus(answers):
        if answer.stratum.by == "paper" and answer.stratum.scope in ("", "with unsure ones") and answer.passages:
            papers.setdefault(answer.stratum.name, []).append(answer)
    return tuple(
        (_paper(name, group), _gold(name, group))
        for name, group in papers.items()
        if len(group) == group[0].stratum.population and _has_one_text(group)
    )


def _has_one_text(group: Sequence[AnswerLine]) -> bool:
    """Return whether all statements were read from one version of the paper."""
    return len({answer.passages[0].text for answer in group}) == 1


def _paper(name: str, group: Sequence[AnswerLine]) -> str:
    text = group[0].passages[0]
    return _json({"id": name, "title": text.title, "abstract": text.abstract})


def _gold(name: str, group: Sequence[AnswerLine]) -> str:
    right = [answer for answer in group if answer.verdict == "right"]
    introduced = {answer.object.id for answer in right if answer.predicate == "introduces"}
    names: dict[str, str] = {}
    entities = []
    for answer in right:
        forms = _forms(answer.passages[0].text, answer.object) if answer.predicate == "mentions" else ()
        if forms and forms[0] not in {PAPER, *names.values()}:
            names[answer.object.id] = forms[0]
            own = answer.object.id in introduced
            entities.append({"name": forms[0], "type": answer.object.type, "introduced": own, "mentions": forms})
    return _json({"id": name, "entities": entities, "relations": list(_relations(name, right, names))})


def _relations(name: str, right: Sequence[AnswerLine], names: dict[str, str]) -> Iterator[dict[str, object]]:
    """Yield the relations whose ends are names of the text."""
    ends = {name: PAPER, **names}
    for answer in right:
        subject, target = ends.get(answer.subject.id), names.get(answer.object.id)
        if answer.predicate not in ("mentions", "introduces") and subject is not None and target is not None:
            passage = answer.passages[0]
            outcome = {"outcome": passage.outcome} if passage.outcome else {}
            evidence = passage.text[passage.start : passage.end] or passage.quote
            ends_of = {"subject": subject, "predicate": answer.predicate, "object": target}
            yield {**ends_of, "evidence": evidence, **outcome}


def _forms(text: str, end: JudgedEnd) -> tuple[str, ...]:
    """Return the distinct names of an end as the text spells them, the longest first."""
    return tuple(dict.fromkeys(text[start:stop] for start, stop in name_spans(text, end)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
