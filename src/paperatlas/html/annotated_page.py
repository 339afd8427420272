"""Texts to look at with what was found in them: names marked where they stand, and what is stated of them below.

The marks are drawn by spaCy's displaCy (https://spacy.io/usage/visualizers), with classes in place of its inline
styles, which the page's content security policy would have to let through one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape
from spacy import displacy
from spacy.displacy.templates import TPL_ENTS

from paperatlas.graph.extractions import PAPER
from paperatlas.html.content_security_policy import InlineSources, content_policy
from paperatlas.html.templates import fill_template, package_text
from paperatlas.html.theme import node_type_rules
from paperatlas.schema import EXTRACTED_TYPES, NODE_TYPES
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.graph.extractions import ExtractedEntity, Extraction

__all__ = ["render_annotated"]

_MARK: Final = (
    '<mark class="k-{label}{own}" title="{tip}"><bdi>{text}</bdi><span class="kind">{label}{star}</span></mark>'
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, with the marks in it and the space behind it."""

    id: str
    start: int
    html: Markup


@dataclass(frozen=True, slots=True)
class _Row:
    """A relation as the page shows it; an end is a name and its type, or nothing for the paper itself."""

    subject: ExtractedEntity | None
    predicate: str
    object: ExtractedEntity
    outcome: str
    confidence: float
    quote: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Article:
    """A paper as the page shows it."""

    id: str
    extraction: Extraction
    title: Markup
    plain_title: str
    body: tuple[_Piece, ...]
    rows: tuple[_Row, ...]


def render_annotated(extractions: Sequence[Extraction], *, note: str = "") -> str:
    r"""Draw texts with their names and relations as one page.

    Args:
        extractions: What was found in each paper.
        note: What a reader should know of the whole, for instance that there are more papers.

    Returns:
        One HTML document, the same for the same extractions. It needs no other file, runs no script and forbids the
        browser all requests.

    >>> from paperatlas.graph.extractions import Extraction
    >>> page = render_annotated([Extraction("7", "Otters & <b>more</b>\nText.", "rules")])
    >>> page.startswith("<!doctype html>"), "Otters &amp; &lt;b&gt;more&lt;/b&gt;" in page
    (True, True)
    """
    style = package_text("paperatlas.html", "annotated.css") + node_type_rules("--kind")
    page = fill_template(
        "paperatlas.html",
        "annotated.html.jinja",
        policy=content_policy(InlineSources(styles={style})),
        style=style,
        articles=[_article(f"p{number}", found) for number, found in enumerate(extractions, start=1)],
        types=[entry for entry in NODE_TYPES if entry.name in EXTRACTED_TYPES],
        note=note,
    )
    return xml_text(page)


def _article(key: str, extraction: Extraction) -> _Article:
    """A paper's title, sentences and relations, with ids below ``key`` for links inside the page."""
    text = extraction.text
    end = text.find("\n")
    bounds = [0, *(start for start in _starts(extraction) if start > end), len(text)]
    if end + 1 < len(text) and end + 1 not in bounds:
        bounds.insert(1, end + 1)
    drawn = _drawn(extraction, bounds)
    pieces = tuple(_Piece(f"{key}s{n}", bounds[n], html) for n, html in enumerate(drawn))
    return _Article(key, extraction, drawn[0], text[:end], pieces[1:], tuple(_rows(extraction, pieces)))


def _starts(extraction: Extraction) -> list[int]:
    """Where sentences start, but for those that would start inside a mention."""
    inside = {
        place
        for entity in extraction.entities
        for mention in entity.mentions
        for place in range(mention.start + 1, mention.end)
    }
    return [sentence.start for sentence in extraction.sentences if sentence.start not in inside]


def _drawn(extraction: Extraction, bounds: Sequence[int]) -> list[Markup]:
    """The pieces of a text between ``bounds``, with marks.

    displaCy escapes the text; what goes into labels and tips is escaped here.
    """
    marks = sorted((_mark(entity, m.start, m.end) for entity in extraction.entities for m in entity.mentions),
                   key=lambda mark: int(mark["start"]))  # fmt: skip
    docs, place = [], 0
    for start, end in pairwise(bounds):
        inside = []
        while place < len(marks) and marks[place]["start"] < end:
            mark = marks[place]
            inside.append({**mark, "start": mark["start"] - start, "end": mark["end"] - start})
            place += 1
        docs.append({"text": extraction.text[start:end].replace("\n", " "), "ents": inside})
    html = displacy.render(docs, style="ent", manual=True, jupyter=False, options={"template": _MARK})
    # What displaCy wraps a text in carries a style; the text, being escaped, cannot hold the like.
    opening, closing = TPL_ENTS.format(content="\0", dir="ltr").strip().split("\0")
    parts = [part.strip("\n").removesuffix(closing) for part in html.split(opening)[1:]]
    return [Markup(part) for part in parts]  # noqa: S704 - displaCy escapes the text


def _mark(entity: ExtractedEntity, start: int, end: int) -> dict[str, Any]:
    """A mention as displaCy takes it by hand."""
    tooltip = f"{entity.name}: {entity.type}, confidence {entity.confidence:.2f}"
    return {
        "start": start,
        "end": end,
        "label": str(escape(entity.type)),
        "params": {
            "own": " own" if entity.introduced else "",
            "star": " ★" if entity.introduced else "",
            "tip": str(escape(f"{tooltip}, introduced by this paper" if entity.introduced else tooltip)),
        },
    }


def _rows(extraction: Extraction, pieces: Sequence[_Piece]) -> Iterator[_Row]:
    """The relations in the order of the text, each with the id of the sentence that its words are from."""
    entities = {entity.name: entity for entity in extraction.entities}
    for relation in extraction.relations:
        span = relation.evidence
        yield _Row(
            None if relation.subject == PAPER else entities[relation.subject],
            relation.predicate,
            entities[relation.object],
            relation.outcome or "",
            relation.confidence,
            extraction.text[span.start : span.end],
            max((piece for piece in pieces if piece.start <= span.start), key=lambda piece: piece.start).id,
        )
