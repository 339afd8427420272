/** The panel beside the picture: what is known of what is chosen. */
import { announce, button, byId, html } from "@paperatlas/shared/elements";
import type { Shown } from "../filter";
import type { State } from "../state";
import { edgePanel } from "./edge-panel";
import { nodePanel } from "./node-panel";
import { pathPanel } from "./path-panel";
import type { Tools } from "./parts";

/** Build the panel; the function that is returned brings it to a state. */
export function makePanel(tools: Tools): (state: State, shown: Shown) => void {
  const panel = byId("panel", HTMLElement);
  const close = () => {
    tools.store.set({ node: -1, edge: -1, path: -1, steps: 0 });
    byId("canvas", HTMLElement).focus();
  };
  let before = "";
  return (state, shown) => {
    const key = [state.node, state.edge, state.path, state.steps, state.view === "compare", state.confidence].join(" ");
    if (key === before) return;
    before = key;
    const within = panel.contains(document.activeElement);
    const parts = partsOf(tools, state, shown);
    panel.hidden = !parts.length;
    panel.replaceChildren(button("×", close, { class: "close", "aria-label": "Close the panel" }), html("div", { class: "body" }, ...parts));
    panel.scrollTop = 0;
    if (parts.length) announce(panel.querySelector("h2")?.textContent ?? "");
    if (within && parts.length) panel.focus();
  };
}

function partsOf(tools: Tools, state: State, shown: Shown): HTMLElement[] {
  if (state.edge >= 0) return edgePanel(tools, state.edge);
  if (state.path >= 0 && state.node >= 0) return pathPanel(tools, shown.path);
  return state.node >= 0 && state.view !== "compare" ? nodePanel(tools, state.node) : [];
}
