/** The menu that saves what is seen, and what is printed. */
import { announce, button, byId, html } from "@paperatlas/shared/elements";
import type { Shown } from "../filter";
import { focusOf } from "../focus";
import type { Tools } from "../panel/parts";
import type { Scene } from "../scene";
import { pngOf, svgOf } from "./images";
import { type Choice, csv, graphml, turtle } from "./text-formats";

export function makeExportMenu(tools: Tools, scene: Scene | null, shown: () => Shown): void {
  const { atlas } = tools;
  const choice = (): Choice => choose(tools, shown());
  const texts: [string, string, string, () => string][] = [
    ["Statements as CSV", "csv", "text/csv", () => csv(atlas, choice())],
    ["Turtle (RDF)", "ttl", "text/turtle", () => turtle(atlas, choice())],
    ["GraphML", "graphml", "application/xml", () => graphml(atlas, choice())],
  ];
  const menu = byId("save-menu", HTMLElement);
  if (scene) {
    menu.append(entry("Picture as PNG", async () => save(await pngOf(scene), "png")));
    menu.append(entry("Picture as SVG", () => save(new Blob([svgOf(atlas, scene, shown())], { type: "image/svg+xml" }), "svg")));
    addEventListener("beforeprint", () => void printable(scene));
  }
  for (const [label, ending, type, write] of texts) menu.append(entry(label, () => save(new Blob([write()], { type }), ending)));
  menu.append(button("Address of this view", () => {
    void navigator.clipboard?.writeText(location.href).then(() => announce("Address copied"));
    byId("save", HTMLDetailsElement).open = false;
  }));
  document.addEventListener("pointerdown", ({ target }) => {
    if (!byId("save", HTMLDetailsElement).contains(target as Node)) byId("save", HTMLDetailsElement).open = false;
  });
}

function entry(label: string, act: () => void | Promise<void>): HTMLElement {
  return button(label, () => {
    void act();
    byId("save", HTMLDetailsElement).open = false;
  });
}

/** What is in focus if something is, else all that is shown. */
function choose({ atlas, store }: Tools, shown: Shown): Choice {
  const focus = focusOf(atlas, store.state, shown);
  if (focus) return { nodes: [...focus.nodes], edges: [...focus.edges] };
  const of = (flags: Uint8Array) => [...flags.keys()].filter((index) => flags[index]);
  return { nodes: of(shown.nodes), edges: of(shown.edges) };
}

function save(content: Blob, ending: string): void {
  const address = URL.createObjectURL(content);
  const link = html("a", { href: address, download: `paperatlas.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`Saved paperatlas.${ending}`);
}

/** Printers get a picture, as they do not see what WebGL drew. */
async function printable(scene: Scene): Promise<void> {
  const picture = byId("printed", HTMLImageElement);
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(await pngOf(scene));
}
