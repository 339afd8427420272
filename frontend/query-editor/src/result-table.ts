/** Shows an answer as a table that can be sorted. */
import type { QueryResult, Cell } from "./query-result";
import { html, isHere } from "@paperatlas/shared/elements";

/** A longer text wants a column that is not too narrow to read. */
const LONG = 80;

type Row = (Cell | null)[];

/** The table of an answer; a click on a column's name sorts by it, a second one turns the order. */
export function makeTable(answer: QueryResult): HTMLTableElement {
  const body = html("tbody", {}, ...answer.rows.map(makeRow));
  const heads = answer.columns.map((column, index) => {
    const button = html("button", { type: "button", title: `Sort by ${column}` }, column);
    const look = answer.rows[0]?.[index]?.number ? { class: "number" } : {};
    const head = html("th", { scope: "col", ...look }, button);
    button.addEventListener("click", () => {
      const turned = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", turned ? "descending" : "ascending");
      body.replaceChildren(...sorted(answer.rows, index, turned).map(makeRow));
    });
    return head;
  });
  return html("table", {}, html("thead", {}, html("tr", {}, ...heads)), body);
}

function makeRow(row: Row): HTMLTableRowElement {
  return html("tr", {}, ...row.map(makeCell));
}

function makeCell(cell: Cell | null): HTMLTableCellElement {
  if (!cell) return html("td");
  const look = cell.number ? "number" : cell.text.length > LONG ? "long" : "";
  return html("td", look ? { class: look } : {}, cell.href ? makeLink(cell.href, cell) : cell.text);
}

function makeLink(href: string, { text, iri }: Cell): HTMLAnchorElement {
  const away = isHere(href) ? {} : { rel: "external noopener noreferrer" };
  return html("a", { href, title: iri ?? href, ...away }, text);
}

/** The rows by one column: numbers by value, words as people sort them, empty cells last. */
function sorted(rows: Row[], index: number, turned: boolean): Row[] {
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const sign = turned ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one[index], other[index]];
    if (!a || !b) return Number(!a) - Number(!b);
    return sign * (a.number && b.number ? Number(a.text) - Number(b.text) : words.compare(a.text, b.text));
  });
}
