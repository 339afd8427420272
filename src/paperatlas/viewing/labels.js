// Names on the canvas, always of the same size on the screen, and only where they cover nothing.
//
// vis-network can only write all names or those of large nodes, over each other where they meet; so it gets nodes
// without names, and these functions write on its canvas after it has drawn.

const NAME_LENGTH = 30;
const GAP = 3; // pixels between a node and its name
const EDGE = 4; // pixels that stay free at the border of the picture

/** Boxes on the screen that are taken already. */
class Taken {
  constructor() {
    this.boxes = [];
  }

  add(box) {
    this.boxes.push(box);
  }

  isFree(box) {
    return this.boxes.every(
      (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    );
  }
}

function shorten(text) {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > NAME_LENGTH ? `${letters.slice(0, NAME_LENGTH - 1).join("")}…` : letters.join("");
}

/** A box around a middle point. */
function boxAround(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

class Labels {
  constructor() {
    this.widths = new Map();
  }

  /**
   * Start a picture. Everything in here counts in pixels of the screen, from where the canvas has its 0, 0; `scale`
   * turns them into the units of the canvas, and `sight` is the part that can be seen.
   */
  begin(context, scale, sight) {
    this.context = context;
    this.scale = scale;
    this.sight = sight;
    this.nodes = new Taken();
    this.words = new Taken();
    this.ink = cssValue("--ink");
    this.page = cssValue("--page");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
  }

  /** Keep names off a node. */
  block(x, y, radius) {
    this.nodes.add(boxAround(x, y, 2 * radius, 2 * radius));
  }

  /**
   * Write a name below a node, above it or beside it; leave it out where there is no room.
   * A `bold` name may cover nodes, but no other words; one that `must` be there may cover anything.
   */
  name(text, x, y, radius, { size, bold, must }) {
    const short = shorten(text);
    const width = this.width(short, size, bold);
    const aside = radius + GAP + width / 2;
    const below = radius + GAP + size / 2;
    const spots = [[0, below], [0, -below], [aside, 0], [-aside, 0]]
      .map(([right, down]) => boxAround(this.inside(x + right, width), y + down, width, size + 1));
    const spot = spots.find((box) => this.hasRoom(box)) ?? (bold ? spots.find((box) => this.words.isFree(box)) : null);
    if (spot ?? must) this.put(short, spot ?? spots[0], { size, bold, colour: this.ink });
  }

  /** Write what a line means at one of some points along it, where there is room. */
  caption(text, points, colour, must) {
    const size = 11;
    const width = this.width(text, size, false);
    const spots = points.map(({ x, y }) => boxAround(this.inside(x, width), y, width, size + 2));
    const spot = spots.find((box) => this.hasRoom(box));
    if (spot ?? must) this.put(text, spot ?? spots[0], { size, bold: false, colour });
  }

  hasRoom(box) {
    return this.words.isFree(box) && this.nodes.isFree(box);
  }

  /** The middle of a word, moved so that the word does not leave the picture. */
  inside(x, width) {
    const free = width / 2 + EDGE;
    return Math.max(this.sight.left + free, Math.min(this.sight.right - free, x));
  }

  put(text, box, style) {
    this.words.add(box);
    this.write(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2, style);
  }

  write(text, x, y, { size, bold, colour }) {
    const { context, scale } = this;
    context.font = this.font(size / scale, bold);
    context.strokeStyle = this.page;
    context.lineWidth = 3.5 / scale;
    context.strokeText(text, x / scale, y / scale);
    context.fillStyle = colour;
    context.fillText(text, x / scale, y / scale);
  }

  width(text, size, bold) {
    const key = bold ? `b${text}` : `n${text}`;
    if (!this.widths.has(key)) {
      this.context.font = this.font(100, bold);
      this.widths.set(key, this.context.measureText(text).width / 100);
    }
    return this.widths.get(key) * size;
  }

  font(size, bold) {
    return `${bold ? "600 " : ""}${size}px system-ui, "Segoe UI", "Noto Sans", sans-serif`;
  }
}
