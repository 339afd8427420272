"""Print how long it takes to resolve many names, as Markdown: the cost must grow with their number and no faster.

::

    python -m benchmarks.names

Names are made up of families, versions, sizes, tunings and makers, in several spellings, as real ones are.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from benchmarks.measurement import core_seconds, memory, show
from paperatlas.resolution.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZES = (10_000, 100_000, 1_000_000)
SYLLABLES = ("ba", "dor", "fen", "gul", "ka", "lem", "mi", "nor", "pel", "qui", "ros", "sta", "tur", "vel", "zan", "ix")
TUNINGS = ("", "", "-Chat", "-Instruct", "-base", "-it")
SPELLINGS = (str, str.lower, str.upper, lambda name: name.replace("-", " "), lambda name: name.replace("-", ""))


def made_up_names(count: int) -> Iterator[dict[str, Any]]:
    """Yield lines of names, about five for each entity."""
    chance = random.Random(0)  # noqa: S311 (made-up names)
    families = ["".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(max(count // 200, 1))]
    for _ in range(count):
        family = chance.choice(families)
        version, size = chance.choice(("", "-2", "-3.5")), chance.choice(("", "-7B", "-13B", "-8x22B"))
        maker = chance.choice(("", "", "", "OpenAI ", "Qwen/"))
        name = maker + chance.choice(SPELLINGS)(f"{family}{version}{size}{chance.choice(TUNINGS)}")
        yield {"name": name, "type": chance.choice(("Model", "Model", "Dataset", "Method"))}


def main(sizes: Iterable[int] = SIZES) -> None:
    """Print the table."""
    show("| names | nodes | seconds of one core | memory |\n|---|---|---|---|")
    for count in sizes:
        entries = list(made_up_names(count))
        nodes: set[object] = set()
        seconds = core_seconds(lambda: nodes.update(line["entity"] for line in resolve(entries)))  # noqa: B023
        show(f"| {count:,} | {len(nodes):,} | {seconds:.1f} | {memory('VmHWM') / 1024:.1f} GB |")


if __name__ == "__main__":
    main()
