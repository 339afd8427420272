"""Texts of any length, read piece by piece.

What a pipeline does with a text takes more than its length in time: each sentence is held against all that is named.
So a text that is longer than the longest abstract is cut between sentences into windows of bounded size. Each window
after the first has the title before it again, for the pipeline takes what it reads first for a title, and what the
title names helps to read the rest. What was found in the windows is then put together: entities by their names,
relations by their ends.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.name_candidates import form_key
from paperatlas.extraction.tokenizer import sentence_starts
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Mention, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

    from paperatlas.graph.papers import Paper

__all__ = ["SIZE", "Window", "extract_windows", "merge_windows", "readable_text", "split_text"]

SIZE: Final = 25_000
"""How long a window may be, in characters: some 3,500 words, more than any abstract has."""

_LONGEST_TITLE: Final = 1000
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_WORDS = re.compile(r"\S{1000,}")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3}|_{1,3})(?![\s*_])([^*\n]{1,200}?)(?<![\s*_])\1(?![\w*])")
_SIGN = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,5}|#x[\da-fA-F]{1,4});")


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a text that is read at once.

    Attributes:
        text: What is read: the repeated title, if any, and the piece.
        head: How many characters of ``text`` only repeat the title.
        start: Where in the whole text the piece starts.
    """

    text: str
    head: int = 0
    start: int = 0

    def place(self, span: Span) -> Span | None:
        r"""Where a span of the window is in the whole text; nothing where it is in what only repeats the title.

        >>> Window("T\nWe use GPT-4.", head=2, start=50).place(Span(9, 14))
        Span(start=57, end=62)
        """
        if span.start < self.head:
            return None
        return Span(span.start - self.head + self.start, span.end - self.head + self.start)


def readable_text(text: str) -> str:
    """What spaCy can read in good time and without markup in the way, with all offsets as they are.

    Words are kept as UTF-8, which has no lone surrogates; to cut up a run of characters takes the square of its
    length. Marks of emphasis become quotes, and HTML's names of signs those signs, with spaces around.

    >>> readable_text("We call it *Otter-7B* &lt;or __Otter__&gt;")
    'We call it "Otter-7B"    <or ""Otter"">   '
    """
    text = _SURROGATES.sub("\ufffd", text)
    text = _NO_WORDS.sub(lambda run: " " * len(run[0]), text)
    text = _EMPHASIS.sub(lambda mark: '"' * len(mark[1]) + mark[2] + '"' * len(mark[1]), text)
    return _SIGN.sub(_as_sign, text)


def _as_sign(escaped: re.Match[str]) -> str:
    """The sign that an HTML name stands for, at the side of the word it belongs to, as long as the name; not others."""
    sign = html.unescape(escaped[0])
    if len(sign) != 1 or sign.isalnum() or sign == "&":
        return escaped[0]
    follows = escaped.string[escaped.end() : escaped.end() + 1]
    return sign.rjust(len(escaped[0])) if follows.isalnum() else sign.ljust(len(escaped[0]))


