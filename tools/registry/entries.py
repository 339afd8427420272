"""Entries of the registry: made from choices and sources, held against each other, and written."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from paperatlas.text.keys import name_key
from tools.registry.choices import FILES, LISTS, Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tools.registry.choices import Vetoes
    from tools.registry.facts import Fact
    from tools.registry.sources import Sources

__all__ = ["Entry", "faults", "make_entry", "write_entries"]

_FACTS: Final = ("organisation", "released", "hugging_face", "home", "line_of")
_HEAD: Final = "# Written by tools/registry; see tools/registry/README.md. One entry a line, as JSON.\n"
_NO_HOME: Final = re.compile(r"huggingface\.co|wikipedia\.org|researchgate|/pull/|\]\(|/submissions/")
_PAPER: Final = re.compile(r"arxiv\.org|aclanthology|aclweb|doi\.org|ieeexplore|openreview|openaccess|springer|\.pdf$")
_ARXIV: Final = re.compile(r"^https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}).*$")


@dataclass(slots=True)
class Entry:
    """A known thing with the source of each of its fields.

    Attributes:
        name: The name that becomes its label.
        type: Model, Dataset, Method or Lab.
        aliases: Other names.
        facts: Its further fields.
        sources: Fields, each with the source that says so.
    """

    name: str
    type: str
    aliases: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def set(self, name: str, value: str, source: str, vetoes: Vetoes) -> None:
        """Set a field, where it has a value and a source and no veto stands against it."""
        if value and source and (self.type, self.name, name) not in vetoes:
            self.facts[name] = value
            self.sources[name] = source

    def line(self) -> str:
        """Return the entry as a line of YAML that holds JSON."""
        fields: dict[str, object] = {"name": self.name, "type": self.type}
        if self.aliases:
            fields["aliases"] = self.aliases
        fields |= {name: self.facts[name] for name in _FACTS if name in self.facts}
        fields["sources"] = self.sources
        return f"- {json.dumps(fields, ensure_ascii=False)}\n"


def make_entry(choice: Choice, sources: Sources, left_out: list[str]) -> Entry | None:
    """Return the entry of a choice; None where no source holds its name.

    Args:
        choice: What people chose.
        sources: What sources say.
        left_out: Takes a line for each name and fact that is left out.
    """
    # Sources write labs by their handles, as "togethercomputer", and some models and datasets at full length.
    names = (choice.name, *choice.aliases)
    source = next(filter(None, (sources.source(name, choice.type) for name in names)), choice.vouched)
    if not source:
        left_out.append(f"{choice.type} {choice.name}: no source")
        return None
    entry = Entry(choice.name, choice.type, sources={"name": source})
    _set_aliases(entry, choice, sources, left_out)
    for name, value, where in _facts(choice, sources, left_out):
        entry.set(name, value, where, sources.vetoes)
    return entry


def _set_aliases(entry: Entry, choice: Choice, sources: Sources, left_out: list[str]) -> None:
    found: dict[str, str] = {}
    for alias in choice.aliases:
        source = sources.source(alias, choice.type) or choice.vouched
        if not source:
            left_out.append(f"{choice.type} {choice.name}: alias {alias}: no source")
        elif name_key(alias) not in {name_key(name) for name in (choice.name, *found)}:
            found[alias] = source
    if found:
        entry.aliases = list(found)
        entry.sources["aliases"] = "; ".join(dict.fromkeys(found.values()))


def _facts(choice: Choice, sources: Sources, left_out: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield field, value and source of each fact that things of this type have."""
    if choice.type == "Lab":
        yield "organisation", choice.line, "the name"
        return
    if choice.type == "Model":
        yield "organisation", *_organisation(choice, sources, left_out)
        yield "released", *_released(choice, sources)
        yield "line_of", choice.line, f"{LISTS}/models.txt"
    if choice.type in {"Model", "Dataset"}:
        yield "hugging_face", *_hugging_face(choice, sources)
    yield "home", *_home(choice, sources)


