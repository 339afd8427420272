"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "corrections_option",
    "graph_option",
    "json_option",
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
