/** The graph in memory: columns in typed arrays, and the edges around each node. */
import { type Edges, type Evidence, type Quote, unpack, type Payload, type Unsure } from "./payload";

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

/** Lists the edges around each node: those of all nodes in one list, and where those of each node start. */
class Incidence {
  private readonly starts: Int32Array;
  private readonly edges: Int32Array;

  constructor(nodeCount: number, source: Int32Array, target: Int32Array, first: number) {
    this.starts = new Int32Array(nodeCount + 1);
    for (let edge = first; edge < source.length; edge++) {
      this.starts[source[edge]! + 1]!++;
      this.starts[target[edge]! + 1]!++;
    }
    for (let node = 0; node < nodeCount; node++) this.starts[node + 1]! += this.starts[node]!;
    const next = this.starts.slice();
    this.edges = new Int32Array(2 * (source.length - first));
    for (let edge = first; edge < source.length; edge++) {
      this.edges[next[source[edge]!]!++] = edge;
      this.edges[next[target[edge]!]!++] = edge;
    }
  }

  of(node: number): Int32Array {
    return this.edges.subarray(this.starts[node], this.starts[node + 1]);
  }
}

export class Atlas {
  readonly nodeCount: number;
  /** How many edges there are; numbers from here on are those of unsure statements. */
  readonly sureCount: number;
  /** How many edges and unsure statements the page holds, unpacked or not. */
  readonly edgeCount: number;
  readonly type: Uint8Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Uint8Array;
  readonly community: Int32Array;
  readonly year: Uint16Array;
  source: Int32Array;
  target: Int32Array;
  predicate: Uint8Array;
  support: Uint16Array;
  confidence: Uint16Array;
  stated: Uint8Array;
  outcomes: Uint8Array;
  inferred: Uint8Array;
  disputed: Uint8Array;
  edgeYear: Uint16Array;
  private readonly sure: Incidence;
  private unsure: Incidence | null = null;
  private byName: Map<string, number> | null = null;
  private evidence: Promise<Evidence> | null = null;
  private unsureEvidence: Evidence | null = null;
  private unpacking: Promise<void> | null = null;

  constructor(readonly payload: Payload) {
    const { nodes, edges } = payload;
    this.nodeCount = nodes.id.length;
    this.sureCount = edges.source.length;
    this.edgeCount = this.sureCount + (payload.unsure ?? 0);
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
    this.stated = Uint8Array.from(edges.stated);
    this.outcomes = Uint8Array.from(edges.outcomes);
    this.inferred = Uint8Array.from(edges.inferred);
    this.disputed = Uint8Array.from(edges.disputed);
    this.edgeYear = Uint16Array.from(edges.years);
    this.sure = new Incidence(this.nodeCount, this.source, this.target, 0);
  }

  /** The edges that a node is an end of, without unsure statements. */
  around(node: number): Int32Array {
    return this.sure.of(node);
  }

  /** The edges and, as far as they are unpacked, the unsure statements that a node is an end of. */
  allAround(node: number): number[] {
    return [...this.sure.of(node), ...(this.unsure?.of(node) ?? [])];
  }

  isUnsure(edge: number): boolean {
    return edge >= this.sureCount;
  }

  /** The least confidence that a statement of an edge's predicate takes, in thousandths; 0 for none. */
  least(edge: number): number {
    return this.payload.predicates[this.predicate[edge] ?? 0]?.least ?? 0;
  }

  /** Whether the unsure statements are unpacked, as far as there are any. */
  get isWhole(): boolean {
    return this.source.length === this.edgeCount;
  }

  /** Unpack the unsure statements at the first call. */
  complete(): Promise<void> {
    this.unpacking ??= this.isWhole ? Promise.resolve() : unpack<Unsure>("unsure").then((unsure) => this.add(unsure));
    return this.unpacking;
  }

  private add({ edges, ...evidence }: Unsure): void {
    const bytes = (column: Uint8Array, name: keyof Edges) => Uint8Array.from([...column, ...edges[name]]);
    const shorts = (column: Uint16Array, name: keyof Edges) => Uint16Array.from([...column, ...edges[name]]);
    this.source = Int32Array.from([...this.source, ...edges.source]);
    this.target = Int32Array.from([...this.target, ...edges.target]);
    this.predicate = bytes(this.predicate, "predicate");
    this.support = shorts(this.support, "support");
    this.confidence = shorts(this.confidence, "confidence");
    this.stated = bytes(this.stated, "stated");
    this.outcomes = bytes(this.outcomes, "outcomes");
    this.inferred = bytes(this.inferred, "inferred");
    this.disputed = bytes(this.disputed, "disputed");
    this.edgeYear = shorts(this.edgeYear, "years");
    this.unsure = new Incidence(this.nodeCount, this.source, this.target, this.sureCount);
    this.unsureEvidence = evidence;
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
    return this.allAround(source).find(fits) ?? -1;
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
    if (this.isUnsure(edge)) return passagesOf(this.unsureEvidence, edge - this.sureCount);
    this.evidence ??= unpack<Evidence>("evidence");
    return passagesOf(await this.evidence, edge);
  }
}

function passagesOf(evidence: Evidence | null, edge: number): Passages {
  return { quotes: evidence?.quotes[edge] ?? [], more: evidence?.more[edge] ?? 0 };
}
