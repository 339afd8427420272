"""The training of a model from annotated papers, in stages that a killed run can resume from."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import srsly

from paperatlas._util.files import staged, write_file
from paperatlas._version import __version__
from paperatlas.curation.registry import load_registry
from paperatlas.errors import ExtractionError, OutputError
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, load_schema
from paperatlas.extraction.encoder.wordpiece import Vocabulary
from paperatlas.extraction.extractor import ModelExtractor, load_extractor, make_pipeline
from paperatlas.extraction.name_candidates import form_key
from paperatlas.extraction.readable_text import readable_text
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.graph.progress import SILENT
from paperatlas.training.clustering import cluster_table
from paperatlas.training.encoder_examples import LabelSet, silver_examples
from paperatlas.training.evaluate import score
from paperatlas.training.gold import read_gold, read_texts
from paperatlas.training.linear_fit import FOLDS, Fitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.language import Language

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.progress import Progress
    from paperatlas.training.encoder_examples import TrainingExample
    from paperatlas.training.gold import AnnotatedPaper

__all__ = ["train"]

_SPACY: Final = ">=3.8.0,<3.9.0"
"""The requirement of this package; spaCy by itself would write the installed version."""


def train(
    papers: str | Path,
    gold: str | Path,
    model: str | Path,
    *,
    schema: str | Path | None = None,
    texts: str | Path | None = None,
    encoder: str | Path | None = None,
    teacher: str | Path | None = None,
    registry: str | Path | None = None,
    seed: int = 0,
    name: str = "trained",
    progress: Progress = SILENT,
) -> Path:
    """Train a model from annotated papers and write its folder, whole or not at all.

    A three-fold cross-validation, with folds by ``seed``, gives the scores in the model's ``meta.json``. The model then
    learns from all papers. The same files, schema, seed and name give the same bytes on the same kind of machine.

    Args:
        papers: The file of papers.
        gold: The file of annotations, see :mod:`paperatlas.training.gold`.
        model: The folder to write. Until it is whole, finished stages are in a folder of that name with
            ``.unfinished`` behind it; a second call with the same arguments resumes from there.
        schema: A YAML file of types and predicates, see :mod:`paperatlas.extraction.annotation_schema`; by default
            those of :mod:`paperatlas.schema`.
        texts: A file of further papers without annotation, for the clusters of words and the encoder.
        encoder: The folder of a pretrained encoder of BERT's architecture; None for a model without an encoder. It
            needs PyTorch.
        teacher: A model for the same schema: the encoder first learns its findings in ``texts`` (self-training; Scudder
            1965). By default the log-linear model of the annotated papers is the teacher.
        registry: A YAML file of known entities, whose names become features unless the annotated papers contradict;
            names of two types, and of types that the schema lacks, are ignored.
        seed: The seed of the folds and all random numbers.
        name: The name of the model in evidence.
        progress: The observer of the run.

    Returns:
        The folder.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines, or the teacher has another schema.
        SchemaError: if the schema file cannot be read or is no schema.
        OutputError: if the model cannot be written.
    """
    text_schema = DEFAULT_SCHEMA if schema is None else load_schema(schema)
    progress.step("reading the annotated papers")
    annotated = read_gold(papers, gold, text_schema)
    further_texts = () if texts is None else _unannotated(read_texts(texts), annotated)
    pretrained = None if encoder is None else Path(encoder)
    teacher_model = None if teacher is None else _load_teacher(teacher, text_schema)
    registered = _registered_names(load_registry(registry), text_schema)
    parts = (_digest(pretrained), teacher_model.name if teacher_model else "", repr(registered), str(seed), name)
    key = _key(annotated, further_texts, text_schema, parts)
    stages = _StageCache(Path(f"{model}.unfinished"), key, progress)
    run = _TrainingRun(annotated, further_texts, registered, text_schema, pretrained, teacher_model, seed, stages)
    scores = stages.text("scores.json", run.scores)
    nlp = run.pipeline()
    nlp.meta.update(
        name=name,
        version=f"{__version__}+{key[:8]}",
        description=f"Finds {', '.join(text_schema.types)} and what a text states of them; made by paperatlas.",
        seed=seed,
        papers=len(annotated),
        texts=len(further_texts),
        performance=json.loads(scores),
        spacy_version=_SPACY,
    )
    progress.step(f"writing {model}")
    with staged(model) as stage:
        # The vocabulary holds every word of the texts; nothing needs it.
        nlp.to_disk(stage, exclude=["vocab"])
    stages.remove()
    return Path(model)


def _unannotated(texts: Iterable[str], annotated: Sequence[AnnotatedPaper]) -> list[str]:
    """Return the texts without those of annotated papers, by their titles, as these must stay unseen."""
    titles = {form_key(paper.paper.title) for paper in annotated}
    return [text for text in texts if form_key(text.partition("\n")[0]) not in titles]


def _load_teacher(teacher: str | Path, schema: ExtractionSchema) -> ModelExtractor:
    """Load the model that labels texts for an encoder, if it has the same schema."""
    extractor = load_extractor(teacher)
    if extractor.schema != schema:
        raise ExtractionError(
            f"{teacher} looks for other types or predicates; name a teacher that was trained with the same schema"
        )
    return extractor


def _digest(encoder: Path | None) -> str:
    """Return a digest of the weights of an encoder; empty for none or an unreadable one, which fails later."""
    weights = None if encoder is None else encoder / "model.safetensors"
    return hashlib.sha256(weights.read_bytes()).hexdigest() if weights and weights.is_file() else ""


def _registered_names(known: Iterable[KnownEntity], schema: ExtractionSchema) -> dict[str, str]:
    """Return the names of registered entities with their types, sorted, without names of two types."""
    types: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, str] = {}
    for entity in known:
        for form in (entity.name, *entity.aliases):
            types[form_key(form)].add(entity.type)
            forms.setdefault(form_key(form), form)
    clear = {forms[key]: next(iter(kinds)) for key, kinds in types.items() if key and len(kinds) == 1}
    return {form: kind for form, kind in sorted(clear.items()) if kind in schema.types}


def _key(
    annotated: Sequence[AnnotatedPaper], texts: Sequence[str], schema: ExtractionSchema, others: Sequence[str]
) -> str:
    """Return a hexadecimal digest of all inputs of a model."""
    parts = (__version__, repr(schema), *others, *map(repr, annotated), *map(repr, texts))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class _TrainingRun:
    """The training of all files of a model, with or without some folds of the papers."""

    def __init__(
        self,
        annotated: Sequence[AnnotatedPaper],
        texts: Sequence[str],
        registered: Mapping[str, str],
        schema: ExtractionSchema,
        pretrained: Path | None,
        teacher: ModelExtractor | None,
        seed: int,
        stages: _StageCache,
    ) -> None:
        self._annotated = annotated
        self._registered = registered
        self._schema = schema
        self._stages = stages
        order: list[int] = np.random.default_rng(seed).permutation(len(annotated)).tolist()
        self._folds = [position % FOLDS for position in order]
        distinct = dict.fromkeys((*(paper.paper.text for paper in annotated), *texts))
        self._clusters = stages.text("word_groups.tsv", lambda: cluster_table(map(readable_text, distinct)))
        self._encoders: list[dict[str, bytes]] = []
        self._fitting = self._new_fitting()
        if pretrained is not None:
            trainer = _EncoderTrainer(self._fitting, schema, pretrained, seed, stages)
            labeller = teacher.nlp if teacher else self._pipeline("without an encoder", frozenset(), {})
            weights = trainer.silver_weights(labeller, texts) if texts else b""
            self._encoders = [trainer.files(self._folds, fold, weights) for fold in range(FOLDS + 1)]
            self._fitting = self._new_fitting()

    def _new_fitting(self) -> Fitting:
        clusters = WordClusters.parse(self._clusters)
        return Fitting(self._annotated, self._schema, clusters, self._folds, self._encoders[:FOLDS], self._registered)

    def pipeline(self, without: AbstractSet[int] = frozenset()) -> Language:
        """Return the pipeline that has learned from all papers but those of a fold."""
        stage = f"without part {min(without)}" if without else "all papers"
        encoder = self._encoders[min(without, default=FOLDS)] if self._encoders else {}
        return self._pipeline(stage, without, encoder)

    def _pipeline(self, stage: str, without: AbstractSet[int], encoder: Mapping[str, bytes]) -> Language:
        makers = {
            "known_names.tsv": self._fitting.known_names,
            "name_weights.tsv": self._fitting.name_weights,
            "relation_weights.tsv": self._fitting.relation_weights,
            "claim_weights.tsv": self._fitting.statement_weights,
        }
        tables = {name: self._stages.text(f"{stage}/{name}", partial(make, without)) for name, make in makers.items()}
        files = {name: table.encode() for name, table in {"word_groups.tsv": self._clusters, **tables}.items()}
        return make_pipeline(self._schema, {**files, **encoder})

    def scores(self) -> str:
        """Return the scores of the cross-validation as JSON."""
        extractions: dict[int, Extraction] = {}
        for fold in sorted(set(self._folds)):
            numbers = [number for number, assigned in enumerate(self._folds) if assigned == fold]
            papers = (self._annotated[number].paper for number in numbers)
            extractor = ModelExtractor(nlp=self.pipeline({fold}))
            extractions |= zip(numbers, extractor.extract(papers), strict=True)
        ordered = (extractions[number] for number in range(len(extractions)))
        return json.dumps(score(self._annotated, ordered, self._schema).plain())


class _EncoderTrainer:
    """The training of encoders, one a stage."""

    def __init__(
        self, fitting: Fitting, schema: ExtractionSchema, pretrained: Path, seed: int, stages: _StageCache
    ) -> None:
        """Read the pretrained encoder.

        Raises:
            ExtractionError: if PyTorch is not installed, or there is no such encoder.
        """
        try:
            from paperatlas.training import encoder_network, encoder_trainer  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ExtractionError(
                f"{error.name} is needed to teach an encoder; run `pip install 'paperatlas[encoder]'`, or train without"
            ) from error
        self._trainer = encoder_trainer
        self._checkpoint = encoder_network.Checkpoint.read(pretrained)
        self._vocabulary = Vocabulary(self._checkpoint.vocabulary.splitlines())
        self._labels = LabelSet(schema.name_classes, schema.end_kinds, schema.relation_classes)
        self._fitting = fitting
        self._seed = seed
        self._stages = stages

    def silver_weights(self, nlp: Language, texts: Sequence[str]) -> bytes:
        """Return the weights of an encoder that has learned the findings of a pipeline in texts."""

        def make() -> bytes:
            examples = []
            for count, example in enumerate(silver_examples(nlp, texts, self._vocabulary, self._labels)):
                if count % 100 == 0:
                    self._stages.progress.step(f"reading the further papers: {100 * count // len(texts)} %")
                examples.append(example)
            return self._train(examples, self._trainer.SILVER_EPOCHS, "of texts")

        return self._stages.content("encoder of texts", make)

    def files(self, folds: Sequence[int], fold: int, weights: bytes) -> dict[str, bytes]:
        """Return the files of an encoder trained on all annotated papers but a fold, from initial weights if any."""

        def make() -> bytes:
            examples = self._fitting.training_examples(self._vocabulary, self._labels)
            others = [example for example, other in zip(examples, folds, strict=True) if other != fold]
            epochs = self._trainer.FINE_TUNING_EPOCHS if weights else self._trainer.EPOCHS
            trained = self._train(others, epochs, str(fold), weights)
            packed: bytes = srsly.msgpack_dumps(self._trainer.encoder_files(trained, self._checkpoint, self._labels))
            return packed

        contents: dict[str, bytes] = srsly.msgpack_loads(self._stages.content(f"encoder {fold}", make))
        return contents

    def _train(self, examples: Sequence[TrainingExample], epochs: int, stage: str, weights: bytes = b"") -> bytes:
        return self._trainer.train_encoder(
            examples,
            self._checkpoint,
            self._labels,
            self._stages.path(f"epochs of encoder {stage}"),
            epochs=epochs,
            weights=weights,
            seed=self._seed,
            progress=self._stages.progress,
        )


class _StageCache:
    """The results of finished stages, in a folder for one set of inputs."""

    def __init__(self, folder: Path, key: str, progress: Progress) -> None:
        """Open a folder, and empty it if its stages are of other inputs than those of the key."""
        self._folder = folder
        self.progress = progress
        try:
            same = (folder / "key").read_text("utf-8") == key
        except (OSError, UnicodeDecodeError):
            same = False
        if not same:
            self.remove()
            write_file(folder / "key", key.encode())

    def text(self, name: str, make: Callable[[], str]) -> str:
        """Return the text of a stage, cached or made."""
        return self.content(name, lambda: make().encode()).decode()

    def content(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of a stage, cached or made."""
        path = self.path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            self.progress.step(f"making {name}")
        except OSError as error:
            raise OutputError(f"cannot read {path}: {error.strerror}; remove {self._folder}") from error
        else:
            self.progress.step(f"keeping {name} of the run before")
            return content
        content = make()
        write_file(path, content)
        return content

    def path(self, name: str) -> Path:
        """Return the file of a stage."""
        return self._folder / name

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
