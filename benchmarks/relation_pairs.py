"""Count the pairs of entities with two predicates, and the quotes that miss an end, as Markdown.

::

    python -m benchmarks.relation_pairs PAPERS.jsonl [GOLD.jsonl] [--sample 1500 --seed 11]

A pair counts once for each two predicates; "own" takes the paper and all that it introduces for one subject.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measurement import show
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.extractor import load_extractor
from paperatlas.graph.extractions import PAPER
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.graph.extractions import ExtractedEntity, Extraction

Triple = tuple[str, str, str]


def double_pairs(triples: Iterable[Triple]) -> Counter[str]:
    """Return how many pairs of ends have each two predicates.

    >>> double_pairs([("a", "based-on", "b"), ("a", "compares-to", "b"), ("a", "based-on", "c")])
    Counter({'based-on, compares-to': 1})
    """
    predicates = defaultdict(set)
    for subject, predicate, object_ in triples:
        predicates[subject, object_].add(predicate)
    return Counter(", ".join(two) for several in predicates.values() for two in combinations(sorted(several), 2))


def own_triples(triples: Iterable[Triple], own: Iterable[str]) -> list[Triple]:
    """Return triples with the paper as the subject of all that it introduces.

    >>> own_triples([("Otter", "based-on", "Stoat")], ["Otter"])
    [('PAPER', 'based-on', 'Stoat')]
    """
    names = set(own)
    return [(PAPER if subject in names else subject, predicate, object_) for subject, predicate, object_ in triples]


def missing_ends(extractions: Iterable[Extraction]) -> Counter[str]:
    """Return how many relations there are, and how many of their quotes name no subject and no object."""
    counts: Counter[str] = Counter()
    for extraction in extractions:
        entities: dict[str, ExtractedEntity] = {entity.name: entity for entity in extraction.entities}
        for relation in extraction.relations:
            counts["relations"] += 1
            for side, name in (("subject", relation.subject), ("object", relation.object)):
                mentions = entities[name].mentions if name in entities else ()
                inside = (relation.evidence.start <= m.start and m.end <= relation.evidence.end for m in mentions)
                counts[side] += name != PAPER and not any(inside)
    return counts


def read_papers(path: Path, sample: int | None, seed: int) -> list[Paper]:
    """Read papers with titles and abstracts from JSON Lines, or a random sample of them."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if sample is not None:
        rows = random.Random(seed).sample(rows, sample)  # noqa: S311 - a sample, no secret
    return [
        Paper(str(number), row["title"], row.get("abstract") or "", SourceLocation(path.name, number))
        for number, row in enumerate(rows, 1)
    ]


def table(columns: Sequence[tuple[str, Counter[str]]]) -> str:
    """Return counts as a Markdown table, a column each."""
    kinds = sorted({kind for _, counts in columns for kind in counts})
    lines = [
        f"| predicates | {' | '.join(name for name, _ in columns)} |",
        f"|---|{'---|' * len(columns)}",
        *(f"| {kind} | {' | '.join(str(counts[kind]) for _, counts in columns)} |" for kind in kinds),
        f"| all | {' | '.join(str(counts.total()) for _, counts in columns)} |",
    ]
    return "\n".join(lines)


def main(papers: Path, gold: Path | None = None, sample: int | None = None, seed: int = 11) -> None:
    """Print the tables."""
    found, found_own = Counter[str](), Counter[str]()
    extractions = list(load_extractor().extract(read_papers(papers, sample, seed)))
    for extraction in extractions:
        triples = [(r.subject, r.predicate, r.object) for r in extraction.relations]
        found += double_pairs(triples)
        found_own += double_pairs(own_triples(triples, (e.name for e in extraction.entities if e.introduced)))
    columns = [("found", found), ("found, own", found_own)]
    if gold is not None:
        noted, noted_own = Counter[str](), Counter[str]()
        for item in read_gold(papers, gold, DEFAULT_SCHEMA):
            triples = [(r.subject, r.predicate, r.object) for r in item.relations]
            noted += double_pairs(triples)
            noted_own += double_pairs(own_triples(triples, (e.name for e in item.entities if e.introduced)))
        columns += [("annotated", noted), ("annotated, own", noted_own)]
    missing = missing_ends(extractions)
    show(f"{len(extractions):,} papers, {missing['relations']:,} relations\n\n{table(columns)}\n")
    show(f"Quotes that do not name the subject: {missing['subject']}; the object: {missing['object']}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser("python -m benchmarks.relation_pairs", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=11)
    main(**vars(parser.parse_args()))
