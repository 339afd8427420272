"""Print the papers of a file that another file does not have, going by their titles.

::

    python -m benchmarks.other_papers PAPERS.jsonl WITHOUT.jsonl > OTHERS.jsonl

So what a model learns from, annotated or not, is kept apart from what it is scored on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.measurement import show
from paperatlas.extraction.name_candidates import form_key


def main(papers: Path, without: Path) -> None:
    """Print the lines of ``papers`` whose titles ``without`` does not have."""
    known = {form_key(json.loads(line)["title"]) for line in without.read_text("utf-8").split("\n") if line}
    for line in papers.read_text("utf-8").split("\n"):
        if line and form_key(json.loads(line)["title"]) not in known:
            show(line)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
