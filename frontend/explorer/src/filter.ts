/** Which nodes and edges are shown. */
import type { Atlas } from "./atlas";
import { pathBetween, type Step } from "./shortest-path";
import type { State } from "./state";

export interface Shown {
  /** One for each node and edge of the atlas: whether it is shown. */
  nodes: Uint8Array;
  edges: Uint8Array;
  nodeCount: number;
  edgeCount: number;
  /** The steps of the path that is asked for. */
  path: Step[];
}

/**
 * Whether an edge is sure enough: as in the build where no least confidence is chosen; else by its confidence, if it is
 * read from a text and its predicate takes a least one.
 */
export function isSure(atlas: Atlas, edge: number, least: number | null): boolean {
  if (least === null) return !atlas.isUnsure(edge);
  if (atlas.inferred[edge] || atlas.stated[edge] || !atlas.least(edge)) return true;
  return atlas.confidence[edge]! >= least;
}

/** How many statements are not sure enough. */
export function countUnsure(atlas: Atlas, least: number | null): number {
  if (least === null) return atlas.edgeCount - atlas.sureCount;
  let hidden = 0;
  for (let edge = 0; edge < atlas.source.length; edge++) if (!isSure(atlas, edge, least)) hidden++;
  return hidden;
}

/** What of a hidden node's surroundings comes with it when it is chosen. */
const MOST_BROUGHT = 80;

/** What the filters let through, and what was chosen beside it. */
export function shownBy(atlas: Atlas, state: State): Shown {
  const candidates = nodesThatPass(atlas, state);
  const edges = edgesThatPass(atlas, state, candidates);
  const nodes = state.alone ? candidates : endsOf(atlas, edges);
  if (state.steps && state.node >= 0) keepNear(atlas, state, nodes, edges);
  for (const node of [state.node, state.path, state.beside, ...state.marked]) bring(atlas, nodes, edges, node);
  const path = state.node >= 0 && state.path >= 0 ? pathBetween(atlas, state.node, state.path) : [];
  for (const { edge, from, to } of path) nodes[from] = nodes[to] = edges[edge] = 1;
  if (state.edge >= 0) nodes[atlas.source[state.edge]!] = nodes[atlas.target[state.edge]!] = edges[state.edge] = 1;
  return { nodes, edges, nodeCount: sum(nodes), edgeCount: sum(edges), path };
}

/** The nodes of the types that are on, of the labs and up to the years that are asked for. */
function nodesThatPass(atlas: Atlas, state: State): Uint8Array {
  const nodes = new Uint8Array(atlas.nodeCount);
  const paper = atlas.payload.types.indexOf("Paper");
  const ofLabs = state.labs.length ? nearLabs(atlas, state.labs) : null;
  const [from, to] = state.years ?? [0, 65535];
  for (let node = 0; node < atlas.nodeCount; node++) {
    const type = atlas.type[node]!;
    const year = atlas.year[node]!;
    const inTime = !year || (year <= to && (type !== paper || year >= from));
    if (!state.typesOff.has(type) && inTime && (!ofLabs || ofLabs[node])) nodes[node] = 1;
  }
  return nodes;
}

function edgesThatPass(atlas: Atlas, state: State, nodes: Uint8Array): Uint8Array {
  const edges = new Uint8Array(atlas.edgeCount);
  const [from, to] = state.years ?? [0, 65535];
  for (let edge = 0; edge < atlas.source.length; edge++) {
    if (!isSure(atlas, edge, state.confidence)) continue;
    if (!nodes[atlas.source[edge]!] || !nodes[atlas.target[edge]!]) continue;
    if (state.predicatesOff.has(atlas.predicate[edge]!)) continue;
    if (atlas.inferred[edge]) {
      if (!state.inferred || state.support > 0) continue;
    } else if (atlas.support[edge]! < state.support) continue;
    const year = atlas.edgeYear[edge]!;
    if (year && (year < from || year > to)) continue;
    edges[edge] = 1;
  }
  return edges;
}

/** The labs, what they stand in statements with, and what stands in statements with that. */
function nearLabs(atlas: Atlas, labs: readonly number[]): Uint8Array {
  const near = new Uint8Array(atlas.nodeCount);
  for (const lab of labs) {
    near[lab] = 1;
    for (const edge of atlas.around(lab)) {
      const paper = atlas.other(edge, lab);
      near[paper] = 1;
      for (const further of atlas.around(paper)) near[atlas.other(further, paper)] = 1;
    }
  }
  return near;
}

function endsOf(atlas: Atlas, edges: Uint8Array): Uint8Array {
  const nodes = new Uint8Array(atlas.nodeCount);
  for (let edge = 0; edge < edges.length; edge++) {
    if (edges[edge]) nodes[atlas.source[edge]!] = nodes[atlas.target[edge]!] = 1;
  }
  return nodes;
}

/** Hide what is farther from the selected node than the steps that are asked for. */
function keepNear(atlas: Atlas, state: State, nodes: Uint8Array, edges: Uint8Array): void {
  if (!nodes[state.node]) bring(atlas, nodes, edges, state.node);
  const near = new Uint8Array(atlas.nodeCount);
  near[state.node] = 1;
  let rim = [state.node];
  for (let step = 0; step < state.steps; step++) rim = rim.flatMap((node) => reach(atlas, node, edges, near));
  for (let node = 0; node < nodes.length; node++) nodes[node]! &= near[node]!;
  for (let edge = 0; edge < edges.length; edge++) {
    if (edges[edge] && !(near[atlas.source[edge]!] && near[atlas.target[edge]!])) edges[edge] = 0;
  }
}

function reach(atlas: Atlas, node: number, edges: Uint8Array, near: Uint8Array): number[] {
  const found: number[] = [];
  for (const edge of atlas.allAround(node)) {
    const other = atlas.other(edge, node);
    if (!edges[edge] || near[other]) continue;
    near[other] = 1;
    found.push(other);
  }
  return found;
}

/** Show a node that the filters hide, with its nearest surroundings. */
function bring(atlas: Atlas, nodes: Uint8Array, edges: Uint8Array, node: number): void {
  if (node < 0 || nodes[node]) return;
  nodes[node] = 1;
  for (const edge of atlas.around(node).slice(0, MOST_BROUGHT)) nodes[atlas.other(edge, node)] = edges[edge] = 1;
}

function sum(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) total += flag;
  return total;
}
