"""Counts the tables of a model from annotated papers.

The tables hold names and cue words, no sentences, and depend on nothing but the papers and the schema.
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
    CLAIM_CLASSES,
    NEARLY,
    STATED,
    UNSTATED,
    candidate_statements,
    claim_cues,
)
from paperatlas.extraction.encoder.component import Encoder
from paperatlas.extraction.encoder.heads import NameHead, PairHead
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.linear_model import BIAS, Linear
from paperatlas.extraction.name_candidates import Candidate, family_key, find_candidates, form_key
from paperatlas.extraction.ner import cued_candidates, gazetteer_matcher, select
from paperatlas.extraction.relation_features import fitting_predicates, sentence_pairs
from paperatlas.extraction.relations import cued_pairs, first_scores
from paperatlas.extraction.windows import readable_text
from paperatlas.graph.extractions import PAPER
from paperatlas.training.encoder_labels import training_example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Doc

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.extraction.encoder.wordpiece import Vocabulary
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.extraction.word_clusters import WordGroups
    from paperatlas.graph.extractions import ExtractedEntity
    from paperatlas.training.encoder_examples import LabelSet, TrainingExample
    from paperatlas.training.gold import AnnotatedPaper, GoldRelation

__all__ = ["FOLDS", "Fitting", "fit"]

_PAPERS: Final = 2
"""In how many papers a name must be to be known."""

_SHARE: Final = 0.7
"""In what share of them it must be of one type."""

_NAME_CUES: Final = (5, 4.0)
_RELATION_CUES: Final = (10, 4.0)
_CLAIM_CUES: Final = (10, 20.0)
"""In how many samples a cue must be, and the penalty on weights, where there are many samples."""

_FEW: Final = 5_000
"""With fewer samples than this, both are less in proportion, down to two samples."""

FOLDS: Final = 3
"""In how many parts the papers are cut."""

_Cued = tuple[set[str], str]
"""Cues of a sample, and its class."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """One annotated paper: its text, what may be a name in it, and what each of these is."""

    doc: Doc
    gold: AnnotatedPaper
    candidates: list[Candidate]
    labels: list[str]

    def whole(self) -> Iterator[tuple[Candidate, str]]:
        """Candidates with their labels, but for those that only ever stand inside longer names."""
        pairs = list(zip(self.candidates, self.labels, strict=True))
        names = [place for candidate, label in pairs if label != NONE for place in candidate.spans]
        for candidate, label in pairs:
            if label != NONE or not all(any(a <= c and d <= b for a, b in names) for c, d in candidate.spans):
                yield candidate, label

    def forms(self, candidate: Candidate) -> dict[str, str]:
        """The forms of a candidate by their keys."""
        texts = (self.doc[start:end].text for start, end in candidate.spans)
        return {form_key(text): text for text in texts}


def fit(samples: Sequence[tuple[AbstractSet[str], str]], classes: Sequence[str], least: int, penalty: float) -> Linear:
    """Multinomial logistic regression with a quadratic penalty.

    Args:
        samples: Cues and class of each.
        classes: The classes.
        least: In how many samples a cue must be to get weights.
        penalty: How strongly large weights are held back.

    >>> table = fit([({"a"}, "yes"), ({"b"}, "no")] * 9, ("yes", "no"), least=1, penalty=0.1)
    >>> table.probabilities(["a"]).round(1)
    array([1., 0.])
    """
    counts = Counter(cue for cues, _ in samples for cue in cues)
    kept = (BIAS, *sorted(cue for cue, count in counts.items() if count >= least and cue.isprintable()))
    rows = {cue: row for row, cue in enumerate(kept)}
    held = [[0, *sorted(rows[cue] for cue in cues if cue in rows)] for cues, _ in samples]
    ends = np.cumsum([0, *map(len, held)])
    matrix = csr_array((np.ones(ends[-1]), np.concatenate(held), ends), shape=(len(samples), len(rows)))
    target = np.zeros((len(samples), len(classes)))
    target[np.arange(len(samples)), [classes.index(label) for _, label in samples]] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(rows), len(classes))
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = matrix.T @ (np.exp(logs) - target) + penalty * weights
        return float(-(logs * target).sum() + penalty / 2 * (flat**2).sum()), slope.ravel()

    found = minimize(loss, np.zeros(len(rows) * len(classes)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return Linear(tuple(classes), rows, found.x.reshape(len(rows), len(classes)))


def _fit(samples: Iterable[_Cued], classes: Sequence[str], bounds: tuple[int, float]) -> Linear:
    """The weights for bounds that are meant for many samples; what was never seen is nothing."""
    some = list(samples) or [(set(), NONE)]
    part = min(1.0, len(some) / _FEW)
    return fit(some, classes, max(2, round(bounds[0] * part)), max(0.05, bounds[1] * part))


def _label(keys: AbstractSet[str], gold: AnnotatedPaper, schema: ExtractionSchema) -> str:
    """The class of a candidate with these forms."""
    for entity in gold.entities:
        if keys & {form_key(form) for form in entity.mentions}:
            own = entity.introduced and entity.type in schema.introducible
            return entity.type + (INTRODUCED if own else "")
    return NONE


def _samples(papers: Sequence[AnnotatedPaper], schema: ExtractionSchema, registered: Iterable[str]) -> list[_Sample]:
    nlp = blank_pipeline()
    counts = Counter(form for paper in papers for entity in paper.entities for form in set(entity.mentions))
    common = (form for form, count in counts.items() if count >= _PAPERS)
    known = gazetteer_matcher(nlp.vocab, map(nlp.make_doc, (*common, *registered)))
    samples = []
    for gold, doc in zip(papers, nlp.pipe(readable_text(gold.paper.text) for gold in papers), strict=True):
        sample = _Sample(doc, gold, find_candidates(doc, known, doc._.extraction.links), [])
        sample.labels.extend(_label(sample.forms(candidate).keys(), gold, schema) for candidate in sample.candidates)
        samples.append(sample)
    return samples


class _Known:
    """In which papers each form is what; a registry speaks for as many papers as it takes to know a name."""

    def __init__(self, samples: Iterable[_Sample], registered: Mapping[str, str]) -> None:
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, dict[int, str]] = defaultdict(dict)
        for form, kind in registered.items():
            key = form_key(form)
            self.forms[key][form] += 1
            self._kinds[key].update({-2 - number: kind for number in range(_PAPERS)})
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
        """The type that a form nearly always has, over all papers but one."""
        kinds = Counter(kind for number, kind in self._kinds[key].items() if number != without)
        best, count = max(kinds.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return best if count >= max(_PAPERS + (best == NONE), _SHARE * kinds.total()) else None

    def without(self, number: int, sample: _Sample) -> dict[str, str]:
        """What is known of the forms of a sample from all other samples, so that it does not know itself."""
        keys = {key for candidate in sample.candidates for key in sample.forms(candidate)}
        keys.update(map(family_key, set(keys)))
        return {key: kind for key in sorted(keys) if (kind := self.kind(key, number))}

    def table(self) -> str:
        """A line a known form, with its type; the way it is most often written stands for all."""
        lines = [
            f"{max(forms.items(), key=lambda item: (item[1], item[0]))[0]}\t{kind}"
            for key, forms in self.forms.items()
            if (kind := self.kind(key)) and key.isprintable()
        ]
        return "\n".join(("name\ttype", *sorted(lines), ""))


def _name_samples(sample: _Sample, known: dict[str, str], groups: WordGroups, head: NameHead | None) -> Iterator[_Cued]:
    """Cues and class of all candidates."""
    return zip(cued_candidates(sample.doc, sample.candidates, known, groups, head), sample.labels, strict=True)


def _truth(sample: _Sample) -> dict[tuple[str, str, str], GoldRelation]:
    """The relations of a sample, their ends by the key of each form."""
    keys = {e.name: {form_key(form) for form in e.mentions} for e in sample.gold.entities} | {PAPER: {PAPER}}
    return {
        (subject, relation.predicate, object_): relation
        for relation in sample.gold.relations
        for subject in keys[relation.subject]
        for object_ in keys[relation.object]
    }


def _true_entities(sample: _Sample, schema: ExtractionSchema) -> tuple[ExtractedEntity, ...]:
    """What annotators found in a paper, as far as there are candidates for it."""
    shares = [dict.fromkeys(schema.name_classes, 0.0) | {label: 1.0} for label in sample.labels]
    return select(sample.doc, sample.candidates, shares, sample.doc._.extraction.sentences)


def _pair_label(pair: Pair, truth: Mapping[tuple[str, str, str], GoldRelation], schema: ExtractionSchema) -> str | None:
    """The class of a pair; none if it is related, but by the words of another sentence."""
    found = [
        truth[triple]
        for name in fitting_predicates(pair.subject, pair.object, schema)
        if (triple := _triple(pair, name)) in truth
    ]
    here = [relation for relation in found if relation.evidence in pair.sentence.text]
    if here:
        return " ".join(filter(None, (here[0].predicate, here[0].outcome)))
    return None if found else NONE


def _relation_samples(
    sample: _Sample, groups: WordGroups, schema: ExtractionSchema, head: PairHead | None
) -> Iterator[_Cued]:
    """Cues and class of all pairs that have one."""
    truth = _truth(sample)
    for pair, cues in cued_pairs(sample.doc, _true_entities(sample, schema), groups, schema, head):
        label = _pair_label(pair, truth, schema)
        if label is not None:
            yield cues, label


def _lesson(sample: _Sample, schema: ExtractionSchema, vocabulary: Vocabulary, subject: LabelSet) -> TrainingExample:
    """What an annotated paper teaches an encoder: all is certain."""
    truth, entities = _truth(sample), _true_entities(sample, schema)
    pairs = (pair for sentence in sample.doc.sents for pair in sentence_pairs(sentence, entities, schema))
    labelled = ((pair, _pair_label(pair, truth, schema)) for pair in pairs)
    things = [
        (candidate.spans, _certain(label, subject.classes))
        for candidate, label in zip(sample.candidates, sample.labels, strict=True)
    ]
    taught = [(pair, _certain(label, subject.relations)) for pair, label in labelled if label is not None]
    return training_example(sample.doc, things, taught, vocabulary, subject)


def _certain(label: str, classes: Sequence[str]) -> list[float]:
    return [float(name == label) for name in classes]


def _triple(pair: Pair, predicate: str) -> tuple[str, str, str]:
    subject = form_key(pair.subject.name) if pair.subject else PAPER
    return subject, predicate, form_key(pair.object.name)


def _claim_label(gold: AnnotatedPaper, claim: CandidateStatement) -> str:
    """Whether the annotation has a claim, or nearly."""
    own = {PAPER, *(entity.name for entity in gold.entities if entity.introduced)}
    subject, object_ = _gold_name(gold, claim.subject), _gold_name(gold, claim.object)
    triples = {(relation.subject, relation.predicate, relation.object) for relation in gold.relations}
    if (subject, claim.predicate, object_) in triples:
        return STATED
    return NEARLY if subject in own and any((other, claim.predicate, object_) in triples for other in own) else UNSTATED


def _gold_name(gold: AnnotatedPaper, entity: ExtractedEntity | None) -> str | None:
    """What the annotation calls an entity; nothing where it has none of this type by that name."""
    if entity is None:
        return PAPER
    keys = set(map(form_key, entity.forms))
    same = (noted for noted in gold.entities if noted.type == entity.type)
    return next((noted.name for noted in same if keys & set(map(form_key, noted.mentions))), None)


class Fitting:
    """What annotated papers teach, a file of the model at a time.

    Some of it is learned from what other parts say of papers that those parts have not learned from. For this the
    papers are cut into parts, the *folds*.
    """

    def __init__(
        self,
        papers: Sequence[AnnotatedPaper],
        schema: ExtractionSchema,
        groups: WordGroups,
        folds: Sequence[int],
        encoders: Sequence[Mapping[str, bytes]] = (),
        registered: Mapping[str, str] | None = None,
    ) -> None:
        """Begin with annotated papers.

        Args:
            papers: The papers.
            schema: The types and predicates that their annotations use.
            groups: Which words are used alike.
            folds: The fold of each paper, a number below :data:`FOLDS`.
            encoders: For each fold the files of an encoder that has not learned from it; without, there is none.
            registered: Names that are known beforehand, with their types.
        """
        self._papers = papers
        self._registered = registered or {}
        self._schema = schema
        self._groups = groups
        self._folds = folds
        self._encoders = [_Encoder(files) for files in encoders]

    @cached_property
    def _samples(self) -> list[_Sample]:
        samples = _samples(self._papers, self._schema, self._registered)
        for number, sample in enumerate(samples if self._encoders else ()):
            self._encoders[self._folds[number]].encoder(sample.doc)
        return samples

    @cached_property
    def _names(self) -> list[list[_Cued]]:
        """Cues and class of the candidates of each paper."""
        known = _Known(self._samples, self._registered)
        return [
            list(_name_samples(sample, known.without(number, sample), self._groups, self._encoder(number).names))
            for number, sample in enumerate(self._samples)
        ]

    @cached_property
    def _relations(self) -> list[list[_Cued]]:
        """Cues and class of the pairs of each paper."""
        return [
            list(_relation_samples(sample, self._groups, self._schema, self._encoder(number).pairs))
            for number, sample in enumerate(self._samples)
        ]

    def _encoder(self, number: int) -> _Encoder:
        """The encoder that has not learned from a paper."""
        return self._encoders[self._folds[number]] if self._encoders else _Encoder({})

    def lessons(self, vocabulary: Vocabulary, subject: LabelSet) -> list[TrainingExample]:
        """What each paper teaches an encoder."""
        return [_lesson(sample, self._schema, vocabulary, subject) for sample in self._samples]

    def known_names(self, without: AbstractSet[int] = frozenset()) -> str:
        """The table of names that several papers agree on, but for papers of some folds."""
        others = (self._samples[number] for number in self._others(without))
        return _Known(others, self._registered).table()

    def name_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """The weights of cues for what a candidate is, learned without some folds."""
        return self._name_fit(frozenset(without)).format()

    def relation_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """The weights of cues for how a sentence relates a pair, learned without some folds."""
        return self._relation_fit(frozenset(without)).format()

    def claim_weights(self, without: AbstractSet[int] = frozenset()) -> str:
        """The weights of cues for whether a text states a claim, learned without some folds."""
        folds = (fold for fold in range(FOLDS) if fold not in without)
        samples = chain.from_iterable(self._claim_samples(fold, frozenset(without) | {fold}) for fold in folds)
        return _fit(samples, CLAIM_CLASSES, _CLAIM_CUES).format()

    def _others(self, without: AbstractSet[int]) -> list[int]:
        """The papers that are not in some folds."""
        return [number for number, fold in enumerate(self._folds) if fold not in without]

    @cache  # noqa: B019 - lives as long as the fitting, which is as long as the training
    def _name_fit(self, without: frozenset[int]) -> Linear:
        samples = chain.from_iterable(self._names[number] for number in self._others(without))
        return _fit(samples, self._schema.name_classes, _NAME_CUES)

    @cache  # noqa: B019
    def _relation_fit(self, without: frozenset[int]) -> Linear:
        samples = chain.from_iterable(self._relations[number] for number in self._others(without))
        return _fit(samples, self._schema.relation_classes, _RELATION_CUES)

    def _claim_samples(self, fold: int, without: frozenset[int]) -> Iterator[_Cued]:
        """Cues and class of the claims of a fold, as names and relations learned without it give them."""
        name_weights, relation_weights = self._name_fit(without), self._relation_fit(without)
        for number in (number for number, its in enumerate(self._folds) if its == fold):
            sample = self._samples[number]
            shares = [
                dict(zip(name_weights.classes, name_weights.probabilities(cues).tolist(), strict=True))
                for cues, _ in self._names[number]
            ]
            entities = select(sample.doc, sample.candidates, shares, sample.doc._.extraction.sentences)
            head = self._encoder(number).pairs
            scored = first_scores(sample.doc, entities, relation_weights, self._groups, self._schema, head)
            claims = candidate_statements(scored, self._schema)
            yield from ((claim_cues(claim, claims, entities), _claim_label(sample.gold, claim)) for claim in claims)


class _Encoder:
    """An encoder with its heads, or nothing."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.encoder = Encoder()
        self.names = self.pairs = None
        if files:
            self.encoder.load_contents(files)
            self.names, self.pairs = NameHead(files["names.onnx"]), PairHead(files["pairs.onnx"])
