"""A folder of outputs that grows: pages are added and taken away, and only what is new is read.

Whatever the way, the outputs are the same as those of a build of the same pages from nothing; see
:mod:`paperatlas.pipeline.build_cache` for what a folder remembers.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paperatlas._util.lock import folder_lock
from paperatlas._version import __version__
from paperatlas.curation.corrections import parse_corrections, read_corrections
from paperatlas.curation.registry import known_entities, parse_registry, read_registry
from paperatlas.errors import NoPapersError, OutputError
from paperatlas.extraction.model_catalog import DEFAULT_MODEL, model_name
from paperatlas.pipeline.build_cache import STATE_FILE, BuildCache
from paperatlas.pipeline.cached_steps import CachedExtractor, CachedReading
from paperatlas.readers.progress import SilentProgress
from paperatlas.readers.sources import STANDARD_INPUT_PAGE, SourceReader, find_pages, page_names
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES, PREDICATES
from paperatlas.store.folder import has_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.extraction import Extractor
    from paperatlas.graph.graph import Graph
    from paperatlas.graph.papers import ReadIssue
    from paperatlas.pipeline.build_cache import CachedPage
    from paperatlas.readers.progress import Progress

__all__ = ["BuildResult", "BuildSettings", "PageStatus", "add", "build_folder", "remove", "status"]

_FINGERPRINT: Final = "fingerprint"
_HASHES: Final = "outputs"
_SETTINGS: Final = "settings"
_SUMMARY: Final = "summary"


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a build depends on beside its pages.

    Attributes:
        base: What node ids are put behind to make IRIs.
        model: Which model reads the texts.
        registry: The text of a registry of known things; empty for none.
        corrections: The text of corrections; empty for none.
        min_confidence: Statements that are less sure are left out, 0 to 1.
        inferred: Whether statements that follow from names are added.
    """

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    registry: str = ""
    corrections: str = ""
    min_confidence: float = 0.0
    inferred: bool = True

    @property
    def extractor(self) -> str:
        """Stands for the extractor and all that its findings depend on."""
        return f"{model_name(self.model)} {hashlib.sha256(self.registry.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build gave.

    Attributes:
        records: How many records the pages list.
        pages: Name, layout and number of records of each page.
        nodes: How many nodes of each type there are.
        statements: How many statements of each predicate there are.
        problems: What could not be read as it stands.
        files: The names of the files, in the order in which they were made.
        texts: How many texts were read that had not been read before; nothing if all was as it is.
    """

    records: int
    pages: tuple[dict[str, Any], ...]
    nodes: dict[str, int]
    statements: dict[str, int]
    problems: tuple[dict[str, Any], ...]
    files: tuple[str, ...]
    texts: int | None


@dataclass(frozen=True, slots=True)
class PageStatus:
    """A page of a folder of outputs, as it is now.

    Attributes:
        name: What it is called in the graph.
        records: How many papers it lists.
        path: The file it was read from; nothing for standard input.
        state: ``as read``, ``changed``, ``missing``, or ``standard input``.
    """

    name: str
    records: int
    path: str | None
    state: str


def build_folder(
    *pages: str | Path,
    output: str | Path = "output",
    base: str = DEFAULT_BASE,
    registry: str | Path | None = None,
    corrections: str | Path | None = None,
    extractor: str | Path = DEFAULT_MODEL,
    min_confidence: float = 0.0,
    inferred: bool = True,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the graph of pages and write all outputs to a folder; what the folder knows already is not done again.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input, as :func:`paperatlas.build` takes them.
        output: The folder.
        base: What node ids are put behind to make IRIs.
        registry: A YAML file of known things.
        corrections: A YAML file of what you know better; by default the one that the folder was built with last.
        extractor: The name or the folder of the model that reads the texts, which the folder remembers.
        min_confidence: Statements that are less sure are left out, 0 to 1.
        inferred: Whether statements that follow from names are added.
        progress: Is told what is done.

    Raises:
        NoPapersError: if no page lists a paper.
        ReadingError: if a page, the registry or the corrections cannot be read.
        ExtractionError: if there is no such model, or it looks for what the graph has no place for.
        OutputError: if the folder cannot be written, or another process builds in it.
        PaperatlasError: if ``base`` or ``min_confidence`` is out of bounds.
    """
    text = "" if registry is None else read_registry(registry)
    settings = BuildSettings(base, str(extractor), text, "", min_confidence, inferred)
    with _open_state(Path(output)) as state:
        stored = read_corrections(corrections) if corrections is not None else _settings(state).corrections
        settings = replace(settings, corrections=stored)
        return _BuildRun(Path(output), state, settings, progress or SilentProgress()).run(find_pages(pages))


