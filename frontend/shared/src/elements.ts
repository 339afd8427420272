/** Makes elements. Text goes in as text: what a graph holds is never read as markup. */

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string>;
export type Child = Node | string;

/** An HTML element with attributes and children. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element with attributes and children. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number> = {},
  ...children: Child[]
): SVGElementTagNameMap[Name] {
  const words = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
  return filled(document.createElementNS(SVG, name), words, children);
}

/** A button that does something. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = html("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** A link to an address of the web; anything else stands there as text. */
export function link(address: string, text = address): HTMLElement {
  const outside = webAddress(address);
  return outside ? html("a", { href: outside, rel: "noopener noreferrer", target: "_blank" }, text) : html("span", {}, text);
}

/** Return the address if it is one of the web, else null. */
export function webAddress(address: string): string | null {
  try {
    const { protocol, href } = new URL(address);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

/** Whether an address leads to a page of the server that it comes from. */
export function isHere(href: string): boolean {
  return !/^https?:/i.test(href);
}

/** The element of the page with an id. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** Say something to those who listen to the page. */
export function announce(text: string): void {
  byId("live", HTMLElement).textContent = text;
}

/** A count as people write it, with its noun. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

function filled<Kind extends Element>(element: Kind, attributes: Attributes, children: Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
