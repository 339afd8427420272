// The picture: vis-network holds what is visible, and nothing else, so that it opens at once.

const FADED = 0.13;
const FEW_LINES = 24; // so many lines in sight can all say what they mean
const BOLD_NAMES = 14; // so many names are written bold
const CLOSEST = 1.15; // the largest zoom that the page chooses by itself
const MARGIN = 110; // pixels, for names at the border

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
    container.addEventListener("mouseleave", () => this.hover(null));
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
      ...drawn,
      color: { ...faces, hover: chosen, highlight: chosen },
      borderWidth: 1.5,
      borderWidthSelected: 3,
      opacity: this.isBright(id) ? 1 : FADED,
    };
  }

  drawnEdge(id) {
    const { id: _, predicate, arrows, color, ...drawn } = this.atlas.statements.get(id).drawn;
    const shade = tone(color);
    const paint = { color: shade, hover: shade, highlight: shade, opacity: this.isBright(id) ? 0.85 : FADED };
    return { id, ...drawn, color: paint, selectionWidth: 2.5, hoverWidth: 1 };
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
    const chosen = { nodes: isNode ? [id] : [], edges: id && !isNode ? [id] : [] };
    this.network.setSelection(chosen, { highlightEdges: false });
  }

  /** The ids of a node or statement and of all that visibly touches it. */
  neighbourhood(id) {
    const node = this.atlas.nodes.get(id);
    const statements = node ? node.around.filter((one) => this.edges.get(one.id)) : [this.atlas.statements.get(id)];
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

  /** Show all that is visible. */
  fit() {
    this.frame(this.nodes.getIds(), { animation: false });
  }

  /** Bring nodes to the middle of what a panel at the right or at the bottom leaves free, no closer than needed. */
  frame(ids, { animation = true, panelWidth = 0, panelHeight = 0 } = {}) {
    const places = Object.values(this.network.getPositions(ids));
    if (!places.length) return;
    const [x, y] = ["x", "y"].map((axis) => {
      const values = places.map((place) => place[axis]);
      return { from: Math.min(...values), to: Math.max(...values) };
    });
    const width = (this.container.clientWidth - panelWidth - MARGIN) / Math.max(1, x.to - x.from);
    const height = (this.container.clientHeight - panelHeight - MARGIN) / Math.max(1, y.to - y.from);
    this.network.moveTo({
      position: { x: (x.from + x.to) / 2, y: (y.from + y.to) / 2 },
      scale: Math.max(0.05, Math.min(CLOSEST, width, height)),
      offset: { x: -panelWidth / 2, y: -panelHeight / 2 },
      animation: animation && !stillQuery.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false,
    });
  }

  /** Write names and captions over what vis-network has drawn. */
  write(context) {
    const scale = this.network.getScale();
    const sight = this.sight(scale);
    const isSeen = ({ x, y }) => x > sight.left && x < sight.right && y > sight.top && y < sight.bottom;
    const places = this.places(scale);
    const seen = this.inOrder([...places.keys()].filter((id) => isSeen(places.get(id)) && this.isBright(id)));
    this.labels.begin(context, scale, sight);
    for (const { id, drawn } of seen) this.labels.block(places.get(id).x, places.get(id).y, drawn.size * scale * 0.8);
    const bold = this.mostTelling([...places.keys()]);
    for (const { id, label, drawn } of seen) {
      const must = this.isPointedAt(id);
      const style = { size: 11 + drawn.size / 7, bold: must || bold.has(id), must };
      this.labels.name(label, places.get(id).x, places.get(id).y, drawn.size * scale, style);
    }
    this.writeCaptions(scale, isSeen);
  }

  /** Where the nodes are, in pixels from where the canvas has its 0, 0. */
  places(scale) {
    const places = Object.entries(this.network.getPositions());
    return new Map(places.map(([id, { x, y }]) => [id, { x: x * scale, y: y * scale }]));
  }

  mostTelling(ids) {
    const rank = (id) => this.atlas.nodes.get(id).rank;
    return new Set(ids.sort((one, other) => rank(one) - rank(other)).slice(0, BOLD_NAMES));
  }

  /** Whether this, or the statement that it is an end of, is selected or under the pointer. */
  isPointedAt(id) {
    return [this.selected, this.hovered].some((one) => {
      const statement = this.atlas.statements.get(one);
      return one === id || (statement && (statement.subject === id || statement.object === id));
    });
  }

  /** Nodes in the order in which they may take room: those pointed at, then the most telling. */
  inOrder(ids) {
    const urgency = new Map(ids.map((id) => [id, this.isPointedAt(id) ? 0 : 1]));
    return ids
      .map((id) => this.atlas.nodes.get(id))
      .sort((one, other) => urgency.get(one.id) - urgency.get(other.id) || one.rank - other.rank);
  }

  /** Say what lines mean: those pointed at, those of the node pointed at, or all where few are in sight. */
  writeCaptions(scale, isSeen) {
    const drawn = this.edges.getIds().filter((id) => this.isBright(id));
    const lines = drawn
      .map((id) => ({ id, points: this.along(id, scale).filter(isSeen) }))
      .filter(({ points }) => points.length);
    for (const { id, points } of lines) {
      const statement = this.atlas.statements.get(id);
      const must = id === this.selected || id === this.hovered;
      const near = [statement.subject, statement.object].some((end) => end === this.selected || end === this.hovered);
      if (!must && !near && lines.length > FEW_LINES) continue;
      const colour = tone(this.atlas.predicates.get(statement.predicate).colour);
      this.labels.caption(this.atlas.caption(statement), points, colour, must);
    }
  }

  /** Points along a line, its middle first. The line may be bent, and vis-network has no public way to ask for them. */
  along(id, scale) {
    const { edgeType } = this.network.body.edges[id];
    const points = [0.5, 0.38, 0.62].map((share) => edgeType.getPoint(share));
    return points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  }

  /** The part of the picture that is in sight, in pixels from where the canvas has its 0, 0. */
  sight(scale) {
    const { clientWidth, clientHeight } = this.container;
    const from = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const to = this.network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return { left: from.x * scale, top: from.y * scale, right: to.x * scale, bottom: to.y * scale };
  }
}
