"""The words of a document as plain lists: cues look at each word many times, and a spaCy token is slow to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from paperatlas.extraction.candidates import Place

__all__ = ["DocWords"]


class DocWords:
    """The words of a document.

    Attributes:
        doc: The document, with sentences.
        texts: Each token as it is written.
        lower: Each token in small letters.
    """

    def __init__(self, doc: Doc) -> None:
        """Take the words from a document."""
        self.doc = doc
        self.texts: list[str] = [token.text for token in doc]
        self.lower: list[str] = [text.lower() for text in self.texts]
        self._sentences: list[Place] = []
        for sentence in doc.sents:
            self._sentences += [(sentence.start, sentence.end)] * (sentence.end - sentence.start)

    def sentence(self, token: int) -> Place:
        """The first token of the sentence that a token is in, and the token after its last."""
        return self._sentences[token]

    def form(self, place: Place) -> str:
        """The text of some tokens in a row, with the space between them."""
        start, end = place
        return self.texts[start] if end == start + 1 else self.doc[start:end].text
