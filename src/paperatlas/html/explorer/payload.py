"""The data of the explorer: a graph as columns of JSON.

A column is a list with one value for each node or edge. Columns take less room than a list of objects, compress
better, and are the input of WebGL.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from paperatlas.analysis.measures import communities as find_communities
from paperatlas.graph.contradictions import contradictions
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS, is_web_url
from paperatlas.graph.quotes import unnamed_ends
from paperatlas.html.explorer.disc_layout import layout_groups
from paperatlas.html.explorer.selection import group_nodes, select_nodes
from paperatlas.html.templates import INVERSE_LABELS, NODE_SHAPES
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.graph.graph import Evidence, Graph, Statement
    from paperatlas.html.explorer.selection import ExplorerGroup, GraphSelection
    from paperatlas.schema import Predicate

    Json = dict[str, Any]
    Points = Mapping[str, tuple[float, float]]

__all__ = ["ExplorerData", "NodePosition", "explorer_data"]

_VERSION: Final = 2
_KEPT_SHARE: Final = 0.5
"""The share of nodes with a previous position from which these positions are used."""

_QUOTES: Final = 5
"""The most quotes of an edge."""

_UNSURE: Final = 50_000
"""The most unsure statements."""

_OUTCOME_NUMBERS: Final = {outcome.name: number for number, outcome in enumerate(OUTCOMES)}


class NodePosition(NamedTuple):
    """The position of a node.

    Attributes:
        x: To the right.
        y: Up.
        group: The number of its community.
    """

    x: float
    y: float
    group: int


@dataclass(frozen=True, slots=True)
class ExplorerData:
    """The data of the explorer page.

    Attributes:
        graph_json: The graph, in UTF-8.
        evidence_json: The evidence of its edges, in UTF-8.
        unsure_json: The statements that are too uncertain for edges, with their evidence, in UTF-8.
        positions: The position of each node, by id, for the next build.
    """

    graph_json: bytes
    evidence_json: bytes
    unsure_json: bytes
    positions: Mapping[str, NodePosition]


def explorer_data(
    graph: Graph,
    positions: Mapping[str, NodePosition] | None = None,
    highlight: Iterable[str] | None = None,
    communities: Sequence[Sequence[str]] | None = None,
    min_confidence: float | None = None,
) -> ExplorerData:
    """Return the data of the explorer.

    Args:
        graph: A graph of any size; the explorer shows the most important part of a very large one, and says so.
        positions: The previous positions of nodes, by id. A node stays near its position, unless most of its community
            came from another one; new nodes come in between.
        highlight: The ids of nodes that the page highlights when it opens.
        communities: The communities of the graph from :func:`paperatlas.analysis.measures.communities`, which is
            called if None.
        min_confidence: The least confidence of the statements that the page shows when it opens, 0 to 1; None for the
            edges of the graph.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> data = explorer_data(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}))
    >>> json.loads(data.graph_json)["nodes"]["label"]
    ['Otter']
    """
    selection = select_nodes(graph)
    previous = positions or {}
    if sum(node in previous for node in selection.nodes) < _KEPT_SHARE * len(selection.nodes):
        previous = {}
    groups = group_nodes(graph, selection, find_communities(graph)[0] if communities is None else communities)
    index = {node: number for number, node in enumerate(selection.nodes)}
    points = layout_groups(selection, groups, _kept_points(groups, previous))
    named = [group for group in groups if group.named]
    unsure = _unsure(graph, index)
    rules = sorted({item.inferred_by for item in (*selection.statements, *unsure) if item.inferred_by})
    payload: Json = {
        "version": _VERSION,
        "base": graph.base,
        "title": "paperatlas",
        "extractor": graph.extractor,
        "figures": _figures(graph),
        "unsure": len(unsure),
        "left_out": {
            "nodes": len(graph.entities) - len(selection.nodes),
            "edges": len(graph.statements) - len(selection.statements),
        },
        "types": [entry.name for entry in NODE_TYPES],
        "colours": [NODE_COLOURS[entry.name] for entry in NODE_TYPES],
        "shapes": [NODE_SHAPES[entry.name] for entry in NODE_TYPES],
        "predicates": [_predicate(entry) for entry in PREDICATES],
        "outcomes": [entry.name for entry in OUTCOMES],
        "nodes": _nodes(graph, selection, named, points),
        "communities": [_community(group, index, points) for group in named],
        "edges": _edges(graph, selection.statements, index, rules),
        "rules": rules,
    }
    if highlight is not None:
        payload["highlight"] = sorted(index[node] for node in set(highlight) if node in index)
    if min_confidence is not None:
        payload["confidence"] = round(1000 * min_confidence)
    positions = {node: NodePosition(*points[node], group.number) for group in groups for node in group.members}
    return ExplorerData(
        _json(payload),
        _json(_evidence(graph, selection.statements, index)),
        _json({"edges": _edges(graph, unsure, index, rules), **_evidence(graph, unsure, index)}),
        positions,
    )


def _unsure(graph: Graph, index: Mapping[str, int]) -> Sequence[Statement]:
    """Return the unsure statements between nodes of the page, the surest if there are too many."""
    statements = [item for item in graph.unsure if item.subject in index and item.object in index]
    if len(statements) <= _UNSURE:
        return statements
    surest = sorted(statements, key=lambda item: (-item.confidence, item.sort_key))[:_UNSURE]
    return sorted(surest, key=lambda item: item.sort_key)


def _kept_points(
    groups: Sequence[ExplorerGroup], previous: Mapping[str, NodePosition]
) -> dict[str, tuple[float, float]]:
    """Return the previous points of the members of each group that come from its most frequent previous group."""
    points: dict[str, tuple[float, float]] = {}
    for group in groups:
        known = [node for node in group.members if node in previous]
        counts = Counter(previous[node].group for node in known)
        origin = min(counts, key=lambda number: (-counts[number], number), default=None)
        points |= {node: (previous[node].x, previous[node].y) for node in known if previous[node].group == origin}
    return points


def _predicate(entry: Predicate) -> Json:
    return {
        "name": entry.name,
        "label": entry.name.replace("-", " "),
        "inverse": INVERSE_LABELS[entry.name],
        "colour": PREDICATE_COLOURS[entry.name],
        # in thousandths; 0 where statements need no least confidence
        "least": round(1000 * (entry.min_confidence or 0)),
    }


def _json(value: Json) -> bytes:
    # a lone surrogate, which UTF-8 cannot encode, becomes a question mark
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _figures(graph: Graph) -> dict[str, int]:
    """Return the number of nodes of each type, of statements and of unsure statements in the whole graph."""
    counts = Counter(entity.type for entity in graph.entities.values())
    statements = {"statements": len(graph.statements), "unsure": len(graph.unsure)}
    return {**{entry.name: counts[entry.name] for entry in NODE_TYPES}, **statements}


def _nodes(graph: Graph, selection: GraphSelection, groups: Sequence[ExplorerGroup], points: Points) -> Json:
    nodes = selection.nodes
    entities = [graph.entities[node] for node in nodes]
    types = {entry.name: number for number, entry in enumerate(NODE_TYPES)}
    communities = {node: number for number, group in enumerate(groups) for node in group.members}
    metadata = [graph.papers.get(node) for node in nodes]
    dates = [item.date if item and item.date and item.date.year else 0 for item in metadata]
    papers = _papers(graph.statements)
    years = _years(graph)
    max_weight = max(selection.weights.values(), default=0.0) or 1.0
    return {
        "id": list(nodes),
        "label": [entity.label for entity in entities],
        "type": [types[entity.type] for entity in entities],
        "x": [points[node][0] for node in nodes],
        "y": [points[node][1] for node in nodes],
        # from 1 to 100; the area grows with the importance
        "size": [max(1, round(100 * math.sqrt(selection.weights[node] / max_weight))) for node in nodes],
        "community": [communities.get(node, -1) for node in nodes],
        "aliases": [list(entity.aliases) or 0 for entity in entities],
        "year": [years.get(node, 0) for node in nodes],
        "date": [str(date) if date else 0 for date in dates],
        "papers": [len(papers.get(node, ())) for node in nodes],
        "urls": [[url for url in item.urls if is_web_url(url)] or 0 if item else 0 for item in metadata],
        "identifiers": [list(item.identifiers) or 0 if item else 0 for item in metadata],
    }


def _papers(statements: Iterable[Statement]) -> Mapping[str, set[str]]:
    """Return the papers with evidence for statements about each node."""
    papers: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        quoted = {passage.paper for passage in statement.evidence}
        papers[statement.subject] |= quoted
        papers[statement.object] |= quoted
    return papers


def _years(graph: Graph) -> dict[str, int]:
    """Return the year of each paper, and of other nodes that of the first paper that introduces or else names it."""
    introduced: dict[str, int] = {}
    named: dict[str, int] = {}
    for statement in graph.statements:
        if year := _first_year(graph, statement):
            for node in (statement.subject, statement.object):
                named[node] = min(year, named.get(node, year))
            if statement.predicate == "introduces":
                introduced[statement.object] = min(year, introduced.get(statement.object, year))
    dated = {node: item.date.year for node, item in graph.papers.items() if item.date and item.date.year}
    return {**{node: year for node, year in named.items() if node not in graph.papers}, **introduced, **dated}


def _first_year(graph: Graph, statement: Statement) -> int:
    """Return the year of the first paper that states it, 0 if none has a year."""
    metadata = (graph.papers.get(passage.paper) for passage in statement.evidence)
    return min((item.date.year for item in metadata if item and item.date and item.date.year), default=0)


def _community(group: ExplorerGroup, index: Mapping[str, int], points: Points) -> Json:
    x, y = (round(sum(points[node][axis] for node in group.members) / len(group.members), 1) for axis in (0, 1))
    return {
        "name": group.name,
        "size": len(group.members),
        "x": x,
        "y": y,
        "lead": [index[node] for node in group.leads],
    }


def _edges(graph: Graph, statements: Sequence[Statement], index: Mapping[str, int], rules: Sequence[str]) -> Json:
    predicates = {entry.name: number for number, entry in enumerate(PREDICATES)}
    disputed = contradictions(graph) if statements else ()
    rule_numbers = {rule: number for number, rule in enumerate(rules, 1)}
    return {
        "source": [index[statement.subject] for statement in statements],
        "target": [index[statement.object] for statement in statements],
        "predicate": [predicates[statement.predicate] for statement in statements],
        "support": [statement.support for statement in statements],
        "confidence": [round(1000 * statement.confidence) for statement in statements],
        "stated": [int(statement.stated) for statement in statements],
        # one bit for each outcome
        "outcomes": [sum(1 << _OUTCOME_NUMBERS[name] for name in statement.outcomes) for statement in statements],
        "inferred": [rule_numbers[statement.inferred_by] if statement.inferred_by else 0 for statement in statements],
        # an id takes long to compute, and few statements are comparisons
        "disputed": [
            int(bool(disputed) and statement.predicate == "compares-to" and statement.id in disputed)
            for statement in statements
        ],
        "years": [_first_year(graph, statement) for statement in statements],
    }


def _evidence(graph: Graph, statements: Sequence[Statement], index: Mapping[str, int]) -> Json:
    """Return the evidence of statements, in their order.

    Returns:
        ``quotes``: the most confident passages of each edge, each a list of the words, the number of the paper or -1,
        the number of the outcome or -1, the confidence in thousandths or -1 where a listing states it, and the ends
        that the words leave unnamed: 1 for the subject, 2 for the object, 3 for both. ``more``: the number of other
        passages.
    """
    return {
        "quotes": [
            [_quote(graph, statement, passage, index) for passage in _most_confident(statement)]
            for statement in statements
        ],
        "more": [max(0, len(statement.evidence) - _QUOTES) for statement in statements],
    }


def _most_confident(statement: Statement) -> Sequence[Evidence]:
    if len(statement.evidence) <= 1:
        return statement.evidence
    return sorted(statement.evidence, key=lambda passage: (-passage.confidence, passage.sort_key))[:_QUOTES]


def _quote(graph: Graph, statement: Statement, passage: Evidence, index: Mapping[str, int]) -> list[str | int]:
    outcome = _OUTCOME_NUMBERS[passage.outcome] if passage.outcome else -1
    confidence = -1 if passage.version is None else round(1000 * passage.confidence)
    paper = index.get(passage.paper, -1)
    return [passage.quote, paper, outcome, confidence, _unnamed(graph, statement, passage)]


def _unnamed(graph: Graph, statement: Statement, passage: Evidence) -> int:
    """Return one bit for each end that the words leave unnamed."""
    if statement.predicate == "mentions":
        return 0
    labels = unnamed_ends(statement, passage, graph)
    ends = enumerate((statement.subject, statement.object)) if labels else ()
    return sum(1 << bit for bit, end in ends if end != passage.paper and graph.entities[end].label in labels)
