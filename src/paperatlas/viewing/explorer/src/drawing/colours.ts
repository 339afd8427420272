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

/** Red, green and blue of `#rrggbb`, 0 to 1 each. */
export function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16) || 0;
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
