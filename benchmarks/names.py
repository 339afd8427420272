"""Prints how long it takes to resolve many names, as Markdown: the cost must grow with their number and no faster.

::

    python benchmarks/names.py

Names are made up of families, versions, sizes, tunings and makers, in several spellings, as real ones are.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

from paperatlas.resolution.resolving import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (10_000, 100_000, 1_000_000)
SYLLABLES = ("ba", "dor", "fen", "gul", "ka", "lem", "mi", "nor", "pel", "qui", "ros", "sta", "tur", "vel", "zan", "ix")
TUNINGS = ("", "", "-Chat", "-Instruct", "-base", "-it")
SPELLINGS = (str, str.lower, str.upper, lambda name: name.replace("-", " "), lambda name: name.replace("-", ""))


def names(count: int) -> Iterator[dict[str, Any]]:
    """Lines of names, about five of each thing."""
    chance = random.Random(0)  # noqa: S311 (made-up names)
    families = ["".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(max(count // 200, 1))]
    for _ in range(count):
        family = chance.choice(families)
        version, size = chance.choice(("", "-2", "-3.5")), chance.choice(("", "-7B", "-13B", "-8x22B"))
        maker = chance.choice(("", "", "", "OpenAI ", "Qwen/"))
        name = maker + chance.choice(SPELLINGS)(f"{family}{version}{size}{chance.choice(TUNINGS)}")
        yield {"name": name, "type": chance.choice(("Model", "Model", "Dataset", "Method"))}


def main() -> None:
    """Print the table."""
    sys.stdout.write("| names | nodes | seconds of one core | memory |\n|---|---|---|---|\n")
    for count in SIZES:
        entries = list(names(count))
        start = time.process_time()
        found = {line["entity"] for line in resolve(entries)}
        seconds = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        sys.stdout.write(f"| {count:,} | {len(found):,} | {seconds:.1f} | {memory:.1f} GB |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
