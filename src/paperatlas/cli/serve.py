"""The command that serves a graph: a SPARQL endpoint and pages."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from paperatlas.errors import PaperatlasError
from paperatlas.server.settings import Limits, ServerSettings

_DEFAULTS = Limits()
_MIB = 1 << 20
_TOKEN = "PAPERATLAS_TOKEN"  # noqa: S105 - a name


@click.command()
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=None,
    help="Workers for quick queries.  [default: a core each, at least 2]",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1, 3600),
    default=_DEFAULTS.seconds,
    show_default=True,
    metavar="SECONDS",
    help="How long a query may take.",
)
@click.option(
    "--row-limit",
    type=click.IntRange(1),
    default=_DEFAULTS.rows,
    show_default=True,
    metavar="ROWS",
    help="How many rows or triples a result may have.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(64),
    default=_DEFAULTS.memory_bytes // _MIB,
    show_default=True,
    metavar="MIB",
    help="How much memory a query may take.",
)
@click.option(
    "--queue",
    type=click.IntRange(0),
    default=_DEFAULTS.queue,
    show_default=True,
    metavar="REQUESTS",
    help="How many requests may wait.",
)
@click.option(
    "--writable", is_flag=True, help="Serve a store of its own, which clients may change; needs --store and a token."
)
@click.option("--store", type=click.Path(path_type=Path), help="The folder of that store; made where there is none.")
@click.option("--token", envvar=_TOKEN, show_envvar=True, help="What clients must send to write.")
@click.option("-q", "--quiet", is_flag=True, help="Write no access log.")
def serve(
    *,
    output: Path,
    host: str,
    port: int,
    writable: bool,
    store: Path | None,
    token: str | None,
    quiet: bool,
    **limits: Any,
) -> None:
    """Serve the graph of a build: SPARQL at /sparql, whole graphs at /graphs, pages for people.

    A new build in the same folder is picked up while the server runs.

    \b
    Examples:
      paperatlas serve
      paperatlas serve my-graph --port 8080 --time-limit 30
      PAPERATLAS_TOKEN=secret paperatlas serve --writable --store my-store
    """
    if writable != (store is not None) or (writable and not token):
        raise click.UsageError("--writable, --store and --token go together")
    require_server_libraries()
    from paperatlas.server import serve

    if not quiet:
        serve.log_to_stderr()
    settings = ServerSettings(None if writable else output, store, token or "", _limits(**limits))
    serve.serve(settings, host, port, lambda url: click.echo(f"Serving at {url} (Ctrl+C ends it)", err=True))


def require_server_libraries() -> None:
    """Check that the libraries of the server are there.

    Raises:
        PaperatlasError: if one is missing.
    """
    names = ("prometheus_client", "python_multipart", "starlette", "uvicorn")
    if lacking := [name for name in names if not find_spec(name)]:
        raise PaperatlasError(f"serving needs {', '.join(lacking)}; run: pip install 'paperatlas[serve]'")


def _limits(workers: int | None, time_limit: float, row_limit: int, memory_limit: int, queue: int) -> Limits:
    return Limits(
        seconds=time_limit,
        slice_seconds=min(_DEFAULTS.slice_seconds, time_limit / 2),
        rows=row_limit,
        memory_bytes=memory_limit * _MIB,
        workers=workers or max(os.cpu_count() or 1, _DEFAULTS.workers),
        queue=queue,
    )
