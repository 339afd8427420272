/** Writes the names of nodes beside them, none over another. */
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import { canvasStyle } from "./canvas-style";

type Data = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;
type Box = [left: number, top: number, right: number, bottom: number];

const LONGEST = 36;
export const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';

/** Where names stand already in this frame. */
let taken: Box[] = [];
const widths = new Map<string, number>();

/** Begin a frame. */
export function clearLabels(): void {
  taken = [];
}

/** Keep names away from a box in this frame, unless one stands there: then say so. */
export function claim(box: Box): boolean {
  const [left, top, right, bottom] = box;
  if (taken.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t)) return false;
  taken.push(box);
  return true;
}

/** Write the name of a node below it, where there is room; that of the chosen node, which comes first, always. */
export function drawLabel(context: CanvasRenderingContext2D, data: Data, chosen = false): void {
  if (!data.label || (canvasStyle.names < 0.3 && !data["forceLabel"])) return;
  const text = shortened(data.label, chosen ? 60 : LONGEST);
  const pixels = Math.round(11 + Math.min(5, data.size / 3)) + (chosen ? 1 : 0);
  context.font = `${chosen ? 700 : data["forceLabel"] ? 600 : 500} ${pixels}px ${FONT}`;
  const half = widthOf(context, text) / 2;
  const top = data.y + data.size + 2;
  const box: Box = [data.x - half - 3, top, data.x + half + 3, top + pixels + 3];
  if (!claim(box) && !chosen) return;
  context.globalAlpha = data["forceLabel"] ? 1 : canvasStyle.names;
  writeWithHalo(context, text, data.x, top + pixels, 3);
  context.globalAlpha = 1;
}

/** Text that can be read on whatever lies below. */
export function writeWithHalo(context: CanvasRenderingContext2D, text: string, x: number, y: number, halo: number): void {
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = halo;
  context.strokeStyle = canvasStyle.theme.page;
  context.strokeText(text, x, y);
  context.fillStyle = canvasStyle.theme.ink;
  context.fillText(text, x, y);
  context.textAlign = "start";
}

/** How wide a text is in the font that is on, remembered. */
export function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

export function shortened(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A frame around the node that the pointer is on, and its whole name. */
export function drawHover(context: CanvasRenderingContext2D, data: Data): void {
  if (!data.label) return;
  const text = shortened(data.label, 90);
  context.font = `600 13px ${FONT}`;
  const width = widthOf(context, text) + 14;
  const left = data.x - width / 2;
  const top = data.y + data.size + 4;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 4, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = canvasStyle.theme.accent;
  context.stroke();
  context.beginPath();
  context.roundRect(left, top, width, 22, 6);
  context.fillStyle = canvasStyle.theme.page;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = canvasStyle.theme.faint;
  context.stroke();
  context.fillStyle = canvasStyle.theme.ink;
  context.fillText(text, left + 7, top + 15.5);
}
