/** The explorer page: a graph of papers to look at, search, filter and follow. */
import { Atlas } from "./atlas";
import { makeCombobox } from "./combobox";
import { makeControls } from "./controls";
import { byId, html } from "@paperatlas/shared/elements";
import { shownBy, type Shown } from "./filter";
import { focusOf } from "./focus";
import { listenToKeys } from "./keyboard";
import { makePanel } from "./panel/panel";
import { canvasStyle } from "./canvas/canvas-style";
import { Scene } from "./scene";
import { SearchIndex } from "./search-index";
import { type State, Store } from "./state";
import { sentence } from "./summary";
import { makeExportMenu } from "./export/export-menu";
import { acceptFiles } from "./file-drop";
import { makeView } from "./views/views";
import { unpack, type Payload } from "./payload";

declare global {
  interface Window {
    /** When the first frame was drawn and input worked, in milliseconds since the page was asked for. */
    __ready?: number;
    /** For the console and for tests. */
    explorer?: { atlas: Atlas; store: Store; scene: Scene | null; canvasStyle: typeof canvasStyle };
  }
}

const PANEL_BESIDE = matchMedia("(min-width: 761px)");
/** An address that may lead to an unsure statement; all others open without unpacking them. */
const MAY_NAME_UNSURE = /[#&](confidence|edge)=/;
const CAMERA_KEPT = 400; // milliseconds after the last movement

start().catch((error: unknown) => {
  const notice = byId("no-webgl", HTMLElement);
  notice.textContent = `This page cannot be opened here; a browser of 2023 or later is needed. (${String(error)})`;
  notice.hidden = false;
});

async function start(): Promise<void> {
  const atlas = new Atlas(await unpack<Payload>("data"));
  if (atlas.payload.confidence !== undefined || MAY_NAME_UNSURE.test(location.hash)) await atlas.complete();
  const store = new Store(atlas);
  const index = new SearchIndex(atlas);
  const tools = { atlas, store, index };
  let shown = shownBy(atlas, store.state);
  const scene = makeScene(atlas, store, shown);
  const controls = makeControls(atlas, store);
  const panel = makePanel(tools);
  const view = makeView(tools, () => shown);

  const apply = (state: State, before: State | null) => {
    if (!before || differs(state, before)) {
      shown = shownBy(atlas, state);
      controls(state, shown);
      byId("shown", HTMLElement).textContent = sentence(atlas, state, shown);
      scene?.show(shown, focusOf(atlas, state, shown), state.node, state.marked);
    }
    panel(state, shown);
    view(state, scene !== null);
    if (scene) followSelection(scene, state, before, shown);
  };
  store.listen(apply);
  makeCombobox(byId("search", HTMLInputElement), byId("found", HTMLUListElement), atlas, index, (node) =>
    store.set({ node, edge: -1, path: -1, steps: 0, view: store.state.view === "table" ? "table" : "graph" }),
  );
  listenToKeys(store, scene, atlas);
  acceptFiles(tools);
  makeExportMenu(tools, scene, () => shown);
  makeButtons(store, scene, atlas);
  apply(store.state, null);
  if (!scene && store.state.view === "graph") store.set({ view: "table" }, false);
  window.explorer = { atlas, store, scene, canvasStyle };
  requestAnimationFrame(() => {
    window.__ready = performance.now();
    document.documentElement.dataset["ready"] = "";
    document.dispatchEvent(new Event("explorer-ready"));
    (window.requestIdleCallback ?? setTimeout)(() => index.prepare());
  });
}

/** The picture; null if the browser cannot draw with WebGL. */
function makeScene(atlas: Atlas, store: Store, shown: Shown): Scene | null {
  if (!document.createElement("canvas").getContext("webgl2")) {
    byId("no-webgl", HTMLElement).hidden = false;
    return null;
  }
  let waiting = 0;
  const scene = new Scene(atlas, byId("canvas", HTMLElement), shown, {
    node: (node) => store.set({ node, edge: -1, path: -1, steps: store.state.steps && node === store.state.node ? store.state.steps : 0 }),
    open: (node) => store.set({ node, edge: -1, path: -1, steps: store.state.node === node ? Math.min(3, store.state.steps + 1) : 1 }),
    edge: (edge) => store.set({ edge }),
    community: (community) => scene.frameCommunity(community),
    nothing: () => store.state.node + store.state.edge > -2 && store.set({ node: -1, edge: -1, path: -1, steps: 0 }),
    moved: (camera) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => store.set({ camera }, false), CAMERA_KEPT);
    },
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => scene.repaint());
  return scene;
}

/** Whether what is shown, or in focus, differs. */
function differs(state: State, before: State): boolean {
  const same: (keyof State)[] = ["node", "edge", "steps", "path", "beside", "typesOff", "predicatesOff", "years", "labs", "support", "confidence", "inferred", "alone", "marked"];
  return same.some((key) => state[key] !== before[key]);
}

/** Move the camera to what has been chosen, or to where the address says. */
function followSelection(scene: Scene, state: State, before: State | null, shown: Shown): void {
  const { offsetWidth, offsetHeight } = byId("panel", HTMLElement); // both 0 where it is hidden
  const cover = PANEL_BESIDE.matches ? { right: offsetWidth, bottom: 0 } : { right: 0, bottom: offsetHeight };
  if (!before && state.camera) return void scene.sigma.getCamera().setState(state.camera);
  if (shown.path.length && (state.path !== before?.path || state.node !== before.node)) {
    return scene.frame(shown.path.flatMap(({ from, to }) => [from, to]), cover);
  }
  if (state.steps !== (before?.steps ?? 0)) {
    if (state.steps) return scene.frame([...shown.nodes.keys()].filter((node) => shown.nodes[node]), cover);
  }
  if (state.marked !== before?.marked && state.marked.length && state.node < 0) return scene.frame(state.marked, cover);
  if (state.edge >= 0 && !before) return scene.frame(scene.endsOf(state.edge), cover);
  if (state.node >= 0 && state.node !== before?.node) scene.centreAmong(state.node, cover);
}

function makeButtons(store: Store, scene: Scene | null, atlas: Atlas): void {
  const press = (id: string, act: () => void) => byId(id, HTMLButtonElement).addEventListener("click", act);
  press("reset", () => {
    store.reset();
    scene?.whole();
  });
  press("zoom-in", () => scene?.zoom(1 / 1.6));
  press("zoom-out", () => scene?.zoom(1.6));
  press("fit", () => scene?.whole());
  press("toggle-controls", () => {
    const open = byId("controls", HTMLElement).classList.toggle("open");
    byId("toggle-controls", HTMLButtonElement).setAttribute("aria-expanded", String(open));
  });
  press("toggle-table", () => store.set({ view: store.state.view === "table" ? "graph" : "table" }));
  const list = byId("communities", HTMLUListElement);
  atlas.payload.communities.slice(0, 24).forEach(({ name, size }, community) => {
    const go = html("button", { type: "button" }, html("span", { class: "text" }, name), html("span", { class: "count" }, size.toLocaleString("en")));
    go.addEventListener("click", () => scene?.frameCommunity(community));
    list.append(html("li", {}, go));
  });
  byId("communities-part", HTMLElement).hidden = !scene || atlas.payload.communities.length < 2;
}
