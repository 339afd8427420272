/** Where a thing comes from and what came of it: based-on and variant-of as a tree in time. */
import type { Atlas } from "../atlas";
import { html, svg } from "@paperatlas/shared/elements";
import { outline } from "../legend";
import type { Tools } from "../panel/parts";

interface Placed {
  node: number;
  column: number;
  row: number;
  /** The edges to what it comes from, inside the tree. */
  from: number[];
}

interface Family {
  placed: Map<number, Placed>;
  /** The year above each column, 0 where none is known. */
  years: number[];
  cut: boolean;
}

const DERIVING = ["based-on", "variant-of"];
const MOST = 160;
const DEEPEST = 6;
const ROW = 30;
const COLUMN = 210;
const TOP = 44;
const LEFT = 24;

export function lineage(tools: Tools, node: number): HTMLElement[] {
  if (node < 0) return [html("p", { class: "notice" }, "Choose a model, dataset or method first.")];
  const { atlas } = tools;
  const family = familyOf(atlas, node);
  const title = html("h2", {}, `Lineage of ${atlas.label(node)}`);
  const lost = family.cut ? ` Only the nearest ${MOST} are drawn.` : "";
  const note = html("p", { class: "faint" }, `What it is based on or a variant of stands to the left, what came of it to the right, by the year of the first paper that names it, or else of what it comes from. Dashed lines are inferred from names.${lost}`);
  if (family.placed.size < 2) return [title, html("p", { class: "notice" }, "No statement says that it is based on something, or something on it.")];
  return [title, note, html("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Lineage" }, draw(tools, family, node))];
}

/** All that the node comes from and that comes from it, with places. */
export function familyOf(atlas: Atlas, node: number): Family {
  const members = new Set([node]);
  for (const up of [true, false]) gather(atlas, node, up, members);
  const parents = new Map([...members].map((member) => [member, derivations(atlas, member, true).filter((edge) => members.has(atlas.target[edge]!))]));
  const { columns, years } = columnsOf(atlas, members, parents);
  const rows = rowsOf(atlas, members, parents, columns);
  const placed = new Map([...members].map((member) => [member, { node: member, column: columns.get(member)!, row: rows.get(member)!, from: parents.get(member)! }]));
  return { placed, years, cut: members.size >= MOST };
}

function gather(atlas: Atlas, node: number, up: boolean, members: Set<number>): void {
  let rim = [node];
  for (let depth = 0; depth < DEEPEST && rim.length; depth++) {
    const next: number[] = [];
    for (const edge of rim.flatMap((member) => derivations(atlas, member, up))) {
      const other = up ? atlas.target[edge]! : atlas.source[edge]!;
      if (members.has(other) || members.size >= MOST) continue;
      members.add(other);
      next.push(other);
    }
    rim = next;
  }
}

/** The edges by which a node derives from others, or others from it. */
function derivations(atlas: Atlas, node: number, up: boolean): number[] {
  const paper = atlas.payload.types.indexOf("Paper");
  return [...atlas.around(node)].filter((edge) => {
    const [source, target] = [atlas.source[edge]!, atlas.target[edge]!];
    if (source === target || atlas.type[source] === paper || (up ? source : target) !== node) return false;
    return DERIVING.includes(atlas.predicateName(edge));
  });
}

/** Columns run with time; inside a year, what derives stands right of what it derives from. */
function columnsOf(atlas: Atlas, members: Set<number>, parents: Map<number, number[]>): { columns: Map<number, number>; years: number[] } {
  const keys = new Map<number, string>();
  const yearOf = (member: number, guard = 0): number => {
    const known = atlas.year[member]!;
    if (known || guard > DEEPEST) return known;
    return Math.max(0, ...parents.get(member)!.map((edge) => yearOf(atlas.target[edge]!, guard + 1)));
  };
  const keyOf = (member: number, guard: number): string => {
    const known = keys.get(member);
    if (known) return known;
    const year = yearOf(member);
    const before = guard > DEEPEST ? [] : parents.get(member)!.map((edge) => atlas.target[edge]!);
    const depths = before.map((parent) => keyOf(parent, guard + 1)).filter((key) => Number(key.slice(0, 4)) === year);
    const depth = depths.length ? 1 + Math.max(...depths.map((key) => Number(key.slice(5)))) : 0;
    const key = `${String(year).padStart(4, "0")} ${String(depth).padStart(2, "0")}`;
    keys.set(member, key);
    return key;
  };
  for (const member of members) keyOf(member, 0);
  const order = [...new Set(keys.values())].sort();
  const columns = new Map([...keys].map(([member, key]) => [member, order.indexOf(key)]));
  return { columns, years: order.map((key) => Number(key.slice(0, 4))) };
}

