"""Figures of a running server, in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperatlas.serving.builds import Served

__all__ = ["MEDIA_TYPE", "Metrics"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4"

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ROUTES: Final = ("/sparql", "/graphs", "/query", "/search", "/healthz", "/metrics")
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


class Metrics:
    """Counts requests.

    What a client can make up freely, such as a path, never becomes a label, so the figures stay few.
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._slower: Counter[int] = Counter()
        self._seconds = 0.0

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            path: Its path.
            method: Its method.
            status: The status of the response; 499 where the client had gone.
            seconds: How long it took.
        """
        route = next((route for route in _ROUTES if path == route or path.startswith(f"{route}/")), "other")
        self._requests[route, method if method in _METHODS else "other", status] += 1
        self._slower[bisect_left(_BOUNDS, seconds)] += 1
        self._seconds += seconds

    def text(self, served: Served) -> str:
        """All figures.

        Args:
            served: The store and its workers, which have figures of their own.
        """
        return "".join(f"{line}\n" for line in [*self._of_requests(), *self._of_durations(), *_of_served(served)])

    def _of_requests(self) -> list[str]:
        name = "paperatlas_requests_total"
        labels = [
            (f'route="{route}",method="{method}",status="{status}"', count)
            for (route, method, status), count in sorted(self._requests.items())
        ]
        return [*_head(name, "counter", "Requests answered."), *(f"{name}{{{label}}} {n}" for label, n in labels)]

    def _of_durations(self) -> list[str]:
        name = "paperatlas_request_seconds"
        lines, total = _head(name, "histogram", "How long requests took."), 0
        for place, bound in enumerate((*_BOUNDS, "+Inf")):
            total += self._slower[place]
            lines.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}"]


def _of_served(served: Served) -> list[str]:
    lanes = served.lanes
    figures = (
        ("workers", "gauge", "Worker processes.", len(lanes.pids)),
        ("quick_lane_running", "gauge", "Jobs in the quick lane.", lanes.quick.taken),
        ("quick_lane_waiting", "gauge", "Jobs that wait for the quick lane.", lanes.quick.waiting),
        ("slow_lane_running", "gauge", "Jobs in the slow lane.", lanes.slow.taken),
        ("slow_lane_waiting", "gauge", "Jobs that wait for the slow lane.", lanes.slow.waiting),
        ("workers_started_total", "counter", "Workers started.", lanes.counts["started"]),
        ("workers_killed_total", "counter", "Workers killed over a job.", lanes.counts["killed"]),
        ("jobs_moved_total", "counter", "Jobs that outlasted the quick lane.", lanes.counts["moved"]),
        ("answers_remembered_bytes", "gauge", "Bytes of answers that are kept.", served.remembered.size),
        ("answers_remembered_total", "counter", "Requests answered from what is kept.", served.remembered.hits),
    )
    build = 'paperatlas_build_info{version="' + lanes.setup.version + '"} 1'
    lines = [*_head("paperatlas_build_info", "gauge", "The build that is served."), build]
    for name, kind, text, value in figures:
        lines += [*_head(f"paperatlas_{name}", kind, text), f"paperatlas_{name} {value}"]
    return lines


def _head(name: str, kind: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
