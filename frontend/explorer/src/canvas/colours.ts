/** The colours of the canvas: those of the style sheet, in the theme that is on. */

export interface Theme {
  page: string;
  ink: string;
  faint: string;
  dim: string;
  /** What communities stand on. */
  ground: string;
  accent: string;
  disputed: string;
  inferred: string;
}

/** Read the theme from the style sheet. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    page: read("page"),
    ink: read("ink"),
    faint: read("faint"),
    dim: read("dim"),
    ground: read("ground"),
    accent: read("accent"),
    disputed: read("disputed"),
    inferred: read("inferred"),
  };
}

/** A colour of the legend, lighter where the page is dark, so that it stands out as much. */
export function onPage(colour: string): string {
  const page = channels(readTheme().page);
  if (page[0] + page[1] + page[2] > 1.5) return colour;
  const lighter = channels(colour).map((channel) => Math.round(255 * (channel + 0.28 * (1 - channel))));
  return `#${lighter.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** A colour half way to that of the page. */
export function faded(colour: string): string {
  const page = channels(readTheme().page);
  const mixed = channels(colour).map((channel, at) => Math.round(255 * (0.55 * channel + 0.45 * page[at]!)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** Red, green and blue of `#rrggbb`, 0 to 1 each. */
export function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16) || 0;
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
