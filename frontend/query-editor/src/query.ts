/** The /query page: the editor, the questions, the answer. */
import type { EditorView } from "@codemirror/view";
import { type QueryResult, ask, type QueryFailure } from "./query-result";
import type { Vocabulary } from "./completion";
import { resultGraph, reasonNotShown } from "./result-graph";
import { makeEditor } from "./editor";
import { byId, html } from "@paperatlas/shared/elements";
import { markErrorLine } from "./error-line";
import { type Kinds, makeLegend, makePicture } from "./graph-picture";
import { makeTable } from "./result-table";

type Words = Vocabulary & Kinds;

const DOWNLOADS = ["csv", "tsv", "json"];

const form = byId("query-form", HTMLFormElement);
const area = byId("query", HTMLTextAreaElement);
const result = byId("result", HTMLElement);
const status = byId("status", HTMLElement);
const words = (await (await fetch(form.dataset["vocabulary"] ?? "")).json()) as Words;
let running: AbortController | null = null;

const view: EditorView = takePlace();
followQuestions();
const answered = result.dataset["answer"];
if (answered) show(JSON.parse(answered) as QueryResult | QueryFailure, area.value);

/** Put the editor in the place of the text area, and run the query here instead of by a new page. */
function takePlace(): EditorView {
  const place = html("div", { id: "editor" });
  area.hidden = true;
  byId("keys", HTMLElement).hidden = false;
  area.before(place);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  form.querySelector("label")?.addEventListener("click", () => view.focus());
  return makeEditor(place, area.value, words, () => void run());
}

/** Open a question as soon as it is chosen. */
function followQuestions(): void {
  const questions = byId("question", HTMLSelectElement);
  byId("open-question", HTMLButtonElement).hidden = true;
  questions.addEventListener("change", () => {
    if (questions.value) location.assign(`?question=${encodeURIComponent(questions.value)}`);
  });
}

async function run(): Promise<void> {
  const query = view.state.doc.toString();
  running?.abort();
  const mine = (running = new AbortController());
  area.value = query;
  history.replaceState(null, "", `?query=${encodeURIComponent(query)}`);
  result.setAttribute("aria-busy", "true");
  status.textContent = "Asking …";
  try {
    show(await ask(query, mine.signal), query);
  } catch (error) {
    if (!mine.signal.aborted) show({ error: `The server does not answer: ${String(error)}` }, query);
  }
}

function show(answer: QueryResult | QueryFailure, query: string): void {
  result.removeAttribute("aria-busy");
  if ("error" in answer) {
    markErrorLine(view, answer.line, answer.column);
    status.textContent = "";
    result.replaceChildren(html("pre", { class: "error", role: "alert" }, answer.error));
    return;
  }
  markErrorLine(view);
  status.textContent = summary(answer);
  const parts = answer.answer === null ? [downloads(query), ...picture(answer), ...table(answer)] : [verdict(answer)];
  result.replaceChildren(...parts);
}

function summary({ answer, total, rows, milliseconds }: QueryResult): string {
  const time = `in ${milliseconds.toLocaleString("en")} ms`;
  if (answer !== null) return `Answered ${time}.`;
  const shown = rows.length < total ? ` The first ${rows.length.toLocaleString("en")} are shown; a download has them all.` : "";
  return `${total.toLocaleString("en")} ${total === 1 ? "row" : "rows"} ${time}.${shown}`;
}

function verdict({ answer }: QueryResult): HTMLElement {
  return html("p", { class: "verdict" }, answer ? "Yes" : "No");
}

function downloads(query: string): HTMLElement {
  const links = DOWNLOADS.map((form) =>
    html("a", { href: `query/answer.${form}?query=${encodeURIComponent(query)}`, download: "" }, form.toUpperCase()),
  );
  return html("p", { class: "downloads" }, "Download ", ...links);
}

function table(answer: QueryResult): HTMLElement[] {
  if (answer.rows.length === 0) return [html("p", { class: "note" }, "No row of the graph fits the query.")];
  return [html("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Answer" }, makeTable(answer))];
}

function picture(answer: QueryResult): HTMLElement[] {
  const graph = resultGraph(answer);
  if (!graph || answer.rows.length === 0) return [];
  const reason = reasonNotShown(graph);
  if (reason) return [html("p", { class: "note" }, reason)];
  return [html("figure", {}, makePicture(graph, words), makeLegend(graph, words))];
}
