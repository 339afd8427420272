"""Wait for another thread or process in tests."""

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
        condition: Called again and again until it returns a true value.
        deadline_s: The longest wait, in seconds. It is long, as it only ends a test that has failed already.

    Raises:
        TimeoutError: if the condition does not hold in time.
    """
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{condition} does not hold after {deadline_s} s")
        time.sleep(_PAUSE)
