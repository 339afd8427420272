/** One line that says what is seen, and what the page does not hold. */
import type { Atlas } from "./atlas";
import { count } from "@paperatlas/shared/elements";
import type { Shown } from "./filter";
import type { State } from "./state";

export function sentence(atlas: Atlas, state: State, shown: Shown): string {
  const { figures, left_out: out } = atlas.payload;
  const seen = new Array<number>(atlas.payload.types.length).fill(0);
  shown.nodes.forEach((flag, node) => flag && seen[atlas.type[node]!]!++);
  const kinds = atlas.payload.types.map((name, type) => (seen[type] ? count(seen[type], name.toLowerCase()) : "")).filter(Boolean);
  const all = (figures["statements"] ?? atlas.sureCount) + (state.confidence === null ? 0 : figures["unsure"] ?? 0);
  const around = state.steps && state.node >= 0 ? `Within ${count(state.steps, "step")} of ${atlas.label(state.node)}: ` : "";
  const what = `${around}${kinds.join(", ") || "No nodes"}; ${shown.edgeCount.toLocaleString("en")} of ${count(all, "statement")} shown.`;
  if (!out.nodes && !out.edges) return what;
  return `${what} This page leaves out ${count(out.nodes, "node")} and ${count(out.edges, "statement")} that tell least.`;
}
