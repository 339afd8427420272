"""The command that asks a graph a question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console

from paperatlas.cli.console import print_json
from paperatlas.cli.options import (
    confidence_options,
    graph_option,
    json_option,
    load_graph,
    params_option,
    quiet_option,
    token_option,
)
from paperatlas.errors import QueryError
from paperatlas.sparql import (
    RESULT_FORMATS,
    Endpoint,
    Question,
    StoreEngine,
    ask,
    bound,
    check,
    count_less_certain,
    find_question,
    format_result,
    list_questions,
    papers_that_name,
    read_question,
)
from paperatlas.sparql.engine import engine_of
from paperatlas.sparql.result_formats import rich_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperatlas.sparql import Parameter, Result, ResultFormat
    from paperatlas.sparql.engine import Engine, Source

_EPILOG = """
\b
Examples:
  paperatlas query --list
  paperatlas query --explain what-beats
  paperatlas query what-beats --param model="gpt 4"
  paperatlas query what-beats --param model="gpt 4" --with-variants --unsure
  paperatlas query models-trained-on --param dataset="The Pile" --format csv > pile.csv
  paperatlas query lineage --show
  paperatlas query my-question.rq --graph elsewhere --json
  paperatlas query most-disputed --endpoint https://sparql.example.org/
  echo 'ASK { ?paper a pa:Paper }' | paperatlas query -
"""


@click.command(epilog=_EPILOG)
@click.argument("question", required=False, metavar="[NAME|FILE.rq|-]")
@click.option("--list", "listing", is_flag=True, help="List the questions that ship with paperatlas.")
@click.option("--explain", metavar="NAME", help="Show what a question asks, what it takes, and its SPARQL.")
@params_option
@click.option("--with-variants", is_flag=True, help="Look at sizes, versions and tunings of the thing, too.")
@graph_option
@confidence_options
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of a file.")
@token_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(RESULT_FORMATS),
    help="How to write the result; a table leaves out the columns named …Iri.  [default: table]",
)
@click.option("--show", is_flag=True, help="Write the query with its parameters bound, for use in another tool.")
@quiet_option
@json_option
def query(
    *,
    question: str | None,
    listing: bool,
    explain: str | None,
    params: dict[str, list[str]],
    with_variants: bool,
    graph_path: Path,
    min_confidence: float | None,
    endpoint: str | None,
    token: str | None,
    format_name: ResultFormat | None,
    as_json: bool,
    show: bool,
    quiet: bool,
) -> None:
    """Ask the graph a question: by name, from a file with SPARQL, or from standard input (-)."""
    if as_json and format_name not in {None, "json"}:
        raise click.UsageError(f"--json and --format {format_name} exclude each other")
    format_name = "json" if as_json else format_name or "table"
    if listing + (explain is not None) + (question is not None) != 1:
        raise click.UsageError("name one question, file or -, or list the questions with --list")
    if question is None:
        _print_questions(format_name, explain)
        return
    selected = _question_on_stdin() if question == "-" else find_question(question)
    if with_variants:
        params = {**params, "variants": ["true"]}
    if endpoint is not None and min_confidence is not None:
        raise click.UsageError("an endpoint has its own bounds; --min-confidence and --unsure need a graph")
    source: Source = Endpoint(endpoint, token=token) if endpoint is not None else graph_path
    if show:
        click.echo(bound(source, selected, params) if params else selected.sparql)
        return
    # A text that is no query fails before a file is loaded for it.
    check(selected.sparql)
    engine = engine_of(source if min_confidence is None else load_graph(graph_path, min_confidence))
    result = ask(engine, selected, params)
    _print_result(result, format_name)
    if result.answer is None and not quiet:
        _print_unanswered(engine, selected, params, empty=not result.rows)


def _print_unanswered(engine: Engine, question: Question, params: dict[str, list[str]], *, empty: bool) -> None:
    """Print on standard error what was looked at if there is no answer, and how many answers are less certain.

    An endpoint is not asked for that: it may be slow, and may hold any graph.
    """
    in_process = isinstance(engine, StoreEngine)
    if empty:
        named = papers_that_name(engine, question, params) if in_process else []
        click.echo(
            "\n".join(f"no statement; {line}" for line in named) or "No rows: the graph holds no answer.", err=True
        )
    less_certain = count_less_certain(engine, question, params) if in_process else 0
    if less_certain:
        click.echo(f"{less_certain:,} less certain: --unsure", err=True)


def _question_on_stdin() -> Question:
    try:
        return read_question("the query", sys.stdin.buffer.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QueryError("the query on standard input is not in UTF-8; save it so") from error


def _print_result(result: Result, format_name: ResultFormat) -> None:
    """Print a table that fits on a terminal; elsewhere write bytes, so that no platform changes the line ends."""
    if format_name == "table" and result.answer is None and sys.stdout.isatty():
        Console().print(rich_table(result))
    else:
        click.echo(format_result(result, format_name).encode(), nl=False)


def _print_questions(format_name: ResultFormat, name: str | None) -> None:
    """Print all questions in short, or one in full."""
    if format_name not in {"table", "json"}:
        raise click.UsageError(f"--list and --explain come as text or as JSON, not as {format_name}")
    if name is not None:
        question = find_question(name)
        if format_name == "json":
            print_json({**_fields(question), "sparql": question.sparql})
        else:
            click.echo(_explained(question))
    elif format_name == "json":
        print_json([_fields(question) for question in list_questions()])
    else:
        _print_list(list_questions())


def _print_list(questions: Sequence[Question]) -> None:
    width = max(len(question.name) for question in questions)
    for question in questions:
        click.echo(f"{question.name:{width}}  {question.title}")
        for parameter in question.parameters:
            click.echo(f"{'':{width}}    --param {parameter.name}={_default(parameter)!r}  ({_kind(parameter)})")


def _explained(question: Question) -> str:
    lines = [question.title, question.description, ""]
    for parameter in question.parameters:
        lines.append(f"--param {parameter.name}=…  {parameter.description} ({_kind(parameter)})")
        if parameter.examples:
            lines.append(f"    for example {', '.join(map(repr, parameter.examples))}")
        lines.append(f"    when it is not given, {_default(parameter)!r}")
    return "\n".join([*lines, "", question.sparql.strip()])


def _kind(parameter: Parameter) -> str:
    return " or ".join(parameter.types)


def _default(parameter: Parameter) -> str:
    return parameter.examples[0] if parameter.examples else ", ".join(parameter.defaults)


def _fields(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "parameters": [
            {field: getattr(parameter, field) for field in ("name", "description", "types", "examples", "defaults")}
            for parameter in question.parameters
        ],
    }
