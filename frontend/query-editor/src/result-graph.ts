/** What of an answer can be drawn: its things and the edges between them. */
import type { QueryResult, Cell } from "./query-result";

/** A thing of the picture. */
export interface Thing {
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
  things: Map<string, Thing>;
  edges: Edge[];
}

/** More things than this are no picture but a hairball. */
export const MOST_THINGS = 150;

const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

/** The graph of an answer with the columns subject, predicate and object; nothing where it has no such columns. */
export function resultGraph({ columns, rows }: QueryResult): ResultGraph | null {
  const [subject, predicate, object] = ["subject", "predicate", "object"].map((name) => columns.indexOf(name));
  if (subject === undefined || predicate === undefined || object === undefined) return null;
  if (Math.min(subject, predicate, object) < 0) return null;
  const graph: ResultGraph = { things: new Map(), edges: [] };
  const labels = new Map<string, string>();
  for (const row of rows) {
    const [from, by, to] = [row[subject], row[predicate], row[object]];
    if (!from || !by || !to) continue;
    if (by.iri === LABEL) labels.set(keyOf(from), to.text);
    else if (from.iri && to.iri) join(graph, from, by, to);
  }
  for (const [key, thing] of graph.things) thing.label = labels.get(key) ?? thing.label;
  return graph;
}

/** The most pressing reason why a drawing is not shown; nothing where it can be. */
export function reasonNotShown({ things }: ResultGraph): string | null {
  if (things.size === 0) return "There is no picture, as no row joins two things by their IRIs.";
  if (things.size > MOST_THINGS) {
    return `There is no picture: it would hold ${things.size} things, and can be read up to ${MOST_THINGS}. Add a LIMIT.`;
  }
  return null;
}

function join(graph: ResultGraph, from: Cell, by: Cell, to: Cell): void {
  for (const end of [from, to]) {
    if (!graph.things.has(keyOf(end))) graph.things.set(keyOf(end), thingOf(end));
  }
  const edge = { from: keyOf(from), to: keyOf(to), names: [by.text] };
  const twin = graph.edges.find((other) => other.from === edge.from && other.to === edge.to);
  if (!twin) graph.edges.push(edge);
  else if (!twin.names.includes(by.text)) twin.names.push(by.text);
}

function thingOf(cell: Cell): Thing {
  const [, folder, rest] = /^([a-z]+)\/(.+)$/.exec(cell.href ?? "") ?? [];
  const label = folder && rest ? cell.text.replace(`${folder}/`, "") : cell.text;
  return { key: keyOf(cell), label, ...(cell.href && { href: cell.href }), ...(folder && { folder }) };
}

function keyOf({ iri, text }: Cell): string {
  return iri ?? text;
}
