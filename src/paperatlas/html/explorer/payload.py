"""What the explorer knows: the graph in columns, as JSON.

A column is a list with one value for each node or edge; a node or an edge is known by its place in the columns. Columns
take less room than a list of objects, compress better, and are what WebGL is fed with.
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
from paperatlas.html.explorer.communities import group_nodes
from paperatlas.html.explorer.disc_layout import layout_communities
from paperatlas.html.explorer.truncation import select_nodes
from paperatlas.html.theme import INVERSE_LABELS, NODE_SHAPES
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.graph.graph import Graph, PaperMetadata, Statement
    from paperatlas.html.explorer.communities import ExplorerCommunity
    from paperatlas.html.explorer.truncation import GraphSelection

    Json = dict[str, Any]
    Points = Mapping[str, tuple[float, float]]
    from collections.abc import Mapping

    from paperatlas.graph.graph import Evidence

__all__ = ["ExplorerData", "NodePosition", "evidence_columns", "explorer_data"]

_VERSION: Final = 1

_ENOUGH: Final = 0.5  # of the nodes must have stood somewhere, or what is new would be squeezed in between


class NodePosition(NamedTuple):
    """Where a node stands.

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
    """What is put into the page of the explorer.

    Attributes:
        graph_json: The graph, in UTF-8.
        evidence_json: The words behind its edges, in UTF-8.
        positions: Where each node stands, by id; for the next build to start from.
    """

    graph_json: bytes
    evidence_json: bytes
    positions: Mapping[str, NodePosition]


def explorer_data(
    graph: Graph,
    positions: Mapping[str, NodePosition] | None = None,
    highlight: Iterable[str] | None = None,
    communities: Sequence[Sequence[str]] | None = None,
) -> ExplorerData:
    """Gather what the explorer shows.

    Args:
        graph: A graph of any size; of a very large one the most telling part is held, and the page says so.
        positions: Where nodes stood before, by id. A node stays near its place, unless most of its community came
            from another one; new nodes come in between.
        highlight: The ids of nodes that the page marks when it opens.
        communities: The communities of the graph where they are known, as
            :func:`paperatlas.analysis.measures.communities` gives them; it is asked for them otherwise.

    Returns:
        The same for the same arguments.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> data = explorer_data(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}))
    >>> json.loads(data.graph_json)["nodes"]["label"]
    ['Otter']
    """
    choice = select_nodes(graph)
    before = positions or {}
    if sum(node in before for node in choice.nodes) < _ENOUGH * len(choice.nodes):
        before = {}
    groups = group_nodes(graph, choice, find_communities(graph)[0] if communities is None else communities)
    index = {node: number for number, node in enumerate(choice.nodes)}
    points = layout_communities(choice, groups, _staying(groups, before))
    named = [group for group in groups if group.named]
    rules = sorted({item.inferred_by for item in choice.statements if item.inferred_by})
    payload: Json = {
        "version": _VERSION,
        "base": graph.base,
        "title": "paperatlas",
        "extractor": graph.extractor,
        "figures": _figures(graph),
        "left_out": {
            "nodes": len(graph.entities) - len(choice.nodes),
            "edges": len(graph.statements) - len(choice.statements),
        },
        "types": [entry.name for entry in NODE_TYPES],
        "colours": [NODE_COLOURS[entry.name] for entry in NODE_TYPES],
        "shapes": [NODE_SHAPES[entry.name] for entry in NODE_TYPES],
        "predicates": [_predicate(entry.name) for entry in PREDICATES],
        "outcomes": [entry.name for entry in OUTCOMES],
        "nodes": _nodes(graph, choice, named, points),
        "communities": [_community(group, index, points) for group in named],
        "edges": _edges(graph, choice, index, rules),
        "rules": rules,
    }
    if highlight is not None:
        payload["highlight"] = sorted(index[node] for node in set(highlight) if node in index)
    spots = {node: NodePosition(*points[node], group.number) for group in groups for node in group.members}
    return ExplorerData(_json(payload), _json(evidence_columns(choice.statements, index)), spots)


def _staying(groups: Sequence[ExplorerCommunity], before: Mapping[str, NodePosition]) -> dict[str, tuple[float, float]]:
    """Where nodes stood that are still together: of each group those that were in the group most of it comes from."""
    staying: dict[str, tuple[float, float]] = {}
    for group in groups:
        known = [node for node in group.members if node in before]
        counts = Counter(before[node].group for node in known)
        origin = min(counts, key=lambda number: (-counts[number], number), default=None)
        staying |= {node: (before[node].x, before[node].y) for node in known if before[node].group == origin}
    return staying


def _predicate(name: str) -> Json:
    return {
        "name": name,
        "label": name.replace("-", " "),
        "inverse": INVERSE_LABELS[name],
        "colour": PREDICATE_COLOURS[name],
    }


def _json(value: Json) -> bytes:
    # a lone surrogate, which no UTF-8 holds, becomes a question mark
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _figures(graph: Graph) -> dict[str, int]:
    """How much the whole graph holds."""
    counts = Counter(entity.type for entity in graph.entities.values())
    return {**{entry.name: counts[entry.name] for entry in NODE_TYPES}, "statements": len(graph.statements)}


