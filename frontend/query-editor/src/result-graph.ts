/** The graph of an answer: its nodes and the edges between them. */
import type { QueryResult, Cell } from "./query-result";

/** A node of the picture. */
export interface ResultNode {
  key: string;
  label: string;
  href?: string;
  /** The folder of its address on this server, which tells its type. */
  folder?: string;
}

/** An edge of the picture. */
export interface Edge {
  from: string;
  to: string;
  /** The prefixed names of its predicates. */
  names: string[];
}

/** A small graph. */
export interface ResultGraph {
  nodes: Map<string, ResultNode>;
  edges: Edge[];
}

/** The largest number of nodes that a reader can tell apart. */
export const MAX_NODES = 150;

const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

/** The graph of an answer with the columns subject, predicate and object; null if it lacks one. */
export function resultGraph({ columns, rows }: QueryResult): ResultGraph | null {
  const [subject, predicate, object] = ["subject", "predicate", "object"].map((name) => columns.indexOf(name));
  if (subject === undefined || predicate === undefined || object === undefined) return null;
  if (Math.min(subject, predicate, object) < 0) return null;
  const graph: ResultGraph = { nodes: new Map(), edges: [] };
  const labels = new Map<string, string>();
  for (const row of rows) {
    const [from, by, to] = [row[subject], row[predicate], row[object]];
    if (!from || !by || !to) continue;
    if (by.iri === LABEL) labels.set(keyOf(from), to.text);
    else if (from.iri && to.iri) join(graph, from, by, to);
  }
  for (const [key, node] of graph.nodes) node.label = labels.get(key) ?? node.label;
  return graph;
}

/** The most pressing reason why a drawing is not shown; null if it is shown. */
export function reasonNotShown({ nodes }: ResultGraph): string | null {
  if (nodes.size === 0) return "There is no picture, as no row joins two things by their IRIs.";
  if (nodes.size > MAX_NODES) {
    return `There is no picture: it would hold ${nodes.size} things, and can be read up to ${MAX_NODES}. Add a LIMIT.`;
  }
  return null;
}

function join(graph: ResultGraph, from: Cell, by: Cell, to: Cell): void {
  for (const end of [from, to]) {
    if (!graph.nodes.has(keyOf(end))) graph.nodes.set(keyOf(end), nodeOf(end));
  }
  const edge = { from: keyOf(from), to: keyOf(to), names: [by.text] };
  const twin = graph.edges.find((other) => other.from === edge.from && other.to === edge.to);
  if (!twin) graph.edges.push(edge);
  else if (!twin.names.includes(by.text)) twin.names.push(by.text);
}

function nodeOf(cell: Cell): ResultNode {
  const [, folder, rest] = /^([a-z]+)\/(.+)$/.exec(cell.href ?? "") ?? [];
  const label = folder && rest ? cell.text.replace(`${folder}/`, "") : cell.text;
  return { key: keyOf(cell), label, ...(cell.href && { href: cell.href }), ...(folder && { folder }) };
}

function keyOf({ iri, text }: Cell): string {
  return iri ?? text;
}
