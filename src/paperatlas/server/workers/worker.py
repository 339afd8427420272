"""A worker: a process that opens a store and does one job after the other.

It speaks pickled objects over its standard input and output, each after eight bytes that tell its length. First comes
a :class:`~paperatlas.server.workers.messages.Setup`, which it answers when it is ready, then jobs. The server kills it
to break off a job. Should the server die, an idle worker ends with its input; a busy one is ended by an alarm.

``python -m paperatlas.server.workers.worker`` runs it; only :mod:`paperatlas.server.workers.worker_process` does.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pyoxigraph import Store

from paperatlas.errors import PaperatlasError, Reason, RequestError
from paperatlas.server.workers.job_handlers import JobHandler

if TYPE_CHECKING:
    from paperatlas.server.workers.messages import Job, Setup

__all__ = ["LENGTH_BYTES", "main", "open_served"]

LENGTH_BYTES: Final = 8
_STATUS: Final = Path("/proc/self/status")
_SPARE_SECONDS: Final = 2.0


def main() -> None:
    """Open the store that the first object names, then do jobs until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    setup: Setup | None = _read(source)
    if setup is None:
        return
    try:
        store = open_served(setup)
    except OSError as error:
        _write(sink, RequestError(Reason.BROKEN_STORE, f"the store {setup.folder} cannot be opened: {error}"))
        return
    _limit_memory(setup.limits.memory_bytes)
    _write(sink, None)
    evaluator = JobHandler(store, setup)
    while (job := _read(source)) is not None:
        signal.setitimer(signal.ITIMER_REAL, _longest_job(setup))
        outcome = _outcome(evaluator, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(sink, outcome)


def open_served(setup: Setup) -> Store:
    """Open a store: that of a build to read only, one of the server's own to write too.

    The latter is opened by one process at a time; a worker of a server that was killed lets go of it soon.

    Raises:
        OSError: if it cannot be opened.
    """
    if setup.output is not None:
        return Store.read_only(str(setup.folder))
    until = time.monotonic() + _longest_job(setup)
    while True:
        try:
            return Store(str(setup.folder))
        except OSError as error:
            if "lock" not in str(error).lower() or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _longest_job(setup: Setup) -> float:
    """Seconds after which no worker can still be at a job, even one whose server has died."""
    return setup.limits.seconds + setup.limits.slice_seconds + _SPARE_SECONDS


def _read(stream: IO[bytes]) -> Any:
    """Read one object; None at the end of the stream."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    return pickle.loads(stream.read(int.from_bytes(head)))  # noqa: S301 - the other end is the server that began us


def _write(stream: IO[bytes], value: object) -> None:
    body = pickle.dumps(value)
    stream.write(len(body).to_bytes(LENGTH_BYTES))
    stream.write(body)
    stream.flush()


def _outcome(evaluator: JobHandler, job: Job[Any]) -> Any:
    """The result of a job, or the error that the server is to raise."""
    try:
        return evaluator.do(job)
    except PaperatlasError as error:
        return error
    except OSError as error:
        return RequestError(Reason.BROKEN_STORE, f"the store cannot be read: {error}")
    except MemoryError:
        os.abort()


def _limit_memory(more: int) -> None:
    """Let the process take so many bytes beyond what it has; where the system does not tell that, beyond nothing."""
    lines = _STATUS.read_text("ascii", "replace").splitlines() if _STATUS.exists() else []
    taken = next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), 0)
    resource.setrlimit(resource.RLIMIT_DATA, (taken + more, taken + more))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
