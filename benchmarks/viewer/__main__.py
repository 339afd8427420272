"""Open the explorer and pyvis's page, as it comes, of the same graphs in headless Chromium, and compare.

``python -m benchmarks.viewer`` prints a table: the size of the file, the time until the graph can be used, script time
a frame while the picture is dragged, and the memory of scripts. WebGL is drawn by software. It needs Debian's chromium.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from playwright.sync_api import Error, sync_playwright
from pyvis.network import Network

from benchmarks.measurement import show
from benchmarks.viewer.graphs import made_up_graph
from paperatlas.html.explorer import explorer_data, render_explorer

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Playwright

    from paperatlas.graph.graph import Graph

SIZES: Final = (300, 1_000, 10_000, 50_000)
PATIENCE: Final = 120
STEPS: Final = 60
FLAGS: Final = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
PYVIS_READY: Final = """
let drawn;
Object.defineProperty(window, "network", { configurable: true, get: () => drawn, set(network) {
  drawn = network;
  const note = () => { window.__ready ??= performance.now(); };
  network.on("stabilizationIterationsDone", () => requestAnimationFrame(note));
} });
"""
"""Notes when the network stands still enough for vis-network to show it; until then a bar is all there is."""


COUNT_FRAMES: Final = """() => {
  window.__frames = 0;
  const count = () => { window.__frames++; requestAnimationFrame(count); };
  count();
}"""


class Measured(NamedTuple):
    """The figures of a page.

    Attributes:
        seconds: Until it could be used.
        script: Milliseconds of a core that scripts take a frame while the picture is dragged.
        frames: Frames a second meanwhile.
        heap: Megabytes that scripts hold.
    """

    seconds: float
    script: float
    frames: float
    heap: float


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    given = options.parse_args()
    show("| nodes | edges | page | file, MB | usable after, s | script a frame, ms | frames a second | heap, MB |")
    show("|---:|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        too_slow: set[str] = set()
        for size in sorted(given.sizes):
            graph = made_up_graph(size)
            for name in given.pages:
                path = Path(folder, f"{name}-{size}.html")
                path.write_text(PAGES[name](graph), "utf-8")
                start = f"| {len(graph.entities):,} | {len(graph.statements):,} | {name} |"
                start += f" {path.stat().st_size / 1e6:.1f} |"
                if name in too_slow:
                    show(f"{start} not opened | | | |")
                    continue
                measured = measure(playwright, path, pyvis=name == "pyvis")
                if measured is None:
                    too_slow.add(name)
                show(f"{start} {cells(measured)}")


def cells(measured: Measured | None) -> str:
    """Return the last cells of a row."""
    if measured is None:
        return f"more than {PATIENCE} | | | |"
    return f"{measured.seconds:.1f} | {measured.script:.1f} | {measured.frames:.0f} | {measured.heap:.0f} |"


def explorer_page(graph: Graph) -> str:
    """Return our page."""
    return render_explorer(explorer_data(graph))


def pyvis_page(graph: Graph) -> str:
    """Return the page that pyvis makes by default, but with its script inside instead of a link to a server."""
    network = Network(directed=True, cdn_resources="in_line")
    for node, entity in graph.entities.items():
        network.add_node(node, entity.label)
    for statement in graph.statements:
        network.add_edge(statement.subject, statement.object, title=statement.predicate)
    page: str = network.generate_html()
    return page


PAGES: Final = {"explorer": explorer_page, "pyvis": pyvis_page}


def measure(playwright: Playwright, path: Path, *, pyvis: bool) -> Measured | None:
    """Open a page in a new browser and use it; return None if it takes too long."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
    try:
        # the policy of our page also refuses the checks by which we wait
        page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page.set_default_timeout(PATIENCE * 1000)
        if pyvis:
            page.add_init_script(PYVIS_READY)
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("window.__ready")
        seconds = page.evaluate("window.__ready") / 1000
        return Measured(seconds, *dragged(page))
    except Error as error:
        if "Timeout" not in str(error):
            raise
        return None
    finally:
        browser.close()


def dragged(page: Page) -> tuple[float, float, float]:
    """Drag the picture; return script time a frame, frames a second, and the memory of scripts."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.mouse.move(640, 400)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    before, start = metrics(session), time.perf_counter()
    for step in range(STEPS):
        page.mouse.move(640 + 2 * step, 400 + step)
        page.wait_for_timeout(16)
    frames = page.evaluate("window.__frames")
    after, end = metrics(session), time.perf_counter()
    page.mouse.up()
    session.send("HeapProfiler.collectGarbage")
    script = 1000 * (after["ScriptDuration"] - before["ScriptDuration"]) / max(frames, 1)
    return script, frames / (end - start), metrics(session)["JSHeapUsedSize"] / 1e6


def metrics(session: CDPSession) -> dict[str, float]:
    """Return the metrics that Chromium has of a page."""
    return {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}


if __name__ == "__main__":
    main()
