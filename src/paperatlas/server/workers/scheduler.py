"""Schedule jobs on workers so that long jobs do not delay short ones.

A job starts in the quick lane, on one of several workers. If it outlasts a time slice, its worker moves to the slow
lane, which has room for one, and a spare worker replaces it in the quick lane. If the slow lane is occupied, the job is
cancelled and waits to start again there. Long jobs therefore hold one worker, whatever their number.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from math import ceil
from typing import TYPE_CHECKING, Any, Final, TypeVar

from paperatlas.errors import PaperatlasError, Reason, RequestError
from paperatlas.server.workers.worker_process import WorkerProcess

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Coroutine

    from paperatlas.server.workers.messages import Job, Setup

__all__ = ["Scheduler", "Slots"]

_Result = TypeVar("_Result")
_SPARES: Final = 2
"""The workers beyond those of the quick lane: one for the slow lane, one that stands by while another starts."""

_MOST_EXPENSIVE: Final = 512
"""The number of expensive jobs that are remembered; they start in the slow lane."""

_RESTART_SECONDS: Final = 0.5


class Slots:
    """The slots of a lane, with a bounded queue for them.

    Attributes:
        waiting: The number of jobs in the queue.
        running: The number of jobs that hold a slot.
    """

    def __init__(self, count: int, queue: int, seconds: float, retry_after: int) -> None:
        """Open a lane.

        Args:
            count: The number of slots.
            queue: The length of the queue.
            seconds: The longest wait.
            retry_after: The seconds after which a client that is turned away may try again.
        """
        self._free = asyncio.Semaphore(count)
        self._queue = queue
        self._seconds = seconds
        self._retry_after = retry_after
        self.waiting = 0
        self.running = 0

    async def acquire(self) -> None:
        """Take a slot, in the order of arrival.

        Raises:
            RequestError: if the queue is full or the wait too long.
        """
        if self.is_full and self.waiting >= self._queue:
            raise RequestError(Reason.BUSY, "the server has as much to do as it can; try again soon", self._retry_after)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            raise RequestError(
                Reason.BUSY, "the server is busy with others; try again soon", self._retry_after
            ) from None
        finally:
            self.waiting -= 1
        self.running += 1

    @property
    def is_full(self) -> bool:
        """Whether a job would have to wait."""
        return self._free.locked()

    def release(self) -> None:
        """Give a slot back."""
        self.running -= 1
        self._free.release()


class Scheduler:
    """The workers and the two lanes that they run in.

    Attributes:
        setup: The store that is served now.
        quick: The quick lane.
        slow: The slow lane.
        counts: The numbers of workers that were started and killed, and of jobs that left the quick lane.
    """

    def __init__(self, setup: Setup, *, exclusive: bool = False) -> None:
        """Plan the workers of a store.

        Args:
            setup: The store.
            exclusive: Whether one worker must have the store to itself, as one that writes does.
        """
        limits = setup.limits
        self.setup = setup
        self._exclusive = exclusive
        self._planned_count = 1 if exclusive else limits.workers + _SPARES
        self._slice_seconds = limits.seconds if exclusive else limits.slice_seconds
        self._idle: asyncio.Queue[WorkerProcess] = asyncio.Queue()
        self._workers: set[WorkerProcess] = set()
        self._background: set[Task[None]] = set()
        self._expensive: OrderedDict[int, None] = OrderedDict()
        self.quick = Slots(1 if exclusive else limits.workers, limits.queue, limits.seconds, 1)
        self.slow = Slots(1, limits.slow_queue, limits.seconds, ceil(limits.seconds))
        self.counts: Counter[str] = Counter(started=0, killed=0, moved=0)

    @property
    def worker_count(self) -> int:
        """The number of workers that run."""
        return len(self._workers)

    async def start(self) -> None:
        """Start all workers.

        Raises:
            RequestError: if the store cannot be opened.
        """
        await asyncio.gather(*(self._start_worker() for _ in range(self._planned_count)))

    async def close(self) -> None:
        """End all workers."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*(worker.wait() for worker in self._workers))
        self._workers.clear()

    async def run(self, job: Job[_Result]) -> _Result:
        """Do a job; cancelling the call ends the work.

        Raises:
            QueryError: if a query has a syntax error.
            RequestError: if the worker raises it, no slot is free, or the job takes too long.
        """
        try:
            return await self._run(job)
        except RequestError as error:
            if error.reason is not Reason.BROKEN_STORE or self._exclusive:
                raise
            # The files of a build that has had two successors are gone; newer workers have the last build.
            return await self._run(job)

    async def renew(self, setup: Setup) -> None:
        """Serve another store from now on: replace the workers one by one and let running jobs end.

        Raises:
            RequestError: if the store cannot be opened; the old one stays in place.
        """
        former, self.setup = self.setup, setup
        for worker in list(self._workers):
            try:
                await self._start_worker()
            except RequestError:
                self.setup = former
                raise
            worker.replaced = True
            self._end_replaced()

    async def _run(self, job: Job[_Result]) -> _Result:
        if self._key(job) in self._expensive:
            return await self._run_slow(job)
        await self.quick.acquire()
        moved = False
        try:
            worker = await self._take_worker()
            work = asyncio.ensure_future(worker.do(job))
            try:
                if await _is_done_within(self._slice_seconds, work):
                    return work.result()
                moved = not self._exclusive and not self.slow.is_full
                if moved:
                    await self.slow.acquire()
            finally:
                if not moved:
                    self._give_back(worker, work)
        finally:
            self.quick.release()
        self.counts["moved"] += 1
        if self._exclusive:
            raise self._timeout_error()
        if moved:
            return await self._finish_slow(job, worker, work, self.setup.limits.seconds - self._slice_seconds)
        return await self._run_slow(job)

    async def _run_slow(self, job: Job[_Result]) -> _Result:
        await self.slow.acquire()
        try:
            worker = await self._take_worker()
        except BaseException:
            self.slow.release()
            raise
        return await self._finish_slow(job, worker, asyncio.ensure_future(worker.do(job)), self.setup.limits.seconds)

    async def _finish_slow(
        self, job: Job[_Result], worker: WorkerProcess, work: Task[_Result], seconds: float
    ) -> _Result:
        """Await a job in the slow lane and release its slot."""
        key = self._key(job)
        worker.yield_to_others()
        try:
            if await _is_done_within(seconds, work):
                self._expensive.pop(key, None)
                return work.result()
            self._expensive[key] = None
            while len(self._expensive) > _MOST_EXPENSIVE:
                self._expensive.popitem(last=False)
            raise self._timeout_error()
        finally:
            self._give_back(worker, work)
            self.slow.release()

    def _key(self, job: Job[Any]) -> int:
        return hash((self.setup.version, job))

    def _timeout_error(self) -> RequestError:
        seconds = self.setup.limits.seconds
        return RequestError(
            Reason.COSTLY, f"this takes longer than {seconds:g} s, the limit of this server; ask for less"
        )

    async def _take_worker(self) -> WorkerProcess:
        """Return an idle worker; the wait is short, since there are more workers than slots."""
        try:
            async with asyncio.timeout(self.setup.limits.seconds):
                return await self._idle.get()
        except TimeoutError:
            raise RequestError(Reason.BUSY, "the server has no worker ready; try again soon", 1) from None

    def _give_back(self, worker: WorkerProcess, work: Task[Any]) -> None:
        """Return a worker to the idle ones; end it if its job still runs or it can take no other."""
        if work.done() and not (worker.unusable or worker.replaced or _is_broken(work)):
            self._idle.put_nowait(worker)
            return
        self.counts["killed"] += not work.done()
        work.cancel()
        self._end(worker)
        if not worker.replaced:
            self._run_in_background(self._restart())

    def _end_replaced(self) -> None:
        """End the idle workers that have been replaced."""
        for _ in range(self._idle.qsize()):
            worker = self._idle.get_nowait()
            if worker.replaced:
                self._end(worker)
            else:
                self._idle.put_nowait(worker)

    def _end(self, worker: WorkerProcess) -> None:
        worker.kill()
        self._workers.discard(worker)
        self._run_in_background(worker.wait())

    async def _start_worker(self) -> None:
        worker = await WorkerProcess.start(self.setup)
        self.counts["started"] += 1
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def _restart(self) -> None:
        """Start a worker, again and again until it works."""
        while True:
            try:
                await self._start_worker()
            except RequestError:
                await asyncio.sleep(_RESTART_SECONDS)
            else:
                return

    def _run_in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _is_broken(work: Task[Any]) -> bool:
    """Return whether a worker could not read its store or raised an unexpected error."""
    error = None if work.cancelled() else work.exception()
    if isinstance(error, RequestError):
        return error.reason is Reason.BROKEN_STORE
    return error is not None and not isinstance(error, PaperatlasError)


async def _is_done_within(seconds: float, work: Task[Any]) -> bool:
    done, _ = await asyncio.wait({work}, timeout=seconds)
    return bool(done)
