"""Open the store that a server serves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from pyoxigraph import Store

if TYPE_CHECKING:
    from paperatlas.serving.jobs import Setup

__all__ = ["longest_job", "open_served"]

_SPARE_SECONDS: Final = 2.0


def longest_job(setup: Setup) -> float:
    """Seconds after which no worker can still be at a job, even one whose server has died."""
    return setup.limits.seconds + setup.limits.slice_seconds + _SPARE_SECONDS


def open_served(setup: Setup) -> Store:
    """Open a store: that of a build to read only, one of the server's own to write too.

    The latter is opened by one process at a time; a worker of a server that was killed lets go of it soon.

    Raises:
        OSError: if it cannot be opened.
    """
    if setup.output is not None:
        return Store.read_only(str(setup.folder))
    until = time.monotonic() + longest_job(setup)
    while True:
        try:
            return Store(str(setup.folder))
        except OSError as error:
            if "lock" not in str(error).lower() or time.monotonic() > until:
                raise
            time.sleep(0.05)
