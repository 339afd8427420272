// Suggestions below a search field as one types, after the combobox pattern of WAI-ARIA with a list of options.
// The form works without this script; Enter without a chosen suggestion sends it.
import { html } from "@paperatlas/shared/elements";

interface Hit {
  path: string;
  type: string;
  label: string;
  snippet: string;
}

const WAIT = 120; // milliseconds after the last key

class Suggestions {
  private readonly list: HTMLElement;
  private readonly status = html("p", { class: "unseen", role: "status" });
  private hits: Hit[] = [];
  private active = -1;
  private timer = 0;
  private asked = new AbortController();

  constructor(private readonly input: HTMLInputElement, private readonly address: string) {
    const id = `${input.id}-found`;
    this.list = html("ul", { id, class: "found", role: "listbox", "aria-label": "Suggestions" });
    this.list.hidden = true;
    input.form?.append(this.list, this.status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.soon());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // Otherwise the field loses the focus, and the list closes before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.asked.abort();
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.address}${this.address.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).hits);
    } catch {
      this.close(); // typed on, or the server is away: the form still works
    }
  }

  private show(hits: Hit[]): void {
    this.hits = hits;
    const nothing = html("li", { class: "nothing" }, "Nothing of that name");
    this.list.replaceChildren(...(hits.length ? hits.map((hit, index) => this.option(hit, index)) : [nothing]));
    this.list.hidden = document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = hits.length === 1 ? "1 suggestion" : `${hits.length} suggestions`;
    this.activate(-1);
  }

  private option(hit: Hit, index: number): HTMLElement {
    const option = html(
      "li",
      { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false" },
      html("span", { class: "kind" }, hit.type),
      html("span", { class: `mark k-${hit.type}`, "aria-hidden": "true" }),
      html("bdi", {}, hit.label),
    );
    if (hit.snippet && hit.snippet !== hit.label) option.append(html("span", { class: "snippet" }, hit.snippet));
    option.addEventListener("click", () => this.open(index));
    return option;
  }

  private activate(index: number): void {
    this.active = index;
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    const chosen = options[index];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private press(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing) return;
    const places = this.hits.length + 1; // the field itself is one
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.open(this.active);
    else if (move) this.activate(((this.active + 1 + move + places) % places) - 1);
    else return;
    event.preventDefault();
  }

  private open(index: number): void {
    const hit = this.hits[index];
    if (hit) window.location.assign(hit.path);
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.list.hidden = true;
    this.activate(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  if (input && form.dataset.suggest) new Suggestions(input, form.dataset.suggest);
}
