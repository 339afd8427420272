"""The passages of one record that state something, and the words that are quoted for them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from paperatlas.graph.extractions import PAPER, Span
from paperatlas.graph.graph import Evidence, PaperVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.graph.extractions import ExtractedEntity, Extraction
    from paperatlas.graph.papers import Paper, SourceLocation

__all__ = ["Passage", "listed_passages", "stated_passages"]

End = tuple[str, str]
"""A node type, and a name of that type; for the paper itself the name is empty."""

Edge = tuple[End, str, End]

_ITSELF: End = ("Paper", "")


class Passage(NamedTuple):
    """What one passage states, in the names that the record uses.

    Attributes:
        subject: The end it starts from.
        predicate: The name of a predicate.
        object: The end it leads to.
        quote: The exact words.
        wording: The id of the wording the words are from; nothing for a listing's line.
        span: Where they stand in that wording.
        listing: The record whose line is quoted.
        outcome: For ``compares-to`` how it ended.
        extractor: Who read it.
        confidence: How sure that is, 0 to 1.
    """

    subject: End
    predicate: str
    object: End
    quote: str
    wording: str | None = None
    span: Span | None = None
    listing: SourceLocation | None = None
    outcome: str | None = None
    extractor: str = "listing"
    confidence: float = 1.0

    def evidence(self, paper: str) -> Evidence:
        """The passage as evidence, once the node of its paper is known."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        return Evidence(
            paper,
            self.quote,
            self.wording,
            start,
            end,
            self.listing,
            self.outcome,
            self.extractor,
            round(self.confidence, 3),
        )


def listed_passages(paper: Paper) -> Iterator[Passage]:
    """What the record itself states: authors, organisations, and who belongs where."""
    place = paper.location
    for author in paper.authors:
        yield Passage(_ITSELF, "authored-by", ("Author", author), paper.authors_line or author, listing=place)
    for lab in paper.labs:
        yield Passage(_ITSELF, "from-lab", ("Lab", lab.name), paper.labs_line or lab.name, listing=place)
    for author, lab_name in paper.affiliations:
        yield Passage(("Author", author), "affiliated-with", ("Lab", lab_name), lab_name, listing=place)


def stated_passages(extraction: Extraction) -> Iterator[Passage]:
    """What the text states: the things it names and introduces, and the relations between them."""
    read = _QuoteFinder(extraction)
    types = {entity.name: entity.type for entity in extraction.entities}
    for entity in extraction.entities:
        yield read.mention(entity)
        if entity.introduction is not None and entity.type != "Lab":
            yield read.passage(_ITSELF, "introduces", entity, entity.introduction)
    for relation in extraction.relations:
        subject = _ITSELF if relation.subject == PAPER else (types[relation.subject], relation.subject)
        target = (types[relation.object], relation.object)
        edge = (subject, relation.predicate, target)
        yield read.quoted(edge, relation.evidence, relation.confidence, relation.outcome)


class _QuoteFinder:
    """Makes passages from spans of one extraction's text."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        title, _, abstract = extraction.text.partition("\n")
        self._wording = PaperVersion(title, abstract, ()).id
        self._starts = [sentence.start for sentence in extraction.sentences]

    def mention(self, entity: ExtractedEntity) -> Passage:
        """The sentence that names the thing first."""
        return self.passage(_ITSELF, "mentions", entity, self._sentence(entity))

    def passage(self, subject: End, predicate: str, entity: ExtractedEntity, span: Span) -> Passage:
        return self.quoted((subject, predicate, (entity.type, entity.name)), span, entity.confidence)

    def quoted(self, edge: Edge, span: Span, confidence: float, outcome: str | None = None) -> Passage:
        quote = self._extraction.text[span.start : span.end]
        extractor = self._extraction.extractor
        return Passage(*edge, quote, self._wording, span, None, outcome, extractor, confidence)

    def _sentence(self, entity: ExtractedEntity) -> Span:
        first = entity.mentions[0]
        index = bisect_right(self._starts, first.start) - 1
        sentence = self._extraction.sentences[index] if index >= 0 else None
        return sentence if sentence and sentence.end >= first.end else Span(first.start, first.end)
