"""What the report says of each subject: its charts, captions and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.html.report.charts import Bar, bar_chart, column_chart
from paperatlas.html.report.comparison_charts import comparison_figures
from paperatlas.html.report.components import EntityLabel, Figure, ReportSection, ReportTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperatlas.analysis.records import Analysis, Community, NodeMeasures, Ranking
    from paperatlas.graph.graph import Graph

__all__ = ["report_sections"]

_TOP: Final = 15
"""How many rows a chart and the table beside it show."""
_SMALLEST: Final = 3
"""Communities with fewer members are not shown."""


def report_sections(analysis: Analysis, graph: Graph) -> list[ReportSection]:
    """The sections of the report, in the order in which they are read."""
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
            f"No group of {_SMALLEST} or more things hangs together yet.",
            "communities.csv",
        ),
        ReportSection("labs", "Labs", _labs(analysis), "No organisation is named in the pages.", "labs.csv"),
        ReportSection("years", "Papers by year", _years(analysis), "No paper has a known year.", "years.csv"),
    ]


def _share(value: float | None) -> str:
    return f"{100 * (value or 0):.2f} %"


def _models(analysis: Analysis) -> tuple[Figure, ...]:
    named = _named_most(
        "models",
        "The models that most papers name",
        analysis.models,
        "How many papers state something about the model, if only that they mention it. The table adds in how many "
        "papers it is compared, does better or worse, has something built on it or a method applied to it.",
        ("papers", "compared", "better", "worse", "built_on", "applied"),
    )
    built_on = sorted((ranking for ranking in analysis.models if ranking.built_on), key=lambda one: -one.built_on)[
        :_TOP
    ]
    return (*named, *(_foundations(built_on) if len(built_on) > 2 else ()))


def _foundations(models: Sequence[Ranking]) -> tuple[Figure, ...]:
    heading = "The models that others are built on"
    bars = [Bar(ranking.label, (("Model", ranking.built_on),), str(ranking.built_on)) for ranking in models]
    caption = (
        "How many papers state that something (a model, dataset, method, or the paper's unnamed work) is initialised, "
        "fine-tuned, distilled or otherwise made from the model."
    )
    rows = tuple((EntityLabel(ranking.label, "Model"), ranking.built_on, ranking.papers) for ranking in models)
    chart = bar_chart("foundations", heading, bars, {"Model": "papers"})
    return (Figure(heading, chart, caption, ReportTable(("Model", "Built on in", "Papers"), rows)),)


def _methods(analysis: Analysis) -> tuple[Figure, ...]:
    return _named_most(
        "methods",
        "The methods that most papers name",
        analysis.methods,
        "How many papers state something about the method. The table adds in how many papers it is applied to a "
        "model, has something built on it, is compared, and does better or worse.",
        ("papers", "applied", "built_on", "compared", "better", "worse"),
    )


def _named_most(
    key: str, heading: str, standings: Sequence[Ranking], caption: str, counts: tuple[str, ...]
) -> tuple[Figure, ...]:
    shown = [ranking for ranking in standings if ranking.papers][:_TOP]
    if not shown:
        return ()
    kind = shown[0].type
    bars = [Bar(ranking.label, ((kind, ranking.papers),), str(ranking.papers)) for ranking in shown]
    columns = (kind, *(name.replace("_", " ").capitalize() for name in counts), "Credit")
    rows = tuple(
        (EntityLabel(ranking.label, kind), *(getattr(ranking, name) for name in counts), _share(ranking.pagerank))
        for ranking in shown
    )
    return (Figure(heading, bar_chart(key, heading, bars, {kind: "papers"}), caption, ReportTable(columns, rows)),)


def _datasets(analysis: Analysis) -> tuple[Figure, ...]:
    shown = [ranking for ranking in analysis.datasets if ranking.trained + ranking.evaluated or ranking.papers][:_TOP]
    if not shown:
        return ()
    heading = "The datasets that are trained and evaluated on"
    bars = [
        Bar(
            ranking.label,
            (("trains-on", ranking.trained), ("evaluates-on", ranking.evaluated)),
            str(ranking.trained + ranking.evaluated),
        )
        for ranking in shown
    ]
    caption = (
        "How many papers state that something is trained on the dataset, and how many that something is evaluated on "
        "it; a paper that states both counts in both. A dataset that is only mentioned has no bar."
    )
    rows = tuple(
        (EntityLabel(ranking.label, "Dataset"), ranking.trained, ranking.evaluated, ranking.papers) for ranking in shown
    )
    kinds = {"trains-on": "trained on", "evaluates-on": "evaluated on"}
    table = ReportTable(("Dataset", "Trained on", "Evaluated on", "Papers"), rows)
    return (Figure(heading, bar_chart("datasets", heading, bars, kinds), caption, table),)


def _network(analysis: Analysis) -> tuple[Figure, ...]:
    things = [node for node in analysis.nodes.values() if node.type in schema.ARTIFACT_TYPES]
    exactly = "exact" if analysis.pivots is None else f"estimated from the paths that start at {analysis.pivots} nodes"
    if not any(node.betweenness for node in things):
        return ()
    return (
        _ranking(
            "credit",
            "What the rest leans on",
            things,
            lambda node: node.pagerank or 0,
            "PageRank: the share of credit a thing gets when papers, and the things they name, pass it on to what they "
            "train on, evaluate on, compare to, are built on or apply. The weights stand under “How it is counted”.",
        ),
        _ranking(
            "bridges",
            "What joins the rest",
            things,
            lambda node: node.betweenness or 0,
            f"Betweenness ({exactly}): the share of shortest paths between other nodes that pass the thing. High "
            "values join groups that otherwise have little to do with each other.",
        ),
    )


def _ranking(
    key: str, heading: str, nodes: Sequence[NodeMeasures], share: Callable[[NodeMeasures], float], caption: str
) -> Figure:
    shown = [node for node in sorted(nodes, key=lambda node: (-share(node), node.id))[:_TOP] if share(node)]
    bars = [Bar(node.label, ((node.type, share(node)),), _share(share(node))) for node in shown]
    rows = tuple((EntityLabel(node.label, node.type), node.type, _share(share(node)), node.papers) for node in shown)
    kinds = {name: name for name in schema.ARTIFACT_TYPES}
    return Figure(
        heading, bar_chart(key, heading, bars, kinds), caption, ReportTable(("Name", "Type", "Share", "Papers"), rows)
    )


def _communities(analysis: Analysis) -> tuple[Figure, ...]:
    shown = [community for community in analysis.communities if community.size >= _SMALLEST][:_TOP]
    if not shown:
        return ()
    heading = "Groups that hold together"
    bars = [
        Bar(community.name, tuple((name, float(count)) for name, count in community.types.items()), str(community.size))
        for community in shown
    ]
    all_ = sum(community.size >= _SMALLEST for community in analysis.communities)
    caption = (
        f"The {len(shown)} largest of {all_} communities with at least {_SMALLEST} members, by the Louvain method on "
        f"all weighted ties (modularity {analysis.modularity:.2f}); each is named after the members that most papers "
        "name. The length is the number of members."
    )
    kinds = {
        entry.name: entry.name
        for entry in schema.NODE_TYPES
        if any(entry.name in community.types for community in shown)
    }
    table = ReportTable(
        ("No.", "Most named members", "Papers", "Things"), tuple(_row(analysis, community) for community in shown)
    )
    return (Figure(heading, bar_chart("communities", heading, bars, kinds), caption, table),)


def _row(analysis: Analysis, community: Community) -> tuple[int, str, int, int]:
    papers = community.types.get("Paper", 0)
    labels = [analysis.nodes[member].label for member in community.members[: community.size - papers or 1]]
    return (community.number, ", ".join(labels[:8]), papers, community.size - papers)


def _labs(analysis: Analysis) -> tuple[Figure, ...]:
    shown = analysis.labs[:_TOP]
    if not shown:
        return ()
    heading = "The labs that papers come from, and that they name"
    bars = [
        Bar(
            ranking.label,
            (("Lab", ranking.papers), ("mentioned", ranking.mentioned)),
            str(ranking.papers + ranking.mentioned),
        )
        for ranking in shown
    ]
    caption = (
        "How many papers come from the lab by the word of a listing, and how many name it in their text; a paper may "
        "count in both."
    )
    rows = tuple(
        (EntityLabel(lab.label, "Lab"), lab.papers, lab.introduced, lab.authors, lab.mentioned) for lab in shown
    )
    table = ReportTable(("Lab", "Papers", "Things introduced", "Authors", "Named in"), rows)
    kinds = {"Lab": "papers from it", "mentioned": "papers that name it"}
    return (Figure(heading, bar_chart("labs", heading, bars, kinds), caption, table),)


def _years(analysis: Analysis) -> tuple[Figure, ...]:
    if not analysis.years:
        return ()
    heading = "When the papers appeared"
    bars = [
        Bar(
            str(year.year),
            (("Paper", year.stated), ("inferred", year.inferred)),
            str(year.stated + year.inferred or ""),
        )
        for year in analysis.years
    ]
    caption = (
        f"Papers by the year of their date; {analysis.undated} have none. A year is inferred where a listing prints "
        "day and month alone."
    )
    rows = tuple((str(year.year), year.stated, year.inferred) for year in analysis.years)
    kinds = {"Paper": "year printed", "inferred": "year inferred"}
    chart = column_chart("years", heading, bars, kinds)
    return (Figure(heading, chart, caption, ReportTable(("Year", "Printed", "Inferred"), rows)),)
