"""The annotated page: texts of papers with their mentions marked, and the relations that they state.

spaCy's displaCy (https://spacy.io/usage/visualizers) draws the marks, with classes instead of its inline styles, which
the content security policy of the page would have to allow one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape
from spacy import displacy
from spacy.displacy.templates import TPL_ENTS

from paperatlas.graph.extractions import PAPER
from paperatlas.graph.graph import Statement
from paperatlas.html.templates import fill_page, node_type_rules
from paperatlas.schema import EXTRACTED_TYPES, NODE_TYPES
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.graph.extractions import ExtractedEntity, Extraction, Mention

__all__ = ["render_annotated"]

_MARK: Final = (
    '<mark class="k-{label}{own}" title="{tip}"><bdi>{text}</bdi><span class="kind">{label}{star}</span></mark>'
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its marks, up to the start of the next one."""

    id: str
    start: int
    html: Markup


@dataclass(frozen=True, slots=True)
class _RelationRow:
    """A row of the table of relations; the subject is None for the paper itself."""

    subject: ExtractedEntity | None
    predicate: str
    object: ExtractedEntity
    outcome: str
    confidence: float
    quote: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Article:
    """A paper on the page."""

    id: str
    extraction: Extraction
    title: Markup
    plain_title: str
    body: Sequence[_Sentence]
    rows: Sequence[_RelationRow]
    unsure_rows: Sequence[_RelationRow]


def render_annotated(extractions: Sequence[Extraction], *, note: str = "", min_confidence: float | None = None) -> str:
    r"""Render the texts of papers with their names and relations as an HTML page.

    Args:
        extractions: The extraction of each paper.
        note: A note above the papers, for instance that there are more of them.
        min_confidence: The least confidence of the relations that show at once, 0 to 1; the others are folded. None for
            the one that the schema sets for each predicate.

    Returns:
        An HTML document that needs no other file, runs no script and forbids all requests.

    >>> from paperatlas.graph.extractions import Extraction
    >>> page = render_annotated([Extraction("7", "Otters & <b>more</b>\nText.", "rules")])
    >>> page.startswith("<!doctype html>"), "Otters &amp; &lt;b&gt;more&lt;/b&gt;" in page
    (True, True)
    """
    page = fill_page(
        "paperatlas.html",
        "annotated",
        more_style=node_type_rules("--kind"),
        articles=[
            _article(f"p{number}", extraction, min_confidence) for number, extraction in enumerate(extractions, start=1)
        ],
        types=[entry for entry in NODE_TYPES if entry.name in EXTRACTED_TYPES],
        note=note,
    )
    return xml_text(page)


def _article(key: str, extraction: Extraction, min_confidence: float | None) -> _Article:
    """Return the title, sentences and relations of a paper, with element ids that start with ``key``."""
    text = extraction.text
    title_end = text.find("\n")
    bounds = [0, *(start for start in _sentence_starts(extraction) if start > title_end), len(text)]
    if title_end + 1 < len(text) and title_end + 1 not in bounds:
        bounds.insert(1, title_end + 1)
    marked = _mark_sentences(extraction, bounds)
    sentences = [_Sentence(f"{key}s{n}", bounds[n], html) for n, html in enumerate(marked)]
    rows: dict[bool, list[_RelationRow]] = {True: [], False: []}
    for row in _relation_rows(extraction, sentences):
        rows[_is_sure(row.predicate, row.confidence, min_confidence)].append(row)
    return _Article(key, extraction, marked[0], text[:title_end], sentences[1:], rows[True], rows[False])


def _is_sure(predicate: str, confidence: float, min_confidence: float | None = None) -> bool:
    """Return whether a graph would have such a statement as an edge."""
    return Statement("", predicate, "", confidence=confidence).is_sure(min_confidence)


def _sentence_starts(extraction: Extraction) -> list[int]:
    """Return the starts of the sentences, without those inside a mention."""
    inside = {
        position
        for entity in extraction.entities
        for mention in entity.mentions
        for position in range(mention.start + 1, mention.end)
    }
    return [sentence.start for sentence in extraction.sentences if sentence.start not in inside]


def _mark_sentences(extraction: Extraction, bounds: Sequence[int]) -> list[Markup]:
    """Return the parts of a text between ``bounds`` with their mentions marked.

    displaCy escapes the text; :func:`_mark` escapes labels and tooltips.
    """
    marks = sorted(
        (_mark(entity, mention) for entity in extraction.entities for mention in entity.mentions),
        key=itemgetter("start"),
    )
    documents, next_mark = [], 0
    for start, end in pairwise(bounds):
        inside = []
        while next_mark < len(marks) and marks[next_mark]["start"] < end:
            mark = marks[next_mark]
            inside.append({**mark, "start": mark["start"] - start, "end": mark["end"] - start})
            next_mark += 1
        documents.append({"text": extraction.text[start:end].replace("\n", " "), "ents": inside})
    html = displacy.render(documents, style="ent", manual=True, jupyter=False, options={"template": _MARK})
    # The element that displaCy puts around a text carries a style; the text is escaped and cannot contain its tags.
    opening, closing = TPL_ENTS.format(content="\0", dir="ltr").strip().split("\0")
    parts = [part.strip("\n").removesuffix(closing) for part in html.split(opening)[1:]]
    return [Markup(part) for part in parts]  # noqa: S704 - displaCy escapes the text


def _mark(entity: ExtractedEntity, mention: Mention) -> dict[str, Any]:
    """Return a mention as displaCy's manual input."""
    tooltip = f"{entity.name}: {entity.type}, confidence {entity.confidence:.2f}"
    return {
        "start": mention.start,
        "end": mention.end,
        "label": str(escape(entity.type)),
        "params": {
            "own": " own" if entity.introduced else "",
            "star": " ★" if entity.introduced else "",
            "tip": str(escape(f"{tooltip}, introduced by this paper" if entity.introduced else tooltip)),
        },
    }


def _relation_rows(extraction: Extraction, sentences: Sequence[_Sentence]) -> Iterator[_RelationRow]:
    """Yield the relations in the order of the text, each with the id of its sentence."""
    entities = {entity.name: entity for entity in extraction.entities}
    for relation in extraction.relations:
        span = relation.evidence
        yield _RelationRow(
            None if relation.subject == PAPER else entities[relation.subject],
            relation.predicate,
            entities[relation.object],
            relation.outcome or "",
            relation.confidence,
            extraction.text[span.start : span.end],
            max((part for part in sentences if part.start <= span.start), key=lambda part: part.start).id,
        )
