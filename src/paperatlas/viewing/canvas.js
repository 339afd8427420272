// The picture: vis-network holds what is visible, and nothing else, so that it opens at once.

const FADED = 0.13;
const FEW_LINES = 24; // so many lines in sight can all say what they mean
const CLOSEST = 1.15;

class Canvas {
  constructor(container, atlas, options) {
    this.atlas = atlas;
    this.container = container;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.labels = new Labels();
    this.selected = null; // the id of a node or a statement
    this.hovered = null;
    this.around = null; // ids that stay bright while something is selected
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, options);
    this.network.on("afterDrawing", (context) => this.write(context));
    for (const [event, field] of [["hoverNode", "node"], ["hoverEdge", "edge"]]) {
      this.network.on(event, (what) => this.hover(what[field]));
    }
    for (const event of ["blurNode", "blurEdge"]) this.network.on(event, () => this.hover(null));
  }

  hover(id) {
    this.hovered = id;
    this.container.style.cursor = id ? "pointer" : "";
    this.network.redraw();
  }

  /** Show exactly these nodes and statements. */
  show({ nodes, statements }) {
    const gone = (set, ids) => set.getIds().filter((id) => !ids.has(id));
    const missing = (set, ids) => [...ids].filter((id) => !set.get(id));
    this.edges.remove(gone(this.edges, statements));
    this.nodes.remove(gone(this.nodes, nodes));
    this.nodes.add(missing(this.nodes, nodes).map((id) => this.drawnNode(id)));
    this.edges.add(missing(this.edges, statements).map((id) => this.drawnEdge(id)));
  }

  /** A node as vis-network takes it; its name is written by Labels. */
  drawnNode(id) {
    const { label: _, ...drawn } = this.atlas.nodes.get(id).drawn;
    const type = this.atlas.types.get(drawn.group);
    const fill = tone(type.colour);
    const faces = { background: fill, border: cssValue("--page") };
    const chosen = { background: fill, border: cssValue("--ink") };
    return {
      ...drawn, color: { ...faces, hover: chosen, highlight: chosen }, borderWidth: 1.5, borderWidthSelected: 3,
      opacity: this.isBright(id) ? 1 : FADED,
    };
  }

  drawnEdge(id) {
    const { id: _, predicate, arrows, color, ...drawn } = this.atlas.statements.get(id).drawn;
    const shade = tone(color);
    const opacity = this.isBright(id) ? 0.85 : FADED;
    return { id, ...drawn, color: { color: shade, hover: shade, highlight: shade, opacity }, selectionWidth: 2.5, hoverWidth: 1 };
  }

  isBright(id) {
    return this.around === null || this.around.has(id);
  }

  /** Mark a node or a statement (or nothing) and fade what has nothing to do with it. */
  select(id) {
    this.selected = id;
    this.around = id === null ? null : this.neighbourhood(id);
    this.repaint();
    const isNode = this.atlas.nodes.has(id);
    this.network.setSelection({ nodes: isNode ? [id] : [], edges: id && !isNode ? [id] : [] }, { highlightEdges: false });
  }

  /** The ids of a node or statement and of all that touches it. */
  neighbourhood(id) {
    const node = this.atlas.nodes.get(id);
    const statements = node ? node.around : [this.atlas.statements.get(id)];
    return new Set([id, ...statements.flatMap((statement) => [statement.id, statement.subject, statement.object])]);
  }

  /** Draw all anew, after a change of selection or of the theme. */
  repaint() {
    this.nodes.update(this.nodes.getIds().map((id) => this.paint(this.drawnNode(id))));
    this.edges.update(this.edges.getIds().map((id) => this.drawnEdge(id)));
  }

  /** Without its place, which somebody may have changed by dragging. */
  paint({ x, y, ...drawn }) {
    return drawn;
  }

  /** Put nodes back to where they stood at first. */
  tidy() {
    this.nodes.update(this.nodes.getIds().map((id) => this.drawnNode(id)));
  }

  fit() {
    this.network.fit({ animation: false, maxZoomLevel: CLOSEST });
  }

  /** Bring a point to the middle of what the panel leaves free. */
  centre(ids, panelWidth, panelHeight) {
    const places = Object.values(this.network.getPositions(ids));
    const middle = (axis) => (Math.min(...places.map((p) => p[axis])) + Math.max(...places.map((p) => p[axis]))) / 2;
    const spread = (axis) => Math.max(...places.map((p) => p[axis])) - Math.min(...places.map((p) => p[axis]));
    const { clientWidth, clientHeight } = this.container;
    const fitting = Math.min((clientWidth - panelWidth) / (spread("x") + 160), (clientHeight - panelHeight) / (spread("y") + 160));
    this.network.moveTo({
      position: { x: middle("x"), y: middle("y") },
      scale: Math.min(CLOSEST, fitting),
      offset: { x: -panelWidth / 2, y: -panelHeight / 2 },
      animation: stillQuery.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" },
    });
  }

  /** Write names and captions over what vis-network has drawn. */
  write(context) {
    const scale = this.network.getScale();
    const places = this.network.getPositions();
    const inSight = this.window();
    const near = (place) => place.x > inSight.left && place.x < inSight.right && place.y > inSight.top && place.y < inSight.bottom;
    const names = this.inOrder(Object.keys(places).filter((id) => near(places[id])));
    this.labels.begin(context, scale);
    for (const { id, drawn } of names) this.labels.block(places[id].x * scale, places[id].y * scale, drawn.size * scale * 0.8);
    for (const { id, label, drawn } of names) {
      const must = id === this.selected || id === this.hovered;
      if (!must && !this.isBright(id)) continue;
      const style = { size: 11 + drawn.size / 7, bold: must || drawn.size > 15, must };
      this.labels.name(label, places[id].x * scale, places[id].y * scale, drawn.size * scale, style);
    }
    this.writeCaptions(scale, near);
  }

  /** Nodes in the order in which they may take room: the one pointed at, its surroundings, then the most telling. */
  inOrder(ids) {
    const urgency = (id) => (id === this.selected || id === this.hovered ? 0 : this.around?.has(id) ? 1 : 2);
    return ids
      .map((id) => this.atlas.nodes.get(id))
      .sort((one, other) => urgency(one.id) - urgency(other.id) || one.rank - other.rank);
  }

  writeCaptions(scale, near) {
    const drawn = this.edges.getIds().map((id) => ({ id, middle: this.middle(id) })).filter(({ middle }) => near(middle));
    const asked = (id) => {
      const { subject, object } = this.atlas.statements.get(id);
      return [id, subject, object].some((one) => one === this.selected || one === this.hovered);
    };
    const wanted = drawn.length <= FEW_LINES ? drawn.filter(({ id }) => this.isBright(id)) : drawn.filter(({ id }) => asked(id));
    for (const { id, middle } of wanted) {
      const statement = this.atlas.statements.get(id);
      const colour = tone(this.atlas.predicates.get(statement.predicate).colour);
      this.labels.caption(this.atlas.caption(statement), middle.x * scale, middle.y * scale, colour);
    }
  }

  /** The middle of a line, which may be bent; vis-network has no public way to ask for it. */
  middle(id) {
    return this.network.body.edges[id].edgeType.getPoint(0.5);
  }

  /** The part of the canvas that is in sight, in its own units. */
  window() {
    const { clientWidth, clientHeight } = this.container;
    const from = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const to = this.network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  }
}
