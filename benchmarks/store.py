"""Hold the store against rdflib in memory, on a graph that is made up: how fast both load and answer.

``python -m benchmarks.store`` makes a graph of about a million triples, loads it into both, asks both every named
question, and prints the tables of ``docs/store.md``. rdflib gets ``--limit`` seconds for a question. With ``--loading``
it measures ways of loading alone, with and without ``optimize``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import time
from contextlib import contextmanager
from itertools import accumulate, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph as Triples

from benchmarks.measurement import memory, show, wall_seconds
from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import Date, SourceFile, SourceLocation
from paperatlas.rdf.named_graphs import quads
from paperatlas.rdf.serializer import write_ntriples
from paperatlas.schema import NAMESPACES, NODE_TYPES
from paperatlas.sparql import ask, list_questions
from paperatlas.store import open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperatlas.sparql import Question

PAGE = "made-up.jsonl"
SYLLABLES = ("ba", "do", "fi", "ga", "lo", "mu", "ne", "po", "ra", "si", "tu", "ze")
RANKS = (0, 9, 99)
"""The ranks, by number of papers, of the entities that a question is asked about."""


class GraphGenerator:
    """A generator of graphs; the same number of papers gives the same graph."""

    def __init__(self, papers: int) -> None:
        """Make entities of each type: a few that many papers mention, and many that few papers do."""
        self._random = random.Random(papers)  # noqa: S311 (nothing here is secret)
        sizes = {"Model": papers // 2, "Dataset": papers // 2, "Method": papers, "Lab": papers // 10}
        sizes["Author"] = papers * 3
        self.things = {kind: [self._thing(kind, number) for number in range(size)] for kind, size in sizes.items()}
        self._weights = {kind: list(accumulate(1 / (rank + 3) for rank in range(n))) for kind, n in sizes.items()}
        self._statements: dict[tuple[str, str, str], list[Evidence]] = {}
        self._papers = dict(self._paper(number) for number in range(papers))

    def graph(self) -> Graph:
        """Return the graph."""
        entities = [entity for things in self.things.values() for entity in things]
        entities += [Entity(paper, "Paper", facts.versions[0].title) for paper, facts in self._papers.items()]
        return Graph(
            {entity.id: entity for entity in sorted(entities, key=lambda entity: entity.id)},
            tuple(Statement(*ends, tuple(passages), 0.8) for ends, passages in sorted(self._statements.items())),
            dict(sorted(self._papers.items())),
            (SourceFile(PAGE, "json-records", "0" * 64, len(self._papers)),),
            extractor="encoder-1",
        )

    def _thing(self, kind: str, number: int) -> Entity:
        name = f"{self._words(2).title().replace(' ', '')}-{number}"
        folder = next(entry.folder for entry in NODE_TYPES if entry.name == kind)
        return Entity(f"{folder}/{name.lower().replace('-', '')}", kind, name, (name.upper(),))

    def _words(self, count: int) -> str:
        return " ".join("".join(self._random.choices(SYLLABLES, k=3)) for _ in range(count))

    def _some(self, kind: str, count: int) -> list[Entity]:
        return self._random.choices(self.things[kind], cum_weights=self._weights[kind], k=count)

    def _paper(self, number: int) -> tuple[str, PaperMetadata]:
        paper = f"paper/made-up-{number}"
        wording = PaperVersion(
            f"{self._words(8).capitalize()} {number}", self._words(150), (SourceLocation(PAGE, number + 1),)
        )
        for author in self._some("Author", 5):
            self._state(paper, "authored-by", author.id, Evidence(paper, author.label, location=wording.locations[0]))
        for lab in self._some("Lab", 2):
            self._state(paper, "from-lab", lab.id, Evidence(paper, lab.label, location=wording.locations[0]))
        self._claims(paper, wording)
        date = Date(2018 + number % 8, 1 + number % 12)
        facts = PaperMetadata(
            (wording,), (f"arxiv:{number:09.4f}",), date, ("CL",), author_count=5, has_code=number % 3 == 0
        )
        return paper, facts

    def _claims(self, paper: str, wording: PaperVersion) -> None:
        """State what a paper says about its model, its method and the entities of other papers."""
        models, datasets, methods = (self._some(kind, 4) for kind in ("Model", "Dataset", "Method"))
        own = self._random.choice(self.things["Model"])
        claims = [(paper, "introduces", own), (paper, "introduces", methods[0]), (own.id, "based-on", models[0])]
        claims += [(paper, "mentions", thing) for thing in (*models[:2], *datasets[:2], *methods[:2])]
        claims += [(own.id, "trains-on", dataset) for dataset in datasets[:1]]
        claims += [(own.id, "evaluates-on", dataset) for dataset in datasets[1:3]]
        claims += [(own.id, "compares-to", model) for model in models[1:3]]
        claims += [(methods[0].id, "applied-to", models[3])]
        for subject, name, thing in claims:
            start = self._random.randrange(len(wording.title), len(wording.text) - 100)
            outcome = (
                self._random.choice(("better", "better", "worse", "comparable")) if name == "compares-to" else None
            )
            quote = wording.text[start : start + 100]
            place = (wording.id, start, start + 100, None, outcome, "encoder-1", 0.8)
            if subject != thing.id:
                self._state(subject, name, thing.id, Evidence(paper, quote, *place))

    def _state(self, subject: str, name: str, target: str, evidence: Evidence) -> None:
        passages = self._statements.setdefault((subject, name, target), [])
        if all(other.paper != evidence.paper for other in passages):
            passages.append(evidence)


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--papers", type=int, default=3300, help="how many papers to make up")
    options.add_argument("--limit", type=float, default=60, help="seconds for a question that rdflib answers")
    options.add_argument("--loading", action="store_true", help="measure ways of loading alone")
    given = options.parse_args()
    generator = GraphGenerator(given.papers)
    with TemporaryDirectory() as folder:
        (loading_ways if given.loading else side_by_side)(generator, Path(folder), given.limit)


def side_by_side(generator: GraphGenerator, folder: Path, limit: float) -> None:
    """Load a graph into both stores and ask both."""
    graph, file = generator.graph(), folder / "graph.nt"
    with file.open("wb") as stream:
        write_ntriples(graph, stream)
    build = wall_seconds(lambda: write_store(graph, folder, folder))
    # rdflib does not validate what it reads either.
    load = wall_seconds(
        lambda: ox.Store(str(folder / "loaded")).bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    )
    before = memory()
    triples = Triples()
    rdflib_load = wall_seconds(lambda: triples.parse(file, format="nt"))
    show(
        f"{len(triples):,} triples, {len(graph.papers):,} papers; rdflib takes {memory() - before:,.0f} MB for them.\n"
    )
    show("| loading | s |\n|---|---|")
    show(f"| rdflib, the N-Triples file, into memory | {rdflib_load:.1f} |")
    show(f"| Oxigraph, the same file, onto disk | {load:.1f} ({rdflib_load / load:.0f} times as fast) |")
    show(f"| what a build does: records, graphs by paper, search index | {build:.1f} |\n")
    show("| question | store, ms | rdflib, ms | times as fast | rows |\n|---|---|---|---|---|")
    store = open_store(folder)
    medians: dict[bool, list[float]] = {True: [], False: []}
    for question in list_questions():
        own, rows = ask_store(store, question, generator)
        other = ask_rdflib(triples, bound(question, generator, RANKS[1]), limit)
        medians[bool(question.parameters)].append(own)
        ratio = f"{other / own:,.0f}" if other else f"over {1000 * limit / own:,.0f}"
        show(f"| {question.name} | {own:,.1f} | {f'{other:,.0f}' if other else f'over {1000 * limit:,.0f}'} "
             f"| {ratio} | {rows:,} |")  # fmt: skip
    show(f"\nWith a parameter: median {statistics.median(medians[True]):.1f} ms, slowest {max(medians[True]):.1f} ms; ")
    show(f"rankings: median {statistics.median(medians[False]):.1f} ms, slowest {max(medians[False]):.1f} ms.")


def bound(question: Question, generator: GraphGenerator, rank: int) -> str:
    """Return a question about the entities of a rank; a second parameter of the same type takes the next one."""
    values = {}
    for place, parameter in enumerate(question.parameters):
        kinds = [kind for kind in parameter.types if kind in (*generator.things, "Paper")]
        if kinds:
            things = generator.things.get(kinds[0])
            node = things[min(rank, len(things) - 2) + place].id if things else f"paper/made-up-{rank}"
            values[parameter.name] = f"<{Graph().iri(node)}>"
    return question.bind(values) if values else question.sparql


def ask_store(store: ox.Store, question: Question, generator: GraphGenerator) -> tuple[float, int]:
    """Return the median of milliseconds over several ranks, each asked three times, and the rows of the first."""
    times, rows = [], []
    for sparql in dict.fromkeys(bound(question, generator, rank) for rank in RANKS):
        for _ in range(3):
            start = time.perf_counter()
            rows.append(len(ask(store, sparql)))
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), rows[0]


def ask_rdflib(triples: Triples, sparql: str, limit: float) -> float | None:
    """Return milliseconds; None if rdflib needs more than the limit, at which its process is killed."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=lambda: theirs.send(wall_seconds(lambda: list(triples.query(sparql, initNs=NAMESPACES))))
    )
    process.start()
    seconds = ours.recv() if ours.poll(limit) else None
    process.kill()
    process.join()
    return None if seconds is None else 1000 * seconds


