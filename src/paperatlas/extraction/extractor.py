"""The pipeline of components, the folders that hold one, and the extractor around it.

A *model* is a folder that :func:`spacy.load` loads: ``config.cfg`` names the components, ``meta.json`` has the name,
the version, the schema and the scores, and each component that knows something has a folder with its tables.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from paperatlas.curation.registry import load_registry
from paperatlas.errors import SchemaError
from paperatlas.extraction import serialization as _doc_bytes  # noqa: F401 - registers how results are packed
from paperatlas.extraction.annotation_schema import ExtractionSchema
from paperatlas.extraction.encoder import component as _states  # noqa: F401 - registers the component
from paperatlas.extraction.model_catalog import DEFAULT_MODEL, missing_model, model_folder
from paperatlas.extraction.ner import NameFinder
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import blank, sentence_spans
from paperatlas.extraction.urls import find_links
from paperatlas.extraction.windows import extract_windows
from paperatlas.graph.extractions import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.extractions import Relation
    from paperatlas.graph.papers import Paper

__all__ = ["Extractor", "ModelExtractor", "blank_pipeline", "extractor_of", "load_extractor", "make_pipeline"]

_BATCH: Final = 64


def _relations(doc: Doc) -> tuple[Relation, ...]:
    return doc._.extraction.relations if doc._.extraction else ()


Doc.set_extension("extraction", default=None, force=True)
Doc.set_extension("relations", getter=_relations, force=True)


class Extractor(Protocol):
    """Reads texts: what any extractor can do, that of this package and yours."""

    @property
    def name(self) -> str:
        """Name and version, for instance ``encoder-0.1.0``."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One extraction a paper, in their order, while papers are still being read."""


@Language.component("paperatlas_reading", assigns=["doc._.extraction"])
def start_extraction(doc: Doc) -> Doc:
    """Begin the extraction of a document with its sentences and links."""
    text = doc.text
    doc._.extraction = Extraction("", text, "", sentences=sentence_spans(doc), links=find_links(text))
    return doc


def blank_pipeline() -> Language:
    """A pipeline that splits a text into sentences and finds its links: what comes before names and relations."""
    nlp = blank()
    nlp.add_pipe("paperatlas_sentences")
    nlp.add_pipe("paperatlas_reading")
    return nlp


def make_pipeline(schema: ExtractionSchema, contents: Mapping[str, bytes]) -> Language:
    """The whole pipeline, from text to relations.

    Args:
        schema: What it looks for.
        contents: What is in the files of its components, by their names; without ``encoder.onnx`` it has no encoder.
    """
    nlp = blank_pipeline()
    nlp.meta["schema"] = schema.plain()
    if "encoder.onnx" in contents:
        nlp.add_pipe("paperatlas_encoder")
    nlp.add_pipe("paperatlas_names")
    nlp.add_pipe("paperatlas_relations")
    for _, component in nlp.pipeline:
        if isinstance(component, StoredComponent):
            component.load_contents(contents)
    return nlp


def _load(model: str | Path) -> Language:
    """Load the pipeline of a model.

    Raises:
        ExtractionError: if there is no such model, or it is broken.
    """
    try:
        nlp = spacy.load(model_folder(model))
        ExtractionSchema.parse(nlp.meta["schema"])
        for name in ("paperatlas_names", "paperatlas_relations"):
            nlp.get_pipe(name)
    except (OSError, ValueError, KeyError, IndexError, SchemaError) as error:
        raise missing_model(model) from error
    nlp.max_length = 2**31
    return nlp


def load_extractor(model: str | Path = DEFAULT_MODEL, *, registry: str | Path | None = None) -> ModelExtractor:
    """The extractor of a model, loaded.

    Args:
        model: The folder of a model that :func:`paperatlas.train` wrote, or :data:`DEFAULT_MODEL`.
        registry: A YAML file of known entities, whose names and aliases are found wherever they stand.

    Raises:
        ExtractionError: if there is no such model, or it is broken.
        ReadingError: if the registry cannot be read.

    >>> load_extractor().schema.types
    ('Model', 'Dataset', 'Method', 'Lab')
    """
    return _model_extractor(model, load_registry(registry))


def _model_extractor(model: str | Path, known: Iterable[KnownEntity]) -> ModelExtractor:
    return ModelExtractor(known, _load(model))


def extractor_of(extractor: Extractor | str | Path | None, known: Iterable[KnownEntity] = ()) -> Extractor:
    """Return an extractor as it is, or the one of a model.

    Args:
        extractor: An extractor, the name or the folder of a model, or None for the model that comes with the package.
        known: Things that a registry knows, for a model.

    Raises:
        ExtractionError: if there is no such model.
    """
    if extractor is None or isinstance(extractor, str | Path):
        return _model_extractor(DEFAULT_MODEL if extractor is None else extractor, known)
    return extractor


class ModelExtractor:
    """Reads with a model: finds names by what is known, by their shape and by the words around them, and relations.

    The model learned from annotated papers, see :mod:`paperatlas.training.train`; a confidence is the probability
    that follows from its weights.

    >>> from paperatlas.graph.papers import SourceLocation, Paper
    >>> paper = Paper("1", "Otter-7B", "We present Otter-7B, a model trained on RiverBench.", SourceLocation("p", 1))
    >>> [entity.name for entity in next(ModelExtractor().extract([paper])).entities]
    ['Otter-7B', 'RiverBench']
    """

    def __init__(self, known: Iterable[KnownEntity] = (), nlp: Language | None = None) -> None:
        """Make an extractor.

        Args:
            known: Things whose names and aliases are found wherever they stand.
            nlp: The pipeline; by default that of the model that comes with the package, loaded when it is needed.
        """
        self._given = {form: thing.type for thing in known for form in (thing.name, *thing.aliases)}
        self._loaded = nlp

    @property
    def name(self) -> str:
        """Name and version of the model."""
        return f"{self.nlp.meta['name']}-{self.nlp.meta['version']}"

    @cached_property
    def schema(self) -> ExtractionSchema:
        """What it looks for."""
        return ExtractionSchema.parse(self.nlp.meta["schema"])

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline; what it finds in a document is in ``doc._.extraction``."""
        nlp = self._loaded or _load(DEFAULT_MODEL)
        names = nlp.get_pipe("paperatlas_names")
        if isinstance(names, NameFinder):
            names.add_gazetteer(self._given)
        return nlp

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One extraction a paper, in their order; long ones are read in windows."""
        name = self.name
        return (replace(found, extractor=name) for found in extract_windows(self.nlp, papers, _BATCH))
