"""A worker: a process that opens a store and does one job after the other.

It speaks pickled objects over its standard input and output, each after eight bytes that tell its length. First comes
a :class:`~paperatlas.serving.jobs.Setup`, which it answers when it is ready, then jobs. The server kills it to break
off a job. Should the server die, an idle worker ends with its input; a busy one is ended by an alarm.

``python -m paperatlas.serving.worker`` runs it; only :mod:`paperatlas.serving.process` does.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from paperatlas.serving.evaluating import Evaluator
from paperatlas.serving.jobs import Answer, Failure, Job, Setup, Value
from paperatlas.serving.opening import longest_job, open_served

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LENGTH_BYTES", "main", "read_frame", "write_frame"]

LENGTH_BYTES = 8
_STATUS = Path("/proc/self/status")


def read_frame(stream: IO[bytes]) -> Any:
    """Read one object; nothing at the end of the stream."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    return pickle.loads(stream.read(int.from_bytes(head)))  # noqa: S301 - the other end is the server that began us


def write_frame(stream: IO[bytes], value: object) -> None:
    """Write one object."""
    body = pickle.dumps(value)
    stream.write(len(body).to_bytes(LENGTH_BYTES))
    stream.write(body)
    stream.flush()


def main() -> None:
    """Open the store that the first object names, then do jobs until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    setup: Setup | None = read_frame(source)
    if setup is None:
        return
    try:
        store = open_served(setup)
    except OSError as error:
        write_frame(sink, Failure(500, f"the store {setup.folder} cannot be opened: {error}"))
        return
    _limit_memory(setup.limits.memory_bytes)
    write_frame(sink, Value("ready"))
    evaluator = Evaluator(store, setup)
    for job in _jobs(source):
        signal.setitimer(signal.ITIMER_REAL, longest_job(setup))
        outcome = _outcome(evaluator, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_frame(sink, outcome)


def _jobs(source: IO[bytes]) -> Iterator[Job]:
    while (job := read_frame(source)) is not None:
        yield job


def _outcome(evaluator: Evaluator, job: Job) -> Answer | Value | Failure:
    try:
        return evaluator.do(job)
    except Failure as failure:
        return failure
    except OSError as error:
        return Failure(500, f"the store cannot be read: {error}")
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
