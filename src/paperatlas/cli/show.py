"""``paperatlas show``: everything known about one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.api import show as show_things
from paperatlas.cli.options import graph_option, json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.description import DescribedStatement, Description

__all__ = ["show"]

_MOST_QUOTES = 3


@click.command()
@click.argument("name")
@click.option("--all", "show_all", is_flag=True, help="Print every mention and every quote.")
@graph_option
@json_option
def show(name: str, show_all: bool, graph_path: Path, as_json: bool) -> None:
    """Print everything known about one thing, with the words that say so.

    NAME is a label, an alias or a title in any spelling, an id, an IRI, an arXiv id, a DOI or an address.

    \b
    Examples:
      paperatlas show "Llama-2"
      paperatlas show FLM-101B --json
    """
    things = show_things(graph_path, name)
    if as_json:
        print_json(things)
        return
    for number, thing in enumerate(things):
        if number:
            click.echo()
        _print_thing(thing, show_all=show_all)


def _print_thing(thing: Description, *, show_all: bool) -> None:
    click.secho(f"{thing['label']}", bold=True, nl=False)
    click.echo(f"  ({thing['type']})  {thing['iri']}")
    if thing["aliases"]:
        click.echo(f"  also: {', '.join(thing['aliases'])}")
    for name, value in thing.get("facts", {}).items():
        if name != "abstracts":
            click.echo(f"  {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}")
    mentions = [statement for statement in thing["statements"] if statement["predicate"] == "mentions"]
    for statement in thing["statements"]:
        if show_all or statement["predicate"] != "mentions":
            _print_statement(statement, thing["id"], show_all=show_all)
    if mentions and not show_all:
        click.echo(f"  mentions: {len(mentions)} (--all prints them)")


def _print_statement(statement: DescribedStatement, own: str, *, show_all: bool) -> None:
    pairs = ((statement["subject_id"], statement["subject"]), (statement["object_id"], statement["object"]))
    ends = ["this" if node == own else label for node, label in pairs]
    outcome = f" [{', '.join(statement['outcomes'])}]" if statement["outcomes"] else ""
    papers = "paper" if statement["support"] == 1 else "papers"
    sure = f"{statement['support']} {papers}, confidence {statement['confidence']:.2f}"
    sure += ", papers disagree" if statement["disputed"] else ""
    certainty = f"inferred by {statement['inferred_by']}" if statement["inferred_by"] else sure
    click.echo(f"  {ends[0]} {statement['predicate']} {ends[1]}{outcome}  ({certainty})")
    evidence = statement["evidence"] if show_all else statement["evidence"][:_MOST_QUOTES]
    for passage in evidence:
        click.echo(f"      “{passage['quote']}”")
        click.secho(f"        {passage['paper']} — {', '.join(passage['listings'])}", dim=True)
    if len(statement["evidence"]) > len(evidence):
        click.echo(f"      and {len(statement['evidence']) - len(evidence)} more (--all prints them)")
