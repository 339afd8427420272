/** What is shown, or chosen, as text for other programs: CSV, Turtle, GraphML. */
import type { Atlas } from "../atlas";

/** Edges to take along, and nodes. */
export interface Choice {
  nodes: number[];
  edges: number[];
}

/** What OWASP lists under "CSV injection", with full-width forms, also behind white space. */
const FORMULA = /^(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const VOCABULARY = "https://w3id.org/paperatlas/vocab#";

/** Statements as rows (RFC 4180). */
export function csv(atlas: Atlas, { edges }: Choice): string {
  const head = ["subject", "predicate", "object", "outcomes", "support", "confidence", "year", "inferred", "disputed", "unsure", "subject_iri", "object_iri"];
  const rows = edges.map((edge) => {
    const [source, target] = [atlas.entity(atlas.source[edge]!), atlas.entity(atlas.target[edge]!)];
    const measures = [atlas.support[edge]!, (atlas.confidence[edge]! / 1000).toFixed(3), atlas.edgeYear[edge] || "", atlas.inferred[edge] ? 1 : 0, atlas.disputed[edge]!, atlas.isUnsure(edge) ? 1 : 0];
    return [source.label, atlas.predicateName(edge), target.label, atlas.outcomeNames(edge).join(" "), ...measures, source.iri, target.iri];
  });
  return [head, ...rows].map((row) => row.map((cell) => csvCell(String(cell))).join(",")).join("\r\n") + "\r\n";
}

/** A cell of a CSV file, quoted where it has to be. */
function csvCell(text: string): string {
  const safe = safeCell(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text as a spreadsheet may show it: what it would run as a formula gets an apostrophe in front. */
export function safeCell(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The plain triples with types and labels; an unsure statement is a node of its own, as in the files of a build. */
export function turtle(atlas: Atlas, { nodes, edges }: Choice): string {
  const lines = [`@prefix pa: <${VOCABULARY}> .`, "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", ""];
  for (const node of nodes) {
    const { iri, type, label } = atlas.entity(node);
    lines.push(`${iriRef(iri)} a pa:${localName(type)} ; rdfs:label ${literal(label)} .`);
  }
  for (const edge of edges) {
    const [source, target] = [atlas.entity(atlas.source[edge]!), atlas.entity(atlas.target[edge]!)];
    const [subject, predicate, object] = [iriRef(source.iri), `pa:${localName(atlas.predicateName(edge))}`, iriRef(target.iri)];
    if (atlas.isUnsure(edge)) lines.push(`[] a pa:UnsureStatement ; rdf:subject ${subject} ; rdf:predicate ${predicate} ; rdf:object ${object} ; pa:confidence ${(atlas.confidence[edge]! / 1000).toFixed(3)} .`);
    else lines.push(`${subject} ${predicate} ${object} .`);
  }
  return `${lines.join("\n")}\n`;
}

/** GraphML 1.0, with labels, types, predicates, support and confidence. */
export function graphml(atlas: Atlas, { nodes, edges }: Choice): string {
  const keys = ["node label string", "node type string", "node iri string", "edge predicate string", "edge support int", "edge confidence double", "edge unsure boolean"].map((words) => {
    const [domain, name, type] = words.split(" ");
    return `<key id="${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>`;
  });
  const data = (values: Record<string, string | number>) => Object.entries(values).map(([key, value]) => `<data key="${key}">${xml(String(value))}</data>`).join("");
  const nodeLines = nodes.map((node) => {
    const { id, label, type, iri } = atlas.entity(node);
    return `<node id="${xml(id)}">${data({ label, type, iri })}</node>`;
  });
  const edgeLines = edges.map((edge) => {
    const [source, target] = [atlas.entity(atlas.source[edge]!).id, atlas.entity(atlas.target[edge]!).id];
    const values = { predicate: atlas.predicateName(edge), support: atlas.support[edge]!, confidence: atlas.confidence[edge]! / 1000, unsure: String(atlas.isUnsure(edge)) };
    return `<edge source="${xml(source)}" target="${xml(target)}">${data(values)}</edge>`;
  });
  const open = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...keys, '<graph edgedefault="directed">'];
  return [...open, ...nodeLines, ...edgeLines, "</graph>", "</graphml>", ""].join("\n");
}

/** Text inside XML: markup escaped, characters that XML 1.0 forbids left out. */
export function xml(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
  return allowed.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function iriRef(iri: string): string {
  return `<${iri.replace(/[\u0000-\u0020<>"{}|\\^`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}>`;
}

function literal(text: string): string {
  const escaped = text.replace(/[\u0000-\u001f"\\\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  return `"${escaped}"`;
}

/** The local name of a term: the name without hyphens, each word after the first with a capital. */
function localName(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/[^\w]/g, "");
}
