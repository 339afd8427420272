"""Make the page on the architecture, its picture, and the layout that CONTRIBUTING.md shows.

All of it follows from the code: the layers from the import-linter contract in ``pyproject.toml``, the sentences from
the docstrings of packages, classes and functions, the arrows from the imports. ``docs/generate.py`` writes the files,
and a test holds them against what this module would make.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import pydoc
import re
import tomllib
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

import grimp
import networkx as nx

__all__ = ["architecture", "contributing", "picture"]

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "paperatlas"

PATH_OF_A_PAGE: Final = (
    "pipeline.build.build",
    "readers.read_page",
    "graph.papers.Paper",
    "extraction.extractor.ModelExtractor",
    "graph.extractions.Extraction",
    "resolution.resolve.Resolver",
    "graph.graph.Entity",
    "assembly.assembler.Assembler",
    "graph.graph.Graph",
    "pipeline.outputs.write_outputs",
)
"""What a page passes on its way to the graph, in order: functions and classes, and between them the values."""

GLOSSARY: Final = {
    "paper": "graph.papers.Paper",
    "paper version": "graph.graph.PaperVersion",
    "source location": "graph.papers.SourceLocation",
    "mention": "graph.extractions.Mention",
    "candidate statement": "graph.extractions.Relation",
    "statement": "graph.graph.Statement",
    "evidence": "graph.graph.Evidence",
    "support": "graph.graph.Statement:support",
    "confidence": "graph.graph.Statement:confidence",
    "entity": "graph.graph.Entity",
    "alias": "graph.graph.Entity:aliases",
    "variant": "resolution.variant_families.closest_families",
    "contradiction": "graph.contradictions.contradictions",
    "community": "analysis.records.Community",
    "registry": "curation.registry.KnownEntity",
    "correction": "curation.corrections.Corrections",
    "named question": "sparql.named_queries.Question",
}
"""Where each term is defined: a class or function, or an attribute of a class behind a colon."""

_BEGIN: Final = "<!-- layout: made by docs/architecture.py from the docstrings of the packages -->"
_END: Final = "<!-- end of layout -->"


class Room(NamedTuple):
    """A package or module directly below ``paperatlas``.

    Attributes:
        name: Its name below ``paperatlas``.
        summary: The first sentence of its docstring.
    """

    name: str
    summary: str


def layers() -> list[list[Room]]:
    """Return the layers, from the top; each may import only from those below it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    contract = next(each for each in settings["contracts"] if each["type"] == "layers")
    return [[Room(name, _room_summary(name)) for name in re.split(r"\s*[|:]\s*", row)] for row in contract["layers"]]


def architecture() -> str:
    """Return ``docs/architecture.md``: the layers, the path of a page, the picture and the glossary."""
    rows = [
        "# Architecture",
        "",
        "<!-- made by docs/architecture.py from pyproject.toml, docstrings and imports -->",
        "",
        "A package uses only packages that stand below it, for types too; `make lint` holds this with import-linter.",
        "",
        "| layer | package | what it holds |",
        "|---|---|---|",
    ]
    for number, layer in enumerate(layers(), 1):
        rows += [f"| {number} | `{room.name}` | {room.summary} |" for room in layer]
    rows += [
        "",
        "![The packages by layer, with an arrow for each import that no other arrows imply](architecture.svg)",
        "",
        "Arrows point from a package to one that it imports. An import that follows from other arrows is not drawn.",
        "",
        "## The path of a page",
        "",
        "From a file that lists papers to the graph:",
        "",
        *(f"{number}. [`{name}`]({_link(name)}): {_summary(name)}" for number, name in enumerate(PATH_OF_A_PAGE, 1)),
        "",
        "## Glossary",
        "",
        "| term | meaning | in the code |",
        "|---|---|---|",
        *(
            f"| {term} | {_meaning(target)} | [`{target.rpartition('.')[2]}`]({_link(target.partition(':')[0])}) |"
            for term, target in GLOSSARY.items()
        ),
    ]
    return "\n".join(rows) + "\n"


