"""``paperatlas resolve``: which names are one thing, and which a variant of which."""

from __future__ import annotations

import json
from pathlib import Path

import click

import paperatlas as pa
from paperatlas._util.files import write_file
from paperatlas.cli.options import corrections_option, output_file_option, registry_option
from paperatlas.schema import EXTRACTED_TYPES

__all__ = ["resolve"]


@click.command()
@click.argument("names", required=False, type=click.Path(path_type=Path))
@output_file_option
@click.option("--why", nargs=2, metavar="A B", help="Tell instead what joined or parted two names.")
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
    """Tell which names are one thing, and which are variants of which.

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

    known = known_entities(load_registry(registry) if registry is not None else ())
    corrected = load_corrections(corrections)
    entries = list(read_names(names)) if names is not None else []
    if why is not None:
        for line in explain(why, type_name, entries, known, corrected):
            click.echo(line)
        return
    resolved = (json.dumps(entry, ensure_ascii=False) for entry in pa.resolve(entries, known, corrected))
    if str(output) == "-":
        for line in resolved:
            click.echo(line)
    else:
        write_file(output, "".join(f"{line}\n" for line in resolved).encode())
