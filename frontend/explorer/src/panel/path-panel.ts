/** The panel of a path: each step, and the words that give the reason for it. */
import { button, count, html } from "@paperatlas/shared/elements";
import type { Step } from "../shortest-path";
import { marked, namesOf } from "./quotes";
import { badges, nodeButton, type Tools, weight } from "./parts";

export function pathPanel(tools: Tools, steps: Step[]): HTMLElement[] {
  const { atlas, store } = tools;
  const [from, to] = [store.state.node, store.state.path];
  const close = button("Leave the path", () => store.set({ path: -1 }));
  const head = [html("p", { class: "kind" }, "Path"), html("h2", {}, `${atlas.label(from)} → ${atlas.label(to)}`)];
  if (!steps.length) return [...head, html("p", { class: "notice" }, "No statements join the two."), close];
  const list = html("ol", { class: "path" }, html("li", {}, nodeButton(tools, from)), ...steps.map((step) => stepItem(tools, step)));
  return [...head, html("p", { class: "faint" }, `${count(steps.length, "step")}; statements of two things come before mere mentions.`), list, close];
}

function stepItem(tools: Tools, { edge, from, to }: Step): HTMLElement {
  const { atlas, store } = tools;
  const entry = atlas.payload.predicates[atlas.predicate[edge]!]!;
  const words = atlas.source[edge] === from ? `${entry.label} ↓` : `↑ ${entry.label}`;
  const reason = html("blockquote", { "aria-busy": "true" });
  void atlas.passages(edge).then(({ quotes: [first] }) => {
    reason.removeAttribute("aria-busy");
    if (first) reason.append(...marked(first[0], namesOf(atlas, edge)));
    else reason.remove();
  });
  const why = button(words, () => store.set({ edge, path: -1 }), { class: "why", "aria-label": `${entry.label}: evidence` });
  return html("li", {}, html("p", {}, why, " ", ...badges(atlas, edge), html("span", { class: "faint" }, ` ${weight(atlas, edge)}`)), reason, nodeButton(tools, to));
}
