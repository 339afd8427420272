"""``paperatlas query``: ask the graph a question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console

from paperatlas.cli.options import graph_option, json_option, print_json, quiet_option
from paperatlas.errors import QueryError
from paperatlas.querying import FORMATS, Question, ask, find_question, format_result, list_questions, read_question
from paperatlas.querying.formats import rich_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from paperatlas.querying import Format, Result

_EPILOG = """
\b
Examples:
  paperatlas query --list
  paperatlas query what-beats --param model=GPT-4
  paperatlas query models-trained-on --param dataset="The Pile" --format csv > pile.csv
  paperatlas query lineage --show
  paperatlas query my-question.rq --graph elsewhere --json
  echo 'ASK { ?paper a pa:Paper }' | paperatlas query -
"""


def _params(_context: click.Context, _option: click.Parameter, pairs: Iterable[str]) -> dict[str, list[str]]:
    """The values of each parameter, in the order they are given in."""
    params: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{pair!r} is not of the form NAME=VALUE")
        params.setdefault(name.lstrip("?$"), []).append(value)
    return params


@click.command(epilog=_EPILOG)
@click.argument("question", required=False, metavar="[NAME|FILE.rq|-]")
@click.option("--list", "listing", is_flag=True, help="List the questions that ship with paperatlas.")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_params,
    help="Give a parameter its value; <http://…> is an IRI. Repeat it for more parameters, or more values of one.",
)
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to write the result; a table leaves out the columns named …Iri.  [default: table]",
)
@click.option("--show", is_flag=True, help="Write the query with its parameters bound, for use in another tool.")
@quiet_option
@json_option
def query(
    *,
    question: str | None,
    listing: bool,
    params: dict[str, list[str]],
    graph_path: Path,
    form: Format | None,
    as_json: bool,
    show: bool,
    quiet: bool,
) -> None:
    """Ask the graph a question: by name, from a file with SPARQL, or from standard input (-)."""
    if as_json and form not in {None, "json"}:
        raise click.UsageError(f"--json and --format {form} exclude each other")
    form = "json" if as_json else form or "table"
    if listing == (question is not None):
        raise click.UsageError("name one question, file or -, or list the questions with --list")
    if question is None:
        _list(form)
        return
    asked = _from_stdin() if question == "-" else find_question(question)
    if show:
        click.echo(asked.bind(params))
        return
    result = ask(graph_path, asked, params)
    _write(result, form)
    if not result.rows and result.answer is None and not quiet:
        click.echo("No rows: the graph holds no answer.", err=True)


def _from_stdin() -> Question:
    try:
        return read_question("the query", sys.stdin.buffer.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QueryError("the query on standard input is not in UTF-8; save it so") from error


def _write(result: Result, form: Format) -> None:
    """To a terminal a table that fits it; to anything else bytes, so that no platform changes the line ends."""
    if form == "table" and result.answer is None and sys.stdout.isatty():
        Console().print(rich_table(result))
    else:
        click.echo(format_result(result, form).encode(), nl=False)


def _list(form: Format) -> None:
    questions = list_questions()
    if form == "json":
        print_json([_facts(question) for question in questions])
        return
    if form != "table":
        raise click.UsageError(f"--list comes as a table or as JSON, not as {form}")
    width = max(len(question.name) for question in questions)
    for question in questions:
        click.echo(f"{question.name:{width}}  {question.title}")
        for parameter in question.parameters:
            click.echo(f"{'':{width}}    --param {parameter.name}={', '.join(parameter.defaults)!r}")


def _facts(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "parameters": [
            {"name": parameter.name, "description": parameter.description, "defaults": list(parameter.defaults)}
            for parameter in question.parameters
        ],
    }
