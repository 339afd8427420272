"""Counts the tables of this package from annotated papers.

::

    python -m paperatlas.extraction.fitting PAPERS.jsonl GOLD.jsonl src/paperatlas/extraction/tables

The files are those that annotators read and write. The result holds names and cue words, no sentences, and depends on
nothing else.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from paperatlas.errors import ExtractionError
from paperatlas.extraction.candidates import Candidate, family_key, find_candidates, form_key
from paperatlas.extraction.cues import name_cues
from paperatlas.extraction.linear import BIAS, Linear
from paperatlas.extraction.names import INTRODUCED, NAME_CLASSES, NO_NAME, known_matcher, select
from paperatlas.extraction.pairs import fitting_predicates
from paperatlas.extraction.pipeline import reader
from paperatlas.extraction.relations import NO_RELATION, RELATION_CLASSES, cued_pairs
from paperatlas.records import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Doc

    from paperatlas.extraction.pairs import Pair

__all__ = ["fit", "main"]

_PAPERS: Final = 2
"""In how many papers a name must be to be known."""

_SHARE: Final = 0.7
"""In what share of them it must be of one type."""

_NAME_CUES: Final = (15, 4.0)
_RELATION_CUES: Final = (80, 4.0)
"""In how many samples a cue must be, and the penalty on weights."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """One annotated paper: its text, what may be a name in it, and what each of these is."""

    doc: Doc
    gold: dict[str, Any]
    candidates: list[Candidate]
    labels: list[str]

    def whole(self) -> Iterator[tuple[Candidate, str]]:
        """Candidates with their labels, but for those that only ever stand inside longer names."""
        pairs = list(zip(self.candidates, self.labels, strict=True))
        names = [place for candidate, label in pairs if label != NO_NAME for place in candidate.places]
        for candidate, label in pairs:
            if label != NO_NAME or not all(any(a <= c and d <= b for a, b in names) for c, d in candidate.places):
                yield candidate, label

    def forms(self, candidate: Candidate) -> dict[str, str]:
        """The forms of a candidate by their keys."""
        texts = (self.doc[start:end].text for start, end in candidate.places)
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


def _label(keys: AbstractSet[str], gold: dict[str, Any]) -> str:
    """The class of a candidate with these forms."""
    for entity in gold["entities"]:
        if keys & {form_key(form) for form in entity["mentions"]}:
            own = entity["introduced"] and entity["type"] + INTRODUCED in NAME_CLASSES
            return str(entity["type"]) + (INTRODUCED if own else "")
    return NO_NAME


def _samples(papers: Path, gold: Path) -> list[_Sample]:
    texts = {paper["id"]: f"{paper['title']}\n{paper['abstract']}" for paper in _lines(papers)}
    golds = list(_lines(gold))
    unknown = [line["id"] for line in golds if line["id"] not in texts]
    if unknown:
        raise ExtractionError(
            f"{papers} has no paper {unknown[0]!r}, which {gold} annotates; give the papers of {gold}"
        )
    nlp = reader()
    counts = Counter(form for line in golds for entity in line["entities"] for form in set(entity["mentions"]))
    known = known_matcher(nlp.vocab, (nlp.make_doc(form) for form, count in counts.items() if count >= _PAPERS))
    samples = []
    for line, doc in zip(golds, nlp.pipe(texts[line["id"]] for line in golds), strict=True):
        sample = _Sample(doc, line, find_candidates(doc, known, doc._.extraction.links), [])
        sample.labels.extend(_label(sample.forms(candidate).keys(), line) for candidate in sample.candidates)
        samples.append(sample)
    return samples


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


class _Known:
    """In which papers each form is what."""

    def __init__(self, samples: Iterable[_Sample]) -> None:
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, dict[int, str]] = defaultdict(dict)
        for number, sample in enumerate(samples):
            for candidate, label in sample.whole():
                for key, form in sample.forms(candidate).items():
                    self._count(key, form, number, label)
                    self._count(family_key(key), family_key(key), number, label)

    def _count(self, key: str, form: str, number: int, label: str) -> None:
        self.forms[key][form] += 1
        if label != NO_NAME or number not in self._kinds[key]:
            self._kinds[key][number] = label.removesuffix(INTRODUCED)

    def kind(self, key: str, without: int = -1) -> str | None:
        """The type that a form nearly always has, over all papers but one."""
        kinds = Counter(kind for number, kind in self._kinds[key].items() if number != without)
        best, count = max(kinds.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return best if count >= max(_PAPERS + (best == NO_NAME), _SHARE * kinds.total()) else None

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


def _name_samples(sample: _Sample, known: dict[str, str]) -> Iterator[tuple[set[str], str]]:
    """Cues and class of all candidates."""
    for candidate, label in zip(sample.candidates, sample.labels, strict=True):
        yield name_cues(sample.doc, candidate, known), label


def _truth(sample: _Sample) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The relations of a sample, their ends by the key of each form."""
    keys = {e["name"]: {form_key(form) for form in e["mentions"]} for e in sample.gold["entities"]} | {PAPER: {PAPER}}
    return {
        (subject, relation["predicate"], object_): relation
        for relation in sample.gold["relations"]
        for subject in keys[relation["subject"]]
        for object_ in keys[relation["object"]]
    }


def _relation_samples(sample: _Sample) -> Iterator[tuple[set[str], str]]:
    """Cues and class of all pairs; left out are those that are related by the words of another sentence."""
    shares = [dict.fromkeys(NAME_CLASSES, 0.0) | {label: 1.0} for label in sample.labels]
    entities = select(sample.doc, sample.candidates, shares, sample.doc._.extraction.sentences)
    truth = _truth(sample)
    for pair, cues in cued_pairs(sample.doc, entities):
        found = [
            truth[triple]
            for name in fitting_predicates(pair.subject, pair.object)
            if (triple := _triple(pair, name)) in truth
        ]
        here = [relation for relation in found if relation["evidence"] in pair.sentence.text]
        if here:
            yield cues, " ".join(filter(None, (here[0]["predicate"], here[0].get("outcome"))))
        elif not found:
            yield cues, NO_RELATION


def _triple(pair: Pair, predicate: str) -> tuple[str, str, str]:
    subject = form_key(pair.subject.name) if pair.subject else PAPER
    return subject, predicate, form_key(pair.object.name)


def main(papers: Path, gold: Path, folder: Path) -> None:
    """Count the tables from annotated papers and write them into a folder.

    Raises:
        ExtractionError: if a paper that is annotated is not among the papers.
    """
    samples = _samples(papers, gold)
    known = _Known(samples)
    names = [
        pair for number, sample in enumerate(samples) for pair in _name_samples(sample, known.without(number, sample))
    ]
    relations = [pair for sample in samples for pair in _relation_samples(sample)]
    tables = {
        "known_names.tsv": known.table(),
        "name_weights.tsv": fit(names, NAME_CLASSES, *_NAME_CUES).format(),
        "relation_weights.tsv": fit(relations, RELATION_CLASSES, *_RELATION_CUES).format(),
    }
    for name, table in tables.items():
        (folder / name).write_text(table, encoding="utf-8")


if __name__ == "__main__":  # pragma: no cover
    main(*map(Path, sys.argv[1:4]))
