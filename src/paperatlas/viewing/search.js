// Search by name or alias: a text field with suggestions, after the combobox pattern of WAI-ARIA.

const SUGGESTIONS = 10;

/** Without case, accents and marks, so that "alpaca" finds "Alpaca" and "Muller" finds "Müller". */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

class Search {
  constructor(input, list, atlas, choose) {
    this.input = input;
    this.list = list;
    this.atlas = atlas;
    this.choose = choose;
    this.active = -1;
    this.names = [...atlas.nodes.values()].flatMap((node) =>
      [node.label, ...node.aliases].map((name) => ({ node, name, plain: plain(name) })));
    input.addEventListener("input", () => this.suggest());
    input.addEventListener("focus", () => this.suggest());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.press(event));
  }

  /** Nodes whose name is, starts with, has a word that starts with, or holds what was typed; the most telling first. */
  matches(typed) {
    const wanted = plain(typed).trim();
    const best = new Map();
    if (!wanted) return [];
    for (const entry of this.names) {
      const at = entry.plain.indexOf(wanted);
      if (at < 0) continue;
      const fit = entry.plain === wanted ? 0 : at === 0 ? 1 : /[\p{L}\p{N}]/u.test(entry.plain[at - 1]) ? 3 : 2;
      const known = best.get(entry.node.id);
      if (!known || fit < known.fit) best.set(entry.node.id, { ...entry, fit });
    }
    const sorted = [...best.values()].sort((one, other) => one.fit - other.fit || one.node.rank - other.node.rank);
    return sorted.slice(0, SUGGESTIONS);
  }

  suggest() {
    const found = this.matches(this.input.value);
    const options = found.map((match, index) => this.option(match, index));
    const nothing = make("li", { className: "faint", textContent: "No node of this page has such a name." });
    this.list.replaceChildren(...(options.length ? options : [nothing]));
    this.found = found;
    this.list.hidden = !this.input.value.trim();
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.activate(found.length ? 0 : -1);
  }

  option({ node, name }, index) {
    const option = make("li", { id: `found-${index}`, role: "option", "aria-selected": "false" },
      makeShape(this.atlas.types.get(node.type)),
      make("span", { className: "text", textContent: node.label }),
      name === node.label ? null : make("span", { className: "also text", textContent: name }));
    // before the field loses the focus, which closes the list
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(index);
    });
    return option;
  }

  activate(index) {
    this.active = index;
    const options = this.list.querySelectorAll("[role=option]");
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) return this.input.removeAttribute("aria-activedescendant");
    options[index].scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", `found-${index}`);
  }

  press(event) {
    const size = this.found?.length ?? 0;
    if (event.key === "Escape") this.close();
    if (this.list.hidden || !size) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.activate((this.active + moves[event.key] + size) % size);
    else if (event.key === "Enter") this.take(this.active);
    else return;
    event.preventDefault();
  }

  take(index) {
    const { node } = this.found[index];
    this.input.value = node.label;
    this.close();
    this.choose(node.id);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
