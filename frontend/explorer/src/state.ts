/** What a person has chosen: one value, in the address bar, with a way back. */
import type { Atlas } from "./atlas";

export type View = "graph" | "table" | "lineage" | "compare";

export interface State {
  view: View;
  /** The selected node, else -1. */
  node: number;
  /** The selected edge, else -1. */
  edge: number;
  /** How many steps around the selected node are shown alone; 0 for the whole graph. */
  steps: number;
  /** The other end of a path from the selected node, else -1. */
  path: number;
  /** What the selected node is compared with, else -1. */
  beside: number;
  /** Types and predicates that are not shown. */
  typesOff: ReadonlySet<number>;
  predicatesOff: ReadonlySet<number>;
  years: readonly [number, number] | null;
  labs: readonly number[];
  support: number;
  /** The least confidence of what is shown, in thousandths; null for what is sure in the build. */
  confidence: number | null;
  inferred: boolean;
  /** Whether nodes without a shown statement are shown. */
  alone: boolean;
  /** Nodes marked from outside: the result of a query. */
  marked: readonly number[];
  camera: Place | null;
}

export interface Place {
  x: number;
  y: number;
  ratio: number;
}

type Listener = (state: State, before: State) => void;

const VIEWS: readonly View[] = ["graph", "table", "lineage", "compare"];
/** Above this, marked nodes would make an address that mail programs break. */
const MOST_MARKED = 80;
const HIDDEN_TYPES = ["Author"];
const HIDDEN_PREDICATES = ["mentions"];
/** What an address says for the least confidence where what is sure in the build is shown. */
const AS_BUILT = "as-built";

/** What is shown before anybody has chosen anything. */
export function firstState(atlas: Atlas): State {
  const indexes = (all: string[], some: string[]) => new Set(all.flatMap((name, index) => (some.includes(name) ? [index] : [])));
  return {
    view: "graph",
    node: -1,
    edge: -1,
    steps: 0,
    path: -1,
    beside: -1,
    typesOff: indexes(atlas.payload.types, HIDDEN_TYPES),
    predicatesOff: indexes(atlas.payload.predicates.map(({ name }) => name), HIDDEN_PREDICATES),
    years: null,
    labs: [],
    support: 0,
    confidence: atlas.payload.confidence ?? null,
    inferred: true,
    alone: false,
    marked: atlas.payload.highlight ?? [],
    camera: null,
  };
}

/** Holds the state, tells of changes, and keeps the address bar at it. */
export class Store {
  state: State;
  private readonly listeners: Listener[] = [];

