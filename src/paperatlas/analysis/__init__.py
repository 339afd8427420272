"""Measures, rankings and comparisons over a graph, as values and tables.

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
    Year,
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
    "Year",
    "analyze",
    "tables",
]
