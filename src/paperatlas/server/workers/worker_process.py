"""One worker, seen from the server."""

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

__all__ = ["Worker"]

_Result = TypeVar("_Result")
_SECRETS: Final = {"PAPERATLAS_TOKEN"}
_LESS_URGENT: Final = 10


class Worker:
    """A process that does one job at a time and can be killed over it.

    Attributes:
        setup: What it serves.
        tired: Whether it is to be replaced after its job.
        retired: Whether it has been replaced.
    """

    def __init__(self, process: Process, setup: Setup) -> None:
        """Take over a process that has been started.

        Args:
            process: The process, with pipes.
            setup: What it serves.
        """
        self._process = process
        self.setup = setup
        self.tired = False
        self.retired = False
        self._ready = False

    @classmethod
    async def start(cls, setup: Setup) -> Worker:
        """Start a process and wait until it has opened its store.

        Raises:
            RequestError: if it cannot.
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
            await worker.ended()
            raise
        worker._ready = True
        return worker

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def do(self, job: Job[_Result]) -> _Result:
        """Do a job; if this is cancelled, the worker is still at the job and has to be killed.

        Raises:
            PaperatlasError: what the worker raises.
            QueryError: if the worker dies of a query that is nested too deeply.
            RequestError: if the worker dies of a job that needs too much memory.
        """
        result: _Result = await self._exchange(job)
        return result

    async def _exchange(self, job: Job[Any] | Setup) -> Any:
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:  # pragma: no cover - both were asked for
            raise RequestError(Reason.BROKEN_STORE, "a worker has no pipes")
        body = pickle.dumps(job)
        try:
            sink.write(len(body).to_bytes(LENGTH_BYTES) + body)
            await sink.drain()
            length = int.from_bytes(await source.readexactly(LENGTH_BYTES))
            outcome: Any = pickle.loads(await source.readexactly(length))  # noqa: S301 - from a worker of ours
        except (asyncio.IncompleteReadError, ConnectionError):
            self.tired = True
            raise self._death(await self._process.wait()) from None
        if isinstance(outcome, PaperatlasError):
            raise outcome
        return outcome

    def _death(self, code: int) -> PaperatlasError:
        """The error that an exit code of the process stands for."""
        if not self._ready:
            return RequestError(Reason.BROKEN_STORE, f"a worker ended with code {code} before it was ready")
        limit = self.setup.limits.memory_bytes >> 20
        if -code in {signal.SIGSEGV, signal.SIGBUS}:
            return QueryError("the query is nested too deeply for this server; write it with fewer levels")
        return RequestError(
            Reason.COSTLY, f"the query needs more than {limit:,} MiB of memory, the limit of this server; ask for less"
        )

    def yield_to_others(self) -> None:
        """Let other processes go first from now on; such a worker is not used again."""
        self.tired = True
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LESS_URGENT)

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self.tired = True
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def ended(self) -> None:
        """Wait until it has ended."""
        await self._process.wait()
