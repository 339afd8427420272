/** What is seen from far: the names of communities, and the counts of statements between them. */
import type { Atlas } from "../atlas";
import type { Shown } from "../filter";
import { claim, FONT, shortened, widthOf, writeWithHalo } from "./labels";
import { canvasStyle } from "./canvas-style";

interface Bundle {
  from: number;
  to: number;
  count: number;
}

type Projection = (point: { x: number; y: number }) => { x: number; y: number };

const MOST_NAMES = 40;
const MOST_BUNDLES = 28;
const LEAST_NODES = 4;
const CROWD = 9; // in a large graph a small community says little

export class Communities {
  private bundles: Bundle[] = [];
  private shown: number[] = [];
  private members: Int32Array = new Int32Array();
  private places: { x: number; y: number }[] = [];
  /** How far the nodes of each community reach, in units of the graph. */
  private radii: number[] = [];

  constructor(private readonly atlas: Atlas) {}

  /** How many nodes of a community are shown. */
  count(community: number): number {
    return this.members[community] ?? 0;
  }

  /** The communities of which something is shown, the largest first. */
  get present(): readonly number[] {
    return this.shown;
  }

  place(community: number): { x: number; y: number } {
    return this.places[community] ?? { x: 0, y: 0 };
  }

  /** Count anew what is shown. */
  update({ nodes, edges }: Shown): void {
    const { atlas } = this;
    const all = atlas.payload.communities.length;
    this.members = new Int32Array(all);
    const sums = Array.from({ length: all }, () => ({ x: 0, y: 0 }));
    for (let node = 0; node < nodes.length; node++) {
      const home = nodes[node] ? atlas.community[node]! : -1;
      if (home < 0 || home >= all) continue;
      this.members[home]!++;
      sums[home]!.x += atlas.x[node]!;
      sums[home]!.y += atlas.y[node]!;
    }
    this.places = sums.map(({ x, y }, home) => ({ x: x / (this.members[home] || 1), y: y / (this.members[home] || 1) }));
    this.radii = this.measure(nodes);
    const least = Math.max(LEAST_NODES, Math.sqrt(this.members.reduce((sum, count) => sum + count, 0)) / CROWD);
    this.shown = [...this.members.keys()]
      .filter((home) => this.count(home) >= least)
      .sort((one, other) => this.count(other) - this.count(one));
    this.bundles = this.countBetween(edges);
  }

  /** Draw what lies below the nodes: the grounds of communities, and the counts between them as lines. */
  drawGround(context: CanvasRenderingContext2D, project: Projection): void {
    const strength = Math.max(0.35, canvasStyle.communities);
    context.fillStyle = canvasStyle.theme.ground;
    context.globalAlpha = canvasStyle.communities > 0 ? strength : 0;
    for (const home of this.shown) this.disc(context, project, home);
    context.globalAlpha = 1;
    if (canvasStyle.communities > 0.02) this.drawBundles(context, project, new Set(this.shown.slice(0, MOST_NAMES)), false);
  }

  /** Draw names, and numbers at the lines, as many of them as can be read. */
  drawNames(context: CanvasRenderingContext2D, project: Projection, width: number, height: number): void {
    if (canvasStyle.communities <= 0.02) return;
    const names = this.shown.slice(0, MOST_NAMES);
    const most = this.count(names[0] ?? -1) || 1;
    context.globalAlpha = canvasStyle.communities;
    for (const home of names) this.drawName(context, this.topOf(home, project), home, Math.sqrt(this.count(home) / most), width, height);
    this.drawBundles(context, project, new Set(names), true);
    context.globalAlpha = 1;
  }

  /** Where the ground of a community ends at the top, on the canvas. */
  private topOf(home: number, project: Projection): { x: number; y: number } {
    const { x, y } = this.place(home);
    return project({ x, y: y + 0.75 * (this.radii[home] ?? 0) });
  }

  private disc(context: CanvasRenderingContext2D, project: Projection, home: number): void {
    const { x, y } = this.place(home);
    const [centre, rim] = [project({ x, y }), project({ x: x + (this.radii[home] ?? 0), y })];
    context.beginPath();
    context.arc(centre.x, centre.y, Math.abs(rim.x - centre.x) + 6, 0, 2 * Math.PI);
    context.fill();
  }

