"""The records of extraction: the entities and relations of one paper. All are immutable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["PAPER", "ExtractedEntity", "Extraction", "Link", "Mention", "Relation", "Span"]

PAPER: Final = "PAPER"
"""The subject of a :class:`Relation` if the paper does not name what it made or trained."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A span of a paper's text: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A mention of an entity: the characters ``start`` up to ``end``, which read ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ExtractedEntity:
    """An entity that one paper names, with all its mentions.

    Attributes:
        name: The fullest good form in the text.
        type: A node type: Model, Dataset, Method or Lab.
        mentions: Its mentions, in order, at least one.
        confidence: The confidence that the paper names such an entity, 0 to 1.
        introduction: The sentence that presents it as the paper's own; None if the paper does not introduce it.
        introduction_confidence: The confidence that the paper introduces it, 0 to 1; by default ``confidence``.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    confidence: float
    introduction: Span | None = None
    introduction_confidence: float | None = None

    @property
    def introduced(self) -> bool:
        """Whether this paper presents, releases or builds it."""
        return self.introduction is not None

    @property
    def forms(self) -> tuple[str, ...]:
        """The distinct surface forms, the name first, then in the order of the text."""
        return tuple(dict.fromkeys((self.name, *(mention.text for mention in self.mentions))))


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that one paper states between two entities.

    Attributes:
        subject: The name of an entity of the same extraction, or :data:`PAPER`.
        predicate: The name of a predicate.
        object: The name of an entity of the same extraction.
        evidence: The passage that states it: one to four whole sentences.
        confidence: The confidence of the extractor, 0 to 1.
        outcome: The name of an outcome for ``compares-to``, else None.
    """

    subject: str
    predicate: str
    object: str
    evidence: Span
    confidence: float
    outcome: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An address in the text: the characters ``start`` up to ``end``, and its target."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of an extractor for the text of one paper.

    Attributes:
        paper_id: The id of the paper.
        text: The text of all offsets: title, newline, abstract.
        extractor: The name and version of the extractor, for instance ``encoder-0.1.0``.
        entities: The entities that the text names; their names are distinct.
        relations: The relations that it states; distinct in subject, predicate and object.
        sentences: The sentences, in order; the title is one.
        links: The addresses in the text.
    """

    paper_id: str
    text: str
    extractor: str
    entities: tuple[ExtractedEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
