/** The filters beside the picture: a legend that filters, and what narrows statements down. */
import type { Atlas } from "./atlas";
import { byId, count, html } from "@paperatlas/shared/elements";
import type { Shown } from "./filter";
import { line, swatch } from "./legend";
import type { State, Store } from "./state";
import { makeYears } from "./year-range";

type Update = (state: State, shown: Shown) => void;

/** What people come for comes first, mere mentions last. */
const ORDER = ["trains-on", "evaluates-on", "compares-to", "based-on", "applied-to", "variant-of", "introduces", "authored-by", "from-lab", "affiliated-with", "mentions"];

/** Build the filters; the function that is returned brings them to a state. */
export function makeControls(atlas: Atlas, store: Store): Update {
  const updates = [makeTypes(atlas, store), makePredicates(atlas, store), makeYears(atlas, store), makeLabs(atlas, store), makeMeasures(store), makeSwitches(atlas, store)];
  return (state, shown) => updates.forEach((update) => update(state, shown));
}

function makeTypes(atlas: Atlas, store: Store): Update {
  const totals = tally(atlas.type, atlas.payload.types.length);
  const rows = atlas.payload.types.map((name, type) => {
    const [row, box, number] = makeRow(name, swatch(atlas, type));
    box.addEventListener("change", () => store.set({ typesOff: toggled(store.state.typesOff, type, !box.checked) }));
    row.hidden = !totals[type];
    return { row, box, number };
  });
  byId("types", HTMLFieldSetElement).append(...rows.map(({ row }) => row));
  return (state, shown) => {
    const seen = tally(atlas.type, rows.length, shown.nodes);
    rows.forEach(({ box, number }, type) => {
      box.checked = !state.typesOff.has(type);
      number.textContent = share(seen[type]!, totals[type]!);
    });
  };
}

function makePredicates(atlas: Atlas, store: Store): Update {
  const { predicates } = atlas.payload;
  const totals = tally(atlas.predicate, predicates.length);
  const order = predicates.map((_, index) => index).sort((one, other) => rank(predicates[one]!.name) - rank(predicates[other]!.name));
  const rows = new Map(order.map((index) => {
    const { label, colour } = predicates[index]!;
    const [row, box, number] = makeRow(label, line(colour ?? "#808080"));
    box.addEventListener("change", () => store.set({ predicatesOff: toggled(store.state.predicatesOff, index, !box.checked) }));
    row.hidden = !totals[index];
    return [index, { row, box, number }];
  }));
  byId("predicates", HTMLFieldSetElement).append(...[...rows.values()].map(({ row }) => row));
  return (state, shown) => {
    const seen = tally(atlas.predicate, predicates.length, shown.edges);
    for (const [index, { box, number }] of rows) {
      box.checked = !state.predicatesOff.has(index);
      number.textContent = share(seen[index]!, totals[index]!);
    }
  };
}

function makeLabs(atlas: Atlas, store: Store): Update {
  const place = byId("labs", HTMLFieldSetElement);
  const lab = atlas.payload.types.indexOf("Lab");
  const labs = atlas.payload.nodes.id.flatMap((_, node) => (atlas.type[node] === lab ? [node] : []));
  labs.sort((one, other) => atlas.around(other).length - atlas.around(one).length);
  place.hidden = !labs.length;
  const boxes = labs.slice(0, 30).map((node) => {
    const [row, box, number] = makeRow(atlas.label(node), swatch(atlas, lab));
    number.textContent = String(atlas.around(node).length);
    box.addEventListener("change", () => {
      const others = store.state.labs.filter((other) => other !== node);
      store.set({ labs: box.checked ? [...others, node] : others });
    });
    place.querySelector("details")?.append(row);
    return { node, box };
  });
  return (state) => boxes.forEach(({ node, box }) => (box.checked = state.labs.includes(node)));
}

function makeMeasures(store: Store): Update {
  const support = byId("support", HTMLInputElement);
  const confidence = byId("confidence", HTMLInputElement);
  support.addEventListener("change", () => store.set({ support: Number(support.value) }));
  confidence.addEventListener("change", () => store.set({ confidence: Number(confidence.value) * 10 }));
  const say = () => {
    byId("support-said", HTMLElement).textContent = Number(support.value) ? `≥ ${count(Number(support.value), "paper")}` : "any";
    byId("confidence-said", HTMLElement).textContent = Number(confidence.value) ? `≥ ${(Number(confidence.value) / 100).toFixed(2)}` : "any";
  };
  for (const slider of [support, confidence]) slider.addEventListener("input", say);
  return (state) => {
    support.value = String(state.support);
    confidence.value = String(state.confidence / 10);
    say();
  };
}

function makeSwitches(atlas: Atlas, store: Store): Update {
  const inferred = byId("inferred", HTMLInputElement);
  const alone = byId("alone", HTMLInputElement);
  inferred.addEventListener("change", () => store.set({ inferred: inferred.checked }));
  alone.addEventListener("change", () => store.set({ alone: alone.checked }));
  byId("inferred-count", HTMLElement).textContent = atlas.inferred.reduce((sum, rule) => sum + (rule ? 1 : 0), 0).toLocaleString("en");
  return (state) => {
    inferred.checked = state.inferred;
    alone.checked = state.alone;
  };
}

function makeRow(label: string, sign: Node): [HTMLLabelElement, HTMLInputElement, HTMLSpanElement] {
  const box = html("input", { type: "checkbox" });
  const number = html("span", { class: "count" });
  return [html("label", { class: "row" }, box, sign, html("span", { class: "text" }, label), number), box, number];
}

function share(seen: number, all: number): string {
  return seen === all || !seen ? all.toLocaleString("en") : `${seen.toLocaleString("en")} / ${all.toLocaleString("en")}`;
}

function rank(name: string): number {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}

/** How often each kind occurs, of those whose flag is set. */
function tally(kinds: Uint8Array, all: number, flags?: Uint8Array): number[] {
  const counts = new Array<number>(all).fill(0);
  kinds.forEach((kind, at) => {
    if (!flags || flags[at]) counts[kind]!++;
  });
  return counts;
}

function toggled(set: ReadonlySet<number>, member: number, into: boolean): ReadonlySet<number> {
  const next = new Set(set);
  if (into) next.add(member);
  else next.delete(member);
  return next;
}
