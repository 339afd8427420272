// Ties the parts together: filters, panel, search, keys and the address of what is open.

const STEPS = ["the core", "more", "most", "all"];
const byId = (id) => document.getElementById(id);

/** The layout is wider than high; a screen that is higher than wide gets it the other way round. */
function turn(nodes) {
  for (const node of nodes) [node.x, node.y] = [node.y, node.x];
}

class Page {
  constructor(data) {
    if (byId("canvas").clientHeight > byId("canvas").clientWidth) turn(data.nodes);
    this.atlas = new Atlas(data);
    this.view = new View(this.atlas);
    this.canvas = new Canvas(byId("canvas"), this.atlas, data.options);
    this.panel = new Panel(byId("panel"), this.atlas, {
      open: (id) => this.open(id),
      close: () => this.open(null),
      expand: (id) => this.expand(id),
      hiddenNeighbours: (id) => this.hiddenNeighbours(id),
    });
    this.search = new Search(byId("search"), byId("found"), this.atlas, (id) => this.open(id, { centre: true }));
    this.listen();
    this.fillFilters();
    this.fillConflicts();
    this.refresh();
    this.canvas.fit();
    this.openAddress();
  }

  listen() {
    const { network } = this.canvas;
    network.on("click", ({ nodes, edges }) => this.open(nodes[0] ?? edges[0] ?? null));
    network.on("doubleClick", ({ nodes }) => nodes.length && this.expand(nodes[0]));
    byId("reset").addEventListener("click", () => this.reset());
    byId("amount").addEventListener("input", (event) => {
      this.view.step = Number(event.target.value);
      this.refresh({ fit: true });
    });
    byId("toggle-controls").addEventListener("click", () => this.toggleControls());
    addEventListener("hashchange", () => this.openAddress());
    addEventListener("keydown", (event) => this.press(event));
    darkQuery.addEventListener("change", () => {
      this.fillFilters();
      this.canvas.repaint();
      this.refresh();
    });
  }

  // --- what is visible ---

  /** Bring canvas, counts and sliders in line with the view. */
  refresh({ fit = false } = {}) {
    const shown = this.view.visible();
    this.canvas.show(shown);
    if (this.opened) this.canvas.select(this.opened);
    const seen = `${count(shown.nodes.size, "node")} and ${count(shown.statements.size, "statement")} in view`;
    const left = shown.alone ? `; ${count(shown.alone, "node")} without a visible statement left out` : "";
    byId("shown").textContent = seen + left;
    byId("amount").value = this.view.step;
    byId("amount-name").textContent = STEPS[this.view.step];
    byId("amount").setAttribute("aria-valuetext", STEPS[this.view.step]);
    this.countRows("types", shown.nodes, (id) => this.atlas.nodes.get(id).type);
    this.countRows("predicates", shown.statements, (id) => this.atlas.statements.get(id).predicate);
    if (fit) this.canvas.fit();
  }

  /** Write "shown / held" behind each filter and set its box. */
  countRows(field, ids, kindOf) {
    const tally = new Map();
    for (const id of ids) tally.set(kindOf(id), (tally.get(kindOf(id)) ?? 0) + 1);
    for (const row of byId(field).querySelectorAll(".row")) {
      row.querySelector("input").checked = this.view[field].has(row.dataset.name);
      row.querySelector(".count").textContent = `${tally.get(row.dataset.name) ?? 0} / ${row.dataset.held}`;
    }
  }

  fillFilters() {
    const held = (items, kind) => [...items.values()].filter((item) => (item.type ?? item.predicate) === kind).length;
    const fill = (field, entries, items, swatch, toggle) => {
      const present = [...entries.values()].filter(({ name }) => held(items, name));
      const rows = present.map((entry) => {
        const box = make("input", { type: "checkbox" });
        box.addEventListener("change", () => toggle(entry.name, box.checked));
        const tally = make("span", { className: "count" });
        const row = make("label", { className: "row", title: entry.comment }, box, swatch(entry), entry.name, tally);
        Object.assign(row.dataset, { name: entry.name, held: held(items, entry.name) });
        return row;
      });
      byId(field).replaceChildren(byId(field).querySelector("legend"), ...rows);
    };
    fill("types", this.atlas.types, this.atlas.nodes, makeShape, (name, on) => {
      this.view.toggleType(name, on);
      this.refresh({ fit: true });
    });
    fill("predicates", this.atlas.predicates, this.atlas.statements, makeLine, (name, on) => {
      this.view.togglePredicate(name, on);
      this.refresh();
    });
  }

