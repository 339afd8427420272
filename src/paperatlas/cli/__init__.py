"""The command line: a file a command, each a thin wrapper over a function of the library."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from paperatlas._version import __version__
from paperatlas.errors import PaperatlasError

__all__ = ["main"]

_COMMANDS: Final = {
    "build": "Read pages that list papers and write their knowledge graph.",
    "add": "Add pages to a folder of outputs; only their papers are read.",
    "remove": "Take pages away from a folder of outputs, with all that only they support.",
    "status": "Tell which pages the outputs are made of, and whether their files have changed since.",
    "diff": "Tell what changed from the graph OLD to the graph NEW: statements that came, went, or changed support.",
    "load": "Read a graph that was written as RDF, and write all outputs of it.",
    "show": "Print everything known about one thing, with the words that say so.",
    "search": "Find models, datasets, methods, organisations, authors and papers by WORDS.",
    "view": "Open the explorer of a built graph in a browser.",
    "query": "Ask the graph a question: by name, from a file with SPARQL, or from standard input (-).",
    "serve": "Serve the graph of a build: SPARQL at /sparql, whole graphs at /graphs, pages for people.",
    "push": "Load the graph into the SPARQL server at URL, in batches.",
    "analyze": "Measure a built graph: degree, PageRank, betweenness, communities, and what is used and compared most.",
    "export": "Write a built graph in another form.",
    "extract": "Write what each paper names and states, one JSON line a paper, in the order of the papers.",
    "resolve": "Tell which names are one thing, and which are variants of which.",
    "annotate": "Show a text in the browser, with the names in it and what it states of them.",
    "train": "Train a model from annotated papers.",
    "evaluate": "Score what a model finds in annotated papers.",
    "schema": "Show the node types and predicates of the graph.",
}
"""The commands in the order of the work, each with the first sentence of its help."""


class _Commands(click.Group):
    """Loads a command when it is run, so that neither it nor ``--help`` waits for libraries it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or nothing."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"paperatlas.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from the table, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of ours becomes one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except PaperatlasError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader of our output has gone, as with `| head`: no fault, and nothing more to say to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="paperatlas")
def main() -> None:
    """Turn pages that list machine-learning papers into a knowledge graph, and use it.

    \b
    Examples:
      paperatlas build seeds
      paperatlas show "Llama-2"
      paperatlas query models-trained-on --param dataset="The Pile"
    """