def loading_ways(generator: GraphGenerator, folder: Path, _limit: float) -> None:
    """Measure loading by parts, at once and from a file; and questions before and after ``optimize``."""
    graph = generator.graph()
    count = sum(1 for _ in quads(graph))
    show(f"{count:,} quads, copies by paper among them.\n\n| way | s | peak memory of the process, MB |\n|---|---|---|")
    for name, way in {"N-Quads file": by_file, "parts of 100,000": by_parts, "all at once": at_once}.items():
        with apart(way, graph, folder / name) as (seconds, peak):
            show(f"| {name} | {seconds:.1f} | {peak:,.0f} |")
    store = ox.Store(str(folder / "parts of 100,000"))
    asked = list_questions()
    before = [ask_store(store, question, generator)[0] for question in asked]
    seconds = wall_seconds(store.optimize)
    after = [ask_store(store, question, generator)[0] for question in asked]
    show(f"\noptimize takes {seconds:.1f} s.\n\n| all questions | before, ms | after, ms |\n|---|---|---|")
    show(f"| together | {sum(before):,.0f} | {sum(after):,.0f} |")
    show(f"| in the median | {statistics.median(before):.1f} | {statistics.median(after):.1f} |")


def by_parts(graph: Graph, folder: Path) -> None:
    """Load parts that fit in memory, as a build does."""
    store, remaining = ox.Store(str(folder)), quads(graph)
    while part := list(islice(remaining, 100_000)):
        store.bulk_extend(part)


def at_once(graph: Graph, folder: Path) -> None:
    """Load all quads in one call."""
    ox.Store(str(folder)).bulk_extend(quads(graph))


def by_file(graph: Graph, folder: Path) -> None:
    """Load a file that the engine parses."""
    file = folder.with_suffix(".nq")
    ox.serialize(quads(graph), str(file), format=ox.RdfFormat.N_QUADS)
    ox.Store(str(folder)).bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)


@contextmanager
def apart(way: Callable[[Graph, Path], None], graph: Graph, folder: Path) -> Iterator[tuple[float, float]]:
    """Run a way of loading in a separate process; yield its seconds and its peak memory in MB."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def run() -> None:
        Path("/proc/self/clear_refs").write_text("5")
        before = memory("VmHWM")
        theirs.send((wall_seconds(lambda: way(graph, folder)), memory("VmHWM") - before))

    process = context.Process(target=run)
    process.start()
    theirs.close()  # so that a way that fails is no endless wait
    yield ours.recv()
    process.join()


if __name__ == "__main__":
    main()
