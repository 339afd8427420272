/** What stands in the place of the picture: the table, a lineage, a comparison. */
import { button, byId, html } from "@paperatlas/shared/elements";
import type { Shown } from "../filter";
import type { Tools } from "../panel/parts";
import type { State } from "../state";
import { comparison } from "./comparison";
import { lineage } from "./lineage";
import { Table } from "./graph-table";

/** Build the views; the function that is returned brings them to a state. */
export function makeView(tools: Tools, shown: () => Shown): (state: State, canDraw: boolean) => void {
  const place = byId("view", HTMLElement);
  const table = new Table(tools);
  let before = "";
  return (state, canDraw) => {
    document.documentElement.dataset["view"] = state.view;
    byId("toggle-table", HTMLButtonElement).setAttribute("aria-pressed", String(state.view === "table"));
    place.hidden = state.view === "graph";
    if (state.view === "table") {
      if (!place.contains(table.element)) place.replaceChildren(table.element);
      table.show(shown());
    }
    const key = `${state.view} ${state.node} ${state.beside}`;
    if (key === before) return;
    before = key;
    const back = button(canDraw ? "Back to the graph" : "Back to the table", () => tools.store.set({ view: canDraw ? "graph" : "table" }));
    if (state.view === "lineage") place.replaceChildren(html("header", {}, back), ...lineage(tools, state.node));
    if (state.view === "compare") place.replaceChildren(html("header", {}, back), ...comparison(tools, state.node, state.beside));
  };
}
