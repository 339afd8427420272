/** Completes prefixes, the terms of the vocabulary, keywords, and the variables of the query. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

/** A term of the vocabulary. */
export interface Term {
  /** Its prefixed name. */
  name: string;
  kind: "class" | "property";
  /** What it joins, or which type it is below. */
  detail: string;
  comment: string;
}

/** What the server knows of the words of its graph. */
export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: Term[];
}

const KEYWORDS =
  "SELECT DISTINCT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS VALUES BIND GRAPH PREFIX EXISTS COUNT AVG " +
  "MIN MAX SUM SAMPLE GROUP_CONCAT COALESCE CONTAINS LCASE REGEX STR STRSTARTS";
const PHRASES = ["GROUP BY", "ORDER BY", "LIMIT", "HAVING", "NOT EXISTS", "DESC"];

/** Offers what fits at the cursor. */
export function completionSource(vocabulary: Vocabulary): (context: CompletionContext) => CompletionResult | null {
  const words = [...KEYWORDS.split(" "), ...PHRASES].map((label) => ({ label, type: "keyword" }));
  const prefixes = Object.entries(vocabulary.prefixes).map(prefixOption);
  const terms = vocabulary.terms.map(termOption);
  return (context) => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return offer(variable.from, variablesOf(context, variable.from), /^[?$]\w*$/);
    const name = context.matchBefore(/[A-Za-z]\w*:[\w-]*/);
    if (name) return offer(name.from, terms, /^[A-Za-z]\w*:[\w-]*$/);
    const word = context.matchBefore(/[A-Za-z]\w*/);
    if (word || context.explicit) return offer(word?.from ?? context.pos, [...prefixes, ...terms, ...words], /^\w*$/);
    return null;
  };
}

function offer(from: number, options: Completion[], validFor: RegExp): CompletionResult {
  return { from, options, validFor };
}

function prefixOption([prefix, namespace]: [string, string]): Completion {
  return { label: `${prefix}:`, type: "namespace", detail: namespace, boost: -1 };
}

function termOption({ name, kind, detail, comment }: Term): Completion {
  return { label: name, type: kind, detail, ...(comment && { info: comment }), boost: name.startsWith("pa:") ? 1 : 0 };
}

/** The variables of the query, but for the one that is being written. */
function variablesOf(context: CompletionContext, from: number): Completion[] {
  const text = `${context.state.sliceDoc(0, from)} ${context.state.sliceDoc(context.pos)}`;
  const names = new Set(text.match(/[?$]\w+/g) ?? []);
  return [...names].sort().map((label) => ({ label, type: "variable" }));
}
