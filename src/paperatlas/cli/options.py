"""Options and ways of printing that several commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "corrections_option",
    "graph_option",
    "json_option",
    "model_option",
    "output_file_option",
    "output_folder_option",
    "params_option",
    "print_json",
    "quiet_option",
    "registry_option",
]

_Command = TypeVar("_Command", bound="Callable[..., Any]")

DEFAULT_GRAPH: Final = Path("output")


def graph_option(command: _Command) -> _Command:
    """``--graph``: which built graph to read."""
    return click.option(
        "--graph",
        "graph_path",
        type=click.Path(path_type=Path),
        default=DEFAULT_GRAPH,
        show_default=True,
        help="A folder that a build wrote, or an RDF file.",
    )(command)


def model_option(command: _Command) -> _Command:
    """``--model``: which model reads the texts."""
    return click.option(
        "--model",
        default="default",
        show_default=True,
        metavar="MODEL",
        help="A folder that train wrote; default is the one that comes with paperatlas.",
    )(command)


def output_folder_option(command: _Command) -> _Command:
    """``--output``: which folder of outputs to write or to look into."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=Path("output"),
        show_default=True,
        help="The folder of outputs.",
    )(command)


def output_file_option(command: _Command) -> _Command:
    """``--output``: which file to write, standard output by default."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, allow_dash=True),
        default=Path("-"),
        show_default=True,
        help="The file to write; - for standard output.",
    )(command)


def registry_option(command: _Command) -> _Command:
    """``--registry``: which things a user vouches for."""
    return click.option(
        "--registry",
        type=click.Path(path_type=Path),
        help="A YAML file of known things: names, types and aliases.",
    )(command)


def corrections_option(command: _Command) -> _Command:
    """``--corrections``: what a user knows better."""
    return click.option(
        "--corrections",
        type=click.Path(path_type=Path),
        help="A YAML file: names that are one thing or two, statements that no paper makes.",
    )(command)


def _params(_context: click.Context, _option: click.Parameter, pairs: Iterable[str]) -> dict[str, list[str]]:
    """The values of each parameter, in the order they are given in."""
    params: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{pair!r} is not of the form NAME=VALUE")
        params.setdefault(name.lstrip("?$"), []).append(value)
    return params


def params_option(command: _Command) -> _Command:
    """``--param``: values for the parameters of a question, by name."""
    return click.option(
        "--param",
        "params",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_params,
        help="Give a parameter its value: a name in any spelling, or <http://…>. Repeat it for more parameters, or "
        "more values of one.",
    )(command)


def quiet_option(command: _Command) -> _Command:
    """``--quiet``: say nothing but errors."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")(command)


def json_option(command: _Command) -> _Command:
    """``--json``: print for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
