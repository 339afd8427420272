"""The command that resolves names: which are of one entity, and which are variants of which."""

from __future__ import annotations

import json
from pathlib import Path

import click

import paperatlas as pa
from paperatlas.cli.console import write_lines
from paperatlas.cli.options import corrections_option, output_file_option, registry_option
from paperatlas.schema import EXTRACTED_TYPES


@click.command()
@click.argument("names", required=False, type=click.Path(path_type=Path))
@output_file_option
@click.option("--why", nargs=2, metavar="A B", help="Show instead what joined or parted two names.")
@click.option("--type", "type_name", type=click.Choice(EXTRACTED_TYPES), help="With --why: what A and B are.")
@registry_option
@corrections_option
def resolve(
    names: Path | None,
    output: Path,
    why: tuple[str, str] | None,
    type_name: str | None,
    registry: Path | None,
    corrections: Path | None,
) -> None:
    """Find which names are one thing, and which are variants of which.

    NAMES are JSON Lines of {"name", "type"}, if need be with "aliases"; type is Model, Dataset, Method or Lab. Each
    line comes back, in its place, with "entity" (the IRI that a graph of these names gives it), "label" and
    "variant_of" (the IRI of its closest family among them, or null).

    \b
    Examples:
      paperatlas resolve names.jsonl -o resolved.jsonl
      paperatlas resolve --why "OpenAI o1" o1
      paperatlas resolve names.jsonl --why MATH MATH-500 --type Dataset
    """
    if names is None and why is None:
        raise click.UsageError("name a file of names, or two names with --why")
    from paperatlas.curation.corrections import load_corrections
    from paperatlas.curation.registry import known_entities, load_registry
    from paperatlas.resolution.resolve import explain, read_names

    entries = list(read_names(names)) if names is not None else []
    if why is None:
        resolved = pa.resolve(entries, registry=registry, corrections=corrections)
        lines = (json.dumps(entry, ensure_ascii=False) for entry in resolved)
        write_lines(lines, output)
        return
    known = known_entities(load_registry(registry))
    write_lines(explain(why, type_name, entries, known, load_corrections(corrections)), Path("-"))
