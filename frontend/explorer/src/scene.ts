/** The picture of the graph: what is shown, given to sigma, which draws it with WebGL. */
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";
import type { Atlas } from "./atlas";
import { faded, onPage, readTheme } from "./canvas/colours";
import { Communities } from "./canvas/community-layer";
import { DASHED, DOTTED, LineProgram } from "./canvas/edge-program";
import { clearLabels, drawHover, drawLabel } from "./canvas/labels";
import { canvasStyle, fitCanvasStyle } from "./canvas/canvas-style";
import { SHAPES, ShapeProgram } from "./canvas/node-program";
import { HairlineProgram } from "./canvas/hairline-program";
import type { Shown } from "./filter";
import type { Focus } from "./focus";
import type { Place } from "./state";

export interface SceneEvents {
  node(node: number): void;
  open(node: number): void;
  edge(edge: number): void;
  community(community: number): void;
  nothing(): void;
  moved(place: Place): void;
}

/** How many pixels a panel covers, at the right or, on a narrow screen, at the bottom. */
export interface Cover {
  right: number;
  bottom: number;
}

interface Point {
  x: number;
  y: number;
}

const MOST_FRAMED = 60;
const MOST_LINES = 5000; // more edges are drawn as hairlines
const FRAMED_WHOLE = 150; // so few nodes are all in view at first
const NEAR_EDGE = 6; // pixels within which a click means an edge
const MOST_ZOOMED = 0.005;
const FARTHEST = 2.5;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Scene {
  readonly sigma: Sigma;
  readonly communities: Communities;
  private shown: Shown | null = null;
  private focus: Focus | null = null;
  private marked = new Set<number>();
  private selected = -1;
  private readonly ground: CanvasRenderingContext2D;
  private readonly overlay: CanvasRenderingContext2D;
  private begun = false;
  private readonly paper: number;

  constructor(private readonly atlas: Atlas, readonly place: HTMLElement, first: Shown, private readonly events: SceneEvents) {
    this.communities = new Communities(atlas);
    this.paper = atlas.payload.types.indexOf("Paper");
    this.sigma = new Sigma(new MultiDirectedGraph(), place, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "line",
      nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { line: LineProgram, hairline: HairlineProgram },
      defaultDrawNodeLabel: (context, data) => {
        this.drawCommunities();
        if (data["key"] !== String(this.selected)) drawLabel(context, data);
      },
      defaultDrawNodeHover: drawHover,
      labelDensity: 1.6,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: 3,
      hideEdgesOnMove: atlas.edgeCount > 8_000,
      minCameraRatio: MOST_ZOOMED,
      maxCameraRatio: FARTHEST,
      doubleClickZoomingRatio: 1,
      stagePadding: 36,
      zIndex: true,
      nodeReducer: (key, data) => this.reduceNode(Number(key), data as NodeDisplayData),
      edgeReducer: (key, data) => this.reduceEdge(Number(key), data as EdgeDisplayData),
    });
    [this.ground, this.overlay] = [this.addLayer("ground", "edges"), this.addLayer("communities", "hovers")];
    this.sigma.resize(true);
    this.sigma.setCustomBBox(boxOf(atlas, first.nodes));
    this.sigma.on("beforeRender", () => this.begin());
    this.sigma.on("afterRender", () => this.drawOverlay());
    this.followPointer();
    this.sigma.getCamera().on("updated", ({ x, y, ratio }) => events.moved({ x, y, ratio }));
  }

  /** Show other nodes and edges. */
  show(shown: Shown, focus: Focus | null, selected: number, marked: readonly number[]): void {
    const same = this.shown && equal(this.shown.nodes, shown.nodes) && equal(this.shown.edges, shown.edges);
    const unfocused = !focus && !this.focus && selected === this.selected;
    this.shown = shown;
    this.setFocus(focus, selected, marked);
    if (same && unfocused) return void this.sigma.scheduleRender();
    if (same) return void this.sigma.refresh(); // at once, as the camera will ask where nodes stand
    this.communities.update(shown);
    this.sigma.setGraph(this.build(shown));
  }

  /** Read the colours again. */
  repaint(): void {
    canvasStyle.theme = readTheme();
    if (this.shown) this.sigma.setGraph(this.build(this.shown));
  }

  /** Look at a node; nearer, if one is far out. */
  centre(node: number, cover: Cover): void {
    const at = this.sigma.getNodeDisplayData(String(node));
    if (!at) return;
    const ratio = Math.min(this.sigma.getCamera().ratio, this.shown && this.shown.nodeCount > 400 ? 0.35 : 0.8);
    this.move({ ...this.beside(at, cover, ratio), ratio });
  }

  /** Look at several nodes at once. */
  frame(nodes: Iterable<number>, cover: Cover): void {
    const points = [...nodes].map((node) => this.sigma.getNodeDisplayData(String(node))).filter((point) => point !== undefined);
    if (!points.length) return;
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [bottom, top] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const unit = this.unit();
    const { width, height } = this.sigma.getDimensions();
    const [wide, tall] = [Math.max(120, width - cover.right), Math.max(120, height - cover.bottom)];
    const ratio = Math.max(0.04, 1.25 * Math.max(((right - left) * unit) / wide, ((top - bottom) * unit) / tall));
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    this.move({ ...this.beside(middle, cover, ratio), ratio: Math.min(FARTHEST, ratio) });
  }

  /** Look at a chosen node and its neighbours. */
  centreAmong(node: number, cover: Cover): void {
    const near = [...(this.focus?.nodes ?? [])];
    if (near.length > 1 && near.length <= MOST_FRAMED) this.frame(near, cover);
    else this.centre(node, cover);
  }

  /** Look at a community. */
  frameCommunity(community: number): void {
    const members: number[] = [];
    this.atlas.community.forEach((home, node) => {
      if (home === community && this.shown?.nodes[node]) members.push(node);
    });
    this.frame(members, { right: 0, bottom: 0 });
  }

  move(to: Place): void {
    const camera = this.sigma.getCamera();
    if (STILL.matches || document.hidden) camera.setState(to);
    else void camera.animate(to, { duration: 350 });
  }

  whole(): void {
    this.move({ x: 0.5, y: 0.5, ratio: 1 });
  }

  zoom(factor: number): void {
    const { x, y, ratio } = this.sigma.getCamera();
    this.move({ x, y, ratio: Math.min(FARTHEST, Math.max(MOST_ZOOMED, ratio * factor)) });
  }

  pan(dx: number, dy: number): void {
    const { x, y, ratio } = this.sigma.getCamera();
    this.move({ x: x + dx * ratio * 0.15, y: y + dy * ratio * 0.15, ratio });
  }

  /** Where a node stands on the page's canvas, in pixels. */
  pointOf(node: number): Point | null {
    const at = this.sigma.getNodeDisplayData(String(node));
    return at ? this.sigma.framedGraphToViewport(at) : null;
  }

  /** The nearest shown node in a direction: of the neighbours if there is one, else of all. */
  toward(from: number, dx: number, dy: number): number {
    const near = [...this.atlas.around(from)].filter((edge) => this.shown?.edges[edge]).map((edge) => this.atlas.other(edge, from));
    return this.nearest(from, near, dx, dy, 0.5) ?? this.nearest(from, this.all(), dx, dy, 0.7) ?? from;
  }

  endsOf(edge: number): number[] {
    return [this.atlas.source[edge]!, this.atlas.target[edge]!];
  }

  /** The largest node in view. */
  largest(): number {
    const { width, height } = this.sigma.getDimensions();
    let best = -1;
    for (const node of this.all()) {
      if (best >= 0 && this.atlas.size[node]! <= this.atlas.size[best]!) continue;
      const at = this.pointOf(node);
      if (at && at.x > 0 && at.y > 0 && at.x < width && at.y < height) best = node;
    }
    return best;
  }

  /** A canvas of our own, below one of sigma's. */
  private addLayer(name: string, above: string): CanvasRenderingContext2D {
    this.sigma.createCanvasContext(name, { style: { pointerEvents: "none" } });
    const canvases = this.sigma.getCanvases();
    this.place.insertBefore(canvases[name]!, canvases[above]!);
    return canvases[name]!.getContext("2d")!;
  }

  private all(): number[] {
    const nodes: number[] = [];
    this.shown?.nodes.forEach((flag, node) => flag && nodes.push(node));
    return nodes;
  }

  private nearest(from: number, nodes: number[], dx: number, dy: number, narrow: number): number | undefined {
    const { x, y } = this.atlas;
    let best: number | undefined;
    let least = Infinity;
    for (const node of nodes) {
      const [right, up] = [x[node]! - x[from]!, y[node]! - y[from]!];
      const distance = Math.hypot(right, up);
      if (!distance || (right * dx + up * dy) / distance < narrow || distance >= least) continue;
      [best, least] = [node, distance];
    }
    return best;
  }

  private setFocus(focus: Focus | null, selected: number, marked: readonly number[]): void {
    this.focus = focus;
    this.selected = selected;
    this.marked = new Set(marked);
  }

  private reduceNode(node: number, data: NodeDisplayData): Partial<NodeDisplayData> {
    if (this.focus && !this.focus.nodes.has(node)) return { ...data, color: canvasStyle.theme.dim, size: 0.75 * data.size, label: null, zIndex: 0 };
    const chosen = node === this.selected;
    if (!this.focus && !chosen && !this.marked.size) return data;
    const forceLabel = chosen || (this.focus?.named.has(node) ?? false) || (this.marked.has(node) && this.marked.size <= 40);
    return { ...data, forceLabel, zIndex: chosen ? 3 : 2, size: chosen ? data.size + 2 : data.size };
  }

  private reduceEdge(edge: number, data: EdgeDisplayData): Partial<EdgeDisplayData> {
    if (!this.focus) return data;
    if (!this.focus.edges.has(edge)) return { ...data, hidden: true };
    return { ...data, type: "line", size: data.size + 0.6, zIndex: 1 };
  }

  private begin(): void {
    clearLabels();
    fitCanvasStyle(this.sigma.getCamera().ratio, this.shown?.nodeCount ?? 0, this.shown?.edgeCount ?? 0, this.focus !== null);
    this.begun = false;
  }

  /** Names of communities take their room before names of nodes do; where things stand is known only inside a frame. */
  private drawCommunities(): void {
    if (this.begun) return;
    this.begun = true;
    const { width, height } = this.sigma.getDimensions();
    const project = (point: Point) => this.sigma.graphToViewport(point);
    for (const layer of [this.ground, this.overlay]) layer.clearRect(0, 0, width, height);
    if (this.selected >= 0) this.drawChosen();
    this.communities.drawGround(this.ground, project);
    this.communities.drawNames(this.overlay, project, width, height);
  }

  private drawOverlay(): void {
    this.drawCommunities();
    for (const node of this.marked) this.ring(node, canvasStyle.theme.inferred, 3);
    if (this.selected >= 0) this.ring(this.selected, canvasStyle.theme.accent, 3);
  }

  private drawChosen(): void {
    const [at, data] = [this.pointOf(this.selected), this.sigma.getNodeDisplayData(String(this.selected))];
    if (at && data) drawLabel(this.overlay, { ...data, ...at, size: this.sigma.scaleSize(data.size) + 4, forceLabel: true }, true);
  }

  private ring(node: number, colour: string, width: number): void {
    const at = this.pointOf(node);
    const data = this.sigma.getNodeDisplayData(String(node));
    if (!at || !data) return;
    this.overlay.beginPath();
    this.overlay.arc(at.x, at.y, this.sigma.scaleSize(data.size) + 4, 0, 2 * Math.PI);
    this.overlay.lineWidth = width;
    this.overlay.strokeStyle = colour;
    this.overlay.stroke();
  }

  private build(shown: Shown): MultiDirectedGraph {
    const { atlas } = this;
    const graph = new MultiDirectedGraph();
    const forms = atlas.payload.shapes.map((name) => Math.max(0, SHAPES.indexOf(name)));
    const colours = atlas.payload.colours.map(onPage);
    for (const node of this.inDrawingOrder(shown.nodes)) {
      const type = atlas.type[node]!;
      const size = this.radius(node, shown.nodeCount);
      graph.addNode(node, { x: atlas.x[node], y: atlas.y[node], size, label: atlas.label(node), color: colours[type] ?? "#808080", form: forms[type] ?? 0 });
    }
    const between = new Map<number, number>();
    for (let edge = 0; edge < shown.edges.length; edge++) if (shown.edges[edge]) this.addEdge(graph, edge, between);
    return graph;
  }

  /** In pixels when the whole graph is in view; papers are the ground on which things stand, so they are smaller. */
  private radius(node: number, all: number): number {
    const { width, height } = this.sigma.getDimensions();
    const narrow = Math.min(1, Math.max(0.55, Math.min(width, height) / 640));
    const crowd = narrow * Math.min(1, Math.max(0.45, Math.sqrt(400 / Math.max(1, all))));
    const share = this.atlas.size[node]! / 100;
    return this.atlas.type[node] === this.paper ? crowd * (2 + 4 * share) : crowd * (2.6 + 12 * share);
  }

  /** Papers lie below things, and small things below large ones. */
  private inDrawingOrder(flags: Uint8Array): number[] {
    const rank = (node: number) => this.atlas.size[node]! + (this.atlas.type[node] === this.paper ? 0 : 1000);
    return [...flags.keys()].filter((node) => flags[node]).sort((one, other) => rank(one) - rank(other));
  }

  private addEdge(graph: MultiDirectedGraph, edge: number, between: Map<number, number>): void {
    const { atlas } = this;
    const [source, target] = [atlas.source[edge]!, atlas.target[edge]!];
    const pair = Math.min(source, target) * atlas.nodeCount + Math.max(source, target);
    const before = between.get(pair) ?? 0;
    between.set(pair, before + 1);
    graph.addDirectedEdgeWithKey(edge, source, target, {
      size: Math.min(6, 0.8 + Math.log2(Math.max(1, atlas.support[edge]!)) * 0.6),
      color: this.colourOf(edge),
      dash: atlas.isUnsure(edge) ? DOTTED : atlas.inferred[edge] ? DASHED : 0,
      type: this.shown!.edgeCount > MOST_LINES ? "hairline" : "line",
      shift: before ? (before % 2 ? 4 : -4) * Math.ceil(before / 2) * (source < target ? 1 : -1) : 0,
    });
  }

  private colourOf(edge: number): string {
    if (this.atlas.disputed[edge]) return canvasStyle.theme.disputed;
    if (this.atlas.inferred[edge]) return canvasStyle.theme.inferred;
    const colour = onPage(this.atlas.payload.predicates[this.atlas.predicate[edge]!]?.colour ?? canvasStyle.theme.faint);
    return this.atlas.isUnsure(edge) ? faded(colour) : colour;
  }

  private followPointer(): void {
    const { sigma, events } = this;
    sigma.on("clickNode", ({ node }) => events.node(Number(node)));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      events.open(Number(node));
    });
    sigma.on("enterNode", () => (this.place.style.cursor = "pointer"));
    sigma.on("leaveNode", () => (this.place.style.cursor = ""));
    sigma.on("clickStage", ({ event }) => this.clickBeside(event));
  }

  /** A click on no node: an edge may lie there, or from far the name of a community. */
  private clickBeside({ x, y }: Point): void {
    const edge = canvasStyle.edges > 0.15 ? this.edgeAt(x, y) : -1;
    if (edge >= 0) return this.events.edge(edge);
    const community = canvasStyle.communities > 0.5 ? this.communityAt(x, y) : -1;
    if (community >= 0) this.events.community(community);
    else this.events.nothing();
  }

  private communityAt(x: number, y: number): number {
    const near = (home: number) => {
      const at = this.sigma.graphToViewport(this.communities.place(home));
      return Math.abs(at.x - x) < 70 && Math.abs(at.y - y) < 24;
    };
    return this.communities.present.slice(0, 40).find(near) ?? -1;
  }

  /** The shown edge nearest to a point, within some pixels, or -1. */
  private edgeAt(x: number, y: number): number {
    const at = (node: number) => this.sigma.graphToViewport({ x: this.atlas.x[node]!, y: this.atlas.y[node]! });
    const point = this.sigma.viewportToGraph({ x, y });
    const reach = NEAR_EDGE / (this.unit() / this.sigma.getCamera().ratio) * this.span();
    let [best, least] = [-1, NEAR_EDGE];
    const { edges } = this.shown ?? { edges: new Uint8Array() };
    for (let edge = 0; edge < edges.length; edge++) {
      if (!edges[edge] || (this.focus && !this.focus.edges.has(edge))) continue;
      const [source, target] = [this.atlas.source[edge]!, this.atlas.target[edge]!];
      if (!within(point, this.atlas, source, target, reach)) continue;
      const distance = distanceTo({ x, y }, at(source), at(target));
      if (distance < least) [best, least] = [edge, distance];
    }
    return best;
  }

  private span(): number {
    const { x, y } = this.sigma.getBBox();
    return Math.max(x[1] - x[0], y[1] - y[0]) || 1;
  }

  /** How many pixels one unit of the framed graph takes when the camera's ratio is 1. */
  private unit(): number {
    const { ratio } = this.sigma.getCamera();
    const [a, b] = [this.sigma.framedGraphToViewport({ x: 0, y: 0 }), this.sigma.framedGraphToViewport({ x: 1, y: 0 })];
    return (b.x - a.x) * ratio || 1;
  }

  /** Where the camera must look for a point to stand in the middle of what no panel covers. */
  private beside({ x, y }: Point, { right, bottom }: Cover, ratio: number): Point {
    const pixel = ratio / this.unit();
    return { x: x + (right / 2) * pixel, y: y - (bottom / 2) * pixel };
  }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((flag, at) => flag === other[at]);
}

