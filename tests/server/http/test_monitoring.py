"""Figures as Prometheus reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    import httpx2 as httpx

FIGURES = {
    "paperatlas_answers_remembered": "counter",
    "paperatlas_answers_remembered_bytes": "gauge",
    "paperatlas_build_info": "gauge",
    "paperatlas_jobs_moved": "counter",
    "paperatlas_quick_lane_running": "gauge",
    "paperatlas_quick_lane_waiting": "gauge",
    "paperatlas_request_seconds": "histogram",
    "paperatlas_requests": "counter",
    "paperatlas_slow_lane_running": "gauge",
    "paperatlas_slow_lane_waiting": "gauge",
    "paperatlas_workers": "gauge",
    "paperatlas_workers_killed": "counter",
    "paperatlas_workers_started": "counter",
}


def samples(client: httpx.Client) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, " ".join(sorted(sample.labels.values()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_figures_have_their_names_and_kinds(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert {family.name: family.type for family in text_string_to_metric_families(answer.text)} == FIGURES


def test_a_request_is_counted_once_by_route_method_and_status(client: httpx.Client) -> None:
    before = samples(client)
    client.delete("/nothing/of/that/name")
    after = samples(client)
    key = ("paperatlas_requests_total", "405 DELETE other")
    assert after[key] == before.get(key, 0) + 1
    # The request for the figures before is counted too.
    count = ("paperatlas_request_seconds_count", "")
    assert after[count] == before[count] + 2
