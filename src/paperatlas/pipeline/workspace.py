"""The folder of outputs that grows: pages are added and removed, and only new pages are read.

The outputs are the same as those of a build of the same pages in an empty folder. What a folder remembers is in
:mod:`paperatlas.pipeline.build_cache`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from paperatlas._util.lock import folder_lock
from paperatlas._version import __version__
from paperatlas.curation.corrections import parse_corrections, read_corrections
from paperatlas.curation.registry import known_entities, parse_registry, read_registry
from paperatlas.errors import NoPapersError, OutputError
from paperatlas.extraction.model_catalog import DEFAULT_MODEL, model_name
from paperatlas.graph.papers import ReadIssue, SourceFile  # noqa: TC001 - the codec looks the types of fields up
from paperatlas.graph.progress import SILENT
from paperatlas.pipeline.build_cache import STATE_FILE, BuildCache, is_new
from paperatlas.pipeline.cached_steps import CachedExtractor, CachedReading
from paperatlas.readers.sources import STANDARD_INPUT_PAGE, SourceReader, find_pages, page_names
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES, PREDICATES
from paperatlas.store.folder import has_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.graph.graph import Graph
    from paperatlas.graph.progress import Progress
    from paperatlas.pipeline.build_cache import CachedPage

__all__ = ["BuildResult", "BuildSettings", "PageStatus", "add", "build_folder", "remove", "status"]

# The names of the notes in the cache.
_FINGERPRINT: Final = "fingerprint"
_HASHES: Final = "outputs"
_SETTINGS: Final = "settings"
_RESULT: Final = "result"


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The settings of a build, beside its pages.

    Attributes:
        base: The address before node ids that makes IRIs of them.
        model: The name or the folder of the model that reads the texts.
        registry: The text of a registry of known entities; empty for none.
        corrections: The text of corrections; empty for none.
        min_confidence: The least confidence at which a statement read from a text is an edge, 0 to 1; less certain
            ones are ``unsure``. None for the one that the schema sets for each predicate.
        inferred: Whether to add statements that follow from names.
    """

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    registry: str = ""
    corrections: str = ""
    min_confidence: float | None = None
    inferred: bool = True

    @property
    def extractor(self) -> str:
        """A name that changes with the extractor and all that its extractions depend on."""
        return f"{model_name(self.model)} {hashlib.sha256(self.registry.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    Attributes:
        records: How many records the pages list.
        pages: The pages that were read.
        nodes: How many nodes of each type there are.
        statements: How many statements of each predicate there are, without the unsure ones.
        unsure: How many statements are unsure.
        problems: The inputs that could not be read as they stand.
        files: The names of the files, in the order in which they were made.
        texts: How many texts were extracted that the folder did not know; None if nothing was to be done.
    """

    records: int
    pages: tuple[SourceFile, ...]
    nodes: dict[str, int]
    statements: dict[str, int]
    unsure: int
    problems: tuple[ReadIssue, ...]
    files: tuple[str, ...]
    texts: int | None


NOTE_TYPES: Final = (BuildSettings, BuildResult)
"""The dataclasses that the cache keeps as notes."""


@dataclass(frozen=True, slots=True)
class PageStatus:
    """The present state of a page of a folder of outputs.

    Attributes:
        name: Its name in the graph.
        records: How many papers it lists.
        path: The file it was read from; None for standard input.
        state: What became of the file since.
    """

    name: str
    records: int
    path: str | None
    state: Literal["as read", "changed", "missing", "standard input"]


def build_folder(
    *pages: str | Path,
    output: str | Path = "output",
    base: str = DEFAULT_BASE,
    registry: str | Path | None = None,
    corrections: str | Path | None = None,
    extractor: str | Path = DEFAULT_MODEL,
    min_confidence: float | None = None,
    inferred: bool = True,
    progress: Progress = SILENT,
) -> BuildResult:
    """Build the graph of pages and write all outputs to a folder; pages and texts that the folder knows are not read.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input, as :func:`paperatlas.build` takes them.
        output: The folder.
        base: The address before node ids that makes IRIs of them.
        registry: A YAML file of known entities.
        corrections: A YAML file of corrections; by default those of the last build in the folder.
        extractor: The name or the folder of the model that reads the texts, which the folder remembers.
        min_confidence: The least confidence at which a statement read from a text is an edge, 0 to 1; less certain
            ones are ``unsure``. None for the one that the schema sets for each predicate.
        inferred: Whether to add statements that follow from names.
        progress: The observer of the run.

    Raises:
        NoPapersError: if no page lists a paper.
        ReadingError: if a page, the registry or the corrections cannot be read.
        ExtractionError: if there is no such model, or it looks for types or predicates that the graph does not have.
        OutputError: if the folder cannot be written, or another process builds in it.
        PaperatlasError: if ``base`` or ``min_confidence`` is out of bounds.
    """
    registry_text = "" if registry is None else read_registry(registry)
    settings = BuildSettings(base, str(extractor), registry_text, "", min_confidence, inferred)
    with _open_cache(Path(output)) as cache:
        stored = _last_settings(cache).corrections if corrections is None else read_corrections(corrections)
        settings = replace(settings, corrections=stored)
        return _BuildRun(Path(output), cache, settings, progress).run(find_pages(pages))


def add(*pages: str | Path, output: str | Path = "output", progress: Progress = SILENT) -> BuildResult:
    """Add pages to a folder of outputs, with the settings of its last build; a page that it has is read anew.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input.
        output: The folder.
        progress: The observer of the run.

    Raises:
        ReadingError: if a page cannot be read.
        OutputError: if the folder cannot be written, another process builds in it, or it has outputs but does not know
            their pages.
    """
    with _open_cache(Path(output), grows=True) as cache:
        new = {source.path for source in find_pages(pages)}
        present = [page for page in cache.built() if (Path(page.path) if page.path else None) not in new]
        sources = _sources(present, [path for path in new if path is not None], stdin=None in new)
        return _BuildRun(Path(output), cache, _last_settings(cache), progress).run(sources)


def remove(*pages: str, output: str | Path = "output", progress: Progress = SILENT) -> BuildResult:
    """Remove pages from a folder of outputs, with all that only they support.

    Args:
        pages: Names of pages as :func:`status` returns them, or their files.
        output: The folder.
        progress: The observer of the run.

    Raises:
        NoPapersError: if the folder has no such page, or no other one.
        OutputError: if the folder cannot be written, another process builds in it, or it has outputs but does not know
            their pages.
    """
    with _open_cache(Path(output), grows=True) as cache:
        built = cache.built()
        removed = {_page_number(built, page, output) for page in pages}
        remaining = [page for page in built if page.id not in removed]
        if not remaining:
            raise NoPapersError(f"no page of {output} would be left; delete the folder instead")
        sources = _sources(remaining, [], stdin=False)
        return _BuildRun(Path(output), cache, _last_settings(cache), progress).run(sources)


def status(output: str | Path = "output") -> tuple[PageStatus, ...]:
    """Return the pages from which the outputs of a folder are made, and whether their files have changed since.

    Raises:
        OutputError: if the folder holds no build, or one of another version.
    """
    if not (Path(output) / STATE_FILE).is_file():
        raise OutputError(f"{output} holds no build; run `paperatlas build PAGE... -o {output}` first")
    with BuildCache(Path(output), NOTE_TYPES, replace=False) as cache:
        return tuple(PageStatus(page.name, page.records, page.path, _file_state(page)) for page in cache.built())


def _file_state(page: CachedPage) -> Literal["as read", "changed", "missing", "standard input"]:
    if page.path is None:
        return "standard input"
    path = Path(page.path)
    if not path.is_file():
        return "missing"
    return "as read" if SourceReader(page.name, path).digest() == page.sha256 else "changed"


@contextmanager
def _open_cache(folder: Path, *, grows: bool = False) -> Iterator[BuildCache]:
    """Open the cache of a folder and lock the folder against other builds.

    Args:
        folder: The folder of outputs.
        grows: Whether the pages that the folder has matter, so that a folder that does not know them is refused.
    """
    with folder_lock(folder):
        if grows and has_store(folder) and is_new(folder / STATE_FILE):
            raise OutputError(
                f"{folder} has outputs, but no {STATE_FILE} that tells their pages; run `paperatlas build PAGE... "
                f"-o {folder}` with all pages, which graph.ttl names; nothing was changed"
            )
        with BuildCache(folder, NOTE_TYPES, replace=not grows) as cache:
            cache.clear()
            yield cache


def _last_settings(cache: BuildCache) -> BuildSettings:
    """Return the settings of the last build, or the default ones if there was none."""
    return cache.note(_SETTINGS, BuildSettings) or BuildSettings()


def _page_number(built: Iterable[CachedPage], name: str, output: str | Path) -> int:
    path = str(Path(name).resolve())
    number = next((page.id for page in built if name == page.name or path == page.path), None)
    if number is None:
        names = ", ".join(page.name for page in built) or "none"
        raise NoPapersError(f"{output} has no page {name}; it has {names}")
    return number


def _sources(present: Sequence[CachedPage], new: Sequence[Path], *, stdin: bool) -> list[SourceReader]:
    """Return pages that a folder has and new ones, under the names that they have together."""
    old = {Path(page.path): page.sha256 for page in present if page.path}
    sources = [SourceReader(name, path, old.get(path)) for path, name in page_names((*old, *new)).items()]
    sources += [SourceReader(page.name, None, page.sha256) for page in present if page.path is None]
    if stdin:
        sources.append(SourceReader(STANDARD_INPUT_PAGE, None))
    return sorted(sources, key=lambda source: source.name)


class _BuildRun:
    """One build in a folder."""

    def __init__(self, output: Path, cache: BuildCache, settings: BuildSettings, progress: Progress) -> None:
        self._output = output
        self._cache = cache
        self._settings = settings
        self._progress = progress

    def run(self, sources: Sequence[SourceReader]) -> BuildResult:
        """Make the outputs of these pages, or return the last result if they are up to date."""
        fingerprint = self._fingerprint(sources)
        last = self._cache.note(_RESULT, BuildResult)
        if last and fingerprint and fingerprint == self._cache.note(_FINGERPRINT, str) and self._outputs_stand():
            return last
        # What comes now takes libraries that a build with nothing new need not load.
        from paperatlas.assembly import Assembler
        from paperatlas.pipeline.build import assemble, graph_extractor
        from paperatlas.pipeline.outputs import write_outputs

        settings = self._settings
        known = parse_registry(settings.registry)
        reading = CachedReading(sources, self._cache, self._progress)
        make_extractor = partial(graph_extractor, settings.model, known)
        extractor = CachedExtractor(settings.extractor, make_extractor, self._cache)
        graph = assemble(
            reading,
            extractor,
            Assembler(known_entities(known), parse_corrections(settings.corrections)),
            base=settings.base,
            min_confidence=settings.min_confidence,
            inferred=settings.inferred,
            progress=self._progress,
        )
        result = _result(graph, reading.problems, write_outputs(graph, self._output, self._progress))
        texts = (version.text for paper in graph.papers.values() for version in paper.versions)
        notes = {
            _FINGERPRINT: fingerprint or "",
            _HASHES: {name: _hash(self._output / name) for name in result.files},
            _SETTINGS: settings,
            _RESULT: result,
        }
        self._cache.finish(reading.numbers, texts, settings.extractor, notes)
        return replace(result, texts=extractor.texts)

    def _fingerprint(self, sources: Sequence[SourceReader]) -> str | None:
        """Return a hash of all that the outputs depend on; None if a page can be read only once."""
        pages = [(source.name, source.digest()) for source in sources]
        if not all(digest for _, digest in pages):
            return None
        parts = [__version__, self._settings.extractor, asdict(self._settings), pages]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _outputs_stand(self) -> bool:
        hashes = self._cache.note(_HASHES, dict[str, str | None])
        unchanged = hashes and all(_hash(self._output / name) == digest for name, digest in hashes.items())
        return bool(unchanged) and has_store(self._output)


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _result(graph: Graph, problems: Iterable[ReadIssue], files: tuple[str, ...]) -> BuildResult:
    types = Counter(entity.type for entity in graph.entities.values())
    predicates = Counter(statement.predicate for statement in graph.statements)
    return BuildResult(
        records=sum(page.records for page in graph.pages),
        pages=tuple(graph.pages),
        nodes={entry.name: types[entry.name] for entry in NODE_TYPES},
        statements={rule.name: predicates[rule.name] for rule in PREDICATES},
        unsure=len(graph.unsure),
        problems=tuple(problems),
        files=files,
        texts=None,
    )
