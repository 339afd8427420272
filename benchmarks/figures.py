"""The figures that have thresholds: each is measured by one function without parameters."""

from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.annotated_papers import KITCHEN, kitchen
from benchmarks.imports import commands, processor_seconds
from benchmarks.measurement import SEEDS, core_seconds
from benchmarks.names import made_up_names
from benchmarks.viewer.graphs import made_up_graph
from paperatlas.curation.registry import shipped_registry
from paperatlas.extraction import ModelExtractor
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.pipeline.workspace import build_folder
from paperatlas.readers import PaperReading
from paperatlas.resolution.resolve import resolve
from paperatlas.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.viewer.__main__ import Measured

__all__ = ["FIGURES"]

_ODD: Final = ("x" * 2_000_000, ")" * 100_000, "We use GPT-4 on MMLU. " * 600, "https://" + "(" * 50_000, "\n" * 5000)


def _unchanged_build() -> float:
    with TemporaryDirectory() as folder:
        build_folder(SEEDS, output=folder)
        return core_seconds(lambda: build_folder(SEEDS, output=folder))


def _import() -> float:
    return processor_seconds(["-c", "import paperatlas"])


def _help() -> float:
    return max(processor_seconds(run) for run in commands(Path()).values() if run[-1] == "--help")


def _lookup() -> float:
    with TemporaryDirectory() as folder:
        build_folder(SEEDS, output=folder)
        return max(processor_seconds(run) for run in commands(Path(folder)).values() if run[-1] == folder)


def _model_start() -> float:
    return core_seconds(lambda: ModelExtractor().nlp)


def _reading() -> float:
    papers = [paper for paper in PaperReading([SEEDS]) if paper.abstract][:200]
    extractor = ModelExtractor()
    _read(extractor, "We use GPT-4.")
    return len(papers) / core_seconds(lambda: list(extractor.extract(papers)))


def _read(extractor: ModelExtractor, abstract: str) -> object:
    return list(extractor.extract([Paper("1", "Otters", abstract, SourceLocation("p", 1))]))


def _long_paper() -> float:
    sentences = [f"We compare Otter-{n}B with Beaver-{n + 1}B on PondBench-{n % 7} and MMLU. " for n in range(600)]
    extractor = ModelExtractor()
    _read(extractor, sentences[0])
    short, long = (core_seconds(lambda n=n: _read(extractor, "".join(sentences[:n]))) for n in (150, 600))  # type: ignore[misc]
    return long / short


def _odd_text() -> float:
    extractor = ModelExtractor()
    _read(extractor, "We use GPT-4.")
    return max(core_seconds(lambda text=text: _read(extractor, text)) for text in _ODD)  # type: ignore[misc]


def _registry() -> float:
    shipped_registry.cache_clear()
    return core_seconds(shipped_registry)


def _resolve(count: int) -> float:
    names = list(itertools.islice(made_up_names(count), count))
    return core_seconds(lambda: list(resolve(names)))


def _many_names() -> float:
    fewer = _resolve(10_000)
    return _resolve(40_000) / fewer


def _training() -> float:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kitchen.yaml").write_text(KITCHEN, "utf-8")
        papers, gold = kitchen(folder)
        return core_seconds(lambda: train(papers, gold, folder / "model", schema=folder / "kitchen.yaml"))


def _explorer() -> Measured:
    """Open the explorer of ten thousand nodes and drag its picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the other figures need no browser

    from benchmarks.viewer.__main__ import explorer_page, measure  # noqa: PLC0415 - likewise

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "explorer.html")
        path.write_text(explorer_page(made_up_graph(10_000)), "utf-8")
        measured = measure(playwright, path, pyvis=False)
    if measured is None:
        raise TimeoutError("the explorer of ten thousand nodes does not open")
    return measured


FIGURES: Final[dict[str, Callable[[], float]]] = {
    "unchanged-build": _unchanged_build,
    "import": _import,
    "help": _help,
    "lookup": _lookup,
    "model-start": _model_start,
    "reading": _reading,
    "long-paper": _long_paper,
    "odd-text": _odd_text,
    "registry": _registry,
    "names": lambda: _resolve(10_000),
    "many-names": _many_names,
    "training": _training,
    "explorer-opens": lambda: _explorer().seconds,
    "explorer-frame": lambda: _explorer().script,
}
"""Figures by the names that thresholds.toml gives them."""
