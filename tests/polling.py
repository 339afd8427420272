"""Waiting for what another thread or process does, in tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["wait_until"]

_PAUSE: Final = 0.01


def wait_until(condition: Callable[[], object], deadline_s: float = 60) -> None:
    """Return as soon as a condition holds.

    Args:
        condition: Is asked again and again; what it returns is taken for true or false.
        deadline_s: How long it may take, in seconds. It is long, since it only ends a test that has failed already.

    Raises:
        TimeoutError: if the condition does not hold in time.
    """
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{condition} does not hold after {deadline_s} s")
        time.sleep(_PAUSE)
