"""The analysis as one page that needs nothing but itself."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from paperatlas import schema
from paperatlas.analysis.pages import Named
from paperatlas.analysis.projections import NO_CREDIT, WEIGHTS
from paperatlas.analysis.sections import sections
from paperatlas.exporting.text import clean

if TYPE_CHECKING:
    from paperatlas.analysis.values import Analysis
    from paperatlas.records import Graph

__all__ = ["report"]


def report(analysis: Analysis, graph: Graph) -> str:
    """The report as an HTML page: charts with captions, the numbers beside them, and how all is counted.

    The page asks nothing of any server and runs no script; its content security policy forbids both and allows the
    one style sheet by its hash. Everything that comes from papers is escaped.

    Args:
        analysis: What :func:`~paperatlas.analysis.analyze` found.
        graph: The graph it was found in, for titles, quotes and links.

    >>> from paperatlas.analysis import analyze
    >>> from paperatlas.records import Graph
    >>> "Nothing to compare yet" in report(analyze(Graph()), Graph())
    True
    """
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["named"] = lambda cell: isinstance(cell, Named)
    environment.tests["witnesses"] = lambda cell: isinstance(cell, tuple)
    style = _resource("report.css") + _colours()
    page = environment.from_string(_resource("report.html.jinja")).render(
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        analysis=analysis,
        pages=graph.pages,
        sections=sections(analysis, graph),
        glance=_glance(analysis),
        counts=[(entry, analysis.types.get(entry.name, 0)) for entry in schema.NODE_TYPES],
        weights=[(schema.predicate(name), weight, name in NO_CREDIT) for name, weight in WEIGHTS.items()],
    )
    return clean(page)


def _resource(name: str) -> str:
    return resources.files("paperatlas.analysis").joinpath(name).read_text("utf-8")


def _colours() -> str:
    """The rules that give each node type the colour it has everywhere."""
    return "".join(f".k-{entry.name}{{fill:{entry.colour};background:{entry.colour}}}\n" for entry in schema.NODE_TYPES)


def _glance(analysis: Analysis) -> list[tuple[str, str]]:
    """What stands out, as pairs of a name and what is said of it; nothing of what is not there."""
    found: list[tuple[str, str]] = []
    if analysis.models and analysis.models[0].papers:
        found.append((analysis.models[0].label, f"is the model that most papers name: {analysis.models[0].papers}."))
    evaluated = max(analysis.datasets, key=lambda one: one.evaluated, default=None)
    if evaluated and evaluated.evaluated:
        found.append((evaluated.label, f"is what most papers evaluate on: {evaluated.evaluated}."))
    trained = max(analysis.datasets, key=lambda one: one.trained, default=None)
    if trained and trained.trained:
        found.append((trained.label, f"is what most papers train on: {trained.trained}."))
    compared = max((*analysis.models, *analysis.methods), key=lambda one: one.compared, default=None)
    if compared and compared.compared:
        won = f"it does better in {compared.better}, worse in {compared.worse}"
        found.append((compared.label, f"is compared in most papers: {compared.compared}; {won}."))
    return found
