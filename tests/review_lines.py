"""Made-up statements for review, and their verdicts."""

from __future__ import annotations

from typing import Final

from paperatlas.curation.file_models import AnswerLine, JudgedEnd, JudgedPassage, SampleStratum

OTTER: Final = JudgedEnd("model/otter7b", "Model", "Otter-7B", ("Otter 7B",))
POND: Final = JudgedEnd("dataset/pondbench", "Dataset", "PondBench")
PAPER: Final = JudgedEnd("paper/one", "Paper", "Otters in Ponds")
TITLE: Final = "Otters in Ponds"
ABSTRACT: Final = "We present Otter-7B. Otter 7B is tested on PondBench, a benchmark."
QUOTE: Final = "Otter 7B is tested on PondBench"


def passage(title: str = TITLE, abstract: str = ABSTRACT, quote: str = QUOTE) -> JudgedPassage:
    start = f"{title}\n{abstract}".index(quote)
    return JudgedPassage("paper/one", title, abstract, quote, start, start + len(quote))


def answer(
    statement: str = "1",
    verdict: str | None = "right",
    *,
    predicate: str = "evaluates-on",
    confidence: float = 0.9,
    kind: str = "",
    reviewer: str = "",
    stratum: SampleStratum | None = None,
    subject: JudgedEnd = OTTER,
    target: JudgedEnd = POND,
) -> AnswerLine:
    return AnswerLine(
        statement,
        subject,
        predicate,
        target,
        confidence,
        (passage(),),
        stratum=stratum or SampleStratum(population=100),
        verdict=verdict,
        kind=kind,
        reviewer=reviewer,
    )
