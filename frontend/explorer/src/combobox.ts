/** A field that lists nodes while one types: an ARIA combobox. */
import type { Atlas } from "./atlas";
import { announce, count, html } from "@paperatlas/shared/elements";
import { swatch } from "./legend";
import type { SearchHit, SearchIndex } from "./search-index";

/** Connect a field and its list; `choose` gets the node that is chosen. */
export function makeCombobox(field: HTMLInputElement, list: HTMLUListElement, atlas: Atlas, index: SearchIndex, choose: (node: number) => void): void {
  let found: SearchHit[] = [];
  let active = 0;

  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const take = (at: number) => {
    const entry = found[at];
    if (!entry) return;
    close();
    field.value = "";
    choose(entry.node);
  };
  const mark = () => {
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    list.children[active]?.scrollIntoView({ block: "nearest" });
    if (found.length) field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  };
  const show = () => {
    found = index.search(field.value);
    active = 0;
    const items = found.map((entry, at) => makeOption(atlas, entry, `${list.id}-${at}`));
    items.forEach((item, at) => item.addEventListener("mousedown", (event) => (event.preventDefault(), take(at))));
    const nothing = html("li", { class: "faint", role: "option", "aria-disabled": "true" }, "No node has such a name");
    list.replaceChildren(...(items.length ? items : [nothing]));
    list.hidden = !field.value.trim();
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) announce(items.length ? count(items.length, "node") + " found" : "No node has such a name");
    mark();
  };
  field.addEventListener("focus", () => index.prepare());
  field.addEventListener("input", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") take(active);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(1, found.length);
      mark();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function makeOption(atlas: Atlas, { node, also }: SearchHit, id: string): HTMLLIElement {
  const entity = atlas.entity(node);
  const hint = also && also !== entity.label ? `also ${also}` : entity.papers > 1 ? count(entity.papers, "paper") : entity.type;
  const words = html("span", { class: "text" }, entity.label);
  return html("li", { role: "option", id }, swatch(atlas, atlas.type[node]!), words, html("span", { class: "faint" }, hint));
}
