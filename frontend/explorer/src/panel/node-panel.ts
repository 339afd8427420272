/** The panel of a node: what it is, and its statements by predicate. */
import type { Entity } from "../atlas";
import { isSure } from "../filter";
import { makeCombobox } from "../combobox";
import { button, count, html, link } from "@paperatlas/shared/elements";
import { badges, copyButton, facts, nodeButton, type Tools, weight } from "./parts";

const FIRST_ROWS = 25;
const WITH_LINEAGE = ["Model", "Dataset", "Method"];

export function nodePanel(tools: Tools, node: number): HTMLElement[] {
  const entity = tools.atlas.entity(node);
  return [
    html("p", { class: "kind" }, entity.type),
    html("h2", {}, entity.label),
    factsOf(entity),
    actions(tools, node, entity),
    ...asking(tools, node),
    ...groups(tools, node),
    lessCertain(tools, node),
  ];
}

/** How many statements of a node are hidden as less certain, and the way to them. */
function lessCertain(tools: Tools, node: number): HTMLElement {
  const { atlas, store } = tools;
  const made = html("p", { class: "hidden-ones" });
  void atlas.complete().then(() => {
    const hidden = new Set(atlas.allAround(node).filter((edge) => !isSure(atlas, edge, store.state.confidence))).size;
    if (hidden) made.append(button(`${hidden.toLocaleString("en")} less certain`, () => store.set({ confidence: 0 }), { "aria-label": `Show ${count(hidden, "less certain statement")} too` }));
  });
  return made;
}

function factsOf(entity: Entity): HTMLElement {
  return facts(
    ["Also", entity.aliases.length ? [entity.aliases.join(", ")] : []],
    ["Papers", entity.papers && entity.type !== "Paper" ? [count(entity.papers, "paper") + " name it"] : []],
    ["Date", entity.date ? [entity.date] : []],
    ["First named", !entity.date && entity.year ? [String(entity.year)] : []],
    ["Identifier", entity.identifiers],
    ["Link", entity.urls.map((address) => link(address))],
  );
}

function actions({ atlas, store }: Tools, node: number, entity: Entity): HTMLElement {
  const steps = [1, 2, 3].map((number) => {
    const on = store.state.steps === number;
    return button(`${number}`, () => store.set({ steps: on ? 0 : number, view: "graph", path: -1 }), {
      "aria-pressed": String(on),
      "aria-label": `Show only what is within ${count(number, "step")}`,
    });
  });
  const row = html("div", { class: "actions" }, html("span", { class: "steps", role: "group", "aria-label": "Surroundings" }, "Steps around ", ...steps));
  if (WITH_LINEAGE.includes(entity.type)) row.append(button("Lineage", () => store.set({ view: "lineage" })));
  row.append(copyButton("Copy citation", () => citation(entity)), copyButton("Copy IRI", () => atlas.entity(node).iri));
  return row;
}

/** A line to quote a node by. */
export function citation(entity: Entity): string {
  const parts = [entity.label, entity.date || (entity.year ? String(entity.year) : ""), ...entity.identifiers.slice(0, 1), entity.urls[0] ?? entity.iri];
  return parts.filter(Boolean).join(". ");
}

/** Fields that ask for a second node: a path to it, a comparison with it. */
function asking(tools: Tools, node: number): HTMLElement[] {
  const { atlas, store, index } = tools;
  const ask = (label: string, id: string, choose: (other: number) => void) => {
    const list = html("ul", { id: `${id}-found`, role: "listbox", "aria-label": "Nodes found", hidden: "" });
    const field = html("input", { id, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
    makeCombobox(field, list, atlas, index, choose);
    return html("div", { class: "ask" }, html("label", { for: id }, label), html("div", { class: "field" }, field, list));
  };
  const fields = [ask("Path to", "path-to", (path) => store.set({ path, steps: 0, view: "graph" }))];
  if (WITH_LINEAGE.includes(atlas.typeName(node))) fields.push(ask("Compare with", "compare-with", (beside) => store.set({ beside, view: "compare" })));
  return fields;
}

interface Group {
  label: string;
  edges: number[];
}

function groups(tools: Tools, node: number): HTMLElement[] {
  const { atlas } = tools;
  const found = new Map<string, Group>();
  for (const edge of new Set(atlas.allAround(node))) {
    if (!isSure(atlas, edge, tools.store.state.confidence)) continue;
    const outward = atlas.source[edge] === node;
    const entry = atlas.payload.predicates[atlas.predicate[edge]!]!;
    const key = `${outward ? 0 : 1} ${atlas.predicate[edge]}`;
    const label = outward ? `${entry.label} …` : entry.inverse ?? `… ${entry.label} this`;
    if (!found.has(key)) found.set(key, { label, edges: [] });
    found.get(key)!.edges.push(edge);
  }
  const late = ({ edges }: Group) => (["mentions", "authored-by"].includes(atlas.predicateName(edges[0]!)) ? 1 : 0);
  return [...found.values()].sort((one, other) => late(one) - late(other)).map((group) => section(tools, node, group));
}

function section(tools: Tools, node: number, { label, edges }: Group): HTMLElement {
  const { atlas } = tools;
  const strong = (edge: number) => (atlas.isUnsure(edge) ? 0 : 1e9) + atlas.support[edge]! * 1000 + atlas.confidence[edge]!;
  edges.sort((one, other) => strong(other) - strong(one));
  const unsure = edges.filter((edge) => atlas.isUnsure(edge)).length;
  const rows = (some: number[]) =>
    some.flatMap((edge) => (edge === edges[edges.length - unsure] ? [divider(unsure), row(tools, node, edge)] : [row(tools, node, edge)]));
  const list = html("ul", {}, ...rows(edges.slice(0, FIRST_ROWS)));
  const made = html("section", {}, html("h3", {}, label, " ", html("span", { class: "faint" }, String(edges.length))), list);
  if (edges.length > FIRST_ROWS) {
    const more = button(`Show all ${edges.length.toLocaleString("en")}`, () => {
      list.append(...rows(edges.slice(FIRST_ROWS)));
      more.remove();
    });
    made.append(more);
  }
  return made;
}

/** What stands between the sure statements and the others. */
function divider(unsure: number): HTMLElement {
  return html("li", { class: "divider" }, `${unsure.toLocaleString("en")} less certain`);
}

function row(tools: Tools, node: number, edge: number): HTMLElement {
  const { atlas, store } = tools;
  const other = atlas.other(edge, node);
  const evidence = button(weight(atlas, edge), () => store.set({ edge, path: -1 }), {
    class: "weight",
    "aria-label": `Evidence${atlas.isUnsure(edge) ? ", less certain" : ""}: ${atlas.label(atlas.source[edge]!)} ${atlas.predicateName(edge)} ${atlas.label(atlas.target[edge]!)}, ${weight(atlas, edge)}`,
  });
  return html("li", { class: atlas.isUnsure(edge) ? "statement unsure" : "statement" }, nodeButton(tools, other), ...badges(atlas, edge), evidence);
}
