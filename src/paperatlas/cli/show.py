"""The command that prints everything known about one entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.api import show as describe_named
from paperatlas.cli.console import print_json
from paperatlas.cli.options import confidence_options, graph_option, json_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperatlas.graph.description import DescribedStatement, Description

_MOST_QUOTES = 3
_MOST_TITLES = 3


@click.command()
@click.argument("name")
@click.option("--all", "show_all", is_flag=True, help="Print every mention and every quote.")
@graph_option
@confidence_options
@json_option
def show(name: str, show_all: bool, graph_path: Path, min_confidence: float | None, as_json: bool) -> None:
    """Print everything known about one thing, with the words that say so.

    NAME is a label, an alias or a title in any spelling, an id, an IRI, an arXiv id, a DOI or an address.

    \b
    Examples:
      paperatlas show "Llama-2"
      paperatlas show FLM-101B --json
      paperatlas show GPT-4 --unsure
    """
    descriptions = describe_named(graph_path, name, min_confidence)
    if as_json:
        print_json(descriptions)
        return
    for number, description in enumerate(descriptions):
        if number:
            click.echo()
        _print_description(description, show_all=show_all)


def _print_description(entity: Description, *, show_all: bool) -> None:
    click.secho(f"{entity['label']}", bold=True, nl=False)
    click.echo(f"  ({entity['type']})  {entity['iri']}")
    if entity["aliases"]:
        click.echo(f"  also: {', '.join(entity['aliases'])}")
    for name, value in entity.get("facts", {}).items():
        if name != "abstracts":
            click.echo(f"  {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}")
    mentions = [statement for statement in entity["statements"] if statement["predicate"] == "mentions"]
    for statement in entity["statements"]:
        if show_all or statement["predicate"] != "mentions":
            _print_statement(statement, entity["id"], show_all=show_all)
    if mentions and not show_all:
        click.echo(f"  mentions: {len(mentions)} (--all prints them)")
    if len(mentions) == len(entity["statements"]) and entity["type"] != "Paper":
        click.echo(f"  no statement; {_papers_that_name(entity, mentions)}")
    if entity["less_certain"]:
        click.echo(f"  {entity['less_certain']:,} less certain: --unsure")


def _papers_that_name(entity: Description, mentions: Sequence[DescribedStatement]) -> str:
    titles = "; ".join(statement["subject"] for statement in mentions[:_MOST_TITLES])
    more = "; …" if len(mentions) > _MOST_TITLES else ""
    papers = "1 paper names" if len(mentions) == 1 else f"{len(mentions):,} papers name"
    return f"{papers} {entity['label']}" + (f": {titles}{more}" if mentions else "")


def _print_statement(statement: DescribedStatement, entity: str, *, show_all: bool) -> None:
    pairs = ((statement["subject_id"], statement["subject"]), (statement["object_id"], statement["object"]))
    ends = ["this" if node == entity else label for node, label in pairs]
    outcome = f" [{', '.join(statement['outcomes'])}]" if statement["outcomes"] else ""
    papers = "paper" if statement["support"] == 1 else "papers"
    certainty = "stated" if statement["stated"] else f"confidence {statement['confidence']:.2f}"
    belief = f"{statement['support']} {papers}, {certainty}"
    belief += ", unsure" if statement["unsure"] else ""
    belief += ", papers disagree" if statement["disputed"] else ""
    reason = f"inferred by {statement['inferred_by']}" if statement["inferred_by"] else belief
    line = f"  {ends[0]} {statement['predicate']} {ends[1]}{outcome}  ({reason})"
    click.secho(line, dim=statement["unsure"])
    evidence = statement["evidence"] if show_all else statement["evidence"][:_MOST_QUOTES]
    for passage in evidence:
        stands_for = f" [{' and '.join(passage['stands_for'])}]" if passage["stands_for"] else ""
        click.secho(f"      “{passage['quote']}”{stands_for}", dim=statement["unsure"])
        click.secho(f"        {passage['paper']} — {', '.join(passage['listings'])}", dim=True)
    if len(statement["evidence"]) > len(evidence):
        click.echo(f"      and {len(statement['evidence']) - len(evidence)} more (--all prints them)")
