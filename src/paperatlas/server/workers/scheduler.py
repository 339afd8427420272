"""Schedule jobs on workers, so that long jobs do not hold up short ones.

A job starts in the quick lane, on one of some workers. Where it takes longer than a slice, its worker moves to the
slow lane, which has room for one, and a spare worker takes its place in the quick lane. Where the slow lane is taken,
the job is broken off and waits to start again there. So jobs that take long hold one worker, whatever their number.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from math import ceil
from typing import TYPE_CHECKING, Any, Final, TypeVar

from paperatlas.errors import PaperatlasError, Reason, RequestError
from paperatlas.server.workers.worker_process import Worker

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Coroutine

    from paperatlas.server.workers.messages import Job, Setup

__all__ = ["Scheduler", "Slots"]

_Result = TypeVar("_Result")
_SPARES: Final = 2
"""Workers beyond those of the quick lane: one that may be in the slow lane, one that stands by while another starts."""

_REMEMBERED: Final = 512
_RESTART_SECONDS: Final = 0.5


class Slots:
    """So many places, and a bounded queue for them."""

    def __init__(self, count: int, queue: int, patience: float, retry_after: int) -> None:
        """Open a lane.

        Args:
            count: How many may be in it.
            queue: How many may wait for it.
            patience: Seconds that one waits at most.
            retry_after: Seconds after which to try again, for those who are turned away.
        """
        self._free = asyncio.Semaphore(count)
        self._queue = queue
        self._patience = patience
        self._retry_after = retry_after
        self.waiting = 0
        self.taken = 0

    async def enter(self) -> None:
        """Take a place, after those who came before.

        Raises:
            RequestError: if the queue is full, or does not move.
        """
        if self._free.locked() and self.waiting >= self._queue:
            raise RequestError(Reason.BUSY, "the server has as much to do as it can; try again soon", self._retry_after)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise RequestError(
                Reason.BUSY, "the server is busy with others; try again soon", self._retry_after
            ) from None
        finally:
            self.waiting -= 1
        self.taken += 1

    @property
    def is_full(self) -> bool:
        """Whether one would have to wait."""
        return self._free.locked()

    def leave(self) -> None:
        """Give a place back."""
        self.taken -= 1
        self._free.release()


class Scheduler:
    """The workers, and the two lanes that they run in."""

    def __init__(self, setup: Setup, *, alone: bool = False) -> None:
        """Plan for a store.

        Args:
            setup: What is served.
            alone: Whether one worker must have the store to itself, as one that writes does.
        """
        limits = setup.limits
        self._setup = setup
        self._alone = alone
        self._count = 1 if alone else limits.workers + _SPARES
        self._slice = limits.seconds if alone else limits.slice_seconds
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._starting: set[Task[None]] = set()
        self._expensive: OrderedDict[int, None] = OrderedDict()
        self.quick = Slots(1 if alone else limits.workers, limits.queue, limits.seconds, 1)
        self.slow = Slots(1, limits.slow_queue, limits.seconds, ceil(limits.seconds))
        self.counts: Counter[str] = Counter(started=0, killed=0, moved=0)

    @property
    def setup(self) -> Setup:
        """What is served now."""
        return self._setup

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(worker.pid for worker in self._workers)

    async def start(self) -> None:
        """Start all workers.

        Raises:
            RequestError: if the store cannot be opened.
        """
        await asyncio.gather(*(self._start() for _ in range(self._count)))

    async def close(self) -> None:
        """End all workers."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*(worker.ended() for worker in self._workers))
        self._workers.clear()

    async def run(self, job: Job[_Result]) -> _Result:
        """Do a job; cancelling it ends the work.

        Raises:
            QueryError: if the worker finds a syntax error.
            RequestError: as the worker finds; also if there is no room, or the job takes too long.
        """
        try:
            return await self._run(job)
        except RequestError as error:
            if error.reason is not Reason.BROKEN_STORE or self._alone:
                raise
            # The files of a build that has had two successors are gone; a worker that began since has the last one's.
            return await self._run(job)

    async def renew(self, setup: Setup) -> None:
        """Serve another store from now on: workers are replaced one by one, jobs that run end where they are.

        Raises:
            RequestError: if the store cannot be opened; the old one is served on.
        """
        former, self._setup = self._setup, setup
        for old in list(self._workers):
            try:
                await self._start()
            except RequestError:
                self._setup = former
                raise
            old.retired = True
            self._dismiss_idle()

    async def _run(self, job: Job[_Result]) -> _Result:
        if self._key(job) in self._expensive:
            return await self._run_slow(job)
        await self.quick.enter()
        moved = False
        try:
            worker = await self._take()
            work = asyncio.ensure_future(worker.do(job))
            try:
                if await _done(work, self._slice):
                    return work.result()
                moved = not self._alone and not self.slow.is_full
                if moved:
                    await self.slow.enter()
            finally:
                if not moved:
                    self._give_back(worker, work)
        finally:
            self.quick.leave()
        self.counts["moved"] += 1
        if self._alone:
            raise self._too_slow()
        if moved:
            return await self._finish(job, worker, work, self._setup.limits.seconds - self._slice)
        return await self._run_slow(job)

    async def _run_slow(self, job: Job[_Result]) -> _Result:
        await self.slow.enter()
        try:
            worker = await self._take()
        except BaseException:
            self.slow.leave()
            raise
        return await self._finish(job, worker, asyncio.ensure_future(worker.do(job)), self._setup.limits.seconds)

    async def _finish(self, job: Job[_Result], worker: Worker, work: Task[_Result], seconds: float) -> _Result:
        """See a job in the slow lane through, and leave the lane."""
        key = self._key(job)
        worker.yield_to_others()
        try:
            if await _done(work, seconds):
                self._expensive.pop(key, None)
                return work.result()
            self._expensive[key] = None
            while len(self._expensive) > _REMEMBERED:
                self._expensive.popitem(last=False)
            raise self._too_slow()
        finally:
            self._give_back(worker, work)
            self.slow.leave()

    def _key(self, job: Job[Any]) -> int:
        return hash((self._setup.version, job))

    def _too_slow(self) -> RequestError:
        seconds = self._setup.limits.seconds
        return RequestError(
            Reason.COSTLY, f"this takes longer than {seconds:g} s, the limit of this server; ask for less"
        )

    async def _take(self) -> Worker:
        """An idle worker, soon: there are more workers than places."""
        try:
            async with asyncio.timeout(self._setup.limits.seconds):
                return await self._idle.get()
        except TimeoutError:
            raise RequestError(Reason.BUSY, "the server has no worker ready; try again soon", 1) from None

    def _give_back(self, worker: Worker, work: Task[Any]) -> None:
        """A worker is idle again, or ends: where its job still runs, or where it is not to be used again."""
        if work.done() and not (worker.tired or worker.retired or _is_broken(work)):
            self._idle.put_nowait(worker)
            return
        self.counts["killed"] += not work.done()
        work.cancel()
        self._end(worker)
        if not worker.retired:
            self._keep(self._replace())

    def _dismiss_idle(self) -> None:
        """End the idle workers that are retired."""
        for _ in range(self._idle.qsize()):
            worker = self._idle.get_nowait()
            if worker.retired:
                self._end(worker)
            else:
                self._idle.put_nowait(worker)

    def _end(self, worker: Worker) -> None:
        worker.kill()
        self._workers.discard(worker)
        self._keep(worker.ended())

    async def _start(self) -> None:
        worker = await Worker.start(self._setup)
        self.counts["started"] += 1
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def _replace(self) -> None:
        while True:
            try:
                await self._start()
            except RequestError:
                await asyncio.sleep(_RESTART_SECONDS)
            else:
                return

    def _keep(self, errand: Coroutine[object, object, None]) -> None:
        """Let an errand run beside everything else."""
        task = asyncio.ensure_future(errand)
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)


def _is_broken(work: Task[Any]) -> bool:
    """Whether a worker could not read its store, or failed in a way that nobody foresaw."""
    error = None if work.cancelled() else work.exception()
    if isinstance(error, RequestError):
        return error.reason is Reason.BROKEN_STORE
    return error is not None and not isinstance(error, PaperatlasError)


async def _done(work: Task[Any], seconds: float) -> bool:
    """Whether work is done within so many seconds."""
    done, _ = await asyncio.wait({work}, timeout=seconds)
    return bool(done)
