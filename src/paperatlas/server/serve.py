"""Run the server on a socket."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from paperatlas.errors import PaperatlasError
from paperatlas.server.app import make_app
from paperatlas.server.settings import MOST_CONNECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from paperatlas.server.settings import ServerSettings

__all__ = ["log_to_stderr", "make_server", "run_server", "serve"]

_GRACE_SECONDS: Final = 5
_BACKLOG: Final = 1024


def serve(settings: ServerSettings, host: str, port: int, ready: Callable[[str], None] = lambda _url: None) -> None:
    """Serve until a signal ends the process.

    Args:
        settings: The settings of the server.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        ready: A function that takes the server's address once it listens.

    Raises:
        GraphError: if there is no build to serve.
        PaperatlasError: if the port is taken, or the address is none of this machine.
    """
    run_server(make_server(make_app(settings)), host, port, ready)


def make_server(app: Starlette) -> uvicorn.Server:
    """Return the server of an application, which ends when its ``should_exit`` is set."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        http="h11",
        ws="none",
    )
    return uvicorn.Server(config)


def run_server(server: uvicorn.Server, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Run a server until it is told to exit or a signal ends the process.

    Args:
        server: The server.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        ready: A function that takes the server's address once it listens.

    Raises:
        PaperatlasError: if the port is taken, or the address is none of this machine.
    """
    with _listen(host, port) as listener:
        url_host = f"[{host}]" if ":" in host else host
        ready(f"http://{url_host}:{listener.getsockname()[1]}/")
        server.run(sockets=[listener])
        if not server.started:
            raise PaperatlasError("the server could not start; the lines above tell why")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise PaperatlasError(
            f"cannot listen on {host}, port {port} ({error}); choose others with --host, --port"
        ) from error


def log_to_stderr() -> None:
    """Write the access log and other messages to standard error, a line each."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
