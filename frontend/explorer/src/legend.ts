/** The signs of types and predicates, the same in the legend, in lists and in SVG files. */
import type { Atlas } from "./atlas";
import { svg } from "@paperatlas/shared/elements";

const CORNERS: Record<string, number> = { triangle: 3, diamond: 4, hexagon: 6 };

/** The outline of a shape around a point, as an SVG element. */
export function outline(shape: string, x: number, y: number, radius: number): SVGElement {
  if (shape === "square") return svg("rect", { x: fixed(x - 0.86 * radius), y: fixed(y - 0.86 * radius), width: fixed(1.72 * radius), height: fixed(1.72 * radius) });
  if (shape === "star") return svg("polygon", { points: corners(10, x, y, (at) => radius * (at % 2 ? 0.55 : 1.2)) });
  const sides = CORNERS[shape];
  if (!sides) return svg("circle", { cx: fixed(x), cy: fixed(y), r: fixed(radius) });
  return svg("polygon", { points: corners(sides, x, y, () => radius * (sides === 6 ? 1.05 : 1.19), sides === 6 ? Math.PI / 6 : 0) });
}

/** A small picture of a type of node. */
export function swatch(atlas: Atlas, type: number): SVGSVGElement {
  const shape = outline(atlas.payload.shapes[type] ?? "dot", 8, 8.5, 6);
  shape.setAttribute("fill", atlas.payload.colours[type] ?? "#808080");
  return svg("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, shape);
}

/** A small picture of a predicate: a piece of its line. */
export function line(colour: string, dashed = false): SVGSVGElement {
  const stroke = svg("line", { x1: 0, y1: 8, x2: 16, y2: 8, stroke: colour, "stroke-width": 3, ...(dashed && { "stroke-dasharray": "4 3" }) });
  return svg("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, stroke);
}

function corners(sides: number, x: number, y: number, radius: (at: number) => number, turn = 0): string {
  return Array.from({ length: sides }, (_, at) => {
    const angle = (2 * Math.PI * at) / sides - Math.PI / 2 + turn;
    return `${fixed(x + radius(at) * Math.cos(angle))},${fixed(y + radius(at) * Math.sin(angle))}`;
  }).join(" ");
}

function fixed(number: number): string {
  return number.toFixed(1);
}