  /** The radius that holds nearly all nodes of each community: a disc's own is √2 times the mean square distance. */
  private measure(nodes: Uint8Array): number[] {
    const squares = new Float64Array(this.members.length);
    for (let node = 0; node < nodes.length; node++) {
      const home = nodes[node] ? this.atlas.community[node]! : -1;
      const place = this.places[home];
      if (place) squares[home]! += (this.atlas.x[node]! - place.x) ** 2 + (this.atlas.y[node]! - place.y) ** 2;
    }
    return [...squares].map((sum, home) => 1.5 * Math.sqrt(sum / (this.members[home] || 1)));
  }

  /** The name of the leading node large, those of the next two small below. */
  private drawName(context: CanvasRenderingContext2D, at: { x: number; y: number }, home: number, share: number, width: number, height: number): void {
    if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) return;
    const narrow = width < 600;
    const pixels = Math.round((narrow ? 10 : 11) + (narrow ? 4 : 9) * share);
    const [first = "", ...others] = (this.atlas.payload.communities[home]?.name ?? "").split(" · ").map((line) => shortened(line, 24));
    const small = Math.round(Math.max(9.5, pixels * 0.62));
    const fonts = [`700 ${pixels}px ${FONT}`, `500 ${small}px ${FONT}`] as const;
    const second = others.slice(0, 2).join(" · ");
    const [wide, wideSecond] = [measured(context, fonts[0], first), measured(context, fonts[1], second)];
    const [top, tall] = [at.y - pixels * 0.7, pixels + small + 5];
    const fits = (half: number, height: number) => claim([at.x - half, top, at.x + half, top + height]);
    const half = Math.min(width / 2, Math.max(wide, wideSecond) / 2 + 4);
    at = { x: Math.min(width - half, Math.max(half, at.x)), y: at.y };
    const both = fits(Math.max(wide, wideSecond) / 2 + 4, tall);
    if (!both && !fits(wide / 2 + 2, pixels + 2)) return;
    context.font = fonts[0];
    writeWithHalo(context, first, at.x, top + pixels, 5);
    if (!both) return;
    context.font = fonts[1];
    writeWithHalo(context, second, at.x, top + pixels + small + 2, 4);
  }

  /** The lines between communities, or the numbers at them. */
  private drawBundles(context: CanvasRenderingContext2D, project: Projection, named: Set<number>, numbers: boolean): void {
    const most = Math.max(1, ...this.bundles.map(({ count }) => count));
    context.font = `600 11px ${FONT}`;
    context.lineCap = "round";
    context.strokeStyle = canvasStyle.theme.faint;
    for (const { from, to, count } of this.bundles) {
      if (!named.has(from) || !named.has(to)) continue;
      const [start, end] = [project(this.place(from)), project(this.place(to))];
      if (numbers) drawNumber(context, count, start, end);
      else drawBundle(context, start, end, 1.5 + 10 * Math.sqrt(count / most));
    }
  }

  private countBetween(edges: Uint8Array): Bundle[] {
    const { atlas } = this;
    const all = atlas.payload.communities.length;
    const counts = new Map<number, number>();
    for (let edge = 0; edge < edges.length; edge++) {
      if (!edges[edge]) continue;
      const one = atlas.community[atlas.source[edge]!]!;
      const other = atlas.community[atlas.target[edge]!]!;
      if (one === other || one < 0 || other < 0) continue;
      const key = Math.min(one, other) * all + Math.max(one, other);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts]
      .map(([key, count]) => ({ from: Math.floor(key / all), to: key % all, count }))
      .sort((one, other) => other.count - one.count)
      .slice(0, MOST_BUNDLES);
  }
}

function drawBundle(context: CanvasRenderingContext2D, start: { x: number; y: number }, end: { x: number; y: number }, width: number): void {
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.lineTo(end.x, end.y);
  context.lineWidth = width;
  context.globalAlpha = canvasStyle.communities * 0.24;
  context.stroke();
  context.globalAlpha = 1;
}

function drawNumber(context: CanvasRenderingContext2D, count: number, start: { x: number; y: number }, end: { x: number; y: number }): void {
  if (Math.hypot(end.x - start.x, end.y - start.y) < 70) return;
  const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
  if (claim([x - 12, y - 7, x + 12, y + 7])) writeWithHalo(context, count.toLocaleString("en"), x, y + 4, 4);
}

function measured(context: CanvasRenderingContext2D, font: string, text: string): number {
  context.font = font;
  return widthOf(context, text);
}
