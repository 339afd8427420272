"""Print what resolution does to the names of a built folder, as Markdown.

::

    python -m benchmarks.resolution OUTPUT

How many names texts and listings use, how many nodes they become, and the nodes with most names.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measurement import show
from paperatlas.pipeline.build_cache import BuildCache
from paperatlas.pipeline.workspace import NOTE_TYPES
from paperatlas.rdf import load

if TYPE_CHECKING:
    from paperatlas.graph.graph import Entity, Graph

MOST = 20


def used_names(folder: Path) -> dict[str, set[str]]:
    """Return the names that papers use, by type: in texts, and those of authors and organisations on listings."""
    names: dict[str, set[str]] = defaultdict(set)
    with BuildCache(folder, NOTE_TYPES, replace=False) as state:
        for page in state.built():
            for paper in state.papers(page.id):
                names["Author"].update(paper.authors)
                names["Lab"].update(lab.name for lab in paper.labs)
        for extraction in state.extractions():
            for entity in extraction.entities:
                names[entity.type].update(entity.forms)
    return names


def merged(graph: Graph, names: dict[str, set[str]]) -> list[tuple[Entity, list[str]]]:
    """Return the entities with several names, and the names that papers use; the entity with most names first."""
    found = []
    for entity in graph.entities.values():
        used = [form for form in (entity.label, *entity.aliases) if form in names[entity.type]]
        if len(used) > 1:
            found.append((entity, used))
    return sorted(found, key=lambda item: (-len(item[1]), item[0].id))


def main(folder: Path) -> None:
    """Print the tables."""
    graph, names = load(folder / "graph.ttl"), used_names(folder)
    show("| type | names in | nodes out |\n|---|---|---|")
    for type_name, forms in sorted(names.items()):
        show(f"| {type_name} | {len(forms):,} | {sum(1 for _ in graph.nodes(type_name)):,} |")
    show("\n| node | names | which |\n|---|---|---|")
    for entity, used in [item for item in merged(graph, names) if item[0].type != "Author"][:MOST]:
        show(f"| {entity.label} ({entity.type}) | {len(used)} | {'; '.join(used).replace('|', ' ')} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
