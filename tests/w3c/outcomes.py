"""Run entries and report their outcomes in a table."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from w3c.checks import DeviationError, check_query, check_refused, check_syntax, check_update
from w3c.exchanges import check_protocol
from w3c.manifest import GROUPS
from w3c.markdown_exchanges import check_story
from w3c.service_description import check_description

if TYPE_CHECKING:
    from collections.abc import Mapping

    from w3c.endpoint import Endpoint
    from w3c.manifest import Entry

_KNOWN = Path(__file__).with_name("known_failures.yaml")
_HEAD = "| Specification | Tests | Number | Passed | Known failures | Out of scope |\n|---|---|---:|---:|---:|---:|\n"


@cache
def known_failures() -> dict[str, str]:
    """Return the ids of the entries that are known to fail, each with the reason."""
    listed = yaml.safe_load(_KNOWN.read_text(encoding="utf-8"))
    return {name: " ".join(one["reason"].split()) for one in listed for name in one["tests"]}


class Runner:
    """Runs each entry once, and keeps its outcome."""

    def __init__(self, entries: list[Entry], endpoint: Endpoint) -> None:
        self.entries = entries
        self._endpoint = endpoint
        self._problems: dict[str, str | None] = {}

    def problem(self, entry: Entry) -> str | None:
        """Return the problem of an entry; None if it passes."""
        if entry.id not in self._problems:
            try:
                self._check(entry)
            except DeviationError as failure:
                self._problems[entry.id] = str(failure)
            else:
                self._problems[entry.id] = None
        return self._problems[entry.id]

    def problems(self) -> dict[str, str | None]:
        """Return the problem of each entry that is run; the entailment tests are not."""
        return {entry.id: self.problem(entry) for entry in self.entries if is_run(entry)}

    def _check(self, entry: Entry) -> None:
        if entry.group.scope:
            check_refused(entry, self._endpoint)
        elif entry.group.folder == "http-rdf-update":
            check_story(entry, [one for one in self.entries if one.group == entry.group], self._endpoint)
        elif entry.kind in {"ProtocolTest", "GraphStoreProtocolTest"}:
            check_protocol(entry, self._endpoint)
        elif entry.kind == "ServiceDescriptionTest":
            check_description(entry, self._endpoint)
        elif "Syntax" in entry.kind:
            check_syntax(entry, self._endpoint)
        elif entry.kind == "UpdateEvaluationTest":
            check_update(entry, self._endpoint)
        else:
            check_query(entry, self._endpoint)


def surprise(problem: str | None, reason: str | None) -> str | None:
    """Return the difference from the list of known failures; None if there is none.

    Args:
        problem: The problem of an entry; None if it passes.
        reason: Why it is known to fail; None if it is not.

    >>> surprise("400 came", None), surprise(None, "the engine cannot do it"), surprise(None, None)
    ('400 came', 'it passes: take it off known_failures.yaml', None)
    """
    if reason is None:
        return problem
    return None if problem else "it passes: take it off known_failures.yaml"


def is_run(entry: Entry) -> bool:
    """Return whether an entry has a request for the server."""
    return entry.group.specification != "Entailment"


def table(entries: list[Entry], problems: Mapping[str, str | None]) -> str:
    """Return the outcomes as a Markdown table with a row for each folder of the suite."""
    numbers = Counter(entry.group for entry in entries)
    failed = Counter(entry.group for entry in entries if problems.get(entry.id))
    rows, sums = [], [0, 0, 0, 0]
    for group in GROUPS:
        number, bad = numbers[group], failed[group]
        counts = [number, 0, 0, number] if group.scope else [number, number - bad, bad, 0]
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        rows.append(_row(group.specification, group.folder, counts))
    return _HEAD + "".join([*rows, _row("**all**", "", sums)])


def failures() -> str:
    """Return the known failures as a Markdown list, each reason with its tests."""
    reasons: dict[str, list[str]] = {}
    for name, reason in known_failures().items():
        reasons.setdefault(reason, []).append(f"`{name}`")
    return "".join(f"- {', '.join(names)}: {reason}\n" for reason, names in reasons.items())


def scopes() -> str:
    """Return the reasons why groups are out of scope, as a Markdown list."""
    reasons: dict[str, list[str]] = {}
    for group in GROUPS:
        if group.scope:
            reasons.setdefault(group.scope, []).append(f"`{group.folder}`")
    return "".join(f"- {', '.join(names)}: {reason}.\n" for reason, names in reasons.items())


def _row(specification: str, folder: str, counts: list[int]) -> str:
    return "| " + " | ".join([specification, folder, *(str(count) if count else "–" for count in counts)]) + " |\n"
