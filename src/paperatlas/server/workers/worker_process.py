"""The server's handle on one worker process."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from paperatlas.errors import PaperatlasError, QueryError, Reason, RequestError
from paperatlas.server.workers.worker import LENGTH_BYTES

if TYPE_CHECKING:
    from paperatlas.server.workers.messages import Job, Setup

__all__ = ["WorkerProcess"]

_Result = TypeVar("_Result")
_SECRETS: Final = {"PAPERATLAS_TOKEN"}
_NICENESS: Final = 10


class WorkerProcess:
    """A process that does one job at a time and can be killed during it.

    Attributes:
        setup: The store that the process serves.
        unusable: Whether it must take no other job.
        replaced: Whether another worker has taken its place.
    """

    def __init__(self, process: Process, setup: Setup) -> None:
        self._process = process
        self.setup = setup
        self.unusable = False
        self.replaced = False
        self._ready = False

    @classmethod
    async def start(cls, setup: Setup) -> WorkerProcess:
        """Start a process and wait until it has opened its store.

        Raises:
            RequestError: if the store cannot be opened.
        """
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "paperatlas.server.workers.worker",
            stdin=PIPE,
            stdout=PIPE,
            env=environment,
            start_new_session=True,
        )
        worker = cls(process, setup)
        try:
            await worker._exchange(setup)
        except BaseException:
            worker.kill()
            await worker.wait()
            raise
        worker._ready = True
        return worker

    async def do(self, job: Job[_Result]) -> _Result:
        """Do a job; a cancelled call leaves the process at work, so it must be killed.

        Raises:
            PaperatlasError: as the worker raises it.
            QueryError: if the process dies because a query is nested too deeply.
            RequestError: if the process dies because a job needs too much memory.
        """
        result: _Result = await self._exchange(job)
        return result

    async def _exchange(self, job: Job[Any] | Setup) -> Any:
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:  # pragma: no cover - both were requested
            raise RequestError(Reason.BROKEN_STORE, "a worker has no pipes")
        body = pickle.dumps(job)
        try:
            sink.write(len(body).to_bytes(LENGTH_BYTES) + body)
            await sink.drain()
            length = int.from_bytes(await source.readexactly(LENGTH_BYTES))
            outcome: Any = pickle.loads(await source.readexactly(length))  # noqa: S301 - our own worker wrote it
        except (asyncio.IncompleteReadError, ConnectionError):
            self.unusable = True
            raise self._death_error(await self._process.wait()) from None
        if isinstance(outcome, PaperatlasError):
            raise outcome
        return outcome

    def _death_error(self, code: int) -> PaperatlasError:
        """Return the error that an exit code of the process means."""
        if not self._ready:
            return RequestError(Reason.BROKEN_STORE, f"a worker ended with code {code} before it was ready")
        limit = self.setup.limits.memory_bytes >> 20
        if -code in {signal.SIGSEGV, signal.SIGBUS}:
            return QueryError("the query is nested too deeply for this server; write it with fewer levels")
        return RequestError(
            Reason.COSTLY, f"the query needs more than {limit:,} MiB of memory, the limit of this server; ask for less"
        )

    def yield_to_others(self) -> None:
        """Lower the priority of the process, which then takes no other job."""
        self.unusable = True
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICENESS)

    def kill(self) -> None:
        """Kill the process."""
        self.unusable = True
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def wait(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()
