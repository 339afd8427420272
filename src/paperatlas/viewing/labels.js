// Names on the canvas, always of the same size on the screen, and only where they cover nothing.
//
// vis-network can only write all names or those of large nodes, over each other where they meet; so it gets nodes
// without names, and these functions write on its canvas after it has drawn.

const NAME_LENGTH = 30;
const GAP = 3; // pixels between a node and its name

/** Boxes on the screen that are taken already. */
class Taken {
  constructor() {
    this.boxes = [];
  }

  /** Take a box if nothing stands there. */
  take(box) {
    const free = this.boxes.every(
      (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    );
    if (free) this.boxes.push(box);
    return free;
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

  /** Everything in here counts in pixels of the screen; `scale` turns them into the units of the canvas. */
  begin(context, scale) {
    this.context = context;
    this.scale = scale;
    this.taken = new Taken();
    this.ink = cssValue("--ink");
    this.page = cssValue("--page");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
  }

  /** Keep names off a node. */
  block(x, y, radius) {
    this.taken.boxes.push(boxAround(x, y, 2 * radius, 2 * radius));
  }

  /** Write a name below a node, or above it; leave it out where there is no room, unless it must be there. */
  name(text, x, y, radius, { size, bold, must }) {
    const short = shorten(text);
    const width = this.width(short, size, bold);
    for (const side of [1, -1]) {
      const middle = y + side * (radius + GAP + size / 2);
      if (this.taken.take(boxAround(x, middle, width, size + 1)) || (must && side === -1)) {
        this.write(short, x, must && side === -1 ? y + radius + GAP + size / 2 : middle, { size, bold, colour: this.ink });
        return;
      }
    }
  }

  /** Write what a line means at its middle, where there is room. */
  caption(text, x, y, colour) {
    const size = 11;
    if (this.taken.take(boxAround(x, y, this.width(text, size, false), size + 2))) this.write(text, x, y, { size, bold: false, colour });
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