def _organisation(choice: Choice, sources: Sources, left_out: list[str]) -> tuple[str, str]:
    for fact in sources.facts(choice):
        lab = sources.lab(fact.organisation) if fact.organisation else None
        if lab and sources.related(lab, choice.maker or lab.name):
            return lab.name, fact.source
        if fact.organisation and choice.maker:
            left_out.append(f"Model {choice.name}: {choice.maker} against {fact.organisation} of {fact.source}")
    return next(((lab.name, fact.source) for lab, fact in _own_repositories(choice, sources)), ("", ""))


def _own_repositories(choice: Choice, sources: Sources) -> Iterator[tuple[Choice, Fact]]:
    """Yield makers, each with a fact whose Hugging Face id is theirs and has the name of the thing."""
    keys = {name_key(name) for name in (choice.name, *choice.aliases)}
    for fact in sources.facts(choice):
        owner, _, repository = fact.hugging_face.partition("/")
        lab = sources.lab(owner)
        if lab and name_key(repository) in keys and choice.maker and sources.related(lab, choice.maker):
            yield lab, fact


def _released(choice: Choice, sources: Sources) -> tuple[str, str]:
    dated = [
        fact
        for fact in sources.facts(choice)
        if fact.released and (choice.type, choice.name, "released", fact.source.split()[0]) not in sources.vetoes
    ]
    first = [fact for fact in dated if fact.source.split(":")[0] == dated[0].source.split(":")[0]]
    earliest = min(first, key=lambda fact: fact.released, default=None)
    return (earliest.released, earliest.source) if earliest else ("", "")


def _hugging_face(choice: Choice, sources: Sources) -> tuple[str, str]:
    if choice.type == "Model":
        return next(((fact.hugging_face, fact.source) for _, fact in _own_repositories(choice, sources)), ("", ""))
    keys = {name_key(name) for name in (choice.name, *choice.aliases)}
    return _commonest(
        (fact.hugging_face, fact.source)
        for fact in sources.facts(choice)
        if name_key(fact.hugging_face.partition("/")[2]) in keys
    )


def _home(choice: Choice, sources: Sources) -> tuple[str, str]:
    homes = [(fact.home, fact.source) for fact in sources.facts(choice) if fact.home and not _NO_HOME.search(fact.home)]
    own = [pair for pair in homes if not _PAPER.search(pair[0])]
    return _commonest(own or [(_ARXIV.sub(r"https://arxiv.org/abs/\1", url), source) for url, source in homes])


def _commonest(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    filled = [pair for pair in pairs if pair[0]]
    counts = Counter(value for value, _ in filled)
    return max(filled, key=lambda pair: counts[pair[0]], default=("", ""))


def faults(entries: Iterable[Entry]) -> list[str]:
    """Return what is wrong: a name of two entries of one type; a line or an organisation that is no entry."""
    entries = list(entries)
    return [*_shared_names(entries), *_dangling(entries)]


def _shared_names(entries: Iterable[Entry]) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            owner = owners.setdefault((entry.type, name_key(name)), entry.name)
            if owner != entry.name:
                yield f"{entry.type} {name}: of {owner} and of {entry.name}"


def _dangling(entries: list[Entry]) -> Iterator[str]:
    names = {(entry.type, entry.name) for entry in entries}
    for entry in entries:
        for name, type_name in (("line_of", "Model"), ("organisation", "Lab")):
            if name in entry.facts and (type_name, entry.facts[name]) not in names:
                yield f"{entry.type} {entry.name}: {name} {entry.facts[name]} is no entry"


def write_entries(entries: Iterable[Entry], folder: Path) -> None:
    """Write a file a type: YAML, one entry a line, each the JSON that YAML holds, so that it is read fast."""
    folder.mkdir(exist_ok=True)
    ordered = sorted(entries, key=lambda entry: (entry.name.casefold(), entry.name))
    for type_name, file in FILES.items():
        lines = "".join(entry.line() for entry in ordered if entry.type == type_name)
        (folder / f"{file}.yaml").write_text(_HEAD + lines, "utf-8")
