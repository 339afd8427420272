/** What stays when something is chosen, while the rest fades. */
import type { Atlas } from "./atlas";
import type { Shown } from "./filter";
import type { State } from "./state";

export interface Focus {
  nodes: Set<number>;
  edges: Set<number>;
  /** Those whose names are always written. */
  named: Set<number>;
}

const MOST_NAMED = 24;

/** The focus that the state asks for; null if none. */
export function focusOf(atlas: Atlas, state: State, shown: Shown): Focus | null {
  if (shown.path.length) return ofPath(shown);
  if (state.edge >= 0) return ofEdge(atlas, state.edge);
  if (state.node >= 0 && state.steps <= 1) return ofNode(atlas, state.node, shown);
  if (state.node < 0 && state.marked.length) return ofMarked(state.marked, shown, atlas);
  return null;
}

function ofPath({ path }: Shown): Focus {
  const nodes = new Set(path.flatMap(({ from, to }) => [from, to]));
  return { nodes, edges: new Set(path.map(({ edge }) => edge)), named: nodes };
}

function ofEdge(atlas: Atlas, edge: number): Focus {
  const nodes = new Set([atlas.source[edge]!, atlas.target[edge]!]);
  return { nodes, edges: new Set([edge]), named: nodes };
}

function ofNode(atlas: Atlas, node: number, shown: Shown): Focus {
  const nodes = new Set([node]);
  const edges = new Set<number>();
  for (const edge of atlas.allAround(node)) {
    if (!shown.edges[edge]) continue;
    edges.add(edge);
    nodes.add(atlas.other(edge, node));
  }
  const largest = [...nodes].sort((one, other) => atlas.size[other]! - atlas.size[one]!);
  return { nodes, edges, named: new Set([node, ...largest.slice(0, MOST_NAMED)]) };
}

function ofMarked(marked: readonly number[], shown: Shown, atlas: Atlas): Focus {
  const nodes = new Set(marked);
  const edges = new Set<number>();
  for (const node of nodes) {
    for (const edge of atlas.allAround(node)) if (shown.edges[edge] && nodes.has(atlas.other(edge, node))) edges.add(edge);
  }
  return { nodes, edges, named: new Set(marked.slice(0, MOST_NAMED)) };
}
