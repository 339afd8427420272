"""Figures of a running server, in the text format of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from paperatlas.server.served_store import ServedStore

__all__ = ["MEDIA_TYPE", "Metrics"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4"

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ROUTES: Final = ("/sparql", "/graphs", "/query", "/search", "/healthz", "/metrics")
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


class Metrics:
    """Counts requests, and tells how the workers are.

    What a client can make up freely, such as a path, never becomes a label, so the figures stay few.
    """

    def __init__(self, served: ServedStore) -> None:
        """Begin to count.

        Args:
            served: The store and its workers, which have figures of their own.
        """
        self._registry = _Registry()
        self._requests = Counter(
            "paperatlas_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "paperatlas_request_seconds", "How long requests took.", buckets=_BOUNDS, registry=self._registry
        )
        self._registry.register(_ServedCollector(served))

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            path: Its path.
            method: Its method.
            status: The status of the response; 499 if the client had gone.
            seconds: How long it took.
        """
        route = next((route for route in _ROUTES if path == route or path.startswith(f"{route}/")), "other")
        self._requests.labels(route, method if method in _METHODS else "other", status).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)


class _Registry(CollectorRegistry):
    """A registry that leaves out when each figure was created, which only OpenMetrics has a place for."""

    def collect(self) -> Iterator[Metric]:
        for metric in super().collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric


class _ServedCollector(Collector):
    """The figures that the workers and the kept answers have at the moment."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    def collect(self) -> Iterator[Metric]:
        lanes, remembered = self._served.scheduler, self._served.response_cache
        yield InfoMetricFamily("paperatlas_build", "The build that is served.", {"version": lanes.setup.version})
        for family, name, text, value in (
            (GaugeMetricFamily, "workers", "Worker processes.", len(lanes.pids)),
            (GaugeMetricFamily, "quick_lane_running", "Jobs in the quick lane.", lanes.quick.taken),
            (GaugeMetricFamily, "quick_lane_waiting", "Jobs that wait for the quick lane.", lanes.quick.waiting),
            (GaugeMetricFamily, "slow_lane_running", "Jobs in the slow lane.", lanes.slow.taken),
            (GaugeMetricFamily, "slow_lane_waiting", "Jobs that wait for the slow lane.", lanes.slow.waiting),
            (CounterMetricFamily, "workers_started", "Workers started.", lanes.counts["started"]),
            (CounterMetricFamily, "workers_killed", "Workers killed over a job.", lanes.counts["killed"]),
            (CounterMetricFamily, "jobs_moved", "Jobs that outlasted the quick lane.", lanes.counts["moved"]),
            (GaugeMetricFamily, "answers_remembered_bytes", "Bytes of answers that are kept.", remembered.size),
            (CounterMetricFamily, "answers_remembered", "Requests answered from what is kept.", remembered.hits),
        ):
            yield family(f"paperatlas_{name}", text, value)
