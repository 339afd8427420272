"""Run the W3C's SPARQL 1.1 tests against a server, and print the parts of docs/conformance.md.

::

    cd tests && python -m w3c SUITE

SUITE is the folder ``sparql11`` of https://github.com/w3c/rdf-tests. Standard error gets each test that fails and
is not known to, with the reply.
"""

from __future__ import annotations

import sys
from pathlib import Path

from servers import TOKEN, writable
from w3c.endpoint import Endpoint
from w3c.manifest import read_entries
from w3c.outcomes import Runner, failures, known_failures, scopes, table


def main() -> None:
    """Run all entries and print the parts of the page."""
    entries = read_entries(Path(sys.argv[1]))
    with writable() as url:
        problems = Runner(entries, Endpoint(url, TOKEN)).problems()
    known = known_failures()
    for name, problem in problems.items():
        if problem and name not in known:
            sys.stderr.write(f"{name}: {problem}\n")
    sys.stdout.write(f"{table(entries, problems)}\n{failures()}\n{scopes()}")


if __name__ == "__main__":
    main()
