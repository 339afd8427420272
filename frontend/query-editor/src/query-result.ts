/** What the server answers to a query, and how it is asked. */

/** A cell of the table. */
export interface Cell {
  /** What people read. */
  text: string;
  /** The whole IRI, where it is one. */
  iri?: string;
  /** Where it leads: a page of this server, seen from this one, or elsewhere on the web. */
  href?: string;
  /** Whether it counts or measures something. */
  number?: boolean;
}

/** What a query gives. */
export interface QueryResult {
  columns: string[];
  /** The first rows; null stands for an unbound variable. */
  rows: (Cell | null)[][];
  /** How many rows there are in all. */
  total: number;
  /** The yes or no of ASK. */
  answer: boolean | null;
  milliseconds: number;
}

/** Why a query gives nothing. */
export interface QueryFailure {
  error: string;
  /** Where, counted from 1. */
  line?: number;
  column?: number;
}

/** Ask the server. */
export async function ask(query: string, signal: AbortSignal): Promise<QueryResult | QueryFailure> {
  const headers = { "Content-Type": "application/sparql-query", Accept: "application/json" };
  const response = await fetch("query/answer", { method: "POST", body: query, headers, signal });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { error: (await response.text()).slice(0, 2000) || `the server answers ${response.status}` };
  }
  return (await response.json()) as QueryResult | QueryFailure;
}