def _pieces(starts: Iterable[int], text: str, size: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most ``size`` characters that begin where sentences do; only a longer sentence is cut, at a space.

    Args:
        starts: Where sentences start, in order.
        text: What is cut.
        size: The longest piece.
    """
    begun = last = 0
    for stop in (*starts, len(text)):
        if stop - begun > size and last > begun:
            yield begun, last
            begun = last
        while stop - begun > size:
            space = text.rfind(" ", begun + 1, begun + size)
            middle = begun + size if space < 0 else space + 1
            yield begun, middle
            begun = middle
        last = stop
    if begun < len(text):
        yield begun, len(text)


def split_text(text: str, nlp: Language, size: int = SIZE) -> Iterator[Window]:
    """The windows of a text, in order: one where it is short enough.

    Args:
        text: Title, newline, abstract.
        nlp: Makes tokens; none of its components is run.
        size: How many characters of the text a window holds at most, its repeated title not counted.
    """
    if len(text) <= size:
        yield Window(text)
        return
    title = text.partition("\n")[0]
    again = f"{title}\n" if title and len(title) < min(_LONGEST_TITLE, size) else ""
    doc = nlp.make_doc(text)
    starts = (token.idx for token, begins in zip(doc, sentence_starts(doc), strict=True) if begins)
    for start, end in _pieces(starts, text, size):
        head = again if start >= len(again) and start else ""
        yield Window(head + text[start:end], len(head), start)


@dataclass
class _MergedEntity:
    """What the windows tell of one thing."""

    name: str
    confidence: float = 0.0
    introduction: Span | None = None
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
        self.introduction = self.introduction or introduction


def merge_windows(found: Sequence[tuple[Window, Extraction]], paper: Paper) -> Extraction:
    """One extraction from those of all windows of a paper.

    Entities that share a form, case and hyphens not counted, are one; it has the name that the first window gave it
    and the type for which most speaks. Of relations with the same ends the surest stays; one goes whose end changed
    its type.

    Args:
        found: The windows of the paper's text, in order, and what was found in each.
        paper: The paper.
    """
    things: dict[str, _MergedEntity] = {}
    relations: list[tuple[Relation, dict[str, tuple[_MergedEntity, str]]]] = []
    for window, extraction in found:
        ends = {entity.name: (thing, entity.type) for entity, thing in _add_window(window, extraction, things)}
        for relation in extraction.relations:
            evidence = window.place(relation.evidence)
            if evidence and relation.object in ends and relation.subject in {PAPER, *ends}:
                relations.append((replace(relation, evidence=evidence), ends))
    return Extraction(
        paper.id,
        paper.text,
        found[0][1].extractor,
        _entities(things),
        _most_confident(relations),
        tuple(span for window, windowed in found for place in windowed.sentences if (span := window.place(place))),
        tuple(
            replace(link, start=span.start, end=span.end)
            for window, windowed in found
            for link in windowed.links
            if (span := window.place(Span(link.start, link.end)))
        ),
    )


def _add_window(
    window: Window, extraction: Extraction, things: dict[str, _MergedEntity]
) -> Iterator[tuple[ExtractedEntity, _MergedEntity]]:
    """The entities of a window with the things they are; what only the repeated title names is left out.

    Args:
        window: The window.
        extraction: What was found in it.
        things: All things so far, by the keys of their forms; those of the window are added.
    """
    for entity in extraction.entities:
        placed = [(m, window.place(Span(m.start, m.end))) for m in entity.mentions]
        mentions = [Mention(span.start, span.end, mention.text) for mention, span in placed if span]
        if not mentions:
            continue
        keys = [form_key(form) for form in entity.forms]
        thing = next((things[key] for key in keys if key in things), None) or _MergedEntity(entity.name)
        thing.add(entity, mentions, window.place(entity.introduction) if entity.introduction else None)
        for key in keys:
            things.setdefault(key, thing)
        yield entity, thing


def _entities(things: dict[str, _MergedEntity]) -> tuple[ExtractedEntity, ...]:
    """All things as entities, in the order of the text."""
    distinct = {id(thing): thing for thing in things.values()}.values()
    entities = (
        ExtractedEntity(thing.name, thing.type, tuple(sorted(thing.mentions)), thing.confidence, thing.introduction)
        for thing in distinct
    )
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0]))


def _most_confident(relations: Sequence[tuple[Relation, dict[str, tuple[_MergedEntity, str]]]]) -> tuple[Relation, ...]:
    """The surest relation for each triple, under the names that things have in the whole text, in its order."""
    best: dict[tuple[str, str, str], Relation] = {}
    for relation, ends in relations:
        known = [ends[name] for name in (relation.subject, relation.object) if name != PAPER]
        if any(thing.type != kind for thing, kind in known) or (len(known) == 2 and known[0][0] is known[1][0]):
            continue
        subject = PAPER if relation.subject == PAPER else ends[relation.subject][0].name
        named = replace(relation, subject=subject, object=ends[relation.object][0].name)
        triple = (named.subject, named.predicate, named.object)
        if triple not in best or named.confidence > best[triple].confidence:
            best[triple] = named
    return tuple(sorted(best.values(), key=lambda relation: (relation.evidence, relation.subject, relation.object)))


def extract_windows(nlp: Language, papers: Iterable[Paper], batch_size: int) -> Iterator[Extraction]:
    """One extraction a paper, in their order, whatever their length; a few windows at a time are held in memory.

    Args:
        nlp: A pipeline that puts what it finds into ``doc._.extraction``.
        papers: The papers.
        batch_size: How many windows the pipeline is given at once; it does not change what is found.
    """
    windows = (
        (window.text, (number, paper, window))
        for number, paper in enumerate(papers)
        for window in split_text(readable_text(paper.text), nlp)
    )
    docs = nlp.pipe(windows, as_tuples=True, batch_size=batch_size)
    for _, group in groupby(docs, key=lambda item: item[1][0]):
        found = [(paper, window, doc._.extraction) for doc, (_, paper, window) in group]
        paper = found[0][0]
        whole = (
            found[0][2]
            if len(found) == 1
            else merge_windows([(window, extraction) for _, window, extraction in found], paper)
        )
        yield _exact(replace(whole, paper_id=paper.id, text=paper.text))


def _exact(extraction: Extraction) -> Extraction:
    """The extraction without entities whose mentions do not stand so in the text, since markup is inside them."""
    text = extraction.text
    entities = tuple(e for e in extraction.entities if all(text[m.start : m.end] == m.text for m in e.mentions))
    if len(entities) == len(extraction.entities):
        return extraction
    names = {PAPER, *(entity.name for entity in entities)}
    relations = tuple(relation for relation in extraction.relations if {relation.subject, relation.object} <= names)
    return replace(extraction, entities=entities, relations=relations)
