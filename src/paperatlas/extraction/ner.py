"""The recognition of named entities: which candidates are names, and of which type."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE
from paperatlas.extraction.appositives import head_nouns, with_head_nouns
from paperatlas.extraction.encoder.component import NameHead
from paperatlas.extraction.linear_model import LinearModel
from paperatlas.extraction.list_completion import complete_lists
from paperatlas.extraction.name_boundaries import size_list_family
from paperatlas.extraction.name_candidates import Candidate, find_candidates, form_key
from paperatlas.extraction.ner_features import name_features
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.type_families import has_model_size, with_family_types
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["NameFinder", "candidate_features", "gazetteer_matcher", "select_entities"]

_ODD_WORD = re.compile(r"^[A-Z]{2}[a-z]{3,}|^[a-z]+[A-Z][a-z]{3,}|[a-z]{2}[A-Z][a-z]+[A-Z][a-z]")
_SIZED_MODEL_RATIO: Final = 3.0
_MIN_CONFIDENCE: Final = 0.5
_INTRODUCTORY_VERBS = re.compile(
    r"\b(?:introduc|propos|present|releas|develop|buil[dt]|creat|design|construct|contribut|call|nam(?:e|ing)|dub|curat"
    r"|collect|open-?sourc|explor)",
    re.IGNORECASE,
)


def gazetteer_matcher(vocab: Vocab, docs: Iterable[Doc]) -> PhraseMatcher:
    """Return a matcher of the names in ``docs``, a document a name."""
    matcher = PhraseMatcher(vocab)
    matcher.add("known", list(docs))
    return matcher


def _introduction(text: str, mentions: Sequence[Mention], sentences: Sequence[Span]) -> Span:
    """Return the sentence that introduces an entity: the first with its name and a fitting verb, else with its name."""
    naming = [s for s in sentences if any(s.start <= mention.start < s.end for mention in mentions)]
    presenting = [s for s in naming if _INTRODUCTORY_VERBS.search(text[s.start : s.end])]
    return next((s for s in (*presenting, *naming) if s.start > 0), naming[0])


def _canonical_form(forms: Counter[str], long: str) -> str:
    """Return the name of an entity: a capitalised long form, else the most frequent surface form.

    The family stands for a form that lists its sizes.
    """
    if long in forms and not _is_odd(long) and all(word[0].isupper() for word in long.split() if len(word) > 3):
        return long
    named = {form: count for form, count in forms.items() if not size_list_family(form)}
    return max(
        named or map(size_list_family, forms), key=lambda form: (not _is_odd(form), forms[form], len(form), form)
    )


def _is_odd(form: str) -> bool:
    """Return whether capitals stand where no name has them, as in ``LLama`` and ``iNternal consIstency``."""
    return any(_ODD_WORD.search(word) for word in form.split())


def _free_spans(spans: Sequence[TokenSpan], taken: set[int]) -> list[TokenSpan]:
    """Return the spans without a taken token, in order, and take their tokens, longer spans first."""
    free = []
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            free.append((start, end))
    return sorted(free)


def _type_evidence(words: TokenView, candidate: Candidate, forms: Iterable[str]) -> dict[str, float]:
    """Return how much likelier each type is for the nouns at a candidate; without any, for its number of parameters."""
    return head_nouns(words, candidate.spans) or ({"Model": _SIZED_MODEL_RATIO} if has_model_size(forms) else {})


def select_entities(
    doc: Doc, candidates: Sequence[Candidate], probabilities: Sequence[Mapping[str, float]]
) -> tuple[ExtractedEntity, ...]:
    """Return the entities among candidates: longer names first, so that no mention lies inside another.

    Args:
        doc: The document, with sentences in ``doc._.extraction``.
        candidates: The candidates.
        probabilities: The probability of each of the schema's ``name_classes`` for each candidate.
    """
    taken: set[int] = set()
    entities = []
    text = doc.text  # spaCy joins it anew each time
    likely = [(c, p) for c, p in zip(candidates, probabilities, strict=True) if p[NONE] <= 1 - _MIN_CONFIDENCE]
    for candidate, classes in sorted(likely, key=lambda pair: (-max(b - a for a, b in pair[0].spans), pair[1][NONE])):
        spans = [doc[a:b] for a, b in _free_spans(candidate.spans, taken)]
        mentions = tuple(Mention(span.start_char, span.end_char, span.text) for span in spans)
        name = _canonical_form(Counter(span.text for span in spans), candidate.long) if spans else PAPER
        if name == PAPER:
            continue
        types = [name for name in classes if name != NONE and not name.endswith(INTRODUCED)]
        confidences = {name: classes[name] + classes.get(name + INTRODUCED, 0) for name in types}
        kind = max(confidences, key=confidences.__getitem__)
        entity = ExtractedEntity(name, kind, mentions, round(confidences[kind], 3))
        own = classes.get(kind + INTRODUCED, 0)
        if own > classes[kind]:
            introduction = _introduction(text, mentions, doc._.extraction.sentences)
            entity = replace(entity, introduction=introduction, introduction_confidence=round(own, 3))
        entities.append(entity)
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0]))


def candidate_features(
    doc: Doc, candidates: Sequence[Candidate], known: Mapping[str, str], clusters: WordClusters, head: NameHead | None
) -> Iterator[set[str]]:
    """Return the features of each candidate.

    Args:
        doc: The document; with ``doc.tensor`` if there is a head.
        candidates: The candidates.
        known: The types of known names and families, see :func:`~paperatlas.extraction.ner_features.name_features`.
        clusters: The clusters of words.
        head: The classifier of an encoder, whose probabilities become features; None for none.
    """
    words = TokenView(doc)
    spans = [candidate.spans for candidate in candidates]
    head_features = head.features(head.log_probabilities(doc, spans)) if head else repeat(set[str](), len(spans))
    for candidate, extra in zip(candidates, head_features, strict=True):
        yield name_features(words, candidate, known, clusters) | extra


class NameFinder(StoredComponent):
    """The component that adds the named entities of a document to ``doc._.extraction``.

    Mentions are also in ``doc.spans["paperatlas"]``, labelled with their types, for spaCy's tools.
    """

    files: ClassVar[tuple[str, ...]] = ("word_groups.tsv", "known_names.tsv", "name_weights.tsv")
    extras: ClassVar[tuple[str, ...]] = ("names.onnx",)

    def __init__(self, nlp: Language) -> None:
        """Make a component that finds nothing until it has tables."""
        super().__init__()
        self._nlp = nlp
        self._gazetteer: dict[str, str] = {}
        self._clusters = WordClusters()
        self._head: NameHead | None = None
        self._known: dict[str, str] = {}
        self._matcher = gazetteer_matcher(nlp.vocab, ())
        self._classifier = LinearModel((NONE,), {}, np.zeros((0, 1)))

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Load the clusters of words, the known names, the weights of features and the head of an encoder, if any."""
        super().load_contents(contents)
        self._clusters = WordClusters.parse(contents["word_groups.tsv"].decode())
        self._head = NameHead(contents["names.onnx"]) if "names.onnx" in contents else None
        rows = [line.split("\t") for line in contents["known_names.tsv"].decode().splitlines()[1:]]
        self._known = {form if form.endswith("*") else form_key(form): kind for form, kind in rows}
        known = (form for form, kind in rows if kind != NONE and not form.endswith("*"))
        self._matcher = gazetteer_matcher(self._nlp.vocab, map(self._nlp.make_doc, known))
        self._classifier = LinearModel.parse(contents["name_weights.tsv"].decode())

    def add_gazetteer(self, types: Mapping[str, str]) -> None:
        """Find all mentions of names from a registry from now on.

        Args:
            types: The type of each name; names of types that the model does not know are ignored.
        """
        forms = [form for form, kind in types.items() if kind in self._classifier.classes]
        self._gazetteer = {form_key(form): types[form] for form in forms}
        if forms:
            self._matcher.add("known", [self._nlp.make_doc(form) for form in forms])

    def __call__(self, doc: Doc) -> Doc:
        """Add the entities of a document to its extraction."""
        extraction = doc._.extraction
        candidates, probabilities = self.score(doc)
        entities = select_entities(doc, candidates, complete_lists(doc, candidates, probabilities))
        doc._.extraction = replace(extraction, entities=entities)
        spans = (doc.char_span(m.start, m.end, label=entity.type) for entity in entities for m in entity.mentions)
        doc.spans["paperatlas"] = [span for span in spans if span is not None]
        return doc

    def score(self, doc: Doc) -> tuple[list[Candidate], list[dict[str, float]]]:
        """Return the candidates of a document, and the probability of each class for each."""
        candidates = find_candidates(doc, self._matcher, doc._.extraction.links)
        features = candidate_features(doc, candidates, self._known, self._clusters, self._head)
        words = TokenView(doc)
        forms = [set(map(words.text, candidate.spans)) for candidate in candidates]
        typed = [
            with_head_nouns(self._classifier.distribution(own), _type_evidence(words, candidate, names))
            for candidate, names, own in zip(candidates, forms, features, strict=True)
        ]
        probabilities = with_family_types(forms, typed)
        return candidates, [self._with_gazetteer(doc, *pair) for pair in zip(candidates, probabilities, strict=True)]

    def _with_gazetteer(self, doc: Doc, candidate: Candidate, probabilities: dict[str, float]) -> dict[str, float]:
        """Give a name of the gazetteer its type; the model decides only whether the paper introduces it."""
        keys = (form_key(doc[start:end].text) for start, end in candidate.spans)
        kind = next((self._gazetteer[key] for key in keys if key in self._gazetteer), None)
        if kind is None:
            return probabilities
        own, mentioned = probabilities.get(kind + INTRODUCED, 0.0), probabilities[kind]
        introduced = own / (own + mentioned) if own + mentioned else 0.0
        return dict.fromkeys(probabilities, 0.0) | {kind: 1 - introduced, kind + INTRODUCED: introduced}


@Language.factory("paperatlas_names")
def make_name_finder(nlp: Language, name: str) -> NameFinder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline, without tables."""
    return NameFinder(nlp)