  /** List the statements on which papers disagree; there is no list where they do not. */
  fillConflicts() {
    const conflicts = [...this.atlas.statements.values()].filter((statement) => this.atlas.isConflict(statement));
    const rows = conflicts.map(({ id, subject, object, outcomes }) => {
      const text = `${this.atlas.label(subject)} against ${this.atlas.label(object)}: ${outcomes.join(" and ")}`;
      const onclick = () => this.open(id, { centre: true });
      return make("button", { type: "button", className: "statement", textContent: text, onclick });
    });
    byId("conflicts").append(...rows);
    byId("conflicts").hidden = !conflicts.length;
  }

  /** Show the neighbours of a node beside what is visible. */
  expand(id) {
    for (const other of [id, ...this.view.neighbours(id)]) this.view.revealed.add(other);
    this.refresh();
    this.open(id);
    this.panel.show(id);
  }

  reset() {
    this.view.reset();
    this.open(null);
    this.refresh();
    this.canvas.tidy();
    byId("search").value = "";
    this.canvas.fit();
  }

  /** How many nodes expand() would add. */
  hiddenNeighbours(id) {
    return [...this.view.neighbours(id)].filter((other) => !this.canvas.nodes.get(other)).length;
  }

  // --- what is open ---

  /** Open a node or a statement in the panel and mark it; nothing closes the panel. */
  open(id, { centre = false } = {}) {
    const known = id !== null && (this.atlas.nodes.has(id) || this.atlas.statements.has(id));
    const before = this.opened ?? null;
    this.opened = known ? id : null;
    if (known) this.reveal(id);
    this.canvas.select(this.opened);
    if (known) this.panel.show(id);
    else this.panel.close();
    if (known) this.bringIntoSight(id, centre);
    if (before !== this.opened) this.writeAddress();
    this.toggleControls(false);
  }

  /** Make sure that what is opened can be seen, and something of its surroundings with it. */
  reveal(id) {
    const statement = this.atlas.statements.get(id);
    const ends = statement ? [statement.subject, statement.object] : [id];
    const shown = this.view.visible();
    if (shown.nodes.has(id) || shown.statements.has(id)) return;
    for (const one of [id, ...ends]) this.view.revealed.add(one);
    const now = this.view.visible();
    const alone = !statement && ![...this.atlas.nodes.get(id).around].some((other) => now.statements.has(other.id));
    if (alone) for (const other of this.view.neighbours(id)) this.view.revealed.add(other);
    this.refresh();
  }

  /** Move the picture where it must: to what was searched for, or from under the panel. */
  bringIntoSight(id, centre) {
    const statement = this.atlas.statements.get(id);
    const ends = statement ? [statement.subject, statement.object] : [id];
    const { offsetWidth, offsetHeight } = byId("panel");
    const [width, height] = narrowQuery.matches ? [0, offsetHeight] : [offsetWidth + 12, 0];
    const { clientWidth, clientHeight } = byId("canvas");
    const points = ends.map((end) => this.pointOf(end));
    const free = ({ x, y }) => x > 0 && y > 0 && x < clientWidth - width && y < clientHeight - height;
    if (centre || !points.every(free)) this.canvas.frame(ends, { panelWidth: width, panelHeight: height });
  }

  /** Where a node is, in pixels from the corner of the canvas. */
  pointOf(id) {
    return this.canvas.network.canvasToDOM(this.canvas.network.getPosition(id));
  }

  // --- the address: "#" and the id of a node, or "#statement/" and the id of a statement ---

  writeAddress() {
    const path = this.atlas.statements.has(this.opened) ? `statement/${this.opened}` : this.opened ?? "";
    const hash = encodeURIComponent(path).replaceAll("%2F", "/");
    if (hash !== location.hash.slice(1)) history.pushState(null, "", `#${hash}`);
  }

  openAddress() {
    let path = "";
    try {
      path = decodeURIComponent(location.hash.slice(1));
    } catch {
      // an address that somebody cut short
    }
    const id = path.replace(/^statement\//, "");
    if (id !== (this.opened ?? "")) this.open(id || null, { centre: true });
  }

  // --- keys and small screens ---

  press(event) {
    const typing = event.target.matches("input[type=text]");
    if (event.key === "Escape" && !typing) this.open(null);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "0") this.reset();
    if (event.key === "/") {
      event.preventDefault();
      byId("search").select();
    }
  }

  toggleControls(open = !byId("controls").classList.contains("open")) {
    byId("controls").classList.toggle("open", open);
    byId("toggle-controls").setAttribute("aria-expanded", String(open));
  }
}

const paperatlas = new Page(JSON.parse(byId("data").textContent)); // a name for the console and for tests
paperatlas.canvas.network.once("afterDrawing", () => {
  performance.mark("paperatlas-ready");
  document.documentElement.dataset.ready = "true";
});
paperatlas.canvas.network.redraw();
