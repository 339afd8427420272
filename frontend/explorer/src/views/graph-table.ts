/** The same data as a table, a page at a time: for those who do not see the picture, or want a list. */
import { button, count, html } from "@paperatlas/shared/elements";
import type { Shown } from "../filter";
import { allBadges, certainty, nodeButton, type Tools } from "../panel/parts";

const ROWS = 100;

type Cell = string | number | HTMLElement[];

interface Column {
  name: string;
  /** What rows are sorted by. */
  key: (row: number) => string | number;
  cell?: (row: number) => Cell;
  number?: boolean;
}

export class Table {
  readonly element: HTMLElement;
  private shown: Shown | null = null;
  private kind: "nodes" | "edges" = "nodes";
  private sorted: Record<string, { column: number; down: boolean }> = { nodes: { column: 2, down: true }, edges: { column: 3, down: true } };
  private page = 0;
  private readonly columns: Record<string, Column[]>;
  private readonly tabs: HTMLButtonElement[];
  private readonly body: HTMLElement;

  constructor(private readonly tools: Tools) {
    this.columns = { nodes: this.nodeColumns(), edges: this.edgeColumns() };
    this.tabs = (["nodes", "edges"] as const).map((kind) => button(kind === "nodes" ? "Nodes" : "Statements", () => this.turn(kind)));
    this.body = html("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table" });
    this.element = html("div", { class: "table" }, html("div", { class: "tabs", role: "group", "aria-label": "What is listed" }, ...this.tabs), this.body);
  }

  show(shown: Shown): void {
    if (shown === this.shown) return;
    this.shown = shown;
    this.page = 0;
    this.draw();
  }

  private turn(kind: "nodes" | "edges"): void {
    this.kind = kind;
    this.page = 0;
    this.draw();
  }

  private draw(): void {
    const columns = this.columns[this.kind]!;
    const rows = this.rows(columns);
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.tabs.forEach((tab, at) => tab.setAttribute("aria-pressed", String(this.kind === (at ? "edges" : "nodes"))));
    const head = html("tr", {}, ...columns.map((column, at) => this.headCell(column, at)));
    const lines = rows.slice(this.page * ROWS, (this.page + 1) * ROWS).map((row) => html("tr", this.isFaint(row) ? { class: "unsure" } : {}, ...columns.map((column) => cellOf(column, row))));
    const caption = html("caption", {}, `${count(rows.length, this.kind === "nodes" ? "node" : "statement")}, page ${this.page + 1} of ${pages}`);
    const table = html("table", {}, caption, html("thead", {}, head), html("tbody", {}, ...lines));
    this.body.replaceChildren(table, this.pager(pages));
  }

  private isFaint(row: number): boolean {
    return this.kind === "edges" && this.tools.atlas.isUnsure(row);
  }

  private rows(columns: Column[]): number[] {
    const flags = this.shown?.[this.kind] ?? new Uint8Array();
    const rows: number[] = [];
    flags.forEach((flag, row) => flag && rows.push(row));
    const { column, down } = this.sorted[this.kind]!;
    const key = columns[column]!.key;
    const keys = new Map(rows.map((row) => [row, key(row)]));
    const sign = down ? -1 : 1;
    return rows.sort((one, other) => sign * compare(keys.get(one)!, keys.get(other)!) || one - other);
  }

  private headCell(column: Column, at: number): HTMLElement {
    const { column: now, down } = this.sorted[this.kind]!;
    const sort = button(`${column.name}${at === now ? (down ? " ↓" : " ↑") : ""}`, () => {
      this.sorted[this.kind] = { column: at, down: at === now ? !down : (column.number ?? false) };
      this.page = 0;
      this.draw();
      this.body.querySelectorAll("th button")[at]?.dispatchEvent(new Event("focus"));
      (this.body.querySelectorAll("th button")[at] as HTMLElement | undefined)?.focus();
    });
    return html("th", { scope: "col", ...(column.number && { class: "number" }), "aria-sort": at === now ? (down ? "descending" : "ascending") : "none" }, sort);
  }

  private pager(pages: number): HTMLElement {
    const go = (label: string, page: number) => {
      const made = button(label, () => {
        this.page = page;
        this.draw();
        this.body.scrollTop = 0;
      });
      made.disabled = page < 0 || page >= pages;
      return made;
    };
    return html("nav", { class: "pager", "aria-label": "Pages of the table" }, go("First", this.page ? 0 : -1), go("Previous", this.page - 1), html("span", {}, `${this.page + 1} / ${pages}`), go("Next", this.page + 1));
  }

  private nodeColumns(): Column[] {
    const { atlas } = this.tools;
    const label = (node: number) => atlas.label(node);
    return [
      { name: "Name", key: label, cell: (node) => [nodeButton(this.tools, node)] },
      { name: "Type", key: (node) => atlas.typeName(node) },
      { name: "Importance", key: (node) => atlas.size[node]!, number: true },
      { name: "Papers", key: (node) => atlas.payload.nodes.papers[node] ?? 0, number: true },
      { name: "Year", key: (node) => atlas.year[node]!, cell: (node) => atlas.year[node] || "", number: true },
      { name: "Statements", key: (node) => atlas.around(node).length, number: true },
    ];
  }

  private edgeColumns(): Column[] {
    const { atlas, store } = this.tools;
    const open = (edge: number) => button("Evidence", () => store.set({ edge, path: -1 }), { "aria-label": `Evidence of statement ${edge + 1}` });
    return [
      { name: "Subject", key: (edge) => atlas.label(atlas.source[edge]!), cell: (edge) => [nodeButton(this.tools, atlas.source[edge]!)] },
      { name: "Predicate", key: (edge) => atlas.predicateName(edge), cell: (edge) => [html("span", {}, `${atlas.payload.predicates[atlas.predicate[edge]!]?.label ?? ""} `), ...allBadges(atlas, edge)] },
      { name: "Object", key: (edge) => atlas.label(atlas.target[edge]!), cell: (edge) => [nodeButton(this.tools, atlas.target[edge]!)] },
      { name: "Support", key: (edge) => atlas.support[edge]!, number: true },
      { name: "Confidence", key: (edge) => atlas.confidence[edge]!, cell: (edge) => certainty(atlas, edge), number: true },
      { name: "Year", key: (edge) => atlas.edgeYear[edge]!, cell: (edge) => atlas.edgeYear[edge] || "", number: true },
      { name: "", key: (edge) => edge, cell: (edge) => [open(edge)] },
    ];
  }
}

function cellOf(column: Column, row: number): HTMLElement {
  const cell = column.cell?.(row) ?? column.key(row);
  const children = Array.isArray(cell) ? cell : [typeof cell === "number" ? cell.toLocaleString("en", { useGrouping: cell > 9999 }) : cell];
  return html("td", column.number ? { class: "number" } : {}, ...children);
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
}
