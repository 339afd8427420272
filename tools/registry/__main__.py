"""Make the registry of known things from what packages and titles of papers say, and from the names in ``chosen/``.

::

    python -m tools.registry CACHE --papers PAPERS.jsonl --left-out LEFT_OUT.txt

A name is kept where a source holds it; so is each fact. What is left out, and why, goes to LEFT_OUT.txt.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from tools.registry.choices import read_choices, read_vetoes
from tools.registry.entries import faults, make_entry, write_entries
from tools.registry.packages import unpacked
from tools.registry.papers import Papers
from tools.registry.sources import Sources, package_facts

_HERE: Final = Path(__file__).parent
_OUTPUT: Final = _HERE.parents[1] / "src/paperatlas/curation/known_things"


def main() -> None:
    """Gather, check and write.

    Raises:
        SystemExit: with all that is wrong, if entries contradict each other.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path, help="where packages are fetched to and unpacked")
    parser.add_argument("--papers", type=Path, help="papers as JSON lines with id, title and affiliations")
    parser.add_argument("--left-out", type=Path, required=True, help="where to write what is left out, and why")
    options = parser.parse_args()
    choices = read_choices(_HERE / "chosen")
    facts = package_facts(unpacked(options.cache))
    sources = Sources(facts, choices, read_vetoes(_HERE / "chosen"), Papers.read(options.papers))
    left_out: list[str] = []
    entries = [entry for choice in choices if (entry := make_entry(choice, sources, left_out))]
    options.left_out.write_text("\n".join(left_out) + "\n", "utf-8")
    if wrong := faults(entries):
        raise SystemExit("\n".join(wrong))
    write_entries(entries, _OUTPUT)


if __name__ == "__main__":
    main()
