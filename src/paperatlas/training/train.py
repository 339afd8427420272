"""From annotated papers to a model.

The work has stages, of which each gives a small text. Finished ones are kept in a folder beside the model until it is
whole, so that a run that was killed goes on where it was; see :func:`train`.
"""

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
from paperatlas.extraction.windows import readable_text
from paperatlas.extraction.word_clusters import WordGroups
from paperatlas.graph.progress import SILENT
from paperatlas.training.clustering import group_table
from paperatlas.training.encoder_examples import LabelSet
from paperatlas.training.encoder_labels import silver_examples
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
"""As in this package's own requirements; spaCy itself would write the version that is installed."""


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

    First each third of the papers, which ``seed`` chooses, is read by what the other two teach; how well stands in the
    model's ``meta.json``. The model itself then learns from all papers. The same files, schema, seed and name give the
    same bytes on the same kind of machine.

    Args:
        papers: The file of papers.
        gold: The file of annotations, see :mod:`paperatlas.training.gold`.
        model: The folder to write. While the work lasts, finished stages are in a folder of that name with
            ``.unfinished`` behind it; a second call with the same arguments goes on from there.
        schema: A YAML file of types and predicates, see :mod:`paperatlas.extraction.annotation_schema`; by default
        those of
            :mod:`paperatlas.schema`.
        texts: A file of further papers, which nobody needs to have annotated: from them, and from the annotated ones,
            it learns which words are used alike.
        encoder: The folder of an encoder of BERT's form to begin with; without, the model has none. Needs PyTorch.
        teacher: A model for the same schema: what it finds in ``texts`` the encoder learns before it sees annotation
            (self-training; Scudder 1965). By default what the cues of the annotated papers find.
        registry: A YAML file of known entities, whose names are a hint where the annotated papers do not say otherwise;
            names of two types, and of types that the schema does not have, are none.
        seed: Chooses the thirds of the papers, and all that is left to chance.
        name: What the model is called in evidence.
        progress: The observer of the run.

    Returns:
        The folder.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines, or the teacher looks for other things.
        SchemaError: if the schema file cannot be read or holds no schema.
        OutputError: if the model cannot be written.
    """
    text_schema = DEFAULT_SCHEMA if schema is None else load_schema(schema)
    progress.step("reading the annotated papers")
    annotated = read_gold(papers, gold, text_schema)
    unread = () if texts is None else _others(read_texts(texts), annotated)
    begin = None if encoder is None else Path(encoder)
    tutor = None if teacher is None else _silver_annotator(teacher, text_schema)
    registered = _registered(load_registry(registry), text_schema)
    parts = (_digest(begin), tutor.name if tutor else "", repr(registered), str(seed), name)
    key = _key(annotated, unread, text_schema, parts)
    stages = _Stages(Path(f"{model}.unfinished"), key, progress)
    learning = _TrainingRun(annotated, unread, registered, text_schema, begin, tutor, seed, stages)
    scores = stages.keep("scores.json", learning.scores)
    nlp = learning.pipeline()
    nlp.meta.update(
        name=name,
        version=f"{__version__}+{key[:8]}",
        description=f"Finds {', '.join(text_schema.types)} and what a text states of them; made by paperatlas.",
        seed=seed,
        papers=len(annotated),
        texts=len(unread),
        performance=json.loads(scores),
        spacy_version=_SPACY,
    )
    progress.step(f"writing {model}")
    with staged(model) as stage:
        # The vocabulary holds every word of the texts; nothing needs it.
        nlp.to_disk(stage, exclude=["vocab"])
    stages.remove()
    return Path(model)


def _others(texts: Iterable[str], annotated: Sequence[AnnotatedPaper]) -> list[str]:
    """The texts that are not of annotated papers, going by their titles: what is known of those must stay unseen."""
    seen = {form_key(paper.paper.title) for paper in annotated}
    return [text for text in texts if form_key(text.partition("\n")[0]) not in seen]


def _silver_annotator(teacher: str | Path, schema: ExtractionSchema) -> ModelExtractor:
    """A model whose findings are learned.

    Raises:
        ExtractionError: if there is no such model, or it looks for other things.
    """
    tutor = load_extractor(teacher)
    if tutor.schema != schema:
        raise ExtractionError(
            f"{teacher} looks for other types or predicates; name a teacher that was trained with the same schema"
        )
    return tutor


def _digest(encoder: Path | None) -> str:
    """Stands for the encoder to begin with; what is wrong with it, reading it will tell."""
    weights = None if encoder is None else encoder / "model.safetensors"
    return hashlib.sha256(weights.read_bytes()).hexdigest() if weights and weights.is_file() else ""


def _registered(known: Iterable[KnownEntity], schema: ExtractionSchema) -> dict[str, str]:
    """The names of known things with their types, sorted; none that stands for things of two types."""
    types: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, str] = {}
    for thing in known:
        for form in (thing.name, *thing.aliases):
            types[form_key(form)].add(thing.type)
            forms.setdefault(form_key(form), form)
    clear = {forms[key]: next(iter(found)) for key, found in types.items() if key and len(found) == 1}
    return {form: kind for form, kind in sorted(clear.items()) if kind in schema.types}


def _key(
    annotated: Sequence[AnnotatedPaper], texts: Sequence[str], schema: ExtractionSchema, others: Sequence[str]
) -> str:
    """Hexadecimal digits that depend on all that the model depends on."""
    parts = (__version__, repr(schema), *others, *map(repr, annotated), *map(repr, texts))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _folds(papers: int, seed: int) -> list[int]:
    """The fold of each paper."""
    order: list[int] = np.random.default_rng(seed).permutation(papers).tolist()
    return [place % FOLDS for place in order]


class _TrainingRun:
    """Learns all files of a model, with or without some of the papers."""

    def __init__(
        self,
        annotated: Sequence[AnnotatedPaper],
        texts: Sequence[str],
        registered: Mapping[str, str],
        schema: ExtractionSchema,
        encoder: Path | None,
        tutor: ModelExtractor | None,
        seed: int,
        stages: _Stages,
    ) -> None:
        self._annotated = annotated
        self._registered = registered
        self._schema = schema
        self._stages = stages
        self._folds = _folds(len(annotated), seed)
        distinct = dict.fromkeys((*(paper.paper.text for paper in annotated), *texts))
        self._groups = stages.keep("word_groups.tsv", lambda: group_table(map(readable_text, distinct)))
        self._encoders: list[dict[str, bytes]] = []
        self._fitting = self._begin()
        if encoder is not None:
            teacher = _EncoderTrainer(self._fitting, schema, encoder, seed, stages)
            first = tutor.nlp if tutor else self._pipeline("without an encoder", frozenset(), {})
            begin = teacher.silver_labelled(first, texts) if texts else b""
            self._encoders = [teacher.trained(self._folds, number, begin) for number in range(FOLDS + 1)]
            self._fitting = self._begin()

    def _begin(self) -> Fitting:
        groups = WordGroups.parse(self._groups)
        return Fitting(self._annotated, self._schema, groups, self._folds, self._encoders[:FOLDS], self._registered)

    def pipeline(self, without: AbstractSet[int] = frozenset()) -> Language:
        """The pipeline that has learned from all papers but for those of a fold."""
        part = f"without part {min(without)}" if without else "all papers"
        encoder = self._encoders[min(without, default=FOLDS)] if self._encoders else {}
        return self._pipeline(part, without, encoder)

    def _pipeline(self, part: str, without: AbstractSet[int], encoder: Mapping[str, bytes]) -> Language:
        makers = {
            "known_names.tsv": self._fitting.known_names,
            "name_weights.tsv": self._fitting.name_weights,
            "relation_weights.tsv": self._fitting.relation_weights,
            "claim_weights.tsv": self._fitting.claim_weights,
        }
        tables = {name: self._stages.keep(f"{part}/{name}", partial(make, without)) for name, make in makers.items()}
        files = {name: table.encode() for name, table in {"word_groups.tsv": self._groups, **tables}.items()}
        return make_pipeline(self._schema, {**files, **encoder})

    def scores(self) -> str:
        """How well each third of the papers is read by what the other two teach, as JSON."""
        found: dict[int, Extraction] = {}
        for fold in sorted(set(self._folds)):
            numbers = [number for number, assigned in enumerate(self._folds) if assigned == fold]
            extractor = ModelExtractor(nlp=self.pipeline({fold}))
            found |= zip(numbers, extractor.extract(self._annotated[number].paper for number in numbers), strict=True)
        ordered = (found[number] for number in range(len(found)))
        return json.dumps(score(self._annotated, ordered, self._schema).plain())


class _EncoderTrainer:
    """Teaches encoders, a stage each."""

    def __init__(self, fitting: Fitting, schema: ExtractionSchema, begin: Path, seed: int, stages: _Stages) -> None:
        """Begin with a trained encoder.

        Raises:
            ExtractionError: if PyTorch is not installed, or there is no encoder to begin with.
        """
        try:
            from paperatlas.training import encoder_network, encoder_trainer  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ExtractionError(
                f"{error.name} is needed to teach an encoder; run `pip install 'paperatlas[encoder]'`, or train without"
            ) from error
        self._teaching = encoder_trainer
        self._checkpoint = encoder_network.Checkpoint.read(begin)
        self._vocabulary = Vocabulary(self._checkpoint.vocabulary.splitlines())
        self._subject = LabelSet(schema.name_classes, schema.end_kinds, schema.relation_classes)
        self._fitting = fitting
        self._seed = seed
        self._stages = stages

    def silver_labelled(self, nlp: Language, texts: Sequence[str]) -> bytes:
        """The weights of an encoder that has learned what a pipeline finds in texts."""
        return self._stages.keep_bytes(
            "encoder of texts",
            lambda: self._trained(self._silver_labelled(nlp, texts), self._teaching.TEXT_ROUNDS, "of texts"),
        )

    def _silver_labelled(self, nlp: Language, texts: Sequence[str]) -> list[TrainingExample]:
        lessons = []
        for count, example in enumerate(silver_examples(nlp, texts, self._vocabulary, self._subject)):
            if count % 100 == 0:
                self._stages.progress.step(f"reading the further papers: {100 * count // len(texts)} %")
            lessons.append(example)
        return lessons

    def trained(self, folds: Sequence[int], number: int, begin: bytes) -> dict[str, bytes]:
        """The files of an encoder that has learned from all annotated papers but for those of a fold.

        Args:
            folds: The fold of each paper.
            number: The fold.
            begin: The weights to begin with, if any.
        """

        def make() -> bytes:
            lessons = self._fitting.lessons(self._vocabulary, self._subject)
            others = [lesson for lesson, fold in zip(lessons, folds, strict=True) if fold != number]
            rounds = self._teaching.FURTHER_ROUNDS if begin else self._teaching.ROUNDS
            state = self._trained(others, rounds, str(number), begin)
            packed: bytes = srsly.msgpack_dumps(self._teaching.graphs(state, self._checkpoint, self._subject))
            return packed

        files: dict[str, bytes] = srsly.msgpack_loads(self._stages.keep_bytes(f"encoder {number}", make))
        return files

    def _trained(self, lessons: Sequence[TrainingExample], rounds: int, which: str, begin: bytes = b"") -> bytes:
        return self._teaching.train_encoder(
            lessons,
            self._checkpoint,
            self._subject,
            self._stages.path(f"rounds of encoder {which}"),
            rounds=rounds,
            begin=begin,
            seed=self._seed,
            progress=self._stages.progress,
        )


class _Stages:
    """Keeps what finished stages gave in a folder, as long as it belongs to the same work."""

    def __init__(self, folder: Path, key: str, progress: Progress) -> None:
        """Go on in a folder, from the start if it holds other work.

        Args:
            folder: The folder.
            key: Stands for all that the work depends on.
            progress: The observer of the run; it gets each stage that begins or was found finished.
        """
        self._folder = folder
        self.progress = progress
        try:
            same = (folder / "key").read_text("utf-8") == key
        except (OSError, UnicodeDecodeError):
            same = False
        if not same:
            self.remove()
            write_file(folder / "key", key.encode())

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """The text of a stage: as it was kept, else made and kept."""
        return self.keep_bytes(name, lambda: make().encode()).decode()

    def keep_bytes(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What a stage gives: as it was kept, else made and kept."""
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
        """The file in which a stage is kept."""
        return self._folder / name

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
