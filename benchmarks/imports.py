"""Print the processor time that imports and commands take, as Markdown.

::

    python -m benchmarks.imports SEEDS_OUTPUT [OLDER_SOURCE OLDER_OUTPUT]

SEEDS_OUTPUT is a folder that a build wrote; OLDER_SOURCE is the ``src`` folder of an older version, whose times stand
beside those of this one, and OLDER_OUTPUT a folder that it wrote. Each time is the lesser of two runs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from click import Context

from benchmarks.measurement import show
from paperatlas.cli import main as group

RUNS = 2


def processor_seconds(arguments: list[str], source: Path | None = None) -> float:
    """Return the least processor time, over some runs, of a Python process with these arguments."""
    environment = dict(os.environ) if source is None else {**os.environ, "PYTHONPATH": str(source)}
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def commands(output: Path) -> dict[str, list[str]]:
    """Return the arguments of Python by the command that people type."""
    helps = {f"{name} --help": ["-m", "paperatlas", name, "--help"] for name in group.list_commands(Context(group))}
    paperatlas = ["-m", "paperatlas"]
    return {
        "import paperatlas": ["-c", "import paperatlas"],
        "--help": [*paperatlas, "--help"],
        **helps,
        "show Llama-2": [*paperatlas, "show", "Llama-2", "--graph", str(output)],
        "search river": [*paperatlas, "search", "river", "--output", str(output)],
        "query conflicts": [*paperatlas, "query", "conflicts", "--graph", str(output)],
    }


def main(arguments: list[str]) -> None:
    """Print the table."""
    output, *older = map(Path, arguments)
    columns: list[tuple[str, Path | None, Path]] = [("before", older[0], older[1])] if older else []
    columns.append(("now", None, output))
    tables = [(source, commands(folder)) for _, source, folder in columns]
    show(f"| | {' | '.join(f'{name}, s' for name, *_ in columns)} |\n|---|{'---:|' * len(columns)}")
    for name in tables[-1][1]:
        times = (f"{processor_seconds(table[name], source):.2f}" for source, table in tables)
        show(f"| `{name}` | {' | '.join(times)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
