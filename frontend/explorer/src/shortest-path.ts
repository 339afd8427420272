/** The way from one node to another that tells most. */
import type { Atlas } from "./atlas";

/** One step of a way, in the direction of walking. */
export interface Step {
  edge: number;
  from: number;
  to: number;
}

/** What a step costs, by predicate: a mere mention or a common author says less than a statement of two things. */
const COSTS: Record<string, number> = { mentions: 3, "authored-by": 3, "from-lab": 3, "affiliated-with": 3, introduces: 2 };
const LONGEST = 24;

/** The cheapest path between two nodes, empty if none (Dijkstra 1959, with a bucket for each whole cost). */
export function pathBetween(atlas: Atlas, from: number, to: number): Step[] {
  const costs = atlas.payload.predicates.map(({ name }) => COSTS[name] ?? 1);
  const reached = new Uint8Array(atlas.nodeCount).fill(255);
  const by = new Int32Array(atlas.nodeCount).fill(-1);
  const buckets: number[][] = [[from]];
  reached[from] = 0;
  for (let cost = 0; cost < Math.min(buckets.length, LONGEST); cost++) {
    for (const node of buckets[cost] ?? []) {
      if (reached[node] !== cost) continue;
      if (node === to) return walkBack(atlas, by, from, to);
      for (const edge of atlas.around(node)) {
        const [other, total] = [atlas.other(edge, node), cost + (costs[atlas.predicate[edge]!] ?? 1)];
        if (total >= reached[other]!) continue;
        reached[other] = total;
        by[other] = edge;
        (buckets[total] ??= []).push(other);
      }
    }
  }
  return [];
}

function walkBack(atlas: Atlas, by: Int32Array, from: number, to: number): Step[] {
  const steps: Step[] = [];
  for (let node = to; node !== from; ) {
    const edge = by[node]!;
    const before = atlas.other(edge, node);
    steps.push({ edge, from: before, to: node });
    node = before;
  }
  return steps.reverse();
}
