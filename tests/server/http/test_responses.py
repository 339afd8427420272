"""Errors as responses."""

from __future__ import annotations

from copy import copy

import pytest

from paperatlas.errors import GraphError, PaperatlasError, QueryError, Reason, RequestError
from paperatlas.server.http.responses import STATUSES, error_response, status_of


def test_each_reason_has_a_status() -> None:
    assert STATUSES.keys() == set(Reason)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QueryError("no SPARQL"), 400),
        (RequestError(Reason.LARGE_RESULT, "add a LIMIT"), 403),
        (RequestError(Reason.NOT_EVALUABLE, "no such function"), 422),
        (GraphError("build again"), 503),
    ],
)
def test_an_error_has_the_status_of_its_reason(error: PaperatlasError, status: int) -> None:
    assert status_of(error) == error_response(error).status_code == status


def test_who_is_unknown_is_asked_for_a_token_and_who_comes_too_early_is_told_when() -> None:
    unknown, busy = RequestError(Reason.UNAUTHENTICATED, "a token"), RequestError(Reason.BUSY, "soon", 3)
    assert error_response(unknown).headers["www-authenticate"].startswith("Bearer")
    assert "retry-after" not in error_response(unknown).headers
    assert error_response(busy).headers["retry-after"] == "3"


def test_an_error_can_be_copied_as_between_processes() -> None:
    error = copy(RequestError(Reason.BUSY, "try again soon", 3))  # as pickle does
    assert (str(error), error.reason, error.retry_after) == ("try again soon", Reason.BUSY, 3)
