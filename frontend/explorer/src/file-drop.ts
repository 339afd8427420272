/** Marks the nodes that the result of a SPARQL query names: a file dropped on the page or chosen. */
import { announce, byId, count } from "@paperatlas/shared/elements";
import type { SearchIndex } from "./search-index";
import type { Store } from "./state";

const MOST_BYTES = 50_000_000;
const MOST_CELLS = 200_000;

interface Results {
  results?: { bindings?: Record<string, { value?: unknown }>[] };
}

/** Take files that are dropped on the page, and those chosen with its button. */
export function acceptFiles({ store, index }: { store: Store; index: SearchIndex }): void {
  const take = (file: File | undefined | null) => void (file && mark(file, store, index));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  const chooser = byId("result-file", HTMLInputElement);
  chooser.addEventListener("change", () => take(chooser.files?.[0]));
}

async function mark(file: File, store: Store, index: SearchIndex): Promise<void> {
  if (file.size > MOST_BYTES) return say("This file is larger than 50 MB; ask the query for fewer rows.");
  const cells = cellsOf(await file.text());
  if (!cells) return say("This is no SPARQL result: save it as JSON or CSV.");
  const marked = [...new Set(cells.slice(0, MOST_CELLS))].flatMap((cell) => index.exactly(cell));
  const distinct = [...new Set(marked)];
  say(distinct.length ? `${count(distinct.length, "node")} of the result marked` : "The result names no node of this graph.");
  if (distinct.length) store.set({ marked: distinct, node: -1, edge: -1, path: -1, steps: 0, view: "graph" });
}

function say(text: string): void {
  byId("dropped", HTMLElement).textContent = text;
  announce(text);
}

/** The values in a result in SPARQL's JSON or CSV format; null if it is neither. */
export function cellsOf(text: string): string[] | null {
  if (!/^\s*[{[]/.test(text)) return text.includes("\u0000") ? null : csvCells(text);
  try {
    const bindings = (JSON.parse(text) as Results).results?.bindings;
    if (!Array.isArray(bindings)) return null;
    return bindings.flatMap((row) => Object.values(row).map((term) => String(term?.value ?? "")));
  } catch {
    return null;
  }
}

/** The cells below the head of a CSV file, quoted or not (RFC 4180). */
function csvCells(text: string): string[] {
  const cells: string[] = [];
  const head = text.indexOf("\n");
  for (const found of text.slice(head + 1).matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)) {
    cells.push((found[1] ?? found[2] ?? "").replaceAll('""', '"').trim());
  }
  return cells.filter(Boolean);
}
