/** The keyboard: everything that the mouse can do. */
import type { Atlas } from "./atlas";
import { byId } from "@paperatlas/shared/elements";
import type { Scene } from "./scene";
import type { Store } from "./state";

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function listenToKeys(store: Store, scene: Scene | null, atlas: Atlas): void {
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") byId("search", HTMLInputElement).focus();
    else if (event.key === "Escape") leave(store);
    else return;
    event.preventDefault();
  });
  if (!scene) return;
  byId("canvas", HTMLElement).addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressed(event, store, scene, atlas)) event.preventDefault();
  });
}

/** One step out: of the edge, the path, the surroundings, the selection, the view. */
function leave(store: Store): void {
  const { state } = store;
  if (state.view === "lineage" || state.view === "compare") store.set({ view: "graph" });
  else if (state.edge >= 0) store.set({ edge: -1 });
  else if (state.path >= 0) store.set({ path: -1 });
  else if (state.steps) store.set({ steps: 0 });
  else if (state.node >= 0) store.set({ node: -1 });
  else if (state.marked.length) store.set({ marked: [] });
}

function pressed(event: KeyboardEvent, store: Store, scene: Scene, atlas: Atlas): boolean {
  const arrow = ARROWS[event.key];
  const { node } = store.state;
  if (arrow && event.shiftKey) scene.pan(...arrow);
  else if (arrow) {
    const next = node >= 0 ? scene.toward(node, ...arrow) : scene.largest();
    if (next >= 0 && next < atlas.nodeCount) store.set({ node: next, edge: -1, path: -1, steps: 0 });
  } else if (event.key === "+" || event.key === "=") scene.zoom(1 / 1.4);
  else if (event.key === "-") scene.zoom(1.4);
  else if (event.key === "0") scene.whole();
  else if (event.key === "Enter" && node >= 0) byId("panel", HTMLElement).focus();
  else if (/^[123]$/.test(event.key) && node >= 0) store.set({ steps: Number(event.key) });
  else return false;
  return true;
}
