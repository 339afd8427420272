"""The report page: sections of charts, captions and tables that show an analysis."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.graph.importance import WEIGHTS
from paperatlas.html.report.charts import Bar, column_chart
from paperatlas.html.report.comparison_figures import comparison_figures
from paperatlas.html.report.figures import EntityLabel, Figure, ReportSection, ReportTable, bar_figure
from paperatlas.html.templates import fill_page, node_type_rules
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from paperatlas.analysis.records import Analysis, NodeMeasures, Ranking
    from paperatlas.graph.graph import Graph

__all__ = ["render_report"]

_ROWS: Final = 15
"""The most rows of a chart and of the table beside it."""

_COMMUNITY_SIZE: Final = 3
"""The fewest members of a community in the report."""


def render_report(analysis: Analysis, graph: Graph) -> str:
    """Render the report as an HTML page: charts with captions, tables, and how everything is counted.

    The page makes no request and runs no script; its content security policy forbids both and allows the one style
    sheet by its hash. The template escapes all text of papers.

    Args:
        analysis: The analysis of the graph, from :func:`~paperatlas.analysis.analyze`.
        graph: The graph, for titles, quotes and links.

    >>> from paperatlas.analysis import analyze
    >>> from paperatlas.graph.graph import Graph
    >>> "Nothing to compare yet" in render_report(analyze(Graph()), Graph())
    True
    """
    page = fill_page(
        "paperatlas.html.report",
        "report",
        more_style=node_type_rules("fill", "background"),
        analysis=analysis,
        pages=graph.pages,
        unsure=len(graph.unsure),
        sections=_sections(analysis, graph),
        highlights=_highlights(analysis),
        counts=[(entry, analysis.types.get(entry.name, 0)) for entry in schema.NODE_TYPES],
        weights=[(name, weight) for name, weight in WEIGHTS.items() if weight.tie],
    )
    return xml_text(page)


def _highlights(analysis: Analysis) -> list[tuple[str, str, str]]:
    """Return the most named entities as the words before a label, the label, and the words after it."""
    candidates: list[tuple[str, str, Sequence[Ranking]]] = [
        ("No model is named in more papers than ", "papers", analysis.models),
        ("Nothing is evaluated on in more papers than ", "evaluated", analysis.datasets),
        ("Nothing is trained on in more papers than ", "trained", analysis.datasets),
        ("Nothing is compared in more papers than ", "compared", (*analysis.models, *analysis.methods)),
    ]
    highlights = []
    for words, name, rankings in candidates:
        ranking = max(rankings, key=attrgetter(name), default=None)
        if ranking and getattr(ranking, name) > 1:
            outcome = f"; it does better in {ranking.better}, worse in {ranking.worse}" if name == "compared" else ""
            highlights.append((words, ranking.label, f": {getattr(ranking, name)}{outcome}."))
    return highlights


def _sections(analysis: Analysis, graph: Graph) -> list[ReportSection]:
    return [
        ReportSection("models", "Models", _models(analysis), "No model is named in the papers.", "models.csv"),
        ReportSection(
            "datasets", "Datasets", _datasets(analysis), "No dataset is named in the papers.", "datasets.csv"
        ),
        ReportSection("methods", "Methods", _methods(analysis), "No method is named in the papers.", "methods.csv"),
        ReportSection(
            "comparisons",
            "Comparisons",
            comparison_figures(analysis, graph),
            "Nothing to compare yet: no paper sets one named thing against another.",
            "comparisons.csv",
        ),
        ReportSection("network", "Hubs and bridges", _network(analysis), "No ties to measure yet.", "measures.csv"),
        ReportSection(
            "communities",
            "Communities",
            _communities(analysis),
            f"No group of {_COMMUNITY_SIZE} or more things hangs together yet.",
            "communities.csv",
        ),
        ReportSection("labs", "Labs", _labs(analysis), "No organisation is named in the pages.", "labs.csv"),
        ReportSection("years", "Papers by year", _years(analysis), "No paper has a known year.", "years.csv"),
    ]


def _share(value: float | None) -> str:
    return f"{100 * (value or 0):.2f} %"


def _models(analysis: Analysis) -> tuple[Figure, ...]:
    named = _most_named(
        "models",
        "The models that most papers name",
        analysis.models,
        "How many papers state something about the model, if only that they mention it. The table adds in how many "
        "papers it is compared, does better or worse, has something built on it or a method applied to it.",
        ("papers", "compared", "better", "worse", "built_on", "applied"),
    )
    bases = sorted((ranking for ranking in analysis.models if ranking.built_on), key=lambda model: -model.built_on)
    built_on = bar_figure(
        "foundations",
        "The models that others are built on",
        [Bar.of(model.label, {"Model": model.built_on}) for model in bases[:_ROWS]],
        {"Model": "papers"},
        "How many papers state that something (a model, dataset, method, or the paper's unnamed work) is initialised, "
        "fine-tuned, distilled or otherwise made from the model.",
        ("Model", "Built on in", "Papers"),
        [(EntityLabel(model.label, "Model"), model.built_on, model.papers) for model in bases[:_ROWS]],
    )
    return (*named, *(built_on if len(bases) > 2 else ()))


def _methods(analysis: Analysis) -> tuple[Figure, ...]:
    return _most_named(
        "methods",
        "The methods that most papers name",
        analysis.methods,
        "How many papers state something about the method. The table adds in how many papers it is applied to a "
        "model, has something built on it, is compared, and does better or worse.",
        ("papers", "applied", "built_on", "compared", "better", "worse"),
    )


def _most_named(
    key: str, heading: str, rankings: Sequence[Ranking], caption: str, counts: tuple[str, ...]
) -> tuple[Figure, ...]:
    shown = [ranking for ranking in rankings if ranking.papers][:_ROWS]
    kind = shown[0].type if shown else ""
    return bar_figure(
        key,
        heading,
        [Bar.of(ranking.label, {kind: ranking.papers}) for ranking in shown],
        {kind: "papers"},
        caption,
        (kind, *(name.replace("_", " ").capitalize() for name in counts), "Credit"),
        [
            (EntityLabel(ranking.label, kind), *(getattr(ranking, name) for name in counts), _share(ranking.pagerank))
            for ranking in shown
        ],
    )


def _datasets(analysis: Analysis) -> tuple[Figure, ...]:
    shown = [dataset for dataset in analysis.datasets if dataset.trained + dataset.evaluated or dataset.papers][:_ROWS]
    return bar_figure(
        "datasets",
        "The datasets that are trained and evaluated on",
        [Bar.of(dataset.label, {"trains-on": dataset.trained, "evaluates-on": dataset.evaluated}) for dataset in shown],
        {"trains-on": "trained on", "evaluates-on": "evaluated on"},
        "How many papers state that something is trained on the dataset, and how many that something is evaluated on "
        "it; a paper that states both counts in both. A dataset that is only mentioned has no bar.",
        ("Dataset", "Trained on", "Evaluated on", "Papers"),
        [
            (EntityLabel(dataset.label, "Dataset"), dataset.trained, dataset.evaluated, dataset.papers)
            for dataset in shown
        ],
    )


def _network(analysis: Analysis) -> tuple[Figure, ...]:
    artifacts = [node for node in analysis.nodes.values() if node.type in schema.ARTIFACT_TYPES]
    if not any(node.betweenness for node in artifacts):
        return ()
    pivots = analysis.pivots
    exactness = "exact" if pivots is None else f"estimated from the paths that start at {pivots} nodes"
    return (
        *_highest_shares(
            "credit",
            "What the rest leans on",
            artifacts,
            lambda node: node.pagerank or 0,
            "PageRank: the share of credit a thing gets when papers, and the things they name, pass it on to what they "
            "train on, evaluate on, compare to, are built on or apply. The weights stand under “How it is counted”.",
        ),
        *_highest_shares(
            "bridges",
            "What joins the rest",
            artifacts,
            lambda node: node.betweenness or 0,
            f"Betweenness ({exactness}): the share of shortest paths between other nodes that pass the thing. High "
            "values join groups that otherwise have little to do with each other.",
        ),
    )


def _highest_shares(
    key: str, heading: str, nodes: Sequence[NodeMeasures], share: Callable[[NodeMeasures], float], caption: str
) -> tuple[Figure, ...]:
    shown = [node for node in sorted(nodes, key=lambda node: (-share(node), node.id))[:_ROWS] if share(node)]
    return bar_figure(
        key,
        heading,
        [Bar(node.label, {node.type: share(node)}, _share(share(node))) for node in shown],
        {name: name for name in schema.ARTIFACT_TYPES},
        caption,
        ("Name", "Type", "Share", "Papers"),
        [(EntityLabel(node.label, node.type), node.type, _share(share(node)), node.papers) for node in shown],
    )


def _communities(analysis: Analysis) -> tuple[Figure, ...]:
    large = [community for community in analysis.communities if community.size >= _COMMUNITY_SIZE]
    shown = large[:_ROWS]

    def first_labels(members: Sequence[str]) -> str:
        return ", ".join(analysis.nodes[member].label for member in members[:8])

    rows = []
    for community in shown:
        papers = community.types.get("Paper", 0)
        artifacts = community.size - papers
        rows.append((community.number, first_labels(community.members[: artifacts or 1]), papers, artifacts))
    return bar_figure(
        "communities",
        "Groups that hold together",
        [Bar.of(community.name, community.types) for community in shown],
        {entry.name: entry.name for entry in schema.NODE_TYPES if any(entry.name in group.types for group in shown)},
        f"The {len(shown)} largest of {len(large)} communities with at least {_COMMUNITY_SIZE} members, by the Louvain "
        f"method on all weighted ties (modularity {analysis.modularity:.2f}); each is named after the members that "
        "most papers name. The length is the number of members.",
        ("No.", "Most named members", "Papers", "Things"),
        rows,
    )


def _labs(analysis: Analysis) -> tuple[Figure, ...]:
    shown = analysis.labs[:_ROWS]
    return bar_figure(
        "labs",
        "The labs that papers come from, and that they name",
        [Bar.of(lab.label, {"Lab": lab.papers, "mentioned": lab.mentioned}) for lab in shown],
        {"Lab": "papers from it", "mentioned": "papers that name it"},
        "How many papers come from the lab by the word of a listing, and how many name it in their text; a paper may "
        "count in both.",
        ("Lab", "Papers", "Things introduced", "Authors", "Named in"),
        [(EntityLabel(lab.label, "Lab"), lab.papers, lab.introduced, lab.authors, lab.mentioned) for lab in shown],
    )


def _years(analysis: Analysis) -> tuple[Figure, ...]:
    if not analysis.years:
        return ()
    heading = "When the papers appeared"
    parts: list[tuple[str, Mapping[str, float]]] = [
        (str(year.year), {"Paper": year.stated, "inferred": year.inferred}) for year in analysis.years
    ]
    bars = [Bar(label, lengths, str(sum(lengths.values()) or "")) for label, lengths in parts]
    caption = (
        f"Papers by the year of their date; {analysis.undated} have none. A year is inferred where a listing prints "
        "day and month alone."
    )
    table = ReportTable(
        ("Year", "Printed", "Inferred"), [(str(year.year), year.stated, year.inferred) for year in analysis.years]
    )
    kinds = {"Paper": "year printed", "inferred": "year inferred"}
    return (Figure(heading, column_chart("years", heading, bars, kinds), caption, table),)
