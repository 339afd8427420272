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

_COMMANDS: Final = (
    "build",
    "add",
    "remove",
    "status",
    "diff",
    "load",
    "show",
    "view",
    "query",
    "serve",
    "push",
    "analyze",
    "export",
    "extract",
    "resolve",
    "annotate",
    "train",
    "evaluate",
    "schema",
)


class _Commands(click.Group):
    """Loads a command when it is asked for, so that ``--help`` does not wait for libraries it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or nothing."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"paperatlas.cli.{cmd_name}"), cmd_name)
        return command

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
