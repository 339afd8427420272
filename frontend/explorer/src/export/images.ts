/** The view as a picture: SVG drawn from the positions, PNG from the canvases. */
import type { Atlas } from "../atlas";
import { canvasStyle } from "../canvas/canvas-style";
import { shortened } from "../canvas/labels";
import { svg } from "@paperatlas/shared/elements";
import type { Shown } from "../filter";
import { outline } from "../legend";
import type { Scene } from "../scene";

/** What is in view, as one SVG file. */
export function svgOf(atlas: Atlas, scene: Scene, shown: Shown): string {
  const { width, height } = scene.sigma.getDimensions();
  const picture = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "sans-serif" });
  picture.append(svg("title", {}, atlas.payload.title), svg("rect", { width, height, fill: canvasStyle.theme.page }));
  const inView = (node: number) => {
    const at = shown.nodes[node] ? scene.pointOf(node) : null;
    return at && at.x > -20 && at.y > -20 && at.x < width + 20 && at.y < height + 20 ? at : null;
  };
  picture.append(svg("g", { "stroke-width": 1, opacity: Math.max(0.25, canvasStyle.edges).toFixed(2) }, ...linesOf(atlas, scene, shown, inView)));
  const nodes = [...shown.nodes.keys()].filter((node) => inView(node));
  picture.append(svg("g", {}, ...nodes.map((node) => shapeOf(atlas, scene, node))));
  picture.append(svg("g", { "text-anchor": "middle", "font-size": 12, fill: canvasStyle.theme.ink, stroke: canvasStyle.theme.page, "stroke-width": 3, "paint-order": "stroke" }, ...namesOf(atlas, scene)));
  return new XMLSerializer().serializeToString(picture);
}

/** What is in view, as a PNG file. */
export async function pngOf(scene: Scene): Promise<Blob> {
  const { width, height } = scene.sigma.getDimensions();
  const layers = ["ground", "edges", "edgeLabels", "nodes", "labels", "communities"];
  const sharp = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * sharp), Math.round(height * sharp)];
  const context = canvas.getContext("2d")!;
  context.fillStyle = canvasStyle.theme.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // WebGL keeps its drawing only until the browser has composed it: draw, and copy in the same turn.
  scene.sigma.refresh({ schedule: false });
  const canvases = scene.sigma.getCanvases();
  for (const layer of layers) context.drawImage(canvases[layer]!, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture")))));
}

function linesOf(atlas: Atlas, scene: Scene, shown: Shown, inView: (node: number) => { x: number; y: number } | null): SVGElement[] {
  const lines: SVGElement[] = [];
  shown.edges.forEach((flag, edge) => {
    const data = flag ? scene.sigma.getEdgeDisplayData(String(edge)) : undefined;
    if (!data || data.hidden) return;
    const [from, to] = [inView(atlas.source[edge]!), inView(atlas.target[edge]!)];
    if (!from || !to) return;
    const ends = { x1: from.x.toFixed(1), y1: from.y.toFixed(1), x2: to.x.toFixed(1), y2: to.y.toFixed(1) };
    lines.push(svg("line", { ...ends, stroke: data.color, ...dashes(atlas, edge) }));
  });
  return lines;
}

function dashes(atlas: Atlas, edge: number): Record<string, string> {
  if (atlas.isUnsure(edge)) return { "stroke-dasharray": "2.5 3.5" };
  return atlas.inferred[edge] ? { "stroke-dasharray": "5 4" } : {};
}

function shapeOf(atlas: Atlas, scene: Scene, node: number): SVGElement {
  const at = scene.pointOf(node)!;
  const data = scene.sigma.getNodeDisplayData(String(node))!;
  const shape = outline(atlas.payload.shapes[atlas.type[node]!] ?? "dot", at.x, at.y, scene.sigma.scaleSize(data.size));
  shape.setAttribute("fill", data.color);
  shape.append(svg("title", {}, atlas.label(node)));
  return shape;
}

function namesOf(atlas: Atlas, scene: Scene): SVGElement[] {
  return [...scene.sigma.getNodeDisplayedLabels()].flatMap((key) => {
    const [node, at, data] = [Number(key), scene.pointOf(Number(key)), scene.sigma.getNodeDisplayData(key)];
    if (!at || !data?.label) return [];
    return [svg("text", { x: at.x.toFixed(1), y: (at.y + scene.sigma.scaleSize(data.size) + 13).toFixed(1) }, shortened(atlas.label(node)))];
  });
}
