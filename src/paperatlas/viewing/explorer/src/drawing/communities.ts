/** What is seen from far: the names of communities, and the counts of statements between them. */
import type { Atlas } from "../atlas";
import type { Shown } from "../filtering";
import { claim, FONT, shortened, widthOf, writeWithHalo } from "./labels";
import { look } from "./look";

interface Bundle {
  from: number;
  to: number;
  count: number;
}

type Projection = (point: { x: number; y: number }) => { x: number; y: number };

const MOST_NAMES = 40;
const MOST_BUNDLES = 28;
const LEAST_NODES = 4;

export class Communities {
  private bundles: Bundle[] = [];
  private shown: number[] = [];
  private members: Int32Array = new Int32Array();
  private places: { x: number; y: number }[] = [];

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
    const all = atlas.wire.communities.length;
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
    this.shown = [...this.members.keys()]
      .filter((home) => this.count(home) >= LEAST_NODES)
      .sort((one, other) => this.count(other) - this.count(one));
    this.bundles = this.countBetween(edges);
  }

  /** Draw names and counts, as much of them as can be read. */
  draw(context: CanvasRenderingContext2D, project: Projection, width: number, height: number): void {
    if (look.communities <= 0.02) return;
    const names = this.shown.slice(0, MOST_NAMES);
    context.globalAlpha = look.communities;
    this.drawBundles(context, project, new Set(names));
    const most = this.count(names[0] ?? -1) || 1;
    for (const home of names) this.drawName(context, project(this.place(home)), home, Math.sqrt(this.count(home) / most), width, height);
    context.globalAlpha = 1;
  }

  private drawName(context: CanvasRenderingContext2D, at: { x: number; y: number }, home: number, share: number, width: number, height: number): void {
    if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) return;
    const pixels = Math.round((width < 600 ? 9 : 11) + (width < 600 ? 6 : 10) * share);
    context.font = `700 ${pixels}px ${FONT}`;
    const lines = linesOf(this.atlas.wire.communities[home]?.name ?? "");
    const half = Math.max(...lines.map((line) => widthOf(context, line))) / 2 + 6;
    const x = Math.min(width - half, Math.max(half, at.x));
    const tall = lines.length * (pixels + 3);
    if (!claim([x - half, at.y - tall / 2 - 3, x + half, at.y + tall / 2 + 5])) return;
    lines.forEach((line, index) => writeWithHalo(context, line, x, at.y - tall / 2 + (index + 0.85) * (pixels + 3), 5));
  }

  private drawBundles(context: CanvasRenderingContext2D, project: Projection, named: Set<number>): void {
    const most = Math.max(1, ...this.bundles.map(({ count }) => count));
    context.font = `600 11px ${FONT}`;
    for (const { from, to, count } of this.bundles) {
      if (!named.has(from) || !named.has(to)) continue;
      const [start, end] = [project(this.place(from)), project(this.place(to))];
      context.beginPath();
      context.moveTo(start.x, start.y);
      context.lineTo(end.x, end.y);
      context.lineCap = "round";
      context.lineWidth = 1.5 + 12 * Math.sqrt(count / most);
      context.strokeStyle = look.theme.faint;
      context.globalAlpha = look.communities * 0.22;
      context.stroke();
      context.globalAlpha = look.communities * 0.9;
      if (Math.hypot(end.x - start.x, end.y - start.y) > 90) {
        writeWithHalo(context, count.toLocaleString("en"), (start.x + end.x) / 2, (start.y + end.y) / 2 + 4, 4);
      }
    }
    context.globalAlpha = look.communities;
  }

  private countBetween(edges: Uint8Array): Bundle[] {
    const { atlas } = this;
    const all = atlas.wire.communities.length;
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

/** The name of a community, a leading node a line. */
function linesOf(name: string): string[] {
  return name.split(" · ").slice(0, 3).map((line) => shortened(line, 26));
}
