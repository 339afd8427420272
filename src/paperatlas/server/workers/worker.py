"""The program of a worker process: open a store, then do one job after another.

The worker reads and writes pickled objects on its standard streams, each after its length in eight bytes. The first is
a :class:`~paperatlas.server.workers.messages.Setup`, to which it replies when it is ready; jobs follow. The server
kills the worker to cancel a job. If the server dies, an idle worker ends with its input and an alarm ends a busy one.

:mod:`paperatlas.server.workers.worker_process` runs ``python -m paperatlas.server.workers.worker``.
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
    """Open the store that the first object names and do jobs until the input ends."""
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
    handler = JobHandler(store, setup)
    while (job := _read(source)) is not None:
        signal.setitimer(signal.ITIMER_REAL, _longest_job(setup))
        outcome = _outcome(handler, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(sink, outcome)


def open_served(setup: Setup) -> Store:
    """Open a store: that of a build for reading, one of the server's own for writing too.

    One process at a time opens the latter; the worker of a server that was killed releases it soon.

    Raises:
        OSError: if the store cannot be opened.
    """
    if setup.output is not None:
        return Store.read_only(str(setup.folder))
    deadline = time.monotonic() + _longest_job(setup)
    while True:
        try:
            return Store(str(setup.folder))
        except OSError as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _longest_job(setup: Setup) -> float:
    """Return the seconds after which no job is still running, even if the server has died."""
    return setup.limits.seconds + setup.limits.slice_seconds + _SPARE_SECONDS


def _read(stream: IO[bytes]) -> Any:
    """Read one object; return None at the end of the stream."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    return pickle.loads(stream.read(int.from_bytes(head)))  # noqa: S301 - the server that started us wrote it


def _write(stream: IO[bytes], value: object) -> None:
    body = pickle.dumps(value)
    stream.write(len(body).to_bytes(LENGTH_BYTES))
    stream.write(body)
    stream.flush()


def _outcome(handler: JobHandler, job: Job[Any]) -> Any:
    """Return the result of a job or the error for the server to raise."""
    try:
        return handler.do(job)
    except PaperatlasError as error:
        return error
    except OSError as error:
        return RequestError(Reason.BROKEN_STORE, f"the store cannot be read: {error}")
    except MemoryError:
        os.abort()


def _limit_memory(extra: int) -> None:
    """Limit the memory of the process to its present size plus some bytes; an unknown size counts as zero."""
    lines = _STATUS.read_text("ascii", "replace").splitlines() if _STATUS.exists() else []
    used = next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), 0)
    resource.setrlimit(resource.RLIMIT_DATA, (used + extra, used + extra))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
