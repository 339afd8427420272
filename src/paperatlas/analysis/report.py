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
    from collections.abc import Sequence

    from paperatlas.analysis.values import Analysis, Standing
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
    """The rules that give each node type and predicate the colour it has everywhere."""
    return "".join(f".k-{entry.name}{{fill:{entry.colour};background:{entry.colour}}}\n" for entry in schema.NODE_TYPES)


def _glance(analysis: Analysis) -> list[tuple[str, str, str]]:
    """What stands out, as what is said before a name, the name, and what is said after it; nothing where one is all."""
    datasets = analysis.datasets
    candidates = [
        (_most(analysis.models, "papers"), "papers", "No model is named in more papers than "),
        (_most(datasets, "evaluated"), "evaluated", "Nothing is evaluated on in more papers than "),
        (_most(datasets, "trained"), "trained", "Nothing is trained on in more papers than "),
        (
            _most((*analysis.models, *analysis.methods), "compared"),
            "compared",
            "Nothing is compared in more papers than ",
        ),
    ]
    found = [(before, one, getattr(one, name), name) for one, name, before in candidates if one]
    return [(before, one.label, _after(one, count, name)) for before, one, count, name in found if count > 1]


def _most(standings: Sequence[Standing], name: str) -> Standing | None:
    return max(standings, key=lambda one: int(getattr(one, name)), default=None)


def _after(one: Standing, count: int, name: str) -> str:
    return f": {count}; it does better in {one.better}, worse in {one.worse}." if name == "compared" else f": {count}."
