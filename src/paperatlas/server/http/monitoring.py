"""The access log and the metrics of a running server."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from paperatlas.server.settings import LONGEST_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from paperatlas.server.served_store import ServedStore

__all__ = ["LOGGER", "MEDIA_TYPE", "AccessLog", "Metrics", "escape_line"]

LOGGER: Final = logging.getLogger(__name__)
"""The logger of the access log."""

MEDIA_TYPE: Final = "text/plain; version=0.0.4"
"""The text format of Prometheus."""

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ROUTES: Final = ("/sparql", "/graphs", "/query", "/search", "/healthz", "/metrics")
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


class AccessLog:
    """Middleware that logs and counts requests.

    A line gives client, method, path with query, status, bytes of the body and milliseconds.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size, started = 499, 0, time.perf_counter()

        async def measured_send(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, measured_send)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.count(scope["path"], scope["method"], status, seconds)
            LOGGER.info("%s", _log_line(scope, status, size, seconds))


def _log_line(scope: Scope, status: int, size: int, seconds: float) -> str:
    client = scope["client"][0] if scope.get("client") else "-"
    query = scope["query_string"].decode("latin-1")
    target = scope.get("raw_path", b"").decode("latin-1") + (f"?{query}" if query else "")
    request_line = f'"{escape_line(scope["method"])} {escape_line(target)}"'
    return f"{escape_line(client)} {request_line} {status} {size} {seconds * 1000:.1f}ms"


def escape_line(text: str) -> str:
    r"""Return a text shortened and escaped so that it stays within a quoted part of one line of plain ASCII.

    >>> print(escape_line('/\r\n127.0.0.1 "GET \x1b[2J'))
    /\r\n127.0.0.1 \x22GET \x1b[2J
    """
    short = text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}..."
    return short.encode("unicode_escape").decode("ascii").replace('"', r"\x22")


class Metrics:
    """The counts of requests and the state of the workers, in the text format of Prometheus.

    No value that a client chooses freely, such as a path, becomes a label, so the number of series stays small.
    """

    def __init__(self, served: ServedStore) -> None:
        self._registry = _Registry()
        self._requests = Counter(
            "paperatlas_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "paperatlas_request_seconds", "How long requests took.", buckets=_BOUNDS, registry=self._registry
        )
        self._registry.register(_ServedCollector(served))

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request; its status is 499 if the client closed the connection."""
        route = next((route for route in _ROUTES if path == route or path.startswith(f"{route}/")), "other")
        self._requests.labels(route, method if method in _METHODS else "other", status).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all metrics."""
        return generate_latest(self._registry)


class _Registry(CollectorRegistry):
    """A registry without times of creation, for which only OpenMetrics has a place."""

    def collect(self) -> Iterator[Metric]:
        for metric in super().collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric


class _ServedCollector(Collector):
    """The current metrics of the workers and of the response cache."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    def collect(self) -> Iterator[Metric]:
        scheduler, cache = self._served.scheduler, self._served.response_cache
        quick, slow, counts = scheduler.quick, scheduler.slow, scheduler.counts
        yield InfoMetricFamily("paperatlas_build", "The build that is served.", {"version": scheduler.setup.version})
        for family, name, text, value in (
            (GaugeMetricFamily, "workers", "Worker processes.", scheduler.worker_count),
            (GaugeMetricFamily, "quick_lane_running", "Jobs in the quick lane.", quick.running),
            (GaugeMetricFamily, "quick_lane_waiting", "Jobs that wait for the quick lane.", quick.waiting),
            (GaugeMetricFamily, "slow_lane_running", "Jobs in the slow lane.", slow.running),
            (GaugeMetricFamily, "slow_lane_waiting", "Jobs that wait for the slow lane.", slow.waiting),
            (CounterMetricFamily, "workers_started", "Workers started.", counts["started"]),
            (CounterMetricFamily, "workers_killed", "Workers killed over a job.", counts["killed"]),
            (CounterMetricFamily, "jobs_moved", "Jobs that outlasted the quick lane.", counts["moved"]),
            (GaugeMetricFamily, "answers_remembered_bytes", "Bytes of answers that are kept.", cache.size),
            (CounterMetricFamily, "answers_remembered", "Requests answered from what is kept.", cache.hits),
        ):
            yield family(f"paperatlas_{name}", text, value)
