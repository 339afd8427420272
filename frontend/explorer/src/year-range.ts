/** The years from and to which statements are shown, with a histogram of all years. */
import type { Atlas } from "./atlas";
import { byId, svg } from "@paperatlas/shared/elements";
import type { State, Store } from "./state";

const HEIGHT = 36;

/** Build the two sliders; the function that is returned brings them to a state. */
export function makeYears(atlas: Atlas, store: Store): (state: State) => void {
  const counts = countYears(atlas);
  const years = [...counts.keys()].sort((one, other) => one - other);
  const [first, last] = [years[0] ?? 0, years.at(-1) ?? 0];
  const from = byId("year-from", HTMLInputElement);
  const to = byId("year-to", HTMLInputElement);
  byId("years", HTMLFieldSetElement).hidden = years.length < 2;
  for (const slider of [from, to]) {
    slider.min = String(first);
    slider.max = String(last);
  }
  const bars = drawBars(counts, first, last);
  byId("histogram", HTMLElement).append(bars);
  const say = () => {
    const [low, high] = range(from, to);
    byId("years-said", HTMLElement).textContent = low === first && high === last ? `${first}–${last}` : low === high ? String(low) : `${low}–${high}`;
    bars.querySelectorAll("rect").forEach((bar, at) => bar.classList.toggle("out", first + at < low || first + at > high));
  };
  const apply = () => {
    const [low, high] = range(from, to);
    store.set({ years: low === first && high === last ? null : [low, high] });
  };
  for (const slider of [from, to]) {
    slider.addEventListener("input", say);
    slider.addEventListener("change", apply);
  }
  return ({ years: chosen }) => {
    from.value = String(chosen?.[0] ?? first);
    to.value = String(chosen?.[1] ?? last);
    say();
  };
}

function range(from: HTMLInputElement, to: HTMLInputElement): [number, number] {
  const ends = [Number(from.value), Number(to.value)].sort((one, other) => one - other);
  return [ends[0] ?? 0, ends[1] ?? 0];
}

function countYears(atlas: Atlas): Map<number, number> {
  const counts = new Map<number, number>();
  for (const year of atlas.edgeYear) if (year) counts.set(year, (counts.get(year) ?? 0) + 1);
  return counts;
}

/** One bar a year, without gaps between years that hold nothing. */
function drawBars(counts: Map<number, number>, first: number, last: number): SVGSVGElement {
  const most = Math.max(1, ...counts.values());
  const all = Math.max(1, last - first + 1);
  const bars = Array.from({ length: all }, (_, at) => {
    const number = counts.get(first + at) ?? 0;
    const tall = number ? Math.max(2, HEIGHT * Math.sqrt(number / most)) : 0;
    const title = svg("title", {}, `${first + at}: ${number.toLocaleString("en")} statements`);
    return svg("rect", { x: ((at + 0.08) * 100) / all, y: HEIGHT - tall, width: 84 / all, height: tall }, title);
  });
  const label = `Statements a year, ${first} to ${last}`;
  return svg("svg", { viewBox: `0 0 100 ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label }, ...bars);
}
