"""What papers teach an encoder about names and relations."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from paperatlas.extraction.ner import NameFinder
from paperatlas.extraction.relations import RelationFinder
from paperatlas.extraction.windows import readable_text
from paperatlas.training.encoder_examples import LabelledPair, TrainingExample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from paperatlas.extraction.encoder.wordpiece import Vocabulary
    from paperatlas.extraction.name_candidates import TokenSpan
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.training.encoder_examples import LabelSet

__all__ = ["silver_examples", "training_example"]


def training_example(
    doc: Doc,
    things: Sequence[tuple[Sequence[TokenSpan], Sequence[float]]],
    pairs: Iterable[tuple[Pair, Sequence[float]]],
    vocabulary: Vocabulary,
    subject: LabelSet,
) -> TrainingExample:
    """What a paper teaches an encoder.

    Args:
        doc: The paper.
        things: The places of what may be a name, and how likely each class is for it.
        pairs: Pairs, those of a sentence together, and how likely each relation is for each.
        vocabulary: The pieces of the encoder.
        subject: The classes and relations.
    """
    sentences = []
    for _, group in groupby(pairs, key=lambda item: item[0].sentence.start):
        weighed = list(group)
        taught = [LabelledPair((pair.start, pair.end), pair.kinds, shares) for pair, shares in weighed]
        sentences.append((weighed[0][0].sentence, taught))
    return TrainingExample(doc, things, sentences, vocabulary, subject)


def silver_examples(
    nlp: Language, texts: Iterable[str], vocabulary: Vocabulary, subject: LabelSet
) -> Iterator[TrainingExample]:
    """What papers teach that nobody has annotated, going by what a pipeline believes (self-training; Scudder 1965).

    Args:
        nlp: The pipeline.
        texts: The papers.
        vocabulary: The pieces of the encoder.
        subject: The classes and relations.
    """
    names, relations = nlp.get_pipe("paperatlas_names"), nlp.get_pipe("paperatlas_relations")
    assert isinstance(names, NameFinder)  # noqa: S101
    assert isinstance(relations, RelationFinder)  # noqa: S101
    for doc in nlp.pipe(map(readable_text, texts)):
        candidates, shares = names.score(doc)
        things = [
            (candidate.spans, [share[name] for name in subject.classes])
            for candidate, share in zip(candidates, shares, strict=True)
        ]
        pairs = [(pair, [share[name] for name in subject.relations]) for pair, share in relations.score(doc)]
        yield training_example(doc, things, pairs, vocabulary, subject)
