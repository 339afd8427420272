/** Finds nodes by what people remember of them: names, aliases, titles, identifiers. */
import type { Atlas } from "./atlas";

export interface SearchHit {
  node: number;
  /** The name that fits, where it is not the label. */
  also: string;
}

const MOST = 12;

/** Letters and digits alone, without accents and case, so that "gpt4" finds "GPT-4". */
export function folded(text: string): string {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}+]+/gu, "");
}

export class SearchIndex {
  /** The folded names of each node, the label first. */
  private names: string[][] | null = null;

  constructor(private readonly atlas: Atlas) {}

  /** The nodes that a text may mean, the likeliest first. */
  search(text: string, limit = MOST): SearchHit[] {
    const wanted = folded(text);
    if (!wanted) return [];
    const words = text.split(/\s+/).map(folded).filter(Boolean);
    const best: { node: number; name: number; score: number }[] = [];
    this.prepare().forEach((names, node) => {
      const [name, score] = this.score(names, wanted, words);
      if (score > 0) best.push({ node, name, score: score + (this.atlas.size[node] ?? 0) / 100 });
    });
    best.sort((one, other) => other.score - one.score || one.node - other.node);
    return best.slice(0, limit).map(({ node, name }) => ({ node, also: name ? this.otherNames(node)[name - 1] ?? "" : "" }));
  }

  /** The nodes whose label, alias, id or address is exactly this. */
  exactly(text: string): number[] {
    const { base } = this.atlas.payload;
    const byId = this.atlas.find(text.startsWith(base) ? text.slice(base.length) : text);
    if (byId >= 0) return [byId];
    const wanted = folded(text);
    if (!wanted || /^https?:/i.test(text)) return [];
    return this.prepare().flatMap((names, node) => (names.includes(wanted) ? [node] : []));
  }

  /** Fold all names; some milliseconds for ten thousand nodes. */
  prepare(): string[][] {
    this.names ??= this.atlas.payload.nodes.label.map((label, node) => [label, ...this.otherNames(node)].map(folded));
    return this.names;
  }

  private otherNames(node: number): string[] {
    const { aliases, identifiers } = this.atlas.payload.nodes;
    return [...(aliases[node] || []), ...(identifiers[node] || [])];
  }

  private score(names: string[], wanted: string, words: string[]): [name: number, score: number] {
    let best: [number, number] = [0, 0];
    names.forEach((name, index) => {
      const score = fit(name, wanted, words) - (index ? 0.5 : 0);
      if (score > best[1]) best = [index, score];
    });
    return best;
  }
}

function fit(name: string, wanted: string, words: string[]): number {
  if (name === wanted) return 8;
  if (name.startsWith(wanted)) return 5 + wanted.length / name.length;
  if (name.includes(wanted)) return 3 + wanted.length / name.length;
  return words.length > 1 && words.every((word) => name.includes(word)) ? 2 : 0;
}
