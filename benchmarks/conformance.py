"""Run the W3C's SPARQL 1.1 tests against a server of its own, and print what came of them, as Markdown.

::

    PYTHONPATH=tests python -m benchmarks.conformance SUITE

SUITE is the folder ``sparql11`` of https://github.com/w3c/rdf-tests. Tests that fail and are not known to stand on
standard error, with what came.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measurement import show
from servers import TOKEN, writable
from w3c.endpoint import Endpoint
from w3c.manifest import read_entries
from w3c.outcomes import Runner, failures, known_failures, scopes, table


def main() -> None:
    """Run all entries and print the parts of docs/conformance.md."""
    entries = read_entries(Path(sys.argv[1]))
    with writable() as url:
        problems = Runner(entries, Endpoint(url, TOKEN)).problems()
    known = known_failures()
    for name, problem in problems.items():
        if problem and name not in known:
            sys.stderr.write(f"{name}: {problem}\n")
    show(f"{table(entries, problems)}\n{failures()}\n{scopes()}", end="")


if __name__ == "__main__":
    main()
