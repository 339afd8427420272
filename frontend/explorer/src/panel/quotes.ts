/** The passages that state an edge, with the names of its ends marked. */
import type { Atlas } from "../atlas";
import { type Child, html, link } from "@paperatlas/shared/elements";
import type { Quote } from "../payload";
import { badge, confidence, copyButton, nodeButton, type Tools } from "./parts";

/** A list item a passage: its words, paper, date and link. */
export function quoteItem(tools: Tools, edge: number, [quote, paper, outcome, sure, unnamed]: Quote): HTMLElement {
  const { atlas } = tools;
  const ends = [atlas.source[edge]!, atlas.target[edge]!].filter((_, bit) => unnamed & (1 << bit)).map((node) => atlas.label(node));
  const entity = paper >= 0 ? atlas.entity(paper) : null;
  const source = html("div", { class: "source" });
  if (entity) source.append(nodeButton(tools, paper));
  const about: Child[] = [];
  if (ends.length) about.push(html("span", { class: "meant" }, "about ", html("b", {}, ends.join(" and "))));
  if (entity?.date) about.push(html("time", {}, entity.date));
  if (outcome >= 0) about.push(badge(atlas.payload.outcomes[outcome] ?? "", atlas.payload.outcomes[outcome] ?? ""));
  about.push(html("span", {}, sure < 0 ? "stated" : `confidence ${confidence(sure)}`));
  if (entity?.urls[0]) about.push(link(entity.urls[0], "Open the paper"));
  about.push(copyButton("Copy citation", () => [`“${quote}”`, entity?.label, entity?.date, entity?.identifiers[0], entity?.urls[0]].filter(Boolean).join(". ")));
  return html("li", { class: "evidence" }, html("blockquote", {}, ...marked(quote, namesOf(atlas, edge))), source, html("div", { class: "about" }, ...about));
}

/** All names of both ends, the longest first, so that "Llama 2 7B" is not marked as "Llama 2" alone. */
export function namesOf(atlas: Atlas, edge: number): string[] {
  const ends = [atlas.source[edge]!, atlas.target[edge]!];
  const names = ends.flatMap((node) => [atlas.label(node), ...atlas.entity(node).aliases]);
  return names.filter((name) => name.length > 1).sort((one, other) => other.length - one.length);
}

/** A text with the names in it as `mark` elements. */
export function marked(text: string, names: string[]): Child[] {
  if (!names.length) return [text];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${names.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const parts: Child[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(at, found.index), html("mark", {}, found[0]));
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