/** A row each, children below their parent. */
function rowsOf(atlas: Atlas, members: Set<number>, parents: Map<number, number[]>, columns: Map<number, number>): Map<number, number> {
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  for (const member of members) {
    const first = parents.get(member)!.map((edge) => atlas.target[edge]!).find((parent) => columns.get(parent)! < columns.get(member)!);
    if (first === undefined) roots.push(member);
    else children.set(first, [...(children.get(first) ?? []), member]);
  }
  const early = (one: number, other: number) => columns.get(one)! - columns.get(other)! || (atlas.label(one) < atlas.label(other) ? -1 : 1);
  const rows = new Map<number, number>();
  const walk = (member: number) => {
    rows.set(member, rows.size);
    (children.get(member) ?? []).sort(early).forEach(walk);
  };
  roots.sort(early).forEach(walk);
  return rows;
}

function draw(tools: Tools, { placed, years }: Family, chosen: number): SVGSVGElement {
  const height = TOP + placed.size * ROW + 10;
  const width = LEFT + years.length * COLUMN + 40;
  const heads = years.map((year, at) => (year === years[at - 1] ? "" : svg("text", { x: LEFT + at * COLUMN, y: 20, class: "year" }, year ? String(year) : "Year unknown")));
  const lines = [...placed.values()].flatMap((member) => member.from.map((edge) => drawLine(tools.atlas, edge, placed)));
  const members = [...placed.values()].sort((one, other) => one.row - other.row).map((member) => drawMember(tools, member, chosen));
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "lineage", role: "group", "aria-label": "Tree in time" }, ...heads, ...lines, ...members);
}

function drawLine(atlas: Atlas, edge: number, placed: Map<number, Placed>): SVGElement {
  const [from, to] = [placed.get(atlas.target[edge]!)!, placed.get(atlas.source[edge]!)!];
  const [x1, y1, x2, y2] = [xOf(from), yOf(from), xOf(to), yOf(to)];
  const words = `${atlas.label(to.node)} ${atlas.payload.predicates[atlas.predicate[edge]!]?.label ?? ""} ${atlas.label(from.node)}`;
  const path = x2 > x1 ? `M${x1} ${y1}V${y2 - Math.sign(y2 - y1) * 8}Q${x1} ${y2} ${x1 + 8} ${y2}H${x2 - 8}` : `M${x1} ${y1}C${x1 - 30} ${y1} ${x2 - 30} ${y2} ${x2 - 8} ${y2}`;
  return svg("path", { d: path, class: atlas.inferred[edge] ? "inferred" : "stated" }, svg("title", {}, words));
}

function drawMember({ atlas, store }: Tools, member: Placed, chosen: number): SVGElement {
  const type = atlas.type[member.node]!;
  const [x, y] = [xOf(member), yOf(member)];
  const shape = outline(atlas.payload.shapes[type] ?? "dot", x, y, 6);
  shape.setAttribute("fill", atlas.payload.colours[type] ?? "#808080");
  const label = atlas.label(member.node);
  const text = svg("text", { x: x + 12, y: y + 4 }, label.length > 26 ? `${label.slice(0, 25)}…` : label);
  const year = atlas.year[member.node];
  const group = svg("g", { class: member.node === chosen ? "member chosen" : "member", role: "button", tabindex: 0, "aria-label": `${label}${year ? `, ${year}` : ""}` }, svg("title", {}, label), shape, text);
  const open = () => store.set({ node: member.node, edge: -1 });
  group.addEventListener("click", open);
  group.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return group;
}

function xOf({ column }: Placed): number {
  return LEFT + column * COLUMN + 8;
}

function yOf({ row }: Placed): number {
  return TOP + row * ROW;
}
