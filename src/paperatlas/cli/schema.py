"""The command that prints the schema, the ontology and the shapes, and checks a file against the shapes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from paperatlas.cli.console import print_json, print_table
from paperatlas.cli.options import json_option
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES

_KINDS: Final = ("registry", "corrections", "names", "annotation-schema", "papers", "gold", "answers")
"""The kinds of files that users write; :mod:`paperatlas.curation.file_models` has their models."""


@click.command()
@click.option("--ontology", "output", flag_value="ontology", help="Print the ontology in Turtle.")
@click.option("--shapes", "output", flag_value="shapes", help="Print the SHACL shapes in Turtle.")
@click.option(
    "--json-schema",
    "kind",
    type=click.Choice(_KINDS),
    metavar="KIND",
    help=f"Print the JSON Schema of a file that you write: {', '.join(_KINDS)}.",
)
@click.option("--check", type=click.Path(path_type=Path), metavar="GRAPH.ttl", help="Hold a graph against the shapes.")
@json_option
def schema(output: str | None, kind: str | None, check: Path | None, as_json: bool) -> None:
    """Show the node types and predicates of the graph.

    \b
    Examples:
      paperatlas schema
      paperatlas schema --ontology > ontology.ttl
      paperatlas schema --check output/graph.ttl
      paperatlas schema --json-schema registry > registry.schema.json
    """
    if kind is not None:
        from paperatlas.curation.file_models import json_schema

        print_json(json_schema(kind))
        return
    # rdflib is slow to load.
    from paperatlas.rdf.ontology import ontology
    from paperatlas.rdf.shacl import check_conformance, shapes

    if check is not None:
        check_conformance(check)
        click.echo(f"{check} conforms to the shapes.")
    elif output is not None:
        click.echo((ontology() if output == "ontology" else shapes()).decode(), nl=False)
    elif as_json:
        _print_as_json()
    else:
        _print_tables()


def _print_as_json() -> None:
    from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
    from paperatlas.html.templates import NODE_SHAPES

    types = (
        {**asdict(entry), "colour": NODE_COLOURS[entry.name], "shape": NODE_SHAPES[entry.name]} for entry in NODE_TYPES
    )
    rules = ({**asdict(rule), "colour": PREDICATE_COLOURS[rule.name]} for rule in PREDICATES)
    outcomes = [asdict(outcome) for outcome in OUTCOMES]
    print_json({"node_types": list(types), "predicates": list(rules), "outcomes": outcomes})


def _print_tables() -> None:
    print_table(("node type", "what it is"), [(entry.name, entry.comment) for entry in NODE_TYPES])
    click.echo()
    rows = [(rule.name, ", ".join(rule.subjects), ", ".join(rule.objects), rule.comment) for rule in PREDICATES]
    print_table(("predicate", "from", "to", "holds when"), rows)