def contributing() -> str:
    """Return CONTRIBUTING.md with the layout made anew between its two comments."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    width = max(len(room.name) for layer in layers() for room in layer)
    floors = ["\n".join(f"{room.name:{width}}  {room.summary}" for room in layer) for layer in layers()]
    block = "\n".join([_BEGIN, "", "```", "\n\n".join(floors), "```", "", _END])
    return re.sub(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: block, text, flags=re.DOTALL)


# --- sentences ---


def _room_summary(name: str) -> str:
    file = SOURCE / f"{name}.py"
    tree = ast.parse((file if file.is_file() else SOURCE / name / "__init__.py").read_text("utf-8"))
    return _first_sentence(ast.get_docstring(tree) or "")


def _found(name: str) -> object:
    found = pydoc.locate(f"paperatlas.{name}")
    if found is None:
        raise LookupError(f"the documents name paperatlas.{name}, which does not exist")
    return found


def _summary(name: str) -> str:
    return _first_sentence(inspect.getdoc(_found(name)) or "")


def _meaning(target: str) -> str:
    """Return the first sentence of a class, or what its docstring says of an attribute."""
    name, _, attribute = target.partition(":")
    if not attribute:
        return re.sub(r"^Return (\w)", lambda start: start[1].upper(), _summary(name))
    own = inspect.getattr_static(_found(name), attribute, None)
    if isinstance(own, property):
        return _first_sentence(inspect.getdoc(own) or "")
    described = re.search(rf"^ +{attribute}: (.+(?:\n {{8,}}.+)*)", inspect.getdoc(_found(name)) or "", re.MULTILINE)
    if described is None:
        raise LookupError(f"the docstring of paperatlas.{name} does not describe {attribute}")
    return _first_sentence(described[1])


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence = re.match(r"(.+?\.)(?: [A-Z]|$)", paragraph)
    plain = sentence[1] if sentence else paragraph
    return re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", plain).replace("``", "`").replace("|", r"\|")


def _link(name: str) -> str:
    file = Path(inspect.getsourcefile(_found(name)) or "")  # type: ignore[arg-type]
    return f"../{file.relative_to(ROOT).as_posix()}"


# --- the picture ---

_BOX: Final = 30
_ROW: Final = 78
_GAP: Final = 64
_MARGIN: Final = 20
_PER_LETTER: Final = 8.2


class Box(NamedTuple):
    """Where a package stands in the picture, in pixels.

    Attributes:
        x: The left side.
        y: The top.
        width: The width.
    """

    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        """Return the middle between the sides."""
        return self.x + self.width / 2


def picture() -> str:
    """Return ``docs/architecture.svg``: a row of boxes a layer, and the imports between packages."""
    boxes, width = _boxes([[room.name for room in layer] for layer in layers()])
    height = max(box.y for box in boxes.values()) + _BOX + _MARGIN
    arrows = [_arrow(boxes[upper], boxes[lower]) for upper, lower in _imports(boxes)]
    marks = [_label(name, box) for name, box in boxes.items()]
    style = (
        "rect{fill:#f4f6fa;stroke:#4b5568}path{fill:none;stroke:#7a869a;marker-end:url(#tip)}"
        "text{font:14px ui-monospace,monospace;fill:#1d2430;text-anchor:middle}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">'
        "<title>The packages of paperatlas by layer</title>"
        f'<style>{style}</style><rect width="100%" height="100%" style="fill:#fff;stroke:none"/>'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#7a869a;stroke:none;marker-end:none"/></marker></defs>'
    )
    return "\n".join([head, *arrows, *marks, "</svg>"]) + "\n"


def _boxes(rows: list[list[str]]) -> tuple[dict[str, Box], float]:
    widths = {name: len(name) * _PER_LETTER + 2 * 12 for name in itertools.chain(*rows)}
    lengths = [sum(widths[name] for name in row) + _GAP * (len(row) - 1) for row in rows]
    width = max(lengths) + 2 * _MARGIN
    boxes = {}
    for number, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        x = (width - length) / 2
        for name in row:
            boxes[name] = Box(x, _MARGIN + number * _ROW, widths[name])
            x += widths[name] + _GAP
    return boxes, width


def _imports(names: dict[str, Box]) -> list[tuple[str, str]]:
    """Return which package imports which, without what follows from other arrows."""
    graph = grimp.build_graph("paperatlas", cache_dir=None)
    found: nx.DiGraph[str] = nx.DiGraph()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            upper, lower = (name.split(".")[1] if "." in name else "__init__" for name in (importer, imported))
            if upper != lower and {upper, lower} <= names.keys():
                found.add_edge(upper, lower)
    return sorted(nx.transitive_reduction(found).edges)


def _arrow(upper: Box, lower: Box) -> str:
    start, end = (upper.middle, upper.y + _BOX), (lower.middle, lower.y - 2)
    bend = (end[1] - start[1]) / 2
    return (
        f'<path d="M{start[0]:.1f} {start[1]:.1f}C{start[0]:.1f} {start[1] + bend:.1f} '
        f'{end[0]:.1f} {end[1] - bend:.1f} {end[0]:.1f} {end[1]:.1f}"/>'
    )


def _label(name: str, box: Box) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{_BOX}" rx="5"/>'
        f'<text x="{box.middle:.1f}" y="{box.y + 20:.1f}">{escape(name)}</text>'
    )
