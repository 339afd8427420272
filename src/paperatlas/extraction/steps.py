"""Numbers as cues: shares become log-odds, and log-odds steps."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["odds", "share_cues", "steps"]

_STEPS: Final = tuple(step / 2 for step in range(-7, 8))


def odds(share: float) -> float:
    """The log-odds of a share, which never are beyond those of one in ten thousand.

    >>> odds(0.5), round(odds(0.0), 1)
    (0.0, -9.2)
    """
    share = min(max(share, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))


def steps(cue: str, score: float) -> tuple[str, ...]:
    """A number as cues: one for each step that it exceeds, so that weights add up to any rising or falling curve.

    >>> steps("sure", -2.8)
    ('sure>-3.5', 'sure>-3.0')
    """
    return _names(cue)[: bisect_left(_STEPS, score)]


@lru_cache(maxsize=1 << 10)
def _names(cue: str) -> tuple[str, ...]:
    return tuple(f"{cue}>{step}" for step in _STEPS)


def share_cues(cue: str, classes: Iterable[str], shares: Iterable[float]) -> Iterator[str]:
    """Shares of classes as cues.

    >>> list(share_cues("says", ["Model", "-"], [0.05, 0.95]))[:3]
    ['says Model>-3.5', 'says Model>-3.0', 'says ->-3.5']
    """
    for name, share in zip(classes, shares, strict=True):
        yield from steps(f"{cue} {name}", odds(share))
