"""Count the errors that an extractor makes in annotated papers, by kind, as Markdown.

::

    python -m benchmarks.errors MODEL PAPERS.jsonl GOLD.jsonl

An error counts once, under the first kind that fits. Relations are read leniently: the paper and what it introduces
stand for each other as the subject.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.measurement import show
from paperatlas.extraction.extractor import load_extractor
from paperatlas.graph.extractions import PAPER
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.extractions import Extraction
    from paperatlas.training.gold import AnnotatedPaper


def keys(forms: Iterable[str]) -> frozenset[str]:
    """Return forms without case, spaces and punctuation."""
    return frozenset(re.sub(r"[\W_]+", "", form.casefold()) for form in forms)


def overlaps(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether a form of one lies inside a form of the other."""
    return any(a in b or b in a for a in one for b in other if a and b)


def name_errors(gold: AnnotatedPaper, found: Extraction) -> Iterator[str]:
    """Yield the kind of each name that is missed or too many."""
    expected = [(entity.type, keys(entity.mentions)) for entity in gold.entities]
    given = [(entity.type, keys(entity.forms)) for entity in found.entities]
    for side, ours, theirs in (("missed", expected, given), ("too many", given, expected)):
        for kind, forms in ours:
            if any(kind == other and forms & names for other, names in theirs):
                continue
            if any(forms & names for _, names in theirs):
                yield f"{side}: found with another type"
            elif any(overlaps(forms, names) for _, names in theirs):
                yield f"{side}: a part of another name, or more than the name"
            else:
                yield f"{side}: {kind}"


def relation_errors(gold: AnnotatedPaper, found: Extraction) -> Iterator[str]:
    """Yield the kind of each relation that is missed or too many."""
    names = {entity.name: keys(entity.mentions) for entity in gold.entities}
    given = {entity.name: keys(entity.forms) for entity in found.entities}
    own = {PAPER, *(entity.name for entity in gold.entities if entity.introduced)}
    same = {ours: theirs for ours, forms in given.items() for theirs, mentions in names.items() if forms & mentions}

    def lenient(subject: str, predicate: str, object_: str) -> tuple[str, str, str]:
        return PAPER if subject in own else subject, predicate, object_

    truth = {lenient(r.subject, r.predicate, r.object) for r in gold.relations}
    predicted = {
        lenient(
            same.get(r.subject, r.subject if r.subject == PAPER else f"?{r.subject}"),
            r.predicate,
            same.get(r.object, f"?{r.object}"),
        )
        for r in found.relations
    }
    found_names = {PAPER, *same.values()}
    for side, ours, theirs in (("missed", truth - predicted, predicted), ("too many", predicted - truth, truth)):
        for subject, predicate, object_ in ours:
            ends = {(s, o) for s, _, o in theirs}
            if not {subject, object_} <= found_names:
                yield f"{side}: an end is no name, or not found"
            elif (subject, object_) in ends:
                yield f"{side}: another predicate"
            elif any(o == object_ and p == predicate for _, p, o in theirs):
                yield f"{side}: another subject"
            elif (object_, subject) in ends:
                yield f"{side}: the other way round"
            else:
                yield f"{side}: {predicate}"


def main(model: str, papers: str, gold: str) -> None:
    """Print the tables."""
    extractor = load_extractor(model)
    annotated = read_gold(papers, gold, extractor.schema)
    counts: dict[str, Counter[str]] = {"names": Counter(), "relations": Counter()}
    for paper, found in zip(annotated, extractor.extract(item.paper for item in annotated), strict=True):
        counts["names"].update(name_errors(paper, found))
        counts["relations"].update(relation_errors(paper, found))
    for part, table in counts.items():
        show(f"| {part} | errors |\n|---|---|")
        for kind, count in sorted(table.items(), key=lambda item: (item[0].split(":")[0], -item[1], item[0])):
            show(f"| {kind} | {count} |")
        show("")


if __name__ == "__main__":
    main(*sys.argv[1:4])
