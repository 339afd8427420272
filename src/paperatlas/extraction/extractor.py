"""The spaCy pipeline of a model, and the extractor that runs it.

A *model* is a folder for :func:`spacy.load`: ``config.cfg`` names the components, ``meta.json`` has the name, the
version, the schema and the scores, and each component has a folder with its tables.
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
from paperatlas.extraction import serialization as _serialization  # noqa: F401 - registers the encoding of results
from paperatlas.extraction.annotation_schema import ExtractionSchema
from paperatlas.extraction.encoder import component as _encoder  # noqa: F401 - registers the component
from paperatlas.extraction.model_catalog import DEFAULT_MODEL, missing_model, model_folder
from paperatlas.extraction.ner import NameFinder
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import blank, find_links, sentence_spans
from paperatlas.extraction.windows import extract_windows
from paperatlas.graph.extractions import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.extractions import Relation
    from paperatlas.graph.papers import Paper

__all__ = ["Extractor", "ModelExtractor", "blank_pipeline", "extractor_of", "load_extractor", "make_pipeline"]

_BATCH_SIZE: Final = 64


def _relations(doc: Doc) -> tuple[Relation, ...]:
    return doc._.extraction.relations if doc._.extraction else ()


Doc.set_extension("extraction", default=None, force=True)
Doc.set_extension("relations", getter=_relations, force=True)


class Extractor(Protocol):
    """The interface of extractors, of this package or yours."""

    @property
    def name(self) -> str:
        """The name and version, for instance ``encoder-0.1.0``."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """Return one extraction a paper, in their order, while papers are still being read."""


@Language.component("paperatlas_reading", assigns=["doc._.extraction"])
def start_extraction(doc: Doc) -> Doc:
    """Start the extraction of a document with its sentences and links."""
    text = doc.text
    doc._.extraction = Extraction("", text, "", sentences=sentence_spans(doc), links=find_links(text))
    return doc


def blank_pipeline() -> Language:
    """Return a pipeline that finds the sentences and links of a text, but no entities and relations."""
    nlp = blank()
    nlp.add_pipe("paperatlas_sentences")
    nlp.add_pipe("paperatlas_reading")
    return nlp


def make_pipeline(schema: ExtractionSchema, contents: Mapping[str, bytes]) -> Language:
    """Return the whole pipeline, from text to relations.

    Args:
        schema: The schema.
        contents: The contents of the files of its components, by name; without ``encoder.onnx`` it has no encoder.
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


def _load_pipeline(model: str | Path) -> Language:
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
    """Load the extractor of a model.

    Args:
        model: The folder of a model that :func:`paperatlas.train` wrote, or :data:`DEFAULT_MODEL`.
        registry: A YAML file of known entities, whose names and aliases it always finds.

    Raises:
        ExtractionError: if there is no such model, or it is broken.
        ReadingError: if the registry cannot be read.

    >>> load_extractor().schema.types
    ('Model', 'Dataset', 'Method', 'Lab')
    """
    return _model_extractor(model, load_registry(registry))


def _model_extractor(model: str | Path, known: Iterable[KnownEntity]) -> ModelExtractor:
    return ModelExtractor(known, _load_pipeline(model))


def extractor_of(extractor: Extractor | str | Path | None, known: Iterable[KnownEntity] = ()) -> Extractor:
    """Return an extractor as it is, or load that of a model.

    Args:
        extractor: An extractor, the name or the folder of a model, or None for the model that comes with the package.
        known: Registered entities for a model.

    Raises:
        ExtractionError: if there is no such model.
    """
    if extractor is None or isinstance(extractor, str | Path):
        return _model_extractor(DEFAULT_MODEL if extractor is None else extractor, known)
    return extractor


class ModelExtractor:
    """The extractor of a model that :mod:`paperatlas.training.train` trained; confidences are its probabilities.

    >>> from paperatlas.graph.papers import SourceLocation, Paper
    >>> paper = Paper("1", "Otter-7B", "We present Otter-7B, a model trained on RiverBench.", SourceLocation("p", 1))
    >>> [entity.name for entity in next(ModelExtractor().extract([paper])).entities]
    ['Otter-7B', 'RiverBench']
    """

    def __init__(self, known: Iterable[KnownEntity] = (), nlp: Language | None = None) -> None:
        """Make an extractor.

        Args:
            known: Registered entities, whose names and aliases it always finds.
            nlp: The pipeline; by default that of the model that comes with the package, loaded on first use.
        """
        self._gazetteer = {form: entity.type for entity in known for form in (entity.name, *entity.aliases)}
        self._pipeline = nlp

    @property
    def name(self) -> str:
        """The name and version of the model."""
        return f"{self.nlp.meta['name']}-{self.nlp.meta['version']}"

    @cached_property
    def schema(self) -> ExtractionSchema:
        """The schema of the model."""
        return ExtractionSchema.parse(self.nlp.meta["schema"])

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline, which writes ``doc._.extraction``."""
        nlp = self._pipeline or _load_pipeline(DEFAULT_MODEL)
        names = nlp.get_pipe("paperatlas_names")
        if isinstance(names, NameFinder):
            names.add_gazetteer(self._gazetteer)
        return nlp

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """Return one extraction a paper, in their order; long texts are read in windows."""
        name = self.name
        return (replace(extraction, extractor=name) for extraction in extract_windows(self.nlp, papers, _BATCH_SIZE))
