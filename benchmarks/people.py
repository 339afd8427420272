"""Print what resolution does to the authors, organisations and titles of a file of papers, as Markdown.

::

    python -m benchmarks.people PAPERS.jsonl [REGISTRY.yaml]

How well authors are told apart is measured on made-up homonyms: people with rare names, each taken to be one person,
are given one name in groups, and their papers are to be told apart again. People of papers with more than fifty authors
are left out, since two of them would rarely be strangers.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from benchmarks.measurement import core_seconds, show
from paperatlas.assembly.paper_metadata import authored_paper
from paperatlas.curation.registry import known_entities, load_registry
from paperatlas.readers import PaperReading
from paperatlas.resolution.authors import resolve_authors
from paperatlas.resolution.organisations import Organisations
from paperatlas.resolution.record_linkage import ListedPaper, paper_ids
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperatlas.graph.papers import Paper
    from paperatlas.resolution.author_mentions import AuthoredPaper
    from paperatlas.resolution.authors import Authors
    from paperatlas.resolution.organisations import ResolvedOrganisations

Core = tuple[str, str]
_MANY = 50


def labs_of(papers: Sequence[Paper], registry: Sequence[str]) -> ResolvedOrganisations:
    """Return the organisations of all papers."""
    known = known_entities(thing for path in registry for thing in load_registry(path))
    labs = Organisations((thing.name, thing.aliases) for thing in known if thing.type == "Lab")
    for paper in papers:
        for lab in paper.labs:
            labs.add([lab.name])
    return labs.resolve()


def print_labs(papers: Sequence[Paper], labs: ResolvedOrganisations) -> None:
    """Print how many names and nodes there are, and which names are one."""
    names = sorted({lab.name for paper in papers for lab in paper.labs})
    nodes = defaultdict(list)
    for name in names:
        nodes[labs.entity(name)].append(name)
    show(f"{len(names)} names of organisations, {len(nodes)} nodes\n\n| node | names |\n|---|---|")
    for entity, found in sorted(nodes.items(), key=lambda item: (-len(item[1]), item[0].id))[:20]:
        if len(found) > 1:
            show(f"| {entity.label} | {'; '.join(found)} |")


def print_authors(wrote: Sequence[AuthoredPaper]) -> Authors:
    """Print the numbers of names and persons, and the names that most persons share."""
    seconds = core_seconds(lambda: resolve_authors(wrote))
    authors = resolve_authors(wrote)
    persons: dict[Core, Counter[str]] = defaultdict(Counter)
    for paper in wrote:
        for name in paper.authors:
            persons[person_name(name).name_key][authors.entity(paper.id, name).id] += 1
    spellings = {name for paper in wrote for name in paper.authors}
    total = sum(found.total() for found in persons.values())
    show(f"\n{total} authors over all papers, {len(spellings)} spellings, {len(persons)} names,", end=" ")
    show(f"{len(authors.entities())} persons, {seconds:.1f} s of processor time\n")
    show("| name | papers | persons | papers of the largest |\n|---|---|---|---|")
    for core, found in sorted(persons.items(), key=lambda item: (-len(item[1]), item[0]))[:20]:
        show(f"| {' '.join(core)} | {found.total()} | {len(found)} | {max(found.values())} |")
    return authors


def rare_people(wrote: Sequence[AuthoredPaper]) -> dict[Core, set[str]]:
    """Return the papers of people whose names are so rare that each is taken to be one person."""
    papers: dict[Core, set[str]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    crowd: set[Core] = set()
    for paper in wrote:
        for name in paper.authors:
            core = person_name(name).name_key
            papers[core].add(paper.id)
            families[core[1]].add(core[0])
            if len(paper.authors) > _MANY:
                crowd.add(core)
    return {
        core: found
        for core, found in papers.items()
        if 2 <= len(found) <= 30 and core not in crowd and len(families[core[1]]) <= 3 and min(map(len, core)) >= 4
    }


def homonyms(people: Mapping[Core, set[str]], size: int, count: int) -> Iterator[list[Core]]:
    """Yield groups of people that have no paper in common."""
    cores = sorted(people)
    random.Random(0).shuffle(cores)  # noqa: S311 (a sample, always the same)
    for _ in range(count):
        group: list[Core] = []
        taken: set[str] = set()
        for core in cores:
            if len(group) < size and not taken & people[core]:
                group.append(core)
                taken |= people[core]
        cores = [core for core in cores if core not in group]
        yield group


def pair_scores(
    wrote: Sequence[AuthoredPaper], people: Mapping[Core, set[str]], size: int, count: int
) -> tuple[float, float]:
    """Return precision and recall of the pairs of papers that resolution gives to one person."""
    groups = list(homonyms(people, size, count))
    shared = {
        core: f"Homonym{chr(97 + number % 26)}{number} Name" for number, group in enumerate(groups) for core in group
    }
    renamed = [
        replace(paper, authors=tuple(shared.get(person_name(n).name_key, n) for n in paper.authors)) for paper in wrote
    ]
    authors = resolve_authors(renamed)
    right = joined = same = 0
    for group in groups:
        mentions = [(core, authors.entity(paper, shared[core])) for core in group for paper in sorted(people[core])]
        for (one, first), (other, second) in combinations(mentions, 2):
            right += one == other and first == second
            joined += first == second
            same += one == other
    return right / max(joined, 1), right / max(same, 1)


def main(pages: str, *registry: str) -> None:
    """Print all figures."""
    papers = list(PaperReading([pages]))
    listed = [ListedPaper.of(paper) for paper in papers]
    ids = paper_ids(listed)
    show(f"{len(papers)} records, {len(set(ids.values()))} papers\n")
    labs = labs_of(papers, registry)
    print_labs(papers, labs)
    records: dict[str, list[Paper]] = defaultdict(list)
    for key, paper in zip(listed, papers, strict=True):
        records[ids[key]].append(paper)
    wrote = [authored_paper(node, group, labs, ()) for node, group in records.items()]
    print_authors(wrote)
    people = rare_people(wrote)
    show("\n| people of one made-up name | names | precision | recall |\n|---|---|---|---|")
    for size, count in ((2, 100), (3, 100), (10, 60), (25, 20)):
        precision, recall = pair_scores(wrote, people, size, count)
        show(f"| {size} | {count} | {precision:.3f} | {recall:.3f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
