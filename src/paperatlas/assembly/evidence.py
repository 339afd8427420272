"""Turn the fields and extractions of records into evidence, and combine the confidence of evidence.

Papers err independently, sentences of one paper do not: so the most confident passage counts for a paper, and papers
combine by noisy-or (Pearl, *Probabilistic Reasoning in Intelligent Systems*, 1988, section 4.3.2). But one extractor
reads them all, and a phrase that it misreads, it misreads in every paper. So, as in the belief model of INDRA (Gyori et
al., Molecular Systems Biology 13:954, 2017), an error has two parts: a systematic one, which does not shrink with the
number of papers, and an independent one for each paper. With *s* for the first and *c* for the confidences of the
papers, the statement is wrong with probability

    s + (1 - s) · ∏ max(0, 1 - c - s) / (1 - s)

which for one paper is 1 - c, and approaches *s* with the number of papers.
"""

from __future__ import annotations

from bisect import bisect_right
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.extractions import PAPER, Span
from paperatlas.graph.graph import Evidence, PaperVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.extractions import ExtractedEntity, Extraction
    from paperatlas.graph.papers import Paper, SourceLocation

__all__ = ["Passage", "combined_confidence", "listed_passages", "stated_passages"]

End = tuple[str, str]
"""A node type, and a name of that type; for the paper itself the name is empty."""

_ITSELF: End = ("Paper", "")

_SYSTEMATIC_ERROR: Final = 0.01
"""The share of statements that the extractor would misread in any number of papers."""


class Passage(NamedTuple):
    """A candidate statement with its evidence, in the names that the record uses.

    Attributes:
        subject: The subject.
        predicate: The name of the predicate.
        object: The object.
        quote: The exact words.
        version: The id of the paper version that holds the quote; None if the quote is a listing's line.
        span: The position of the quote in that version.
        location: The record whose line is quoted.
        outcome: The outcome of ``compares-to``.
        extractor: The name and version of the extractor.
        confidence: Its confidence, 0 to 1.
    """

    subject: End
    predicate: str
    object: End
    quote: str
    version: str | None = None
    span: Span | None = None
    location: SourceLocation | None = None
    outcome: str | None = None
    extractor: str = "listing"
    confidence: float = 1.0

    def evidence(self, paper: str) -> Evidence:
        """Return the passage as evidence of a paper, given by its node id."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        position = (self.version, start, end, self.location)
        return Evidence(paper, self.quote, *position, self.outcome, self.extractor, round(self.confidence, 3))


def listed_passages(paper: Paper) -> Iterator[Passage]:
    """Yield the statements of a record's fields: authors, labs and affiliations."""
    location = paper.location
    for author in paper.authors:
        yield Passage(_ITSELF, "authored-by", ("Author", author), paper.authors_line or author, location=location)
    for lab in paper.labs:
        yield Passage(_ITSELF, "from-lab", ("Lab", lab.name), paper.labs_line or lab.name, location=location)
    for author, lab_name in paper.affiliations:
        yield Passage(("Author", author), "affiliated-with", ("Lab", lab_name), lab_name, location=location)


def stated_passages(extraction: Extraction) -> Iterator[Passage]:
    """Yield the statements of a text: the entities it mentions and introduces, and the relations between them."""
    title, _, abstract = extraction.text.partition("\n")
    version = PaperVersion(title, abstract, ()).id
    sentence_starts = [sentence.start for sentence in extraction.sentences]

    def passage(
        subject: End, predicate: str, target: End, span: Span, confidence: float, outcome: str | None = None
    ) -> Passage:
        quote = extraction.text[span.start : span.end]
        confidence = min(confidence, 1 - _SYSTEMATIC_ERROR)
        return Passage(
            subject, predicate, target, quote, version, span, None, outcome, extraction.extractor, confidence
        )

    ends = {entity.name: (entity.type, entity.name) for entity in extraction.entities}
    for entity in extraction.entities:
        end = (entity.type, entity.name)
        sentence = _first_sentence(entity, extraction, sentence_starts)
        yield passage(_ITSELF, "mentions", end, sentence, entity.confidence)
        if entity.introduction is not None and entity.type != "Lab":
            own = entity.introduction_confidence
            confidence = entity.confidence if own is None else own
            yield passage(_ITSELF, "introduces", end, entity.introduction, confidence)
    for relation in extraction.relations:
        subject = _ITSELF if relation.subject == PAPER else ends[relation.subject]
        target = ends[relation.object]
        yield passage(subject, relation.predicate, target, relation.evidence, relation.confidence, relation.outcome)


def _first_sentence(entity: ExtractedEntity, extraction: Extraction, sentence_starts: list[int]) -> Span:
    """Return the sentence of the first mention; the mention itself if it crosses sentences."""
    mention = entity.mentions[0]
    index = bisect_right(sentence_starts, mention.start) - 1
    sentence = extraction.sentences[index] if index >= 0 else None
    return sentence if sentence and sentence.end >= mention.end else Span(mention.start, mention.end)


def combined_confidence(evidence: Iterable[Evidence]) -> float:
    """Return the confidence of a statement, 0 to 1, rounded to three decimals.

    A field, such as a line of a listing, gives 1. Passages of texts alone give 0.99 at most, however sure a model is.

    Args:
        evidence: All its passages, in any order.

    >>> texts = [Evidence(paper, "q", version="v", confidence=0.5) for paper in ("paper/a", "paper/b")]
    >>> combined_confidence(texts)
    0.747
    """
    evidence = tuple(evidence)
    if any(passage.version is None for passage in evidence):
        return 1.0
    by_paper: dict[str, float] = {}
    for passage in evidence:
        by_paper[passage.paper] = max(passage.confidence, by_paper.get(passage.paper, 0.0))
    whole = 1 - _SYSTEMATIC_ERROR
    independent = prod(sorted(max(0.0, whole - confidence) / whole for confidence in by_paper.values()))
    return round(whole * (1 - independent), 3)
