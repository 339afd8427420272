"""Measures over the graph, and their tables.

>>> from paperatlas.records import Entity, Graph
>>> analysis = analyze(Graph({"model/a": Entity("model/a", "Model", "A")}))
>>> [model.label for model in analysis.models]
['A']
"""

from __future__ import annotations

from paperatlas.analysis.analyzing import analyze
from paperatlas.analysis.tables import tables
from paperatlas.analysis.values import (
    Analysis,
    Community,
    Comparison,
    LabStanding,
    NodeMeasures,
    Standing,
    Verdict,
    Year,
)

__all__ = [
    "Analysis",
    "Community",
    "Comparison",
    "LabStanding",
    "NodeMeasures",
    "Standing",
    "Verdict",
    "Year",
    "analyze",
    "tables",
]
