"""The options that several commands share."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paperatlas.rdf import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperatlas.graph.graph import Graph

__all__ = [
    "confidence_options",
    "corrections_option",
    "graph_option",
    "json_option",
    "load_graph",
    "model_option",
    "output_file_option",
    "output_folder_option",
    "params_option",
    "quiet_option",
    "registry_option",
    "strict_option",
    "token_option",
]

graph_option = click.option(
    "--graph",
    "graph_path",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="A folder that a build wrote, or an RDF file.",
)

model_option = click.option(
    "--model",
    default="default",
    show_default=True,
    metavar="MODEL",
    help="A folder that train wrote; default is the one that comes with paperatlas.",
)

output_folder_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder of outputs.",
)

output_file_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    default=Path("-"),
    show_default=True,
    help="The file to write; - for standard output.",
)

registry_option = click.option(
    "--registry",
    type=click.Path(path_type=Path),
    help="A YAML file of known things: names, types and aliases.",
)

corrections_option = click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="A YAML file: names that are one thing or two, statements that no paper makes.",
)


def _params(_context: click.Context, _option: click.Parameter, pairs: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of each parameter, in the order in which they are given."""
    params: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{pair!r} is not of the form NAME=VALUE")
        params.setdefault(name.lstrip("?$"), []).append(value)
    return params


params_option = click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_params,
    help="Give a parameter its value: a name in any spelling, or <http://…>. Repeat it for more parameters, or "
    "more values of one.",
)

strict_option = click.option("--strict", is_flag=True, help="Exit with 1 when any record was skipped.")

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")

token_option = click.option(
    "--token",
    envvar="PAPERATLAS_TOKEN",
    help="A bearer token for the server; better given as the environment variable PAPERATLAS_TOKEN.",
)


def confidence_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which statements to show; the command gets a number, or None, as ``min_confidence``."""

    @click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="NUMBER",
        help="Show statements read from texts from this confidence on, 0 to 1; by default those that are sure.",
    )
    @click.option("--unsure", is_flag=True, help="Show the less certain statements too, as --min-confidence 0 does.")
    @wraps(command)
    def with_confidence(*args: Any, min_confidence: float | None, unsure: bool, **options: Any) -> None:
        if unsure and min_confidence is not None:
            raise click.UsageError("--unsure and --min-confidence exclude each other")
        command(*args, min_confidence=0.0 if unsure else min_confidence, **options)

    return with_confidence


def load_graph(path: Path, min_confidence: float | None) -> Graph:
    """Load a graph with the edges that :func:`confidence_options` ask for.

    Args:
        path: A folder that a build wrote, or an RDF file.
        min_confidence: The least confidence of an edge; None for the edges that the graph has.

    Raises:
        GraphError: if there is no graph.
    """
    graph = load(path)
    return graph if min_confidence is None else graph.with_min_confidence(min_confidence)
