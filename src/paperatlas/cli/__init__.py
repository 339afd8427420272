"""The command line: one module for each command, each a thin wrapper over a public function."""

from __future__ import annotations

import ast
import os
import sys
from importlib import import_module
from importlib.resources import files
from typing import Any, Final

import click

from paperatlas._version import __version__
from paperatlas.errors import PaperatlasError

__all__ = ["main"]

_COMMANDS: Final = (
    *("build", "add", "remove", "status", "diff", "load"),
    *("show", "search", "view", "query", "serve", "push", "analyze", "export", "review"),
    *("extract", "resolve", "annotate", "train", "evaluate", "schema"),
)
"""The commands in the order of the work; each is the function of that name in the module of that name."""


def _short_help(name: str) -> str:
    """Return the first sentence of a command's docstring, read from its source, as to load it may take a second."""
    tree = ast.parse((files(__name__) / f"{name}.py").read_bytes())
    [function] = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return click.Command(name, help=ast.get_docstring(function)).get_short_help_str(limit=1000)


class LazyGroup(click.Group):
    """A group that loads a command when it is run, so that no command waits for the libraries of others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, or None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"paperatlas.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _short_help(name)) for name in _COMMANDS])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; print an error of paperatlas as one line, with exit code 1."""
        try:
            return super().invoke(ctx)
        except PaperatlasError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader of our output has gone, as with `| head`: no fault, and nothing more to say to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="paperatlas")
def main() -> None:
    """Turn pages that list machine-learning papers into a knowledge graph, and use it.

    \b
    Examples:
      paperatlas build seeds
      paperatlas show "Llama-2"
      paperatlas query models-trained-on --param dataset="The Pile"
    """
