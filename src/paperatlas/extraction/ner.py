"""Which candidates are names, and of what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE
from paperatlas.extraction.encoder.heads import NameHead
from paperatlas.extraction.linear_model import Linear, share_cues
from paperatlas.extraction.name_candidates import Candidate, find_candidates, form_key
from paperatlas.extraction.ner_features import name_cues
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordGroups
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from paperatlas.extraction.name_candidates import TokenSpan

__all__ = ["NameFinder", "cued_candidates", "gazetteer_matcher", "select"]

_LEAST: Final = 0.5
_PRESENTS = re.compile(
    r"\b(?:introduc|propos|present|releas|develop|buil[dt]|creat|design|construct|contribut|call|nam(?:e|ing)|dub|curat"
    r"|collect|open-?sourc|explor)",
    re.IGNORECASE,
)


def gazetteer_matcher(vocab: Vocab, docs: Iterable[Doc]) -> PhraseMatcher:
    """Finds the names in ``docs``, a document a name, wherever they stand."""
    matcher = PhraseMatcher(vocab)
    matcher.add("known", list(docs))
    return matcher


def _introduction(text: str, mentions: Sequence[Mention], sentences: Sequence[Span]) -> Span:
    """The sentence that presents a thing: the first that names it and says so, else the first of the abstract."""
    naming = [s for s in sentences if any(s.start <= mention.start < s.end for mention in mentions)]
    presenting = [s for s in naming if _PRESENTS.search(text[s.start : s.end])]
    return next((s for s in (*presenting, *naming) if s.start > 0), naming[0])


def _fullest(forms: Counter[str], long: str) -> str:
    """The form to know a thing by: a long form that is written as a name, else the form that is used most."""
    if long in forms and all(word[0].isupper() for word in long.split() if len(word) > 3):
        return long
    return max(forms, key=lambda form: (forms[form], len(form), form))


def _claim(places: Sequence[TokenSpan], taken: set[int]) -> list[TokenSpan]:
    """The places, in order, of which no token is taken yet, longer ones first; their tokens are taken from now on."""
    claimed = []
    for start, end in sorted(places, key=lambda place: place[0] - place[1]):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            claimed.append((start, end))
    return sorted(claimed)


def select(
    doc: Doc, candidates: Sequence[Candidate], shares: Sequence[Mapping[str, float]], sentences: Sequence[Span]
) -> tuple[ExtractedEntity, ...]:
    """The entities among candidates: longer ones first, so that no mention lies inside another.

    Args:
        doc: The document.
        candidates: What may be a name.
        shares: For each candidate how likely each of the schema's ``name_classes`` is.
        sentences: The sentences of the document.
    """
    taken: set[int] = set()
    entities = []
    text = doc.text  # spaCy puts it together anew each time
    likely = [(c, s) for c, s in zip(candidates, shares, strict=True) if s[NONE] <= 1 - _LEAST]
    for candidate, share in sorted(likely, key=lambda pair: (-max(b - a for a, b in pair[0].spans), pair[1][NONE])):
        spans = [doc[a:b] for a, b in _claim(candidate.spans, taken)]
        mentions = tuple(Mention(span.start_char, span.end_char, span.text) for span in spans)
        name = _fullest(Counter(span.text for span in spans), candidate.long) if spans else PAPER
        if name == PAPER:
            continue
        kinds = (kind for kind in share if kind != NONE and not kind.endswith(INTRODUCED))
        kind = max(kinds, key=lambda kind: share[kind] + share.get(kind + INTRODUCED, 0))
        confidence = share[kind] + share.get(kind + INTRODUCED, 0)
        own = share.get(kind + INTRODUCED, 0) > share[kind]
        introduction = _introduction(text, mentions, sentences) if own else None
        entities.append(ExtractedEntity(name, kind, mentions, round(confidence, 3), introduction))
    return tuple(sorted(entities, key=lambda entity: entity.mentions[0]))


def cued_candidates(
    doc: Doc, candidates: Sequence[Candidate], known: Mapping[str, str], groups: WordGroups, head: NameHead | None
) -> Iterator[set[str]]:
    """The cues of each candidate.

    Args:
        doc: The document; with a head also what an encoder made of it.
        candidates: What may be a name.
        known: Types of known names and families, see :func:`~paperatlas.extraction.ner_features.name_cues`.
        groups: Which words are used alike.
        head: What an encoder says becomes cues as well.
    """
    words = TokenView(doc)
    cued = (name_cues(words, candidate, known, groups) for candidate in candidates)
    if head is None:
        yield from cued
        return
    head_shares = np.exp(head.log_shares(doc, [candidate.spans for candidate in candidates]))
    for cues, shares in zip(cued, head_shares.tolist(), strict=True):
        cues.update(share_cues("encoder", head.classes, shares))
        yield cues


class NameFinder(StoredComponent):
    """Component: finds the named things of a document and puts them into ``doc._.extraction``.

    Mentions are also in ``doc.spans["paperatlas"]``, labelled with their types, for spaCy's own tools.
    """

    files: ClassVar[tuple[str, ...]] = ("word_groups.tsv", "known_names.tsv", "name_weights.tsv")
    extras: ClassVar[tuple[str, ...]] = ("names.onnx",)

    def __init__(self, nlp: Language) -> None:
        """Find nothing, until tables are learned."""
        super().__init__()
        self._nlp = nlp
        self._given: dict[str, str] = {}
        self._groups = WordGroups()
        self._head: NameHead | None = None
        self._known: dict[str, str] = {}
        self._matcher = gazetteer_matcher(nlp.vocab, ())
        self._weights = Linear((NONE,), {}, np.zeros((0, 1)))

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Take over the tables of groups of words, of known names and of the weights of cues, and an encoder's head."""
        super().load_contents(contents)
        self._groups = WordGroups.parse(contents["word_groups.tsv"].decode())
        self._head = NameHead(contents["names.onnx"]) if "names.onnx" in contents else None
        rows = [line.split("\t") for line in contents["known_names.tsv"].decode().splitlines()[1:]]
        self._known = {form if form.endswith("*") else form_key(form): kind for form, kind in rows}
        known = (form for form, kind in rows if kind != NONE and not form.endswith("*"))
        self._matcher = gazetteer_matcher(self._nlp.vocab, map(self._nlp.make_doc, known))
        self._weights = Linear.parse(contents["name_weights.tsv"].decode())

    def add_gazetteer(self, given: Mapping[str, str]) -> None:
        """From now on find also names that a user vouches for, wherever they stand.

        Args:
            given: The type of each name; those of types that the tables do not know are left out.
        """
        given = {form: kind for form, kind in given.items() if kind in self._weights.classes}
        self._given = {form_key(form): kind for form, kind in given.items()}
        if given:
            self._matcher.add("known", [self._nlp.make_doc(form) for form in given])

    def __call__(self, doc: Doc) -> Doc:
        """Add entities to the extraction of a document."""
        extraction = doc._.extraction
        entities = select(doc, *self.score(doc), extraction.sentences)
        doc._.extraction = replace(extraction, entities=entities)
        spans = (doc.char_span(m.start, m.end, label=entity.type) for entity in entities for m in entity.mentions)
        doc.spans["paperatlas"] = [span for span in spans if span is not None]
        return doc

    def score(self, doc: Doc) -> tuple[list[Candidate], list[dict[str, float]]]:
        """What may be a name in a document, and how likely each class is for each."""
        candidates = find_candidates(doc, self._matcher, doc._.extraction.links)
        cued = cued_candidates(doc, candidates, self._known, self._groups, self._head)
        return candidates, [
            self._shares(doc, candidate, cues) for candidate, cues in zip(candidates, cued, strict=True)
        ]

    def _shares(self, doc: Doc, candidate: Candidate, cues: set[str]) -> dict[str, float]:
        weighed = self._weights.probabilities(cues)
        shares = dict(zip(self._weights.classes, weighed.tolist(), strict=True))
        forms = (doc[start:end].text for start, end in candidate.spans)
        kind = next((self._given[key] for key in map(form_key, forms) if key in self._given), None)
        return shares if kind is None else _gazetteer_shares(shares, kind)


def _gazetteer_shares(shares: Mapping[str, float], kind: str) -> dict[str, float]:
    """Shares of a name whose type is given: all goes to it, and only whether the paper introduces it is weighed."""
    own, mentioned = shares.get(kind + INTRODUCED, 0.0), shares[kind]
    introduced = own / (own + mentioned) if own + mentioned else 0.0
    return dict.fromkeys(shares, 0.0) | {kind: 1 - introduced, kind + INTRODUCED: introduced}


@Language.factory("paperatlas_names")
def make_name_finder(nlp: Language, name: str) -> NameFinder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline; it finds names once it has tables."""
    return NameFinder(nlp)
