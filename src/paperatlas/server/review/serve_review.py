"""Serve the review page to the browser of this machine."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from paperatlas.server.review.review_app import review_app
from paperatlas.server.serve import make_server, run_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperatlas.review.session import ReviewSession

__all__ = ["serve_review"]

_HOST: Final = "127.0.0.1"


def serve_review(session: ReviewSession, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page of a session until the reviewer quits, on the page or with Ctrl+C.

    Args:
        session: The session, which writes each verdict at once.
        port: The port; 0 takes a free one.
        ready: A function that takes the address of the page, with its token, once the server listens.

    Raises:
        PaperatlasError: if the port is taken.
    """
    token = secrets.token_urlsafe(16)

    def stop() -> None:
        server.should_exit = True

    server = make_server(review_app(session, token, stop))
    with suppress(KeyboardInterrupt):
        run_server(server, _HOST, port, lambda url: ready(f"{url}?token={token}"))