def add(*pages: str | Path, output: str | Path = "output", progress: Progress | None = None) -> BuildResult:
    """Add pages to a folder of outputs, with the settings of its last build; a page that it has is read anew.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input.
        output: The folder.
        progress: Is told what is done.

    Raises:
        ReadingError: if a page cannot be read.
        OutputError: if the folder cannot be written, or another process builds in it.
    """
    with _open_state(Path(output)) as state:
        new = {source.path: source for source in find_pages(pages)}
        present = [page for page in state.built() if _path(page) not in new]
        work = _BuildRun(Path(output), state, _settings(state), progress or SilentProgress())
        return work.run(_sources(present, [path for path in new if path is not None], stdin=None in new))


def remove(*pages: str, output: str | Path = "output", progress: Progress | None = None) -> BuildResult:
    """Take pages away from a folder of outputs, with all that only they support.

    Args:
        pages: Names of pages as ``status`` gives them, or their files.
        output: The folder.
        progress: Is told what is done.

    Raises:
        NoPapersError: if the folder has no such page, or no other one.
        OutputError: if the folder cannot be written, or another process builds in it.
    """
    with _open_state(Path(output)) as state:
        built = state.built()
        gone = {_find(built, page, output) for page in pages}
        remaining = [page for page in built if page.id not in gone]
        if not remaining:
            raise NoPapersError(f"no page of {output} would be left; delete the folder instead")
        return _BuildRun(Path(output), state, _settings(state), progress or SilentProgress()).run(
            _sources(remaining, [], stdin=False)
        )


def status(output: str | Path = "output") -> tuple[PageStatus, ...]:
    """The pages that the outputs of a folder are made of, and what has become of their files since.

    Raises:
        OutputError: if the folder holds no build.
    """
    if not (Path(output) / STATE_FILE).is_file():
        raise OutputError(f"{output} holds no build; run `paperatlas build PAGE... -o {output}` first")
    with BuildCache(Path(output)) as state:
        return tuple(PageStatus(page.name, page.records, page.path, _state_of(page)) for page in state.built())


def _state_of(page: CachedPage) -> str:
    if page.path is None:
        return "standard input"
    path = Path(page.path)
    if not path.is_file():
        return "missing"
    return "as read" if SourceReader(page.name, path).digest() == page.sha256 else "changed"


@contextmanager
def _open_state(folder: Path) -> Iterator[BuildCache]:
    """The state of a folder that no other process builds in."""
    with folder_lock(folder), BuildCache(folder) as state:
        state.clear()
        yield state


def _settings(state: BuildCache) -> BuildSettings:
    """The settings of the last build; where there was none, those by default."""
    noted = state.note(_SETTINGS)
    return BuildSettings(**json.loads(noted)) if noted else BuildSettings()


def _path(page: CachedPage) -> Path | None:
    return Path(page.path) if page.path else None


def _find(built: Iterable[CachedPage], page: str, output: str | Path) -> int:
    path = str(Path(page).resolve())
    found = next((page_built.id for page_built in built if page == page_built.name or path == page_built.path), None)
    if found is None:
        names = ", ".join(page_built.name for page_built in built) or "none"
        raise NoPapersError(f"{output} has no page {page}; it has {names}")
    return found


def _sources(present: Sequence[CachedPage], new: Sequence[Path], *, stdin: bool) -> list[SourceReader]:
    """Pages that a folder has, as they were read, and new ones, under the names that they have together."""
    old = {Path(page.path): page.sha256 for page in present if page.path}
    sources = [SourceReader(name, path, old.get(path)) for path, name in page_names((*old, *new)).items()]
    sources += [SourceReader(page.name, None, page.sha256) for page in present if page.path is None]
    if stdin:
        sources.append(SourceReader(STANDARD_INPUT_PAGE, None))
    return sorted(sources, key=lambda source: source.name)


