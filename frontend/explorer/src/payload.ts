/** What the page holds as data, in the form in which it was written, and how it is unpacked. */

/** A column is a list with one value for each node or edge; 0 stands for nothing. */
export interface Payload {
  version: number;
  base: string;
  title: string;
  extractor: string;
  figures: Record<string, number>;
  /** How many unsure statements the page holds, apart from its edges. */
  unsure: number;
  left_out: { nodes: number; edges: number };
  types: string[];
  colours: string[];
  shapes: string[];
  predicates: { name: string; label: string; inverse?: string; colour?: string; least?: number }[];
  outcomes: string[];
  nodes: {
    id: string[];
    label: string[];
    type: number[];
    x: number[];
    y: number[];
    size: number[];
    community: number[];
    aliases: (string[] | 0)[];
    year: number[];
    date: (string | 0)[];
    papers: number[];
    urls: (string[] | 0)[];
    identifiers: (string[] | 0)[];
  };
  communities: { name: string; size: number; x: number; y: number; lead: number[] }[];
  edges: Edges;
  rules: string[];
  highlight?: number[];
  /** The least confidence of what is shown at first, in thousandths; what is sure in the build if left out. */
  confidence?: number;
}

export interface Edges {
  source: number[];
  target: number[];
  predicate: number[];
  support: number[];
  confidence: number[];
  stated: number[];
  outcomes: number[];
  inferred: number[];
  disputed: number[];
  years: number[];
}

/**
 * A passage: its words, the node of its paper, its outcome or -1, the confidence in thousandths or -1 where a listing
 * states it, and one bit for each end that the words leave unnamed.
 */
export type Quote = [quote: string, paper: number, outcome: number, confidence: number, unnamed: number];

/** The surest passages of each edge, and how many more it has. */
export interface Evidence {
  quotes: Quote[][];
  more: number[];
}

/** The statements that are too uncertain for edges, with their passages. */
export interface Unsure extends Evidence {
  edges: Edges;
}

/** Unpack what a script element of the page holds: JSON, gzipped, in base64. */
export async function unpack<Kind>(id: string): Promise<Kind> {
  const packed = document.getElementById(id)?.textContent?.trim() ?? "";
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as Kind;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
