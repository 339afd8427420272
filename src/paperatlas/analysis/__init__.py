"""Measures, communities, rankings and comparisons of a graph, as values and CSV tables.

>>> from paperatlas.graph.graph import Entity, Graph
>>> analysis = analyze(Graph({"model/a": Entity("model/a", "Model", "A")}))
>>> [model.label for model in analysis.models]
['A']
"""

from __future__ import annotations

from paperatlas.analysis.graph_analysis import analyze
from paperatlas.analysis.records import (
    Analysis,
    Community,
    ComparisonEvidence,
    LabRanking,
    NodeMeasures,
    PairComparison,
    Ranking,
    YearCount,
)
from paperatlas.analysis.tables import tables

__all__ = [
    "Analysis",
    "Community",
    "ComparisonEvidence",
    "LabRanking",
    "NodeMeasures",
    "PairComparison",
    "Ranking",
    "YearCount",
    "analyze",
    "tables",
]
