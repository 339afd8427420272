"""The pipeline of components, and the extractor around it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from spacy.language import Language
from spacy.tokens import Doc

from paperatlas.extraction import names, relations  # noqa: F401 - they register their components
from paperatlas.extraction.links import find_links
from paperatlas.extraction.tokens import blank, sentence_spans
from paperatlas.extraction.windows import read
from paperatlas.records import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.records import Paper
    from paperatlas.resolution.registry import KnownThing

__all__ = ["Extractor", "RuleExtractor", "reader"]

NAME: Final = "rules-0.1.0"

_BATCH: Final = 64

Doc.set_extension("extraction", default=None, force=True)


class Extractor(Protocol):
    """Reads texts: what a rule-based and a trained extractor have in common."""

    @property
    def name(self) -> str:
        """Name and version, for instance ``rules-0.1.0``."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One extraction a paper, in their order, while papers are still being read."""


@Language.component("paperatlas_reading", assigns=["doc._.extraction"])
def begin(doc: Doc) -> Doc:
    """Begin the extraction of a document with its sentences and links."""
    doc._.extraction = Extraction("", doc.text, NAME, sentences=sentence_spans(doc), links=find_links(doc.text))
    return doc


def reader() -> Language:
    """A pipeline that splits a text into sentences and finds its links: what comes before names and relations."""
    nlp = blank()
    nlp.add_pipe("paperatlas_sentences")
    nlp.add_pipe("paperatlas_reading")
    return nlp


class RuleExtractor:
    """Finds names by what is known, by their shape and by the words around them, and relations by cue words.

    The weights of cues were counted from annotated papers, see :mod:`paperatlas.extraction.fitting`; a confidence is
    the probability that follows from them.

    >>> from paperatlas.records import Listing, Paper
    >>> paper = Paper("1", "Otter-7B", "We present Otter-7B, a model trained on RiverBench.", Listing("p", 1))
    >>> [entity.name for entity in next(RuleExtractor().extract([paper])).entities]
    ['Otter-7B', 'RiverBench']
    """

    name: Final = NAME

    def __init__(self, known: Iterable[KnownThing] = ()) -> None:
        """Find also the names and aliases of known things, wherever they stand."""
        self._given = {form: thing.type for thing in known for form in (thing.name, *thing.aliases)}

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline; what it finds in a document is in ``doc._.extraction``."""
        nlp = reader()
        nlp.add_pipe("paperatlas_names", config={"given": self._given})
        nlp.add_pipe("paperatlas_relations")
        return nlp

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One extraction a paper, in their order; long ones are read in windows."""
        return read(self.nlp, papers, _BATCH)
