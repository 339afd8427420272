/** The filters beside the picture: a legend that filters, and what narrows statements down. */
import type { Atlas } from "./atlas";
import { byId, count, html } from "@paperatlas/shared/elements";
import { countUnsure, type Shown } from "./filter";
import { line, swatch } from "./legend";
import type { State, Store } from "./state";
import { makeYears } from "./year-range";

type Update = (state: State, shown: Shown) => void;

/** What people come for comes first, mere mentions last. */
const ORDER = ["trains-on", "evaluates-on", "compares-to", "based-on", "applied-to", "variant-of", "introduces", "authored-by", "from-lab", "affiliated-with", "mentions"];

/** Build the filters; the function that is returned brings them to a state. */
export function makeControls(atlas: Atlas, store: Store): Update {
  const updates = [makeTypes(atlas, store), makePredicates(atlas, store), makeYears(atlas, store), makeLabs(atlas, store), makeSupport(store), makeConfidence(atlas, store), makeSwitches(atlas, store)];
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
      number.textContent = share(box.checked, seen[type]!, totals[type]!);
    });
  };
}

function makePredicates(atlas: Atlas, store: Store): Update {
  const { predicates } = atlas.payload;
  const totals = tally(atlas.predicate.subarray(0, atlas.sureCount), predicates.length);
  const order = predicates.map((_, index) => index).sort((one, other) => rank(predicates[one]!.name) - rank(predicates[other]!.name));
  const rows = new Map(order.map((index) => {
    const { label, colour } = predicates[index]!;
    const [row, box, number] = makeRow(label, line(colour ?? "#808080"));
    box.addEventListener("change", () => store.set({ predicatesOff: toggled(store.state.predicatesOff, index, !box.checked) }));
    return [index, { row, box, number }];
  }));
  byId("predicates", HTMLFieldSetElement).append(...[...rows.values()].map(({ row }) => row));
  return (state, shown) => {
    const seen = tally(atlas.predicate, predicates.length, shown.edges);
    for (const [index, { row, box, number }] of rows) {
      row.hidden = !totals[index] && !seen[index];
      box.checked = !state.predicatesOff.has(index);
      number.textContent = share(box.checked, seen[index]!, totals[index]!);
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

function makeSupport(store: Store): Update {
  const support = byId("support", HTMLInputElement);
  support.addEventListener("change", () => store.set({ support: Number(support.value) }));
  const say = () => {
    byId("support-said", HTMLElement).textContent = Number(support.value) ? `≥ ${count(Number(support.value), "paper")}` : "any";
  };
  support.addEventListener("input", say);
  return (state) => {
    support.value = String(state.support);
    say();
  };
}

/** The least confidence. The build has one for each predicate, so its mark on the slider is no number but "as built". */
function makeConfidence(atlas: Atlas, store: Store): Update {
  const slider = byId("confidence", HTMLInputElement);
  const built = byId("confidence-built", HTMLButtonElement);
  const mark = markOf(atlas);
  byId("confidence-marks", HTMLDataListElement).append(html("option", { value: String(mark), label: "as built" }));
  const chosen = () => (Number(slider.value) === mark ? null : Number(slider.value) * 10);
  const say = () => {
    const least = chosen();
    const words = least === null ? "as built" : least ? `≥ ${(least / 1000).toFixed(2)}` : "any";
    byId("confidence-said", HTMLElement).textContent = words;
    slider.setAttribute("aria-valuetext", words);
  };
  slider.addEventListener("input", say);
  slider.addEventListener("change", () => choose(atlas, store, chosen()));
  built.addEventListener("click", () => {
    store.set({ confidence: null });
    slider.focus(); // the button is gone
  });
  return ({ confidence }) => {
    slider.value = String(confidence === null ? mark : confidence / 10);
    built.hidden = confidence === null;
    byId("confidence-hidden", HTMLElement).textContent = hiddenWords(countUnsure(atlas, confidence));
    say();
  };
}

/** Where on the slider the least confidences of the build stand: at the middle one of them, in percent. */
function markOf(atlas: Atlas): number {
  const bounds = atlas.payload.predicates.map(({ least }) => least ?? 0).filter(Boolean).sort((one, other) => one - other);
  return 5 * Math.round((bounds[bounds.length >> 1] ?? 500) / 50);
}

/** Show what has a least confidence; the unsure statements are unpacked first. */
function choose(atlas: Atlas, store: Store, confidence: number | null): void {
  if (atlas.isWhole) store.set({ confidence });
  else void atlas.complete().then(() => store.set({ confidence }));
}

function hiddenWords(hidden: number): string {
  return hidden ? `${hidden.toLocaleString("en")} less certain hidden` : "No statement hidden";
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

/** How many of a kind are shown, if it is on, of how many there are. */
function share(on: boolean, seen: number, all: number): string {
  if (seen > all) return seen.toLocaleString("en"); // with less certain ones
  return seen === all || !on ? all.toLocaleString("en") : `${seen.toLocaleString("en")} / ${all.toLocaleString("en")}`;
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
