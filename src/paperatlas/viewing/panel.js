// The panel: everything known about one node or one statement. Texts become text nodes only, see make().

const SHORT_LIST = 8; // statements of one kind that are listed at once

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
    const close = make("button", {
      type: "button", className: "close", textContent: "×", "aria-label": "Close the panel", onclick: () => this.actions.close(),
    });
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
      node.aliases.length ? make("p", { className: "faint" }, "Also: ", node.aliases.join(" · ")) : null,
      this.expandButton(node),
      ...(node.type === "Paper" && paper?.wordings ? this.paperContent(paper) : []),
      ...this.groups(node),
      node.outside ? make("p", { className: "faint" }, `${count(node.outside, "more statement")} with nodes that this page does not hold.`) : null,
      make("p", { className: "faint" }, "IRI: ", make("span", { className: "text", textContent: node.iri })),
    ];
  }

  expandButton(node) {
    const hidden = this.actions.hiddenNeighbours(node.id);
    const text = hidden ? `Show ${count(hidden, "more neighbour")}` : "All neighbours are shown";
    const button = make("button", { type: "button", disabled: !hidden, textContent: text, onclick: () => this.actions.expand(node.id) });
    return make("div", { className: "actions" }, button);
  }

  paperContent(paper) {
    const links = (entries) => entries.map(({ text, url }) => make("div", {}, makeLink(text, url)));
    const authors = paper.authorCount === null ? "" : `${paper.authorCount}${paper.authorsComplete ? "" : ", not all of them listed"}`;
    const rows = [
      ["Date", paper.date],
      ["Read it", links(paper.links)],
      ["Code", paper.codeLinks.length ? links(paper.codeLinks.map((url) => ({ text: url, url }))) : paper.hasCode ? "there is code" : ""],
      ["Categories", paper.categories.join(", ")],
      ["Authors", authors],
      ["Upvotes", paper.upvotes],
      ["Comments", paper.comments],
    ];
    const several = paper.wordings.length > 1;
    return [this.table(rows), ...paper.wordings.map((wording, index) => this.wording(wording, several ? `Abstract ${index + 1}` : "Abstract"))];
  }

  wording({ title, abstract, places }, heading) {
    return make("details", { open: true },
      make("summary", { textContent: heading }),
      heading === "Abstract" ? null : make("p", { className: "abstract" }, make("strong", { textContent: title })),
      make("p", { className: "abstract", textContent: abstract || "The listing has no abstract." }),
      make("p", { className: "faint" }, `Listed in ${places.join(", ")}`));
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
      if (out.length) groups.push(this.group(`${predicate.name} →`, predicate, node, out));
      if (into.length) groups.push(this.group(`→ ${predicate.name} → this`, predicate, node, into));
    }
    return groups;
  }

  group(heading, predicate, node, statements) {
    const strength = (statement) => statement.support + statement.confidence;
    const sorted = [...statements].sort((one, other) => strength(other) - strength(one));
    const rows = sorted.map((statement) => make("li", {}, this.statementRow(statement, node)));
    const list = make("ul", {}, ...rows.slice(0, SHORT_LIST));
    const rest = rows.slice(SHORT_LIST);
    const more = make("button", { type: "button", textContent: `Show ${rest.length} more`, onclick: () => { list.append(...rest); more.remove(); } });
    return make("section", {},
      make("h3", { title: predicate.comment }, makeLine(predicate), ` ${heading} (${statements.length})`),
      list,
      rest.length ? more : null);
  }

  statementRow(statement, node) {
    const other = this.atlas.otherEnd(statement, node.id);
    return make("button", { type: "button", className: "statement", title: "Show the evidence", onclick: () => this.actions.open(statement.id) },
      makeShape(this.atlas.types.get(other.type)),
      make("span", { className: "text", textContent: other.label }),
      ...this.badges(statement));
  }

  badges(statement) {
    const outcomes = statement.outcomes.map((outcome) => make("span", { className: `badge ${outcome}`, textContent: outcome }));
    if (statement.rule) outcomes.push(make("span", { className: "badge", textContent: "inferred" }));
    if (statement.support > 1) outcomes.push(make("span", { className: "badge", textContent: count(statement.support, "paper") }));
    return outcomes;
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
        ? make("p", { className: "notice", textContent: `Papers disagree: ${statement.outcomes.join(" and ")}, seen from ${this.atlas.label(statement.subject)}.` })
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

  nodeButton(id, text = this.atlas.label(id)) {
    return make("button", { type: "button", className: "node", onclick: () => this.actions.open(id) },
      makeShape(this.atlas.types.get(this.atlas.nodes.get(id).type)),
      make("span", { className: "text", textContent: text }));
  }

  /** The statements from which this one was inferred, as far as the page holds them. */
  premises(statement) {
    const known = (statement.premises ?? []).map((id) => this.atlas.statements.get(id)).filter(Boolean);
    if (!known.length) return [];
    const text = ({ subject, predicate, object }) => `${this.atlas.label(subject)} ${predicate} ${this.atlas.label(object)}`;
    const rows = known.map((premise) => make("li", {}, make("button", {
      type: "button", className: "statement", textContent: text(premise), onclick: () => this.actions.open(premise.id),
    })));
    return [make("h3", { textContent: "Inferred from" }), make("ul", {}, ...rows)];
  }

  evidence({ paper, quote, places, outcome, extractor, confidence }) {
    const { title, links } = this.atlas.papers.get(paper);
    const source = this.atlas.nodes.has(paper) ? this.nodeButton(paper, title) : make("span", { className: "text", textContent: title });
    return make("div", { className: "evidence" },
      make("blockquote", { className: "text", textContent: `“${quote}”` }),
      outcome ? make("span", { className: `badge ${outcome}`, textContent: outcome }) : null,
      make("p", {}, source),
      links.length ? make("p", { className: "faint" }, makeLink(links[0].text, links[0].url)) : null,
      make("p", { className: "faint" }, `${places.join(", ")} · ${extractor} · confidence ${confidence.toFixed(2)}`));
  }
}
