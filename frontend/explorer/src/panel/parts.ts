/** What all panels are made of. */
import type { Atlas } from "../atlas";
import { announce, button, type Child, count, html } from "@paperatlas/shared/elements";
import { swatch } from "../legend";
import type { SearchIndex } from "../search-index";
import type { Store } from "../state";

export interface Tools {
  atlas: Atlas;
  store: Store;
  index: SearchIndex;
}

/** Open a node from a list. */
export function nodeButton({ atlas, store }: Tools, node: number): HTMLButtonElement {
  const words = html("span", { class: "text" }, atlas.label(node));
  const made = button("", () => store.set({ node, edge: -1, path: -1, steps: 0 }), { class: "node" });
  made.append(swatch(atlas, atlas.type[node]!), words);
  return made;
}

/** How an edge came to be: outcomes, support, confidence, and whether papers disagree or a rule inferred it. */
export function badges(atlas: Atlas, edge: number): HTMLElement[] {
  const made = atlas.outcomeNames(edge).filter((name) => name !== "unspecified").map((name) => badge(name, name));
  if (atlas.disputed[edge]) made.push(badge("disputed", "disputed"));
  if (atlas.inferred[edge]) made.push(badge("inferred", "inferred"));
  return made;
}

/** The same, and whether it is unsure, where nothing around it says so. */
export function allBadges(atlas: Atlas, edge: number): HTMLElement[] {
  return [...badges(atlas, edge), ...(atlas.isUnsure(edge) ? [badge("less certain", "unsure")] : [])];
}

/** Support and confidence in words. */
export function weight(atlas: Atlas, edge: number): string {
  if (atlas.inferred[edge]) return certainty(atlas, edge);
  return `${count(atlas.support[edge]!, "paper")} · ${certainty(atlas, edge)}`;
}

/** The confidence of an edge, or what it rests on where no text was read for it: a listing, or a rule. */
export function certainty(atlas: Atlas, edge: number): string {
  if (atlas.inferred[edge]) return "by rule";
  return atlas.stated[edge] ? "stated" : confidence(atlas.confidence[edge]!);
}

export function confidence(thousandths: number): string {
  return (thousandths / 1000).toFixed(2);
}

export function badge(text: string, kind: string): HTMLElement {
  return html("span", { class: `badge ${kind}` }, text);
}

/** Terms and what is said of them; those of which nothing is said are left out. */
export function facts(...pairs: [string, Child[]][]): HTMLElement {
  const rows = pairs.filter(([, values]) => values.length).flatMap(([term, values]) => [
    html("dt", {}, term),
    html("dd", {}, ...values.map((child) => html("div", {}, child))),
  ]);
  return html("dl", {}, ...rows);
}

/** A button that copies a text. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  return button(label, () => void copy(text()));
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
  announce("Copied");
}

/** Pages opened from a file or in a frame have no clipboard to write to. */
function copyOldWay(text: string): void {
  const area = html("textarea", { class: "away", "aria-hidden": "true" });
  area.value = text;
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
}
