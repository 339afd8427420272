/** Two things side by side: data and benchmarks in common, and who beat whom where. */
import type { Atlas } from "../atlas";
import { html } from "@paperatlas/shared/elements";
import { badges, nodeButton, type Tools, weight } from "../panel/parts";

/** By predicate, the other ends of a node's statements, with the edge that leads there. */
type Ends = Map<number, number>;

const ROWS: [predicate: string, heading: string][] = [
  ["trains-on", "Data trained on"],
  ["evaluates-on", "Benchmarks tested on"],
  ["based-on", "Based on"],
  ["applied-to", "Methods applied"],
];
const SEEN_FROM_THE_OTHER: Record<string, string> = { better: "worse", worse: "better" };

export function comparison(tools: Tools, one: number, other: number): HTMLElement[] {
  const { atlas } = tools;
  if (one < 0 || other < 0) return [html("p", { class: "notice" }, "Choose two things to compare: select one, then “Compare with”.")];
  const title = html("h2", {}, `${atlas.label(one)} and ${atlas.label(other)}`);
  const shared = ROWS.map(([predicate, heading]) => commonRow(tools, one, other, predicate, heading));
  return [title, direct(tools, one, other), ...shared, rivals(tools, one, other)];
}

/** What papers say of the two against each other. */
function direct(tools: Tools, one: number, other: number): HTMLElement {
  const { atlas } = tools;
  const edges = [...new Set(atlas.around(one))].filter((edge) => atlas.other(edge, one) === other);
  const items = edges.map((edge) => {
    const words = `${atlas.label(atlas.source[edge]!)} ${atlas.payload.predicates[atlas.predicate[edge]!]?.label ?? ""} ${atlas.label(atlas.target[edge]!)} `;
    return html("li", { class: "statement" }, html("span", { class: "text" }, words), ...badges(atlas, edge), evidence(tools, edge));
  });
  return html("section", {}, html("h3", {}, "Of the two"), items.length ? html("ul", {}, ...items) : html("p", { class: "faint" }, "No statement joins the two directly."));
}

function commonRow(tools: Tools, one: number, other: number, predicate: string, heading: string): HTMLElement {
  const [left, right] = [endsBy(tools.atlas, one, predicate), endsBy(tools.atlas, other, predicate)];
  const both = [...left.keys()].filter((node) => right.has(node));
  const only = (ends: Ends, others: Ends) => [...ends.keys()].filter((node) => !others.has(node));
  const column = (title: string, nodes: number[]) =>
    html("div", {}, html("h4", {}, `${title} `, html("span", { class: "faint" }, String(nodes.length))), html("ul", {}, ...nodes.slice(0, 40).map((node) => html("li", {}, nodeButton(tools, node)))));
  const columns = [column(`Only ${tools.atlas.label(one)}`, only(left, right)), column("Both", both), column(`Only ${tools.atlas.label(other)}`, only(right, left))];
  const made = html("section", {}, html("h3", {}, heading), html("div", { class: "columns" }, ...columns));
  made.hidden = !left.size && !right.size;
  return made;
}

/** Third things that both are compared with, and how that ended for each. */
function rivals(tools: Tools, one: number, other: number): HTMLElement {
  const { atlas } = tools;
  const [left, right] = [endsBy(atlas, one, "compares-to"), endsBy(atlas, other, "compares-to")];
  const both = [...left.keys()].filter((node) => right.has(node));
  const head = html("tr", {}, ...["Against", atlas.label(one), atlas.label(other)].map((text) => html("th", { scope: "col" }, text)));
  const rows = both.map((node) =>
    html("tr", {}, html("th", { scope: "row" }, nodeButton(tools, node)), ...[[one, left] as const, [other, right] as const].map(([from, ends]) => {
      const edge = ends.get(node)!;
      return html("td", {}, outcomesFrom(atlas, edge, from), evidence(tools, edge));
    })),
  );
  const table = html("table", {}, html("thead", {}, head), html("tbody", {}, ...rows));
  const made = html("section", {}, html("h3", {}, "Who beat whom: rivals of both"), rows.length ? table : html("p", { class: "faint" }, "No third thing is compared with both."));
  return made;
}

/** The outcomes of a comparison as one of its ends sees them. */
function outcomesFrom(atlas: Atlas, edge: number, from: number): string {
  const names = atlas.outcomeNames(edge);
  const seen = atlas.source[edge] === from ? names : names.map((name) => SEEN_FROM_THE_OTHER[name] ?? name);
  return `${seen.join(" and ") || "compared"} `;
}

function evidence(tools: Tools, edge: number): HTMLElement {
  const made = html("button", { type: "button", class: "weight", "aria-label": `Evidence, ${weight(tools.atlas, edge)}` }, weight(tools.atlas, edge));
  made.addEventListener("click", () => tools.store.set({ edge }));
  return made;
}

function endsBy(atlas: Atlas, node: number, predicate: string): Ends {
  const inward = predicate === "applied-to";
  const wanted = atlas.predicateIndex(predicate);
  const ends: Ends = new Map();
  for (const edge of atlas.around(node)) {
    if (atlas.predicate[edge] !== wanted) continue;
    if (predicate !== "compares-to" && (inward ? atlas.target[edge] : atlas.source[edge]) !== node) continue;
    if (!ends.has(atlas.other(edge, node))) ends.set(atlas.other(edge, node), edge);
  }
  return ends;
}
