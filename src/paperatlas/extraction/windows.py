"""The extraction from texts of any length, in windows.

The time of a pipeline grows faster than the length of a text, as each sentence meets all entities. So a long text is
cut between sentences into windows of bounded size. Each window after the first repeats the title, as the pipeline
takes the first sentence for one and the entities of the title help it. The extractions of the windows are then merged:
entities by their names, relations by their ends.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.name_candidates import form_key
from paperatlas.extraction.readable_text import align_readable
from paperatlas.extraction.tokenizer import find_links, sentence_starts
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Mention, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

    from paperatlas.graph.papers import Paper
    from paperatlas.text.alignment import AlignedText

__all__ = ["SIZE", "Window", "extract_windows", "merge_windows", "split_text"]

SIZE: Final = 25_000
"""The greatest length of a window, in characters: some 3,500 words, more than any abstract has."""

_MAX_REPEATED_TITLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a text that the pipeline reads at once.

    Attributes:
        text: The repeated title, if any, and the part.
        head: The number of characters of ``text`` that repeat the title.
        start: The offset of the part in the whole text.
    """

    text: str
    head: int = 0
    start: int = 0

    def span_in_text(self, span: Span) -> Span | None:
        r"""Return a span of the window as one of the whole text; None if it is in the repeated title.

        >>> Window("T\nWe use GPT-4.", head=2, start=50).span_in_text(Span(9, 14))
        Span(start=57, end=62)
        """
        if span.start < self.head:
            return None
        return Span(span.start - self.head + self.start, span.end - self.head + self.start)


def _parts(starts: Iterable[int], text: str, size: int) -> Iterator[tuple[int, int]]:
    """Return parts of at most ``size`` characters that start with sentences; cut only longer sentences, at a space."""
    start = last = 0
    for stop in (*starts, len(text)):
        if stop - start > size and last > start:
            yield start, last
            start = last
        while stop - start > size:
            space = text.rfind(" ", start + 1, start + size)
            middle = start + size if space < 0 else space + 1
            yield start, middle
            start = middle
        last = stop
    if start < len(text):
        yield start, len(text)


def split_text(text: str, nlp: Language, size: int = SIZE) -> Iterator[Window]:
    """Return the windows of a text, in order; one if it is short enough.

    Args:
        text: Title, newline, abstract.
        nlp: The pipeline, for its tokenizer alone.
        size: The greatest length of a window without its repeated title.
    """
    if len(text) <= size:
        yield Window(text)
        return
    title = text.partition("\n")[0]
    repeated = f"{title}\n" if title and len(title) < min(_MAX_REPEATED_TITLE, size) else ""
    doc = nlp.make_doc(text)
    starts = (token.idx for token, begins in zip(doc, sentence_starts(doc), strict=True) if begins)
    for start, end in _parts(starts, text, size):
        head = repeated if start >= len(repeated) and start else ""
        yield Window(head + text[start:end], len(head), start)


@dataclass
class _MergedEntity:
    """An entity of one or more windows."""

    name: str
    confidence: float = 0.0
    introduction: Span | None = None
    introduction_confidence: float | None = None
    mentions: list[Mention] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)

    @property
    def type(self) -> str:
        return self.types.most_common(1)[0][0]

    def add(self, entity: ExtractedEntity, mentions: Sequence[Mention], introduction: Span | None) -> None:
        self.mentions.extend(mentions)
        # Thousandths, for a sum of floats would depend on their order.
        self.types[entity.type] += round(entity.confidence * 1000)
        self.confidence = max(self.confidence, entity.confidence)
        if introduction:
            self.introduction = self.introduction or introduction
            own = (self.introduction_confidence, entity.introduction_confidence)
            self.introduction_confidence = max(
                (confidence for confidence in own if confidence is not None), default=None
            )


def merge_windows(extractions: Sequence[tuple[Window, Extraction]], paper: Paper) -> Extraction:
    """Merge the extractions of all windows of a paper.

    Entities that share a surface form, by :func:`form_key`, are one, with the name of the first window and the type of
    the greatest total confidence. Of relations with the same ends the most confident stays; one goes whose end changed
    its type.

    Args:
        extractions: The windows of the paper's text, in order, each with its extraction.
        paper: The paper.
    """
    entities: dict[str, _MergedEntity] = {}
    relations: list[tuple[Relation, dict[str, tuple[_MergedEntity, str]]]] = []
    for window, extraction in extractions:
        ends = {entity.name: (merged, entity.type) for entity, merged in _add_window(window, extraction, entities)}
        for relation in extraction.relations:
            evidence = window.span_in_text(relation.evidence)
            if evidence and relation.object in ends and relation.subject in {PAPER, *ends}:
                relations.append((replace(relation, evidence=evidence), ends))
    return Extraction(
        paper.id,
        paper.text,
        extractions[0][1].extractor,
        _entities(entities),
        _most_confident(relations),
        tuple(span for window, part in extractions for s in part.sentences if (span := window.span_in_text(s))),
        tuple(
            replace(link, start=span.start, end=span.end)
            for window, part in extractions
            for link in part.links
            if (span := window.span_in_text(Span(link.start, link.end)))
        ),
    )


