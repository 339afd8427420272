// The panel: everything known about one node or one statement. Texts become text nodes only, see make().

const SHORT_LIST = 8; // statements of one kind that are listed at once

function faint(text) {
  return make("p", { className: "faint", textContent: text });
}

function badge(text, kind = "") {
  return make("span", { className: `badge ${kind}`, textContent: text });
}

class Panel {
  /** `actions` are what a click may ask for: open(id), close(), expand(id), hiddenNeighbours(id). */
  constructor(element, atlas, actions) {
    this.element = element;
    this.atlas = atlas;
    this.actions = actions;
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  show(id) {
    const node = this.atlas.nodes.get(id);
    const content = node ? this.nodeContent(node) : this.statementContent(this.atlas.statements.get(id));
    const label = { "aria-label": "Close the panel", title: "Close (Esc)" };
    const close = make("button", { type: "button", className: "close", textContent: "×", ...label });
    close.addEventListener("click", () => this.actions.close());
    this.element.replaceChildren(close, ...content.filter(Boolean));
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  // --- a node ---

  nodeContent(node) {
    const type = this.atlas.types.get(node.type);
    const paper = this.atlas.papers.get(node.id);
    return [
      make("p", { className: "kind", title: type.comment }, makeShape(type), ` ${type.name}`),
      make("h2", { textContent: node.label }),
      node.aliases.length ? faint(`Also: ${node.aliases.join(" · ")}`) : null,
      this.expandButton(node),
      ...(node.type === "Paper" && paper?.wordings ? this.paperContent(paper) : []),
      ...this.groups(node),
      node.outside ? faint(`${count(node.outside, "more statement")} with nodes that this page does not hold.`) : null,
      faint(`IRI: ${node.iri}`),
    ];
  }

  expandButton(node) {
    const hidden = this.actions.hiddenNeighbours(node.id);
    const text = hidden ? `Show ${count(hidden, "more neighbour")}` : "All neighbours are shown";
    const onclick = () => this.actions.expand(node.id);
    const button = make("button", { type: "button", disabled: !hidden, textContent: text, onclick });
    return make("div", { className: "actions" }, button);
  }

  paperContent(paper) {
    const links = (entries) => entries.map(({ text, url }) => make("div", {}, makeLink(text, url)));
    const code = links(paper.codeLinks.map((url) => ({ text: url, url })));
    const flag = { true: "the listing says there is", false: "the listing says there is none" }[paper.hasCode];
    const missing = paper.authorsComplete ? "" : ", not all of them listed";
    const rows = [
      ["Date", paper.date],
      ["Read it", links(paper.links)],
      ["Code", code.length ? code : flag],
      ["Categories", paper.categories.join(", ")],
      ["Authors", paper.authorCount === null ? "" : `${paper.authorCount}${missing}`],
      ["Upvotes", paper.upvotes],
      ["Comments", paper.comments],
    ];
    const { wordings } = paper;
    return [this.table(rows), ...wordings.map((wording, index) => this.wording(wording, index, wordings.length))];
  }

  /** One title and abstract; the title is the heading of the panel already where there is but one. */
  wording({ title, abstract, places }, index, all) {
    return make("details", { open: true },
      make("summary", { textContent: all > 1 ? `Abstract ${index + 1} of ${all}` : "Abstract" }),
      all > 1 ? make("p", { className: "abstract" }, make("strong", { textContent: title })) : null,
      make("p", { className: "abstract", textContent: abstract || "The listing has no abstract." }),
      faint(`Listed in ${places.join(", ")}`));
  }

  /** A list of names and values, without those that are not known. */
  table(rows) {
    const known = rows.filter(([, value]) => value !== null && value !== undefined && value.length !== 0);
    return make("dl", {}, ...known.flatMap(([name, value]) => [
      make("dt", { textContent: name }),
      make("dd", {}, ...(Array.isArray(value) ? value : [String(value)])),
    ]));
  }

  /** The statements of a node, by predicate and direction. */
  groups(node) {
    const groups = [];
    for (const predicate of this.atlas.predicates.values()) {
      const all = node.around.filter((statement) => statement.predicate === predicate.name);
      const out = all.filter((statement) => statement.subject === node.id);
      const into = all.filter((statement) => statement.subject !== node.id);
      if (out.length) groups.push(this.group(`${predicate.name} …`, predicate, node, out));
      if (into.length) groups.push(this.group(`… ${predicate.name} this`, predicate, node, into));
    }
    return groups;
  }

  group(heading, predicate, node, statements) {
    const strength = (statement) => statement.support + statement.confidence;
    const sorted = [...statements].sort((one, other) => strength(other) - strength(one));
    const rows = sorted.map((statement) => make("li", {}, this.statementRow(statement, node)));
    const list = make("ul", {}, ...rows.slice(0, SHORT_LIST));
    const rest = rows.slice(SHORT_LIST);
    const more = make("button", { type: "button", textContent: `Show ${rest.length} more` });
    more.addEventListener("click", () => {
      list.append(...rest);
      more.remove();
    });
    const tally = make("span", { className: "faint", textContent: statements.length });
    return make("section", {},
      make("h3", { title: predicate.comment }, makeLine(predicate), ` ${heading} `, tally),
      list,
      rest.length ? more : null);
  }

  statementRow(statement, node) {
    const other = this.atlas.otherEnd(statement, node.id);
    const onclick = () => this.actions.open(statement.id);
    return make("button", { type: "button", className: "statement", title: "Show the evidence", onclick },
      makeShape(this.atlas.types.get(other.type)),
      make("span", { className: "text", textContent: other.label }),
      ...this.badges(statement));
  }

  badges(statement) {
    return [
      ...statement.outcomes.map((outcome) => badge(outcome, outcome)),
      statement.rule ? badge("inferred") : null,
      statement.support > 1 ? badge(count(statement.support, "paper")) : null,
    ];
  }

  // --- a statement ---

  statementContent(statement) {
    const predicate = this.atlas.predicates.get(statement.predicate);
    return [
      make("p", { className: "kind", textContent: statement.rule ? "Inferred statement" : "Statement" }),
      make("div", { className: "triple" },
        this.nodeButton(statement.subject),
        make("p", { className: "predicate", title: predicate.comment }, makeLine(predicate), ` ${predicate.name}`),
        this.nodeButton(statement.object)),
      this.atlas.isConflict(statement)
        ? make("p", { className: "notice", textContent: this.disagreement(statement) })
        : null,
      this.table([
        ["Meaning", predicate.comment],
        ["Outcome", statement.outcomes.join(", ")],
        ["Support", statement.rule ? "" : count(statement.support, "paper")],
        ["Confidence", statement.confidence.toFixed(2)],
        ["Inferred by", statement.rule ? `the rule ${statement.rule}` : ""],
      ]),
      ...this.premises(statement),
      statement.evidence.length ? make("h3", { textContent: count(statement.evidence.length, "passage") }) : null,
      ...statement.evidence.map((evidence) => this.evidence(evidence)),
    ];
  }

  disagreement({ subject, outcomes }) {
    return `Papers disagree: ${outcomes.join(" and ")}, seen from ${this.atlas.label(subject)}.`;
  }

  nodeButton(id, text = this.atlas.label(id)) {
    return make("button", { type: "button", className: "node", onclick: () => this.actions.open(id) },
      makeShape(this.atlas.types.get(this.atlas.nodes.get(id).type)),
      make("span", { className: "text", textContent: text }));
  }

  /** The statements from which this one was inferred, as far as the page holds them. */
  premises(statement) {
    const known = (statement.premises ?? []).map((id) => this.atlas.statements.get(id)).filter(Boolean);
    if (!known.length) return [];
    const { atlas } = this;
    const text = ({ subject, predicate, object }) => `${atlas.label(subject)} ${predicate} ${atlas.label(object)}`;
    const rows = known.map((premise) => make("li", {}, make("button", {
      type: "button", className: "statement", textContent: text(premise), onclick: () => this.actions.open(premise.id),
    })));
    return [make("h3", { textContent: "Inferred from" }), make("ul", {}, ...rows)];
  }

  evidence({ paper, quote, places, outcome, extractor, confidence }) {
    const { title, links } = this.atlas.papers.get(paper);
    const onPage = this.atlas.nodes.has(paper);
    const source = onPage ? this.nodeButton(paper, title) : make("span", { className: "text", textContent: title });
    return make("div", { className: "evidence" },
      make("blockquote", { className: "text", textContent: `“${quote}”` }),
      outcome ? badge(outcome, outcome) : null,
      make("p", {}, source),
      links.length ? make("p", { className: "faint" }, makeLink(links[0].text, links[0].url)) : null,
      faint(`${places.join(", ")} · ${extractor} · confidence ${confidence.toFixed(2)}`));
  }
}