class _BuildRun:
    """One build in a folder."""

    def __init__(self, output: Path, state: BuildCache, settings: BuildSettings, progress: Progress) -> None:
        self._output = output
        self._state = state
        self._settings = settings
        self._progress = progress

    def run(self, sources: Sequence[SourceReader]) -> BuildResult:
        """Bring the outputs up to these pages; if they are, only say so."""
        fingerprint = self._fingerprint(sources)
        if fingerprint and fingerprint == self._state.note(_FINGERPRINT) and self._outputs_stand():
            return self._unchanged()
        # What comes now takes libraries that a build with nothing new need not load.
        from paperatlas.assembly import Assembler  # noqa: PLC0415
        from paperatlas.pipeline.build import assemble, check_bounds  # noqa: PLC0415
        from paperatlas.pipeline.outputs import write_outputs  # noqa: PLC0415

        settings = self._settings
        check_bounds(settings.base, settings.min_confidence)
        assembler = Assembler(
            known_entities(parse_registry(settings.registry)), parse_corrections(settings.corrections)
        )
        reading = CachedReading(sources, self._state, self._progress.page)
        extractor = CachedExtractor(settings.extractor, partial(_extractor, settings), self._state)
        graph = assemble(
            reading,
            extractor,
            assembler,
            base=settings.base,
            min_confidence=settings.min_confidence,
            inferred=settings.inferred,
            progress=self._progress,
        )
        files = write_outputs(graph, self._output, self._progress)
        built = replace(_summary(graph, reading.problems, files), texts=extractor.texts)
        self._finish(graph, reading, fingerprint or "", built)
        return built

    def _unchanged(self) -> BuildResult:
        noted: dict[str, Any] = json.loads(self._state.note(_SUMMARY) or "{}")
        frozen: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in noted.items()
        }
        return BuildResult(**frozen, texts=None)

    def _fingerprint(self, sources: Sequence[SourceReader]) -> str | None:
        """Stands for all that the outputs depend on; nothing if a page can be read only once."""
        pages = [(source.name, source.digest()) for source in sources]
        if not all(digest for _, digest in pages):
            return None
        parts = [__version__, self._settings.extractor, asdict(self._settings), pages]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _outputs_stand(self) -> bool:
        noted = self._state.note(_HASHES)
        hashes: dict[str, str] = json.loads(noted) if noted else {}
        whole = bool(hashes) and all(_hash(self._output / name) == digest for name, digest in hashes.items())
        return whole and has_store(self._output)

    def _finish(self, graph: Graph, reading: CachedReading, fingerprint: str, built: BuildResult) -> None:
        texts = (wording.text for facts in graph.papers.values() for wording in facts.versions)
        summary = asdict(built)
        del summary["texts"]
        notes = {
            _FINGERPRINT: fingerprint,
            _HASHES: json.dumps({name: _hash(self._output / name) for name in built.files}),
            _SETTINGS: json.dumps(asdict(self._settings)),
            _SUMMARY: json.dumps(summary),
        }
        self._state.finish(reading.numbers, texts, self._settings.extractor, notes)


def _extractor(settings: BuildSettings) -> Extractor:
    from paperatlas.extraction import load_extractor  # noqa: PLC0415
    from paperatlas.pipeline.build import check_extractor  # noqa: PLC0415

    extractor = load_extractor(settings.model, parse_registry(settings.registry))
    check_extractor(extractor)
    return extractor


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _summary(graph: Graph, problems: Iterable[ReadIssue], files: Iterable[str]) -> BuildResult:
    types = Counter(entity.type for entity in graph.entities.values())
    edges = Counter(statement.predicate for statement in graph.statements)
    return BuildResult(
        records=sum(page.records for page in graph.pages),
        pages=tuple({"name": page.name, "layout": page.layout, "records": page.records} for page in graph.pages),
        nodes={entry.name: types[entry.name] for entry in NODE_TYPES},
        statements={rule.name: edges[rule.name] for rule in PREDICATES},
        problems=tuple(asdict(problem) for problem in problems),
        files=tuple(files),
        texts=0,
    )