def _add_window(
    window: Window, extraction: Extraction, merged_entities: dict[str, _MergedEntity]
) -> Iterator[tuple[ExtractedEntity, _MergedEntity]]:
    """Merge the entities of a window into others by the keys of their forms, and return each with its merger.

    Entities of the repeated title alone are left out.
    """
    for entity in extraction.entities:
        spans = [(m, window.span_in_text(Span(m.start, m.end))) for m in entity.mentions]
        mentions = [Mention(span.start, span.end, mention.text) for mention, span in spans if span]
        if not mentions:
            continue
        keys = [form_key(form) for form in entity.forms]
        known = (merged_entities[key] for key in keys if key in merged_entities)
        merged = next(known, None) or _MergedEntity(entity.name)
        merged.add(entity, mentions, window.span_in_text(entity.introduction) if entity.introduction else None)
        for key in keys:
            merged_entities.setdefault(key, merged)
        yield entity, merged


def _entities(merged_entities: dict[str, _MergedEntity]) -> tuple[ExtractedEntity, ...]:
    """Return the merged entities in the order of the text."""
    distinct = {id(merged): merged for merged in merged_entities.values()}.values()
    entities = (
        ExtractedEntity(
            e.name, e.type, tuple(sorted(e.mentions)), e.confidence, e.introduction, e.introduction_confidence
        )
        for e in distinct
    )
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0]))


def _most_confident(relations: Sequence[tuple[Relation, dict[str, tuple[_MergedEntity, str]]]]) -> tuple[Relation, ...]:
    """Return the most confident relation of each triple of merged entities, in the order of the text."""
    best: dict[tuple[str, str, str], Relation] = {}
    for relation, ends in relations:
        known = [ends[name] for name in (relation.subject, relation.object) if name != PAPER]
        if any(merged.type != kind for merged, kind in known) or (len(known) == 2 and known[0][0] is known[1][0]):
            continue
        subject = PAPER if relation.subject == PAPER else ends[relation.subject][0].name
        named = replace(relation, subject=subject, object=ends[relation.object][0].name)
        triple = (named.subject, named.predicate, named.object)
        if triple not in best or named.confidence > best[triple].confidence:
            best[triple] = named
    return tuple(sorted(best.values(), key=lambda relation: (relation.evidence, relation.subject, relation.object)))


def extract_windows(nlp: Language, papers: Iterable[Paper], batch_size: int) -> Iterator[Extraction]:
    """Return one extraction a paper, in their order, with a few windows at a time in memory.

    Args:
        nlp: A pipeline that writes ``doc._.extraction``.
        papers: The papers, of any length.
        batch_size: The number of windows in a batch of the pipeline; it does not change the extractions.
    """
    windows = (
        (window.text, (number, paper, aligned, window))
        for number, paper in enumerate(papers)
        for aligned in [align_readable(paper.text)]
        for window in split_text(aligned.text, nlp)
    )
    docs = nlp.pipe(windows, as_tuples=True, batch_size=batch_size)
    for _, group in groupby(docs, key=lambda item: item[1][0]):
        parts = [(paper, aligned, window, doc._.extraction) for doc, (_, paper, aligned, window) in group]
        paper, aligned, _, whole = parts[0]
        if len(parts) > 1:
            whole = merge_windows([(window, extraction) for _, _, window, extraction in parts], paper)
        whole = replace(whole, paper_id=paper.id, text=paper.text)
        yield whole if aligned.text == paper.text else _in_original(whole, aligned)


def _in_original(extraction: Extraction, aligned: AlignedText) -> Extraction:
    """Return the extraction from a readable text with places in the original; names stay readable."""

    def outer(span: Span) -> Span:
        return Span(*aligned.outer_span(span.start, span.end))

    entities = [_entity_in_original(entity, aligned) for entity in extraction.entities]
    entities = [
        replace(entity, introduction=outer(entity.introduction) if entity.introduction else None) for entity in entities
    ]
    names = {PAPER: PAPER} | {
        before.name: after.name for before, after in zip(extraction.entities, entities, strict=True)
    }
    relations = (
        replace(r, subject=names[r.subject], object=names[r.object], evidence=outer(r.evidence))
        for r in extraction.relations
    )
    sentences = tuple(map(outer, extraction.sentences))
    links = find_links(extraction.text)
    return replace(extraction, entities=tuple(entities), relations=tuple(relations), sentences=sentences, links=links)


def _entity_in_original(entity: ExtractedEntity, aligned: AlignedText) -> ExtractedEntity:
    """Return an entity with its mentions as the original has them; its name regains the blanks that were left out."""
    mentions = []
    name = entity.name
    for mention in entity.mentions:
        start, end = aligned.span(mention.start, mention.end)
        text = aligned.original[start:end]
        mentions.append(Mention(start, end, text))
        if mention.text == entity.name and text.replace(" ", "") == entity.name.replace(" ", ""):
            name = text
    return replace(entity, name=name, mentions=tuple(mentions))
