"""The store that is served, and the builds that succeed it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from secrets import token_hex
from typing import TYPE_CHECKING, Final, TypeVar, cast

from paperatlas.errors import GraphError, RequestError
from paperatlas.schema import DEFAULT_BASE
from paperatlas.server.workers.messages import Answer, Job, Setup, Update, WriteGraph
from paperatlas.server.workers.scheduler import Scheduler
from paperatlas.server.workers.worker import open_served
from paperatlas.store import MANIFEST, read_manifest

if TYPE_CHECKING:
    from collections.abc import Hashable

    from paperatlas.server.settings import ServerSettings

__all__ = ["ResponseCache", "ServedStore"]

_Result = TypeVar("_Result")

_LOG: Final = logging.getLogger(__name__)
_WATCH_SECONDS: Final = 0.5
_LARGEST_SHARE: Final = 8


class ServedStore:
    """A store with its workers.

    Attributes:
        settings: The settings of the server.
        scheduler: The workers that do the jobs.
        response_cache: Answers that stay right until the next build or write.
    """

    def __init__(self, settings: ServerSettings) -> None:
        """Check the store that is to be served; :meth:`start` starts the workers.

        Raises:
            GraphError: if there is no build, or its store cannot be opened.
        """
        self.settings = settings
        setup = _setup(settings)
        try:
            open_served(setup)
        except OSError as error:
            remedy = "end the other server, or name another folder" if settings.writable else "build again"
            raise GraphError(f"the store {setup.folder} cannot be opened ({error}); {remedy}") from error
        self.scheduler = Scheduler(setup, exclusive=settings.writable)
        self.response_cache = ResponseCache(settings.limits.remembered_bytes)
        self._session = token_hex(8) if settings.writable else ""
        self._writes = 0

    @property
    def version(self) -> str:
        """The build that new workers serve."""
        return self.scheduler.setup.version

    @property
    def base(self) -> str:
        """The start of the IRIs of nodes."""
        return self.scheduler.setup.base

    @property
    def state(self) -> tuple[str, str, int]:
        """The state that answers depend on; it changes with each build and each write."""
        return self.version, self._session, self._writes

    async def start(self) -> None:
        """Start the workers.

        Raises:
            RequestError: if they cannot open the store.
        """
        try:
            await self.scheduler.start()
        except RequestError:
            await self.scheduler.close()
            raise

    async def run(self, job: Job[_Result]) -> _Result:
        """Do a job, or return a stable answer from the cache.

        Raises:
            PaperatlasError: as :meth:`Scheduler.run` does.
        """
        key = (self.state, job)
        if answer := cast("_Result | None", self.response_cache.get(key)):
            return answer
        try:
            result = await self.scheduler.run(job)
        finally:
            # A cancelled write may have been done all the same.
            self._writes += isinstance(job, Update | WriteGraph)
        if isinstance(result, Answer) and result.stable and result.version == key[0][0]:
            self.response_cache.put(key, result)
        return result

    async def watch(self) -> None:
        """Serve each new build as soon as it is there; return only if there is no build to watch."""
        while self.settings.output is not None:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                setup = _setup(self.settings)
                if setup != self.scheduler.setup:
                    await self.scheduler.renew(setup)
                    _LOG.info("serving build %s", setup.version)
            except (GraphError, RequestError, OSError) as error:
                _LOG.warning("a new build cannot be served, the former one still is: %s", error)


def _setup(settings: ServerSettings) -> Setup:
    if settings.output is None:
        if settings.store is None:
            raise GraphError("there is nothing to serve; name the folder of a build, or a store")
        return Setup(settings.store, "0", DEFAULT_BASE, None, settings.limits)
    # The numbers of a folder that was removed and rebuilt start at 1 again; the time of the manifest tells them apart.
    path = settings.output / MANIFEST
    manifest = read_manifest(settings.output)
    version = f"{manifest.number}-{path.stat().st_mtime_ns:x}"
    return Setup(manifest.quads, version, manifest.base, settings.output, settings.limits)


class ResponseCache:
    """A cache of answers with a limit to its bytes; the least recently used leave first.

    >>> from paperatlas.server.workers.messages import Answer
    >>> cache = ResponseCache(80)
    >>> cache.put("a", Answer(b"0123456789", "text/csv", "1"))
    >>> cache.put("b", Answer(b"0123456789+", "text/csv", "1"))
    >>> cache.get("a").body, cache.get("b")
    (b'0123456789', None)

    Attributes:
        size: The bytes of all answers.
        hits: The number of answers that the cache gave.
    """

    def __init__(self, limit: int) -> None:
        """Limit the bytes of all answers; no answer may take more than an eighth of them."""
        self._limit = limit
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.size = 0
        self.hits = 0

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer with a key, or None."""
        answer = self._answers.get(key)
        if answer:
            self._answers.move_to_end(key)
            self.hits += 1
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer under a key, unless it is too large."""
        if len(answer.body) * _LARGEST_SHARE > self._limit or key in self._answers:
            return
        self._answers[key] = answer
        self.size += len(answer.body)
        while self.size > self._limit:
            self.size -= len(self._answers.popitem(last=False)[1].body)
