"""Make what follows from the code: ontology, shapes, JSON-LD context, pages, and what the README's commands print.

``python docs/generate.py`` writes them; tests hold them against what it would write.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from architecture import architecture, contributing, picture
from paperatlas.cli import main
from paperatlas.curation.file_models import FILE_MODELS, json_schema
from paperatlas.pipeline.outputs import FORMATS
from paperatlas.rdf.json_ld import context
from paperatlas.rdf.ontology import ontology
from paperatlas.rdf.shacl import shapes
from paperatlas.schema import AUXILIARY_CLASSES, NAMESPACES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES
from paperatlas.server.pages.page_templates import SYNTAXES

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parent
RDF = DOCS.parent / "src" / "paperatlas" / "rdf"


def vocabulary() -> str:
    """Return the page on node types, predicates and properties."""
    rows = [
        "# The vocabulary",
        "",
        "<!-- made by docs/generate.py from src/paperatlas/schema.py -->",
        "",
        f"The terms live in `{NAMESPACES['pa']}`, `pa:` in short. `paperatlas schema --ontology` prints them as an OWL",
        "ontology, `paperatlas schema --shapes` the SHACL shapes that a whole graph meets.",
        "",
        "## Nodes",
        "",
        "| node | RDF class | below | what it is |",
        "|---|---|---|---|",
        *(f"| {n.name} | `pa:{n.name}` | {_terms(n.superclasses)} | {n.comment} |" for n in NODE_TYPES),
        "",
        "## Edges",
        "",
        "| edge | RDF property | below | from | to | holds when |",
        "|---|---|---|---|---|---|",
    ]
    for rule in PREDICATES:
        ends = f"{', '.join(rule.subjects)} | {', '.join(rule.objects)}"
        beside = f" Beside it: `{rule.beside}`, from {', '.join(rule.beside_subjects)}." if rule.beside else ""
        below = _terms(rule.superproperties)
        rows.append(f"| {rule.name} | `pa:{rule.term}` | {below} | {ends} | {rule.comment}{beside} |")
    rows += [
        "",
        "A based-on between two models whose quote says fine-tuned has `fair4ml:fineTunedFrom` beside it.",
        "",
        "## Outcomes of compares-to",
        "",
        "| outcome | RDF property, below `pa:comparesTo` | meaning |",
        "|---|---|---|",
        *(f"| {o.name} | {_terms([f'pa:{o.term}'] if o.term else [])} | {o.comment} |" for o in OUTCOMES),
        "",
        "## Statements, evidence, listings",
        "",
        "| class | below | what it is |",
        "|---|---|---|",
        *(f"| `pa:{name}` | {_terms(above)} | {comment} |" for name, above, comment in AUXILIARY_CLASSES),
        "",
        "| property | of | values | meaning |",
        "|---|---|---|---|",
        *(f"| `pa:{p.term}` | {_terms(p.domain)} | `{p.range}` | {p.comment} |" for p in PROPERTIES),
    ]
    return "\n".join(rows) + "\n"


def _terms(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def command_line() -> str:
    """Return the page on the commands: their help."""
    parts = ["# The command line\n", "<!-- made by docs/generate.py from the commands' own help -->\n"]
    context = click.Context(main, info_name="paperatlas", terminal_width=100, **main.context_settings)
    parts.append(f"```\n{main.get_help(context)}\n```\n")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is None:
            continue
        own = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## paperatlas {name}\n\n```\n{command.get_help(own)}\n```\n")
    return "\n".join(parts)


def with_formats(text: str) -> str:
    """Return a text with the lists of formats between its marks made anew: on a line, or as a table."""
    labels = ", ".join(dict.fromkeys(entry.label for entry in FORMATS.values()))
    rows = "".join(f"| `{entry.name}` | {entry.label} | {entry.comment} |\n" for entry in FORMATS.values())
    table = f"\n| `paperatlas export` | format | what it is for |\n|---|---|---|\n{rows}"

    def filled(found: re.Match[str]) -> str:
        return f"<!-- formats -->{table if found[1].startswith(chr(10)) else labels}<!-- /formats -->"

    return re.sub(r"<!-- formats -->(.*?)<!-- /formats -->", filled, text, flags=re.DOTALL)


def readme(text: str, folder: Path) -> str:
    """Return a text with the output of each command in its console blocks made anew.

    Args:
        text: The text, with blocks of a command behind ``$`` and its output.
        folder: Where the commands run: a copy of ``seeds/`` must be there.
    """
    environment = {**os.environ, "COLUMNS": "120", "PYTHONPATH": os.pathsep.join(sys.path)}

    def printed(block: re.Match[str]) -> str:
        words = shlex.split(block[1])[1:]
        command = [sys.executable, "-c", "from paperatlas.cli import main; main()", *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
        return f"```console\n$ {block[1]}\n{done.stdout}```"

    return re.sub(r"```console\n\$ (paperatlas .+)\n(?:.*\n)*?```", printed, with_formats(text))


def rdf_page() -> str:
    """Return the page on RDF, with the list of formats."""
    return with_formats((DOCS / "rdf.md").read_text(encoding="utf-8"))


def server_pages() -> str:
    """Return the page on the server's pages, with the syntaxes of each address."""
    rows = "".join(f"| {entry.label} | `{entry.media_type}` | `{entry.name}` |\n" for entry in SYNTAXES)
    table = f"<!-- syntaxes -->\n| syntax | `Accept` | `?format=` |\n|---|---|---|\n{rows}<!-- /syntaxes -->"
    text = (DOCS / "pages.md").read_text(encoding="utf-8")
    return re.sub(r"<!-- syntaxes -->.*<!-- /syntaxes -->", table, text, flags=re.DOTALL)


def editor_schema(kind: str) -> str:
    """Return the JSON Schema of a kind of file that users write, as the command prints it."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "vocabulary.md": vocabulary,
    "cli.md": command_line,
    "rdf.md": rdf_page,
    "pages.md": server_pages,
    "architecture.md": architecture,
    "architecture.svg": picture,
    "../CONTRIBUTING.md": contributing,
    **{f"schemas/{kind}.schema.json": partial(editor_schema, kind) for kind in FILE_MODELS},
}
SHIPPED = {"ontology.ttl": ontology, "shapes.ttl": shapes, "context.jsonld": context}

if __name__ == "__main__":
    for file, make_file in SHIPPED.items():
        (RDF / file).write_bytes(make_file())
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), encoding="utf-8")
    README = DOCS.parent / "README.md"
    with TemporaryDirectory() as fresh:
        # A folder that remembers earlier builds would print something else.
        (Path(fresh) / "seeds").symlink_to(DOCS.parent / "seeds")
        README.write_text(readme(README.read_text(encoding="utf-8"), Path(fresh)), encoding="utf-8")
