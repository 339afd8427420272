/** The graph in memory: columns in typed arrays, and the edges around each node. */
import { type Evidence, type Quote, unpack, type Payload } from "./payload";

/** What the payload states about one node. */
export interface Entity {
  id: string;
  iri: string;
  label: string;
  type: string;
  aliases: string[];
  year: number;
  date: string;
  papers: number;
  urls: string[];
  identifiers: string[];
}

/** The quotes of an edge, and the number of those that the page leaves out. */
export interface Passages {
  quotes: Quote[];
  more: number;
}

export class Atlas {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly type: Uint8Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Uint8Array;
  readonly community: Int32Array;
  readonly year: Uint16Array;
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly predicate: Uint8Array;
  readonly support: Uint16Array;
  readonly confidence: Uint16Array;
  readonly outcomes: Uint8Array;
  readonly inferred: Uint8Array;
  readonly disputed: Uint8Array;
  readonly edgeYear: Uint16Array;
  private readonly starts: Int32Array;
  private readonly incident: Int32Array;
  private byName: Map<string, number> | null = null;
  private evidence: Promise<Evidence> | null = null;

  constructor(readonly payload: Payload) {
    const { nodes, edges } = payload;
    this.nodeCount = nodes.id.length;
    this.edgeCount = edges.source.length;
    this.type = Uint8Array.from(nodes.type);
    this.x = Float32Array.from(nodes.x);
    this.y = Float32Array.from(nodes.y);
    this.size = Uint8Array.from(nodes.size);
    this.community = Int32Array.from(nodes.community);
    this.year = Uint16Array.from(nodes.year);
    this.source = Int32Array.from(edges.source);
    this.target = Int32Array.from(edges.target);
    this.predicate = Uint8Array.from(edges.predicate);
    this.support = Uint16Array.from(edges.support);
    this.confidence = Uint16Array.from(edges.confidence);
    this.outcomes = Uint8Array.from(edges.outcomes);
    this.inferred = Uint8Array.from(edges.inferred);
    this.disputed = Uint8Array.from(edges.disputed);
    this.edgeYear = Uint16Array.from(edges.years);
    [this.starts, this.incident] = this.incidence();
  }

  /** The edges that a node is an end of. */
  around(node: number): Int32Array {
    return this.incident.subarray(this.starts[node], this.starts[node + 1]);
  }

  /** The other end of an edge. */
  other(edge: number, node: number): number {
    const source = this.source[edge] as number;
    return source === node ? (this.target[edge] as number) : source;
  }

  /** The index of a node by its id, or -1. */
  find(id: string): number {
    this.byName ??= new Map(this.payload.nodes.id.map((name, index) => [name, index]));
    return this.byName.get(id) ?? -1;
  }

  /** The index of an edge by its ends and predicate, or -1. */
  findEdge(source: number, predicate: number, target: number): number {
    if (source < 0 || target < 0) return -1;
    const fits = (edge: number) =>
      this.source[edge] === source && this.target[edge] === target && this.predicate[edge] === predicate;
    return this.around(source).find(fits) ?? -1;
  }

  label(node: number): string {
    return this.payload.nodes.label[node] ?? "";
  }

  typeName(node: number): string {
    return this.payload.types[this.type[node] ?? 0] ?? "";
  }

  predicateName(edge: number): string {
    return this.payload.predicates[this.predicate[edge] ?? 0]?.name ?? "";
  }

  /** The index of a predicate by its name, or -1. */
  predicateIndex(name: string): number {
    return this.payload.predicates.findIndex((entry) => entry.name === name);
  }

  /** The outcomes of an edge, in words. */
  outcomeNames(edge: number): string[] {
    const mask = this.outcomes[edge] ?? 0;
    return this.payload.outcomes.filter((_, bit) => mask & (1 << bit));
  }

  entity(node: number): Entity {
    const { nodes, base } = this.payload;
    const id = nodes.id[node] ?? "";
    return {
      id,
      iri: base + id,
      label: this.label(node),
      type: this.typeName(node),
      aliases: nodes.aliases[node] || [],
      year: this.year[node] ?? 0,
      date: nodes.date[node] || "",
      papers: nodes.papers[node] ?? 0,
      urls: nodes.urls[node] || [],
      identifiers: nodes.identifiers[node] || [],
    };
  }

  /** The quotes of an edge; the evidence is unpacked at the first call. */
  async passages(edge: number): Promise<Passages> {
    this.evidence ??= unpack<Evidence>("evidence");
    const { quotes, more } = await this.evidence;
    return { quotes: quotes[edge] ?? [], more: more[edge] ?? 0 };
  }

  /** The edges of all nodes in one list, and the position at which those of each node start. */
  private incidence(): [Int32Array, Int32Array] {
    const starts = new Int32Array(this.nodeCount + 1);
    for (const end of [this.source, this.target]) for (const node of end) starts[node + 1]!++;
    for (let node = 0; node < this.nodeCount; node++) starts[node + 1]! += starts[node]!;
    const next = starts.slice();
    const incident = new Int32Array(2 * this.edgeCount);
    for (let edge = 0; edge < this.edgeCount; edge++) {
      incident[next[this.source[edge]!]!++] = edge;
      incident[next[this.target[edge]!]!++] = edge;
    }
    return [starts, incident];
  }
}