  constructor(private readonly atlas: Atlas) {
    this.state = readAddress(atlas, location.hash);
    addEventListener("popstate", () => this.take(readAddress(this.atlas, location.hash)));
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Change something; a step that one can go back to, unless it is a mere movement. */
  set(change: Partial<State>, step = true): void {
    const state = { ...this.state, ...change };
    const hash = writeAddress(this.atlas, state);
    if (hash !== writeAddress(this.atlas, this.state)) keep(hash, step);
    this.take(state);
  }

  /** Back to what is shown first. */
  reset(): void {
    this.set({ ...firstState(this.atlas), view: this.state.view === "table" ? "table" : "graph" });
  }

  private take(state: State): void {
    const before = this.state;
    this.state = state;
    for (const listener of this.listeners) listener(state, before);
  }
}

/** In a frame without an address of its own, a notebook's, the browser refuses: the state is kept all the same. */
function keep(hash: string, step: boolean): void {
  try {
    if (step) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  } catch {
    return;
  }
}

/** The part of an address that says what differs from the first state. */
export function writeAddress(atlas: Atlas, state: State): string {
  const first = firstState(atlas);
  const { id } = atlas.payload.nodes;
  const words = new URLSearchParams();
  const put = (name: string, value: string | number | undefined, unless: string | number = "") => {
    if (value !== undefined && value !== unless) words.set(name, String(value));
  };
  const off = (set: ReadonlySet<number>, names: string[]) => [...set].sort((a, b) => a - b).map((index) => names[index]).join(" ");
  const predicates = atlas.payload.predicates.map(({ name }) => name);
  put("node", id[state.node]);
  if (state.edge >= 0) {
    const [source, target] = [atlas.source[state.edge]!, atlas.target[state.edge]!];
    put("edge", `${id[source]} ${atlas.predicateName(state.edge)} ${id[target]}`);
  }
  put("view", state.view, "graph");
  put("steps", state.steps, 0);
  put("path", id[state.path]);
  put("beside", id[state.beside]);
  put("types-off", off(state.typesOff, atlas.payload.types), off(first.typesOff, atlas.payload.types));
  put("predicates-off", off(state.predicatesOff, predicates), off(first.predicatesOff, predicates));
  put("years", state.years?.join("-"));
  put("labs", state.labs.map((lab) => id[lab]).join(" "));
  put("support", state.support, 0);
  put("confidence", state.confidence ?? AS_BUILT, first.confidence ?? AS_BUILT);
  put("inferred", state.inferred ? 1 : 0, 1);
  put("alone", state.alone ? 1 : 0, 0);
  if (state.marked !== first.marked && state.marked.length <= MOST_MARKED) {
    put("marked", state.marked.map((node) => id[node]).join(" "), first.marked.map((node) => id[node]).join(" "));
    if (!state.marked.length && first.marked.length) words.set("marked", "");
  }
  if (state.camera) put("at", [state.camera.x.toFixed(4), state.camera.y.toFixed(4), state.camera.ratio.toPrecision(4)].join(","));
  return `#${words}`;
}

/** The state that an address tells; what it names and the graph lacks is left out. */
export function readAddress(atlas: Atlas, hash: string): State {
  const first = firstState(atlas);
  const values = valuesOf(hash);
  const text = (name: string) => decoded(values.get(name) ?? "");
  const node = (name: string) => find(atlas, values.get(name) ?? "");
  const nodes = (name: string) => partsOf(values.get(name) ?? "").map((id) => find(atlas, id)).filter((index) => index >= 0);
  const number = (name: string, most: number) => Math.min(most, Math.max(0, Math.trunc(Number(text(name)) || 0)));
  const off = (name: string, names: string[], otherwise: ReadonlySet<number>) => {
    if (!values.has(name)) return otherwise;
    return new Set(text(name).split(" ").map((word) => names.indexOf(word)).filter((index) => index >= 0));
  };
  return {
    ...first,
    view: VIEWS.find((view) => view === text("view")) ?? "graph",
    node: node("node"),
    edge: readEdge(atlas, values.get("edge") ?? ""),
    steps: number("steps", 3),
    path: node("path"),
    beside: node("beside"),
    typesOff: off("types-off", atlas.payload.types, first.typesOff),
    predicatesOff: off("predicates-off", atlas.payload.predicates.map(({ name }) => name), first.predicatesOff),
    years: readYears(text("years")),
    labs: nodes("labs"),
    support: number("support", 65535),
    confidence: readConfidence(values.get("confidence"), first.confidence),
    inferred: text("inferred") !== "0",
    alone: text("alone") === "1",
    marked: values.has("marked") ? nodes("marked") : first.marked,
    camera: readPlace(text("at")),
  };
}

/** The least confidence that an address tells; what is no number stands for what is sure in the build. */
function readConfidence(text: string | undefined, otherwise: number | null): number | null {
  if (text === undefined) return otherwise;
  return /^\d+$/.test(text) ? Math.min(1000, Number(text)) : null;
}

/** The values of an address by their names, not decoded; one without a name is the id of a node. */
function valuesOf(hash: string): Map<string, string> {
  const pairs = hash.replace(/^#/, "").split("&").filter(Boolean);
  return new Map(pairs.map((pair) => {
    const end = pair.indexOf("=");
    return end < 0 ? ["node", pair] : [pair.slice(0, end), pair.slice(end + 1)];
  }));
}

function decoded(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}

function partsOf(value: string): string[] {
  return value.split(/\+|%20/);
}

/** The index of a node by its id, or -1. Ids hold percent signs: one that was not encoded again stands for itself. */
function find(atlas: Atlas, value: string): number {
  const index = atlas.find(decoded(value));
  return index >= 0 ? index : atlas.find(value);
}

function readEdge(atlas: Atlas, value: string): number {
  const [source = "", predicate = "", target = ""] = partsOf(value);
  return atlas.findEdge(find(atlas, source), atlas.predicateIndex(predicate), find(atlas, target));
}

function readYears(words: string): readonly [number, number] | null {
  const found = /^(\d{4})-(\d{4})$/.exec(words);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

function readPlace(words: string): Place | null {
  const [x, y, ratio] = words.split(",").map(Number);
  if (x === undefined || y === undefined || !ratio) return null;
  return [x, y, ratio].every(Number.isFinite) && ratio > 0 ? { x, y, ratio } : null;
}
