/** What all that is drawn on the canvas shares: the theme, and how far out one is. */
import { readTheme } from "./colours";

export const canvasStyle = {
  theme: readTheme(),
  /** How much of the edges is seen, 0 to 1: they fade as one goes out. */
  edges: 1,
  /** Edges longer than this many pixels fade, as they cross the view rather than tell of it; 0 for no such end. */
  longest: 0,
  /** Whether lines end in arrows: where there are few enough to tell them apart. */
  heads: true,
  /** How much of the names of nodes is seen, 0 to 1. */
  names: 1,
  /** How much of the communities' names and of the counts between them is seen, 0 to 1. */
  communities: 0,
};

const SMALL = 120; // so few nodes need no folding
const NEAR = 0.3; // at this camera ratio, and nearer, edges are seen in full
const LEAST_SEEN = 0.03;
const MOST_HEADS = 800;
const FAR = 0.85; // and here communities take their place

/** Fit what is seen to the camera. */
export function fitCanvasStyle(ratio: number, nodes: number, edges: number, focused: boolean): void {
  const folded = nodes <= SMALL || focused ? 0 : rise(NEAR, FAR, ratio);
  const floor = Math.min(0.3, 250 / Math.max(1, edges)); // of many edges nothing but a haze would be left
  const crowd = Math.min(1, 600 / Math.max(1, edges * ratio));
  canvasStyle.communities = nodes <= SMALL || focused ? 0 : rise(NEAR, FAR * 0.75, ratio);
  canvasStyle.edges = focused ? 1 : Math.max(floor < LEAST_SEEN ? 0 : floor, (1 - folded) * Math.min(0.75, 0.25 + crowd));
  if (canvasStyle.edges < LEAST_SEEN) canvasStyle.edges = 0;
  canvasStyle.longest = focused ? 0 : Math.max(90, 260 * crowd);
  canvasStyle.heads = focused || (canvasStyle.edges > 0.4 && edges * ratio * ratio < MOST_HEADS);
  canvasStyle.names = 1 - 0.75 * canvasStyle.communities;
}

function rise(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}