def _nodes(graph: Graph, choice: GraphSelection, groups: Sequence[ExplorerCommunity], points: Points) -> Json:
    entities = [graph.entities[node] for node in choice.nodes]
    types = {entry.name: number for number, entry in enumerate(NODE_TYPES)}
    home = {node: number for number, group in enumerate(groups) for node in group.members}
    facts = [graph.papers.get(node) for node in choice.nodes]
    papers = _naming_papers(graph.statements)
    years = _node_years(graph)
    return {
        "id": list(choice.nodes),
        "label": [entity.label for entity in entities],
        "type": [types[entity.type] for entity in entities],
        "x": [points[node][0] for node in choice.nodes],
        "y": [points[node][1] for node in choice.nodes],
        "size": _sizes(choice),
        "community": [home.get(node, -1) for node in choice.nodes],
        "aliases": [list(entity.aliases) or 0 for entity in entities],
        "year": [years.get(node, 0) for node in choice.nodes],
        "date": [_date(metadata) for metadata in facts],
        "papers": [len(papers.get(node, ())) for node in choice.nodes],
        "urls": [[url for url in metadata.urls if is_web_url(url)] or 0 if metadata else 0 for metadata in facts],
        "identifiers": [list(metadata.identifiers) or 0 if metadata else 0 for metadata in facts],
    }


def _sizes(choice: GraphSelection) -> list[int]:
    """How large each node is drawn, 1 to 100; its area grows with what is stated of it."""
    most = max(choice.weights.values(), default=0.0) or 1.0
    return [max(1, round(100 * math.sqrt(choice.weights[node] / most))) for node in choice.nodes]


def _naming_papers(statements: Iterable[Statement]) -> Mapping[str, set[str]]:
    """The papers whose words are behind the statements of each node."""
    papers: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        quoted = {passage.paper for passage in statement.evidence}
        papers[statement.subject] |= quoted
        papers[statement.object] |= quoted
    return papers


def _node_years(graph: Graph) -> dict[str, int]:
    """The year of each paper; of other nodes the year of the first paper that introduces it, or else that names it."""
    introduced: dict[str, int] = {}
    named: dict[str, int] = {}
    for statement in graph.statements:
        if year := _first_year(graph, statement):
            for node in (statement.subject, statement.object):
                named[node] = min(year, named.get(node, year))
            if statement.predicate == "introduces":
                introduced[statement.object] = min(year, introduced.get(statement.object, year))
    dated = {node: facts.date.year for node, facts in graph.papers.items() if facts.date and facts.date.year}
    return {**{node: year for node, year in named.items() if node not in graph.papers}, **introduced, **dated}


def _first_year(graph: Graph, statement: Statement) -> int:
    """The year of the first paper that states it; 0 where none has a year."""
    facts = (graph.papers.get(passage.paper) for passage in statement.evidence)
    return min(
        (metadata.date.year for metadata in facts if metadata and metadata.date and metadata.date.year), default=0
    )


def _date(facts: PaperMetadata | None) -> str | int:
    return str(facts.date) if facts and facts.date and facts.date.year else 0


def _community(group: ExplorerCommunity, index: Mapping[str, int], points: Points) -> Json:
    middle = [round(sum(points[node][axis] for node in group.members) / len(group.members), 1) for axis in (0, 1)]
    return {
        "name": group.name,
        "size": len(group.members),
        "x": middle[0],
        "y": middle[1],
        "lead": [index[node] for node in group.leads],
    }


def _edges(graph: Graph, choice: GraphSelection, index: Mapping[str, int], rules: Sequence[str]) -> Json:
    statements = choice.statements
    predicates = {entry.name: number for number, entry in enumerate(PREDICATES)}
    bits = {entry.name: 1 << number for number, entry in enumerate(OUTCOMES)}
    disputed = contradictions(graph)
    numbers = {rule: number for number, rule in enumerate(rules, 1)}
    return {
        "source": [index[statement.subject] for statement in statements],
        "target": [index[statement.object] for statement in statements],
        "predicate": [predicates[statement.predicate] for statement in statements],
        "support": [statement.support for statement in statements],
        "confidence": [round(1000 * statement.confidence) for statement in statements],
        "outcomes": [sum(bits[outcome] for outcome in statement.outcomes) for statement in statements],
        "inferred": [numbers[statement.inferred_by] if statement.inferred_by else 0 for statement in statements],
        "disputed": [
            int(bool(disputed) and statement.predicate == "compares-to" and statement.id in disputed)
            for statement in statements
        ],
        "years": [_first_year(graph, statement) for statement in statements],
    }


_MOST: Final = 5

_OUTCOMES: Final = {outcome.name: layout_communities for layout_communities, outcome in enumerate(OUTCOMES)}


def evidence_columns(statements: Sequence[Statement], nodes: Mapping[str, int]) -> dict[str, Any]:
    """The evidence of statements, in their order.

    Args:
        statements: The edges.
        nodes: The index of each node by id.

    Returns:
        ``quotes``: for each edge its five surest passages, each a list of the words, the index of the paper or -1, the
        index of the outcome or -1, and how sure the reader is in thousandths. ``more``: how many each edge has beyond.
    """
    return {
        "quotes": [[_quote(passage, nodes) for passage in _surest(statement)] for statement in statements],
        "more": [max(0, len(statement.evidence) - _MOST) for statement in statements],
    }


def _surest(statement: Statement) -> Sequence[Evidence]:
    if len(statement.evidence) <= 1:
        return statement.evidence
    return sorted(statement.evidence, key=lambda passage: (-passage.confidence, passage.sort_key))[:_MOST]


def _quote(passage: Evidence, nodes: Mapping[str, int]) -> list[Any]:
    outcome = _OUTCOMES[passage.outcome] if passage.outcome else -1
    return [passage.quote, nodes.get(passage.paper, -1), outcome, round(1000 * passage.confidence)]
