// Small helpers that know nothing of graphs.
"use strict";

/** What a CSS variable of the page holds now, in light or dark. */
function cssValue(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const darkQuery = matchMedia("(prefers-color-scheme: dark)");
const narrowQuery = matchMedia("(max-width: 760px)");
const stillQuery = matchMedia("(prefers-reduced-motion: reduce)");

/** A colour of the schema, made lighter where the page is dark so that lines stay visible. */
function tone(colour) {
  if (!darkQuery.matches) return colour;
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const lighter = parts.map((part) => Math.round(part + (255 - part) * 0.3));
  return `#${lighter.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Make an element. Text only ever arrives as text nodes: whatever a title holds, it is shown and never parsed.
 * `properties` are set on the element, those with a hyphen and `role` as attributes.
 */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A link to the web; what is no http or https address stays plain text. */
function makeLink(text, address) {
  let target = null;
  try {
    target = new URL(address);
  } catch {
    // no address at all
  }
  if (!target || !["http:", "https:"].includes(target.protocol)) return make("span", { textContent: text });
  return make("a", { textContent: text, href: target.href, target: "_blank", rel: "noopener noreferrer" });
}

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 2l7 12H1z",
  star: "M8 1l2.1 4.7 5 .5-3.8 3.4 1.1 5L8 12l-4.4 2.6 1.1-5L.9 6.2l5-.5z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
};

function makeSvg(path, paint) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const outline = document.createElementNS(SVG, "path");
  outline.setAttribute("d", path);
  for (const [name, value] of Object.entries(paint)) outline.setAttribute(name, value);
  svg.append(outline);
  return svg;
}

/** The shape and colour of a node type, as the canvas shows them. */
function makeShape(type) {
  return makeSvg(OUTLINES[type.shape], { fill: tone(type.colour) });
}

/** The line of a predicate, as the canvas shows it. */
function makeLine(predicate) {
  return makeSvg("M0 8h11M10 4.5l5 3.5-5 3.5z", {
    fill: tone(predicate.colour), stroke: tone(predicate.colour), "stroke-width": 2,
  });
}

function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
