/** Draws a small graph as SVG. */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import type { ResultGraph, Edge, ResultNode } from "./result-graph";
import { html, svg } from "@paperatlas/shared/elements";

/** A type of node or edge, as the legend shows it. */
export interface Kind {
  name: string;
  colour: string;
}

/** The types of nodes by the folder of their addresses, and of edges by their prefixed names. */
export interface Kinds {
  kinds: Record<string, Kind>;
  edges: Record<string, Kind>;
}

type Placed = ResultNode & SimulationNodeDatum & { x: number; y: number };
type Line = SimulationLinkDatum<Placed> & { source: Placed; target: Placed; names: string[] };

const STEPS = 400;
/** Farther apart than this, nodes let each other be, so that parts without an edge between them stay near. */
const REACH = 600;
const RADIUS = 8;
const MARGIN = 24;
const SMALLEST_WIDTH = 760;
const LETTER = 6.4;
const LONGEST_LABEL = 26;
/** A wide picture is scrolled rather than shrunk below this, so that its names can be read. */
const SMALLEST_SCALE = 0.75;
/** With more edges, their names would cover each other; the colours tell then, as they do where all are of one kind. */
const MOST_EDGE_LABELS = 24;

/** The picture of a graph; positions follow from the graph alone, not from chance. */
export function makePicture(graph: ResultGraph, kinds: Kinds): SVGSVGElement {
  const { nodes, lines } = place(graph);
  const summary = `A picture of ${nodes.length} things and ${lines.length} edges; the table holds the same`;
  const box = frame(nodes);
  const names = new Set(lines.flatMap((line) => line.names));
  const legendTells = names.size === 1 && [...names].every((name) => name in kinds.edges);
  const labelled = lines.length <= MOST_EDGE_LABELS && !legendTells;
  const picture = svg(
    "svg",
    { viewBox: [box.x, box.y, box.width, box.height].map(Math.round).join(" "), role: "group", "aria-label": summary, class: "picture" },
    svg("defs", {}, arrow()),
    svg("g", {}, ...lines.map((line) => makeLine(line, kinds.edges, labelled))),
    svg("g", {}, ...nodes.map((node) => drawNode(node, kinds.kinds))),
  );
  picture.style.minWidth = `${(SMALLEST_SCALE * box.width).toFixed(0)}px`;
  return picture;
}

/** The legend of a graph: the types of its nodes and edges. */
export function makeLegend(graph: ResultGraph, { kinds, edges }: Kinds): HTMLUListElement {
  const folders = new Set([...graph.nodes.values()].map((node) => node.folder ?? ""));
  const names = new Set(graph.edges.flatMap((edge) => edge.names));
  return html("ul", { class: "legend" }, ...entries(kinds, folders, "node"), ...entries(edges, names, "edge"));
}

function entries(kinds: Record<string, Kind>, used: Set<string>, look: string): HTMLLIElement[] {
  return Object.entries(kinds).flatMap(([key, { name, colour }]) => {
    if (!used.has(key)) return [];
    const entry = html("li", { class: look }, name);
    entry.style.setProperty("--kind", colour);
    return [entry];
  });
}

function place(graph: ResultGraph): { nodes: Placed[]; lines: Line[] } {
  const nodes = [...graph.nodes.values()].map((node) => ({ ...node, x: Number.NaN, y: Number.NaN }));
  const lines = graph.edges.map(({ from, to, names }: Edge) => ({ source: from, target: to, names }));
  forceSimulation<Placed>(nodes)
    .force("edges", forceLink<Placed, SimulationLinkDatum<Placed>>(lines).id((node) => node.key).distance(110))
    .force("apart", forceManyBody().strength(-420).distanceMax(REACH))
    .force("room", forceCollide<Placed>((node) => RADIUS + 0.42 * widthOf(node)))
    .force("across", forceX<Placed>().strength(0.06))
    .force("down", forceY<Placed>().strength(0.16))
    .stop()
    .tick(STEPS);
  // The simulation has put the nodes themselves in the place of their keys.
  return { nodes, lines: lines as unknown as Line[] };
}

/** The part of the plane that holds the nodes and their names. */
function frame(nodes: Placed[]): DOMRect {
  const left = Math.min(...nodes.map((node) => node.x - widthOf(node) / 2)) - MARGIN;
  const right = Math.max(...nodes.map((node) => node.x + widthOf(node) / 2)) + MARGIN;
  const top = Math.min(...nodes.map(({ y }) => y)) - MARGIN;
  const bottom = Math.max(...nodes.map(({ y }) => y)) + MARGIN + RADIUS;
  // A handful of nodes is not blown up to fill the page.
  const spare = Math.max(0, SMALLEST_WIDTH - (right - left));
  return new DOMRect(left - spare / 2, top, right - left + spare, bottom - top);
}

/** The approximate width of the name of a node. */
function widthOf({ label }: ResultNode): number {
  return LETTER * Math.min(label.length, LONGEST_LABEL);
}

function arrow(): SVGMarkerElement {
  const box = { viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "8", markerHeight: "8", orient: "auto" };
  return svg("marker", { id: "arrow", markerUnits: "userSpaceOnUse", ...box }, svg("path", { d: "M0 0 8 4 0 8z", fill: "context-stroke" }));
}

function makeLine({ source, target, names }: Line, kinds: Record<string, Kind>, labelled: boolean): SVGGElement {
  if (source === target) return svg("g");
  const label = names.map((name) => kinds[name]?.name ?? name).join(", ");
  const colour = kinds[names[0] ?? ""]?.colour;
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const share = (RADIUS + 3) / (Math.hypot(dx, dy) || 1);
  const ends = { x1: source.x + dx * share, y1: source.y + dy * share, x2: target.x - dx * share, y2: target.y - dy * share };
  const line = svg("line", { ...texts(ends), "marker-end": "url(#arrow)", ...(colour && { stroke: colour }) });
  const group = svg("g", { class: "edge" }, svg("title", {}, `${source.label} ${label} ${target.label}`), line);
  const middle = texts({ x: source.x + dx * 0.5, y: source.y + dy * 0.5 + 3 });
  if (labelled) group.append(svg("text", { ...middle, "text-anchor": "middle" }, label));
  return group;
}

function drawNode(node: Placed, kinds: Record<string, Kind>): SVGElement {
  const colour = kinds[node.folder ?? ""]?.colour;
  const dot = svg("circle", { ...texts({ cx: node.x, cy: node.y, r: RADIUS }), ...(colour && { fill: colour }) });
  const place = texts({ x: node.x, y: node.y + RADIUS + 13 });
  const label = svg("text", { ...place, "text-anchor": "middle" }, shortened(node.label));
  const group = svg("g", { class: "thing" }, svg("title", {}, node.label), dot, label);
  return node.href ? svg("a", { href: node.href }, group) : group;
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function texts(numbers: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value.toFixed(1)]));
}
