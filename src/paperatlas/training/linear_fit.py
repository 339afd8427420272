"""The fitting of the log-linear tables of a model to annotated papers.

The tables hold names and features, no sentences, and depend on nothing but the papers and the schema.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE
from paperatlas.extraction.candidate_statements import (
    NEARLY,
    STATED,
    STATEMENT_CLASSES,
    candidate_statements,
    statement_features,
)
from paperatlas.extraction.encoder.component import Encoder, NameHead, PairHead
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.linear_model import BIAS, LinearModel
from paperatlas.extraction.name_candidates import Candidate, family_key, find_candidates, form_key
from paperatlas.extraction.ner import candidate_features, gazetteer_matcher, select_entities
from paperatlas.extraction.readable_text import readable_text
from paperatlas.extraction.relation_features import fitting_predicates, sentence_pairs
from paperatlas.extraction.relations import pairs_with_features, scored_pairs
from paperatlas.graph.extractions import PAPER
from paperatlas.training.encoder_examples import TrainingExample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Doc

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.extraction.encoder.wordpiece import Vocabulary
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.extraction.word_clusters import WordClusters
    from paperatlas.graph.extractions import ExtractedEntity
    from paperatlas.training.encoder_examples import LabelSet
    from paperatlas.training.gold import AnnotatedPaper, GoldRelation

__all__ = ["FOLDS", "Fitting", "fit"]

_MIN_PAPERS: Final = 2
"""The least number of papers of a known name."""

_MIN_TYPE_SHARE: Final = 0.7
"""The least share of these papers in which it has one type."""

_NAME_FEATURES: Final = (5, 4.0)
_RELATION_FEATURES: Final = (10, 4.0)
_STATEMENT_FEATURES: Final = (10, 20.0)
"""The least number of samples of a feature, and the penalty on weights, for many samples."""

_MANY_SAMPLES: Final = 5_000
"""The number of samples below which both are less in proportion."""

FOLDS: Final = 3
"""The number of folds of the papers."""

_LabelledFeatures = tuple[set[str], str]
"""The features of a sample, and its class."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """An annotated paper with its candidates, the class of each, and an encoder that has not learned from it."""

    doc: Doc
    gold: AnnotatedPaper
    candidates: list[Candidate]
    labels: list[str]
    encoder: _Encoder

    def whole(self) -> Iterator[tuple[Candidate, str]]:
        """Return the candidates with their labels, but for those that are always inside longer names."""
        pairs = list(zip(self.candidates, self.labels, strict=True))
        names = [span for candidate, label in pairs if label != NONE for span in candidate.spans]
        for candidate, label in pairs:
            if label != NONE or not all(any(a <= c and d <= b for a, b in names) for c, d in candidate.spans):
                yield candidate, label

    def relations(self) -> dict[tuple[str, str, str], GoldRelation]:
        """Return the annotated relations by triple, for each surface form of both ends."""
        keys = {e.name: {form_key(form) for form in e.mentions} for e in self.gold.entities} | {PAPER: {PAPER}}
        return {
            (subject, relation.predicate, object_): relation
            for relation in self.gold.relations
            for subject in keys[relation.subject]
            for object_ in keys[relation.object]
        }

    def entities(self, schema: ExtractionSchema) -> tuple[ExtractedEntity, ...]:
        """Return the annotated entities, as far as they have candidates."""
        probabilities = [dict.fromkeys(schema.name_classes, 0.0) | {label: 1.0} for label in self.labels]
        return select_entities(self.doc, self.candidates, probabilities)

    def forms(self, candidate: Candidate) -> dict[str, str]:
        """Return the surface forms of a candidate by their keys."""
        texts = (self.doc[start:end].text for start, end in candidate.spans)
        return {form_key(text): text for text in texts}


def fit(
    samples: Sequence[tuple[AbstractSet[str], str]], classes: Sequence[str], least: int, penalty: float
) -> LinearModel:
    """Fit a multinomial logistic regression with a quadratic penalty.

    Args:
        samples: The features and the class of each sample.
        classes: The classes.
        least: The least number of samples of a feature.
        penalty: The factor of the penalty on weights.

    >>> table = fit([({"a"}, "yes"), ({"b"}, "no")] * 9, ("yes", "no"), least=1, penalty=0.1)
    >>> table.probabilities(["a"]).round(1)
    array([1., 0.])
    """
    counts = Counter(feature for features, _ in samples for feature in features)
    names = (BIAS, *sorted(feature for feature, count in counts.items() if count >= least and feature.isprintable()))
    rows = {feature: row for row, feature in enumerate(names)}
    columns = [[0, *sorted(rows[feature] for feature in features if feature in rows)] for features, _ in samples]
    ends = np.cumsum([0, *map(len, columns)])
    matrix = csr_array((np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(samples), len(rows)))
    target = np.zeros((len(samples), len(classes)))
    target[np.arange(len(samples)), [classes.index(label) for _, label in samples]] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(rows), len(classes))
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = matrix.T @ (np.exp(logs) - target) + penalty * weights
        return float(-(logs * target).sum() + penalty / 2 * (flat**2).sum()), slope.ravel()

    result = minimize(loss, np.zeros(len(rows) * len(classes)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return LinearModel(tuple(classes), rows, result.x.reshape(len(rows), len(classes)))


def _fit(samples: Iterable[_LabelledFeatures], classes: Sequence[str], bounds: tuple[int, float]) -> LinearModel:
    """Fit weights with bounds for many samples; without samples all is NONE."""
    known = list(samples) or [(set(), NONE)]
    part = min(1.0, len(known) / _MANY_SAMPLES)
    return fit(known, classes, max(2, round(bounds[0] * part)), max(0.05, bounds[1] * part))


def _label(keys: AbstractSet[str], gold: AnnotatedPaper, schema: ExtractionSchema) -> str:
    """Return the class of a candidate by the keys of its surface forms."""
    for entity in gold.entities:
        if keys & {form_key(form) for form in entity.mentions}:
            introduced = entity.introduced and entity.type in schema.introducible
            return entity.type + (INTRODUCED if introduced else "")
    return NONE


class _KnownNames:
    """The types of each surface form by paper; a registry counts as the least number of papers."""

    def __init__(self, samples: Iterable[_Sample], registered: Mapping[str, str]) -> None:
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, dict[int, str]] = defaultdict(dict)
        for form, kind in registered.items():
            key = form_key(form)
            self.forms[key][form] += 1
            self._kinds[key].update({-2 - number: kind for number in range(_MIN_PAPERS)})
        for number, sample in enumerate(samples):
            for candidate, label in sample.whole():
                for key, form in sample.forms(candidate).items():
                    self._count(key, form, number, label)
                    self._count(family_key(key), family_key(key), number, label)

    def _count(self, key: str, form: str, number: int, label: str) -> None:
        self.forms[key][form] += 1
        if label != NONE or number not in self._kinds[key]:
            self._kinds[key][number] = label.removesuffix(INTRODUCED)

    def kind(self, key: str, without: int = -1) -> str | None:
        """Return the usual type of a form over all papers but one; None if there is none."""
        kinds = Counter(kind for number, kind in self._kinds[key].items() if number != without)
        best, count = max(kinds.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return best if count >= max(_MIN_PAPERS + (best == NONE), _MIN_TYPE_SHARE * kinds.total()) else None

    def without(self, number: int, sample: _Sample) -> dict[str, str]:
        """Return the types of the forms of a sample by all other samples, so that it does not learn from itself."""
        keys = {key for candidate in sample.candidates for key in sample.forms(candidate)}
        keys.update(map(family_key, set(keys)))
        return {key: kind for key in sorted(keys) if (kind := self.kind(key, number))}

    def table(self) -> str:
        """Return the table of known names, a line a key with its most frequent form and its type."""
        lines = [
            f"{max(forms.items(), key=lambda item: (item[1], item[0]))[0]}\t{kind}"
            for key, forms in self.forms.items()
            if (kind := self.kind(key)) and key.isprintable()
        ]
        return "\n".join(("name\ttype", *sorted(lines), ""))


def _pair_label(pair: Pair, truth: Mapping[tuple[str, str, str], GoldRelation], schema: ExtractionSchema) -> str | None:
    """Return the class of a pair; None if another sentence states its relation."""
    subject, object_ = form_key(pair.subject.name) if pair.subject else PAPER, form_key(pair.object.name)
    triples = ((subject, name, object_) for name in fitting_predicates(pair.subject, pair.object, schema))
    relations = [truth[triple] for triple in triples if triple in truth]
    here = [relation for relation in relations if relation.evidence in pair.sentence.text]
    if here:
        return " ".join(filter(None, (here[0].predicate, here[0].outcome)))
    return None if relations else NONE


def _training_example(
    sample: _Sample, schema: ExtractionSchema, vocabulary: Vocabulary, labels: LabelSet
) -> TrainingExample:
    """Return the training example of an annotated paper for an encoder, with certain labels."""
    truth, entities = sample.relations(), sample.entities(schema)
    pairs = (pair for sentence in sample.doc.sents for pair in sentence_pairs(sentence, entities, schema))
    labelled = ((pair, _pair_label(pair, truth, schema)) for pair in pairs)
    candidates = [
        (candidate.spans, _one_hot(label, labels.classes))
        for candidate, label in zip(sample.candidates, sample.labels, strict=True)
    ]
    related = [(pair, _one_hot(label, labels.relations)) for pair, label in labelled if label is not None]
    return TrainingExample(sample.doc, candidates, related, vocabulary, labels)


def _one_hot(label: str, classes: Sequence[str]) -> list[float]:
    return [float(name == label) for name in classes]


def _statement_label(gold: AnnotatedPaper, statement: CandidateStatement) -> str:
    """Return the class of a candidate statement by the annotation."""
    own = {PAPER, *(entity.name for entity in gold.entities if entity.introduced)}
    subject, object_ = _gold_name(gold, statement.subject), _gold_name(gold, statement.object)
    triples = {(relation.subject, relation.predicate, relation.object) for relation in gold.relations}
    if (subject, statement.predicate, object_) in triples:
        return STATED
    nearly = subject in own and any((other, statement.predicate, object_) in triples for other in own)
    return NEARLY if nearly else NONE


def _gold_name(gold: AnnotatedPaper, entity: ExtractedEntity | None) -> str | None:
    """Return the annotated name of an entity; None if no annotated entity has its type and one of its forms."""
    if entity is None:
        return PAPER
    keys = set(map(form_key, entity.forms))
    same = (noted for noted in gold.entities if noted.type == entity.type)
    return next((noted.name for noted in same if keys & set(map(form_key, noted.mentions))), None)


class Fitting:
    """The tables of a model, fitted to annotated papers.

    Some tables are fitted to the output of others on papers that those were not fitted to. For this the papers are
    cut into *folds*.
    """

    def __init__(
        self,
        papers: Sequence[AnnotatedPaper],
        schema: ExtractionSchema,
        clusters: WordClusters,
        folds: Sequence[int],
        encoders: Sequence[Mapping[str, bytes]] = (),
        registered: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare annotated papers.

        Args:
            papers: The papers.
            schema: The schema of the annotations.
            clusters: The clusters of words.
            folds: The fold of each paper, a number below :data:`FOLDS`.
            encoders: The files of an encoder that has not learned from a fold, for each; empty for no encoder.
            registered: The types of registered names.
        """
        self._papers = papers
        self._registered = registered or {}
        self._schema = schema
        self._clusters = clusters
        self._folds = folds
        self._encoders = [_Encoder(files) for files in encoders or [{}] * FOLDS]

    @cached_property
    def _samples(self) -> list[_Sample]:
        nlp = blank_pipeline()
        forms = chain.from_iterable(set(entity.mentions) for paper in self._papers for entity in paper.entities)
        common = (form for form, count in Counter(forms).items() if count >= _MIN_PAPERS)
        known = gazetteer_matcher(nlp.vocab, map(nlp.make_doc, (*common, *self._registered)))
        docs = nlp.pipe(readable_text(gold.paper.text) for gold in self._papers)
        samples = []
        for gold, doc, fold in zip(self._papers, docs, self._folds, strict=True):
            encoder = self._encoders[fold]
            if encoder.component:
                encoder.component(doc)
            sample = _Sample(doc, gold, find_candidates(doc, known, doc._.extraction.links), [], encoder)
            keys = (sample.forms(candidate).keys() for candidate in sample.candidates)
            sample.labels.extend(_label(form_keys, gold, self._schema) for form_keys in keys)
            samples.append(sample)
        return samples

    @cached_property
    def _names(self) -> list[list[_LabelledFeatures]]:
        """The features and the class of the candidates of each paper."""
        known = _KnownNames(self._samples, self._registered)
        names = []
        for number, sample in enumerate(self._samples):
            types = known.without(number, sample)
            features = candidate_features(sample.doc, sample.candidates, types, self._clusters, sample.encoder.names)
            names.append(list(zip(features, sample.labels, strict=True)))
        return names

    @cached_property
    def _relations(self) -> list[list[_LabelledFeatures]]:
        """The features and the class of the pairs of each paper."""
        relations = []
        for sample in self._samples:
            truth, entities = sample.relations(), sample.entities(self._schema)
            pairs = pairs_with_features(sample.doc, entities, self._clusters, self._schema, sample.encoder.pairs)
            labelled = ((features, _pair_label(pair, truth, self._schema)) for pair, features in pairs)
            relations.append([(features, label) for features, label in labelled if label is not None])
        return relations

    def training_examples(self, vocabulary: Vocabulary, labels: LabelSet) -> list[TrainingExample]:
        """Return the training example of each paper for an encoder."""
        return [_training_example(sample, self._schema, vocabulary, labels) for sample in self._samples]

    def known_names(self, without: AbstractSet[int] = frozenset()) -> str:
        """Return the table of names that several papers agree on, without the papers of some folds."""
        others = (self._samples[number] for number in self._others(without))
        return _KnownNames(others, self._registered).table()

    def name_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """Return the table of weights for candidates, fitted without some folds."""
        return self._name_fit(frozenset(without)).format()

    def relation_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """Return the table of weights for pairs, fitted without some folds."""
        return self._relation_fit(frozenset(without)).format()

    def statement_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """Return the table of weights for candidate statements, fitted without some folds."""
        folds = (fold for fold in range(FOLDS) if fold not in without)
        samples = chain.from_iterable(self._statement_samples(fold, frozenset(without) | {fold}) for fold in folds)
        return _fit(samples, STATEMENT_CLASSES, _STATEMENT_FEATURES).format()

    def _others(self, without: AbstractSet[int]) -> list[int]:
        """Return the numbers of the papers that are not in some folds."""
        return [number for number, fold in enumerate(self._folds) if fold not in without]

    @cache  # noqa: B019 - lives as long as the fitting, which is as long as the training
    def _name_fit(self, without: frozenset[int]) -> LinearModel:
        samples = chain.from_iterable(self._names[number] for number in self._others(without))
        return _fit(samples, self._schema.name_classes, _NAME_FEATURES)

    @cache  # noqa: B019
    def _relation_fit(self, without: frozenset[int]) -> LinearModel:
        samples = chain.from_iterable(self._relations[number] for number in self._others(without))
        return _fit(samples, self._schema.relation_classes, _RELATION_FEATURES)

    def _statement_samples(self, fold: int, without: frozenset[int]) -> Iterator[_LabelledFeatures]:
        """Return the features and the class of the candidate statements of a fold, by weights fitted without it."""
        name_weights, relation_weights = self._name_fit(without), self._relation_fit(without)
        for number in (number for number, other in enumerate(self._folds) if other == fold):
            sample = self._samples[number]
            probabilities = [name_weights.distribution(features) for features, _ in self._names[number]]
            entities = select_entities(sample.doc, sample.candidates, probabilities)
            context = (self._clusters, self._schema, sample.encoder.pairs)
            scored = scored_pairs(sample.doc, entities, relation_weights, *context)
            statements = candidate_statements(scored, self._schema)
            yield from (
                (statement_features(statement, statements, entities), _statement_label(sample.gold, statement))
                for statement in statements
            )


class _Encoder:
    """An encoder with its heads, all None without files."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.component = self.names = self.pairs = None
        if files:
            self.component = Encoder()
            self.component.load_contents(files)
            self.names, self.pairs = NameHead(files["names.onnx"]), PairHead(files["pairs.onnx"])
