// What the page knows (Atlas) and what of it is visible at the moment (View). Neither touches the document.

/** Outcomes that cannot all be right at once. */
const OPPOSED = ["better", "worse", "comparable"];

class Atlas {
  constructor(data) {
    this.types = new Map(data.types.map((type) => [type.name, type]));
    this.predicates = new Map(data.predicates.map((predicate) => [predicate.name, predicate]));
    this.papers = new Map(Object.entries(data.papers));
    this.nodes = new Map();
    this.statements = new Map();
    data.nodes.forEach((drawn, rank) => {
      const facts = data.entities[drawn.id];
      const { id, label, group: type } = drawn;
      this.nodes.set(id, { id, label, type, rank, drawn, around: [], ...facts });
    });
    for (const drawn of data.edges) {
      const statement = { id: drawn.id, subject: drawn.from, object: drawn.to, predicate: drawn.predicate, drawn };
      Object.assign(statement, data.statements[drawn.id]);
      this.statements.set(drawn.id, statement);
      for (const end of new Set([drawn.from, drawn.to])) this.nodes.get(end).around.push(statement);
    }
  }

  label(id) {
    return this.nodes.get(id).label;
  }

  /** The end of a statement that is not this node; the node itself where it is both ends. */
  otherEnd(statement, id) {
    return this.nodes.get(statement.subject === id ? statement.object : statement.subject);
  }

  isConflict(statement) {
    return statement.disputed;
  }

  /** What stands on the line of a statement. */
  caption(statement) {
    const outcomes = statement.outcomes.filter((outcome) => OPPOSED.includes(outcome));
    return outcomes.length ? `${statement.predicate}: ${outcomes.join(" / ")}` : statement.predicate;
  }
}

class View {
  constructor(atlas) {
    this.atlas = atlas;
    this.reset();
  }

  /** Back to what is seen at opening. */
  reset() {
    const first = (entries) => [...entries.values()].filter((entry) => entry.first).map((entry) => entry.name);
    this.types = new Set(first(this.atlas.types));
    this.predicates = new Set(first(this.atlas.predicates));
    this.step = 0;
    this.revealed = new Set(); // nodes and statements that were asked for one by one
  }

  toggleType(name, on) {
    this.types[on ? "add" : "delete"](name);
    if (on) return;
    for (const id of this.revealed) if (this.atlas.nodes.get(id)?.type === name) this.revealed.delete(id);
  }

  togglePredicate(name, on) {
    this.predicates[on ? "add" : "delete"](name);
    if (on) return;
    for (const id of this.revealed) if (this.atlas.statements.get(id)?.predicate === name) this.revealed.delete(id);
  }

  /** The neighbours of a node by statements that are not filtered out. */
  neighbours(id) {
    const node = this.atlas.nodes.get(id);
    const around = node.around.filter((statement) => this.predicates.has(statement.predicate));
    return new Set(around.map((statement) => this.atlas.otherEnd(statement, id).id));
  }

  /**
   * Ids of the visible nodes and statements, and how many nodes are left out. Left out is a node of a type shown from
   * the start while nothing visible is stated of it: it is there for its statements. A type that somebody switched on
   * is shown as it is.
   */
  visible() {
    const { nodes, statements, types } = this.atlas;
    const wanted = new Set();
    for (const node of nodes.values()) {
      if (this.revealed.has(node.id) || (this.types.has(node.type) && node.step <= this.step)) wanted.add(node.id);
    }
    const shown = { nodes: new Set(), statements: new Set() };
    const related = new Set();
    for (const { id, subject, object, predicate } of statements.values()) {
      const on = this.predicates.has(predicate) || this.revealed.has(id);
      if (!on || !wanted.has(subject) || !wanted.has(object)) continue;
      shown.statements.add(id);
      related.add(subject).add(object);
    }
    const everyTypeFirst = [...types.values()].every((type) => type.first);
    for (const id of wanted) {
      const free = everyTypeFirst || !types.get(nodes.get(id).type).first || this.revealed.has(id);
      if (free || related.has(id)) shown.nodes.add(id);
    }
    return { ...shown, alone: wanted.size - shown.nodes.size };
  }
}
