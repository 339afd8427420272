"""The analysis as one page that needs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas import schema
from paperatlas.graph.importance import WEIGHTS
from paperatlas.html.content_security_policy import InlineSources, content_policy
from paperatlas.html.report.report_sections import report_sections
from paperatlas.html.templates import fill_template, package_text
from paperatlas.html.theme import node_type_rules
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.analysis.records import Analysis, Ranking
    from paperatlas.graph.graph import Graph

__all__ = ["render_report"]


def render_report(analysis: Analysis, graph: Graph) -> str:
    """The report as an HTML page: charts with captions, the numbers beside them, and how all is counted.

    The page asks nothing of any server and runs no script; its content security policy forbids both and allows the
    one style sheet by its hash. Everything that comes from papers is escaped.

    Args:
        analysis: What :func:`~paperatlas.analysis.analyze` found.
        graph: The graph it was found in, for titles, quotes and links.

    >>> from paperatlas.analysis import analyze
    >>> from paperatlas.graph.graph import Graph
    >>> "Nothing to compare yet" in render_report(analyze(Graph()), Graph())
    True
    """
    style = package_text("paperatlas.html.report", "report.css") + node_type_rules("fill", "background")
    page = fill_template(
        "paperatlas.html.report",
        "report.html.jinja",
        policy=content_policy(InlineSources(styles={style})),
        style=style,
        analysis=analysis,
        pages=graph.pages,
        sections=report_sections(analysis, graph),
        glance=_key_figures(analysis),
        counts=[(entry, analysis.types.get(entry.name, 0)) for entry in schema.NODE_TYPES],
        weights=[(name, weight) for name, weight in WEIGHTS.items() if weight.tie],
    )
    return xml_text(page)


def _key_figures(analysis: Analysis) -> list[tuple[str, str, str]]:
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
    figures = [(before, ranking, getattr(ranking, name), name) for ranking, name, before in candidates if ranking]
    return [
        (before, ranking.label, _after(ranking, count, name)) for before, ranking, count, name in figures if count > 1
    ]


def _most(standings: Sequence[Ranking], name: str) -> Ranking | None:
    return max(standings, key=lambda one: int(getattr(one, name)), default=None)


def _after(ranking: Ranking, count: int, name: str) -> str:
    return (
        f": {count}; it does better in {ranking.better}, worse in {ranking.worse}."
        if name == "compared"
        else f": {count}."
    )
