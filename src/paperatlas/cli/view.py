"""The command that opens the explorer in a browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Final

import click

from paperatlas._util.files import write_file
from paperatlas.cli.options import confidence_options, load_graph, params_option, quiet_option
from paperatlas.errors import GraphError, QueryError
from paperatlas.pipeline.outputs import EXPLORER

_HIGHLIGHTED: Final = "explorer-highlight.html"
_WITH_CONFIDENCE: Final = "explorer-confidence.html"


@click.command()
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@click.option("--query", "question", metavar="NAME|FILE.rq", help="Highlight what the answer to a question names.")
@params_option
@click.option(
    "--highlight",
    "result",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Highlight what a result names: JSON or CSV as `query --format` writes it, or one IRI a line; - is standard "
    "input.",
)
@confidence_options
@click.option("--no-open", is_flag=True, help="Only print the path of the page.")
@quiet_option
def view(
    *,
    output: Path,
    question: str | None,
    params: dict[str, list[str]],
    result: Path | None,
    min_confidence: float | None,
    no_open: bool,
    quiet: bool,
) -> None:
    """Open the explorer of a built graph in a browser.

    OUTPUT is the folder of the build. With --query or --highlight, a page beside explorer.html marks the nodes that
    the result names. With --min-confidence or --unsure, that page shows the less certain statements, faint.

    \b
    Examples:
      paperatlas view
      paperatlas view --unsure
      paperatlas view my-graph --query what-beats --param model="GPT-4"
      paperatlas query lineage --format csv | paperatlas view --highlight -
    """
    from paperatlas.sparql import ask, find_question
    from paperatlas.sparql.results import cells_of
    from paperatlas.store.folder import open_store

    if question is not None and result is not None:
        raise click.UsageError("--query and --highlight exclude each other")
    if params and question is None:
        raise click.UsageError("--param gives a value to a question; name one with --query")
    page = output / EXPLORER
    if not page.is_file():
        raise GraphError(f"{output} has no {EXPLORER}; run `paperatlas build PAGE... -o {output}` first")
    if question is not None:
        source = open_store(output) if min_confidence is None else load_graph(output, min_confidence)
        answer = ask(source, find_question(question), params)
        page = _highlight(page, cells_of(answer.document), min_confidence, quiet=quiet)
    elif result is not None:
        page = _highlight(page, cells_of(_content(result)), min_confidence, quiet=quiet)
    elif min_confidence is not None:
        page = _beside(page, _WITH_CONFIDENCE, page.read_text("utf-8"), min_confidence)
    if no_open:
        click.echo(page)
    elif not webbrowser.open(page.resolve().as_uri()):
        click.echo(f"no browser was found; open {page} in one", err=True)


def _content(result: Path) -> bytes:
    try:
        with click.open_file(str(result), "rb") as stream:
            content: bytes = stream.read()
    except OSError as error:
        raise QueryError(f"cannot read {result}: {error.strerror}; name a file with a result") from error
    return content


def _highlight(page: Path, cells: set[str], min_confidence: float | None, *, quiet: bool) -> Path:
    """Write a page beside the explorer that highlights the nodes that a result names, and return its path."""
    from paperatlas.html.explorer import highlight_nodes

    content, count = highlight_nodes(page.read_text("utf-8"), cells)
    target = _beside(page, _HIGHLIGHTED, content, min_confidence)
    if not quiet:
        click.echo(f"{count:,} nodes are highlighted in {target}.", err=True)
    return target


def _beside(page: Path, name: str, content: str, min_confidence: float | None) -> Path:
    """Write a page beside the explorer that shows statements from a confidence on, and return its path."""
    from paperatlas.html.explorer import with_min_confidence

    target = page.with_name(name)
    shown = content if min_confidence is None else with_min_confidence(content, min_confidence)
    write_file(target, shown.encode())
    return target
