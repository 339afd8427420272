"""What an extractor finds in the text of one paper; each value is immutable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["PAPER", "ExtractedEntity", "Extraction", "Link", "Mention", "Relation", "Span"]

PAPER: Final = "PAPER"
"""As the subject of a :class:`Relation`: what the paper made or trained without naming it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a paper's text: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place where the text names a thing: characters ``start`` up to ``end``, which read ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ExtractedEntity:
    """A thing that one paper names, with all places where it does.

    Attributes:
        name: The fullest good form in the text.
        type: A node type: Model, Dataset, Method or Lab.
        mentions: Where it is named, in order, at least once.
        confidence: How sure the extractor is that the paper names such a thing, 0 to 1.
        introduction: The sentence that presents it as the paper's own; nothing where the paper does not introduce it.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    confidence: float
    introduction: Span | None = None

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
    """What one paper states of two things.

    Attributes:
        subject: The name of an entity of the same extraction, or :data:`PAPER`.
        predicate: The name of a predicate.
        object: The name of an entity of the same extraction.
        evidence: The words that state it, inside one sentence.
        confidence: How sure the extractor is, 0 to 1.
        outcome: For ``compares-to`` the name of an outcome, else nothing.
    """

    subject: str
    predicate: str
    object: str
    evidence: Span
    confidence: float
    outcome: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An address in the text: characters ``start`` up to ``end``, and where it leads."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor found in the text of one paper.

    Attributes:
        paper_id: The id of the paper.
        text: The text that offsets count in: title, newline, abstract.
        extractor: Name and version of the extractor, for instance ``encoder-0.1.0``.
        entities: The things it names; their names are distinct.
        relations: What it states of them; distinct in subject, predicate and object.
        sentences: Where the sentences are, in order; the title is one.
        links: The addresses in the text.
    """

    paper_id: str
    text: str
    extractor: str
    entities: tuple[ExtractedEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