/** What is in view at first: the communities, round which stands what belongs to none. */
function boxOf(atlas: Atlas, flags: Uint8Array): { x: [number, number]; y: [number, number] } {
  const shown = [...flags.keys()].filter((node) => flags[node]);
  const homes = shown.filter((node) => atlas.community[node]! >= 0);
  const counts = new Map<number, number>();
  for (const node of homes) counts.set(atlas.community[node]!, (counts.get(atlas.community[node]!) ?? 0) + 1);
  const least = Math.sqrt(shown.length) / 6;
  const large = homes.filter((node) => counts.get(atlas.community[node]!)! >= least);
  const framed = shown.length > FRAMED_WHOLE && large.length * 4 > shown.length ? large : shown;
  if (!framed.length) return { x: [0, 1], y: [0, 1] };
  const span = (column: Float32Array): [number, number] => {
    let [least, most] = [Infinity, -Infinity];
    for (const node of framed) [least, most] = [Math.min(least, column[node]!), Math.max(most, column[node]!)];
    return least === most ? [least - 1, most + 1] : [least, most];
  };
  return { x: span(atlas.x), y: span(atlas.y) };
}

function within({ x, y }: Point, atlas: Atlas, one: number, other: number, reach: number): boolean {
  const [ax, ay, bx, by] = [atlas.x[one]!, atlas.y[one]!, atlas.x[other]!, atlas.y[other]!];
  return x > Math.min(ax, bx) - reach && x < Math.max(ax, bx) + reach && y > Math.min(ay, by) - reach && y < Math.max(ay, by) + reach;
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
