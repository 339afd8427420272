/** The panel of an edge: the statement and what states it. */
import { button, count, html } from "@paperatlas/shared/elements";
import type { Atlas } from "../atlas";
import { allBadges, confidence, nodeButton, type Tools, weight } from "./parts";
import { quoteItem } from "./quotes";

export function edgePanel(tools: Tools, edge: number): HTMLElement[] {
  const { atlas, store } = tools;
  const [source, target] = [atlas.source[edge]!, atlas.target[edge]!];
  const list = html("ul", { class: "passages", "aria-busy": "true" });
  void fill(tools, edge, list);
  const predicate = atlas.payload.predicates[atlas.predicate[edge]!]?.label ?? "";
  const triple = html("div", { class: "triple" }, nodeButton(tools, source), html("p", { class: "predicate" }, predicate), nodeButton(tools, target));
  const made: HTMLElement[] = [html("p", { class: "kind" }, "Statement"), html("h2", { class: "away" }, `${atlas.label(source)} ${predicate} ${atlas.label(target)}`), triple];
  made.push(html("p", {}, ...allBadges(atlas, edge), ` ${weight(atlas, edge)}`));
  if (atlas.disputed[edge]) made.push(html("p", { class: "notice" }, `Papers disagree: ${atlas.outcomeNames(edge).join(" and ")}.`));
  if (atlas.inferred[edge]) made.push(html("p", { class: "notice" }, `No paper states this: the rule ${atlas.payload.rules[atlas.inferred[edge]! - 1] ?? ""} inferred it.`));
  if (atlas.isUnsure(edge)) made.push(html("p", { class: "notice" }, whyUnsure(atlas, edge)));
  if (store.state.node >= 0) made.unshift(button(`← ${atlas.label(store.state.node)}`, () => store.set({ edge: -1 }), { class: "back" }));
  return [...made, list];
}

function whyUnsure(atlas: Atlas, edge: number): string {
  const [least, sure] = [atlas.least(edge), atlas.confidence[edge]!];
  const bound = sure < least ? `less than the ${confidence(least)} that “${atlas.payload.predicates[atlas.predicate[edge]!]!.label}” takes` : "less than this build was asked for";
  return `Less certain: a confidence of ${confidence(sure)} is ${bound}, so this is kept with its words, but no edge of the graph.`;
}

async function fill(tools: Tools, edge: number, list: HTMLElement): Promise<void> {
  const { quotes, more } = await tools.atlas.passages(edge);
  list.replaceChildren(...quotes.map((quote) => quoteItem(tools, edge, quote)));
  if (more) list.append(html("li", { class: "faint" }, `${count(more, "more passage")} not kept on this page`));
  list.removeAttribute("aria-busy");
}
