"""Makes the registry of known things from what packages and titles of papers say, and from the names in ``chosen/``.

    python registry/gather.py CACHE --papers PAPERS.jsonl --left-out LEFT_OUT.txt

A name is kept where a source holds it; so is each fact. What is left out, and why, goes to LEFT_OUT.txt.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chosen import FILES, Choice, read_choices, read_vetoes
from facts import Fact, fact_key
from packages import unpacked
from papers import Papers
from readers import READERS

from paperatlas.resolution.normal_forms import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HERE: Final = Path(__file__).parent
OUTPUT: Final = HERE.parent / "src/paperatlas/resolution/known_things"
_NO_HOME: Final = re.compile(r"huggingface\.co|wikipedia\.org|researchgate|/pull/|\]\(|/submissions/")
_PAPER: Final = re.compile(r"arxiv\.org|aclanthology|aclweb|doi\.org|ieeexplore|openreview|openaccess|springer|\.pdf$")
_ORDER: Final = ("name", "type", "aliases", "organisation", "released", "hugging_face", "home", "line_of", "sources")


class Gathered:
    """All facts by type and normal form."""

    def __init__(self, folders: Mapping[str, Path], choices: Iterable[Choice], papers: Papers) -> None:
        self.papers = papers
        self.vetoes = read_vetoes(HERE / "chosen")
        self.choices = list(choices)
        self.facts: dict[tuple[str, str], list[Fact]] = {}
        self.labs = {name_key(name): lab for lab in self._of("Lab") for name in (lab.name, *lab.aliases)}
        self.organisations: dict[str, str] = {}
        for fact in _all_facts(folders):
            self.facts.setdefault((fact.type, fact_key(fact.name)), []).append(fact)
            if fact.organisation:
                self.organisations.setdefault(name_key(fact.organisation), fact.source)
            if "/" in fact.hugging_face:
                self.organisations.setdefault(name_key(fact.hugging_face.partition("/")[0]), fact.source)
        self._starts: dict[str, str] = {}
        for (type_name, _), facts in self.facts.items():
            if type_name == "Model" and facts[0].organisation:
                start = re.split(r"[\s\-]|(?<=[a-z])(?=\d)", facts[0].name)[0]
                self._starts.setdefault(name_key(start), f"{facts[0].source} ({facts[0].name})")

    def _of(self, type_name: str) -> list[Choice]:
        return [choice for choice in self.choices if choice.type == type_name]

    def source(self, name: str, type_name: str) -> str:
        """Where a name of a type stands; empty where no source holds it."""
        key = name_key(name)
        facts = self.facts.get((type_name, key))
        places = [facts[0].source if facts else ""]
        if type_name == "Lab":
            places = [self.organisations.get(key, ""), self.papers.affiliation(name), *places]
        elif type_name == "Model":
            places.insert(1, self._starts.get(key, ""))
        if type_name != "Lab" and (type_name, name, "title") not in self.vetoes:
            places.append(self.papers.introduced.get(key, ""))
        return next(filter(None, places), "")

    def about(self, choice: Choice) -> list[Fact]:
        """The facts of a choice, by its name and its aliases."""
        keys = dict.fromkeys(name_key(name) for name in (choice.name, *choice.aliases))
        return [fact for key in keys for fact in self.facts.get((choice.type, key), ())]

    def lab(self, name: str) -> Choice | None:
        """The lab that goes by a name."""
        return self.labs.get(name_key(name))

    def agree(self, lab: Choice, maker: str) -> bool:
        """Whether a lab is, or belongs to, or holds the maker that was chosen."""
        chosen = self.lab(maker)
        return chosen is not None and bool(_line_up(self, lab) & _line_up(self, chosen))


def _line_up(gathered: Gathered, lab: Choice) -> set[str]:
    names: set[str] = set()
    while lab.name not in names:
        names.add(lab.name)
        lab = gathered.lab(lab.line) or lab
    return names


def _all_facts(folders: Mapping[str, Path]) -> Iterator[Fact]:
    for package, folder in folders.items():
        for read in READERS.get(package.split()[0], ()):
            for fact in read(folder):
                yield Fact(
                    fact.name,
                    fact.type,
                    f"{package}: {fact.source}",
                    fact.organisation,
                    fact.released,
                    fact.hugging_face,
                    fact.home,
                )


def entry(choice: Choice, gathered: Gathered, left_out: list[str]) -> dict[str, object] | None:
    """An entry of the registry; none where no source holds the name."""
    source = gathered.source(choice.name, choice.type)
    if not source:
        # Sources write labs by their handles, as "togethercomputer", and some models and datasets at full length.
        source = next(filter(None, (gathered.source(alias, choice.type) for alias in choice.aliases)), "")
    source = source or choice.vouched
    if not source:
        left_out.append(f"{choice.type} {choice.name}: no source")
        return None
    sources = {"name": source}
    fields: dict[str, object] = {"name": choice.name, "type": choice.type, "sources": sources}
    aliases = _aliases(choice, gathered, sources, left_out)
    if aliases:
        fields["aliases"] = aliases
    if choice.type == "Lab":
        _set(gathered.vetoes, fields, "organisation", choice.line, "the name")
    if choice.type == "Model":
        _set(gathered.vetoes, fields, "organisation", *_organisation(choice, gathered, left_out))
        _set(gathered.vetoes, fields, "released", *_released(choice, gathered))
        _set(gathered.vetoes, fields, "line_of", choice.line, "registry/chosen/models.txt")
    if choice.type in {"Model", "Dataset"}:
        _set(gathered.vetoes, fields, "hugging_face", *_hugging_face(choice, gathered))
    if choice.type != "Lab":
        _set(gathered.vetoes, fields, "home", *_home(choice, gathered))
    return {field: fields[field] for field in _ORDER if field in fields}


def _set(vetoes: frozenset[tuple[str, ...]], fields: dict[str, object], field: str, value: str, source: str) -> None:
    if value and source and (fields["type"], fields["name"], field) not in vetoes:
        fields[field] = value
        fields["sources"][field] = source


def _aliases(choice: Choice, gathered: Gathered, sources: dict[str, str], left_out: list[str]) -> list[str]:
    kept: dict[str, str] = {}
    for alias in choice.aliases:
        source = gathered.source(alias, choice.type) or choice.vouched
        if not source:
            left_out.append(f"{choice.type} {choice.name}: alias {alias}: no source")
        elif name_key(alias) not in {name_key(name) for name in (choice.name, *kept)}:
            kept[alias] = source
    if kept:
        sources["aliases"] = "; ".join(dict.fromkeys(kept.values()))
    return list(kept)


def _organisation(choice: Choice, gathered: Gathered, left_out: list[str]) -> tuple[str, str]:
    for fact in gathered.about(choice):
        lab = gathered.lab(fact.organisation) if fact.organisation else None
        if lab and gathered.agree(lab, choice.maker or lab.name):
            return lab.name, fact.source
        if fact.organisation and choice.maker:
            left_out.append(f"Model {choice.name}: {choice.maker} against {fact.organisation} of {fact.source}")
    for found, place in _own_ids(choice, gathered):
        return gathered.lab(found.partition("/")[0]).name, place
    return "", ""


def _own_ids(choice: Choice, gathered: Gathered) -> Iterator[tuple[str, str]]:
    keys = {name_key(name) for name in (choice.name, *choice.aliases)}
    for fact in gathered.about(choice):
        owner, _, own = fact.hugging_face.partition("/")
        lab = gathered.lab(owner)
        if lab and name_key(own) in keys and choice.maker and gathered.agree(lab, choice.maker):
            yield fact.hugging_face, fact.source


def _released(choice: Choice, gathered: Gathered) -> tuple[str, str]:
    dated = [
        fact
        for fact in gathered.about(choice)
        if fact.released and (choice.type, choice.name, "released", fact.source.split()[0]) not in gathered.vetoes
    ]
    first = [fact for fact in dated if fact.source.split(":")[0] == dated[0].source.split(":")[0]]
    earliest = min(first, key=lambda fact: fact.released, default=None)
    return (earliest.released, earliest.source) if earliest else ("", "")


def _hugging_face(choice: Choice, gathered: Gathered) -> tuple[str, str]:
    if choice.type == "Model":
        return next(_own_ids(choice, gathered), ("", ""))
    keys = {name_key(name) for name in (choice.name, *choice.aliases)}
    return _commonest(
        (fact.hugging_face, fact.source)
        for fact in gathered.about(choice)
        if name_key(fact.hugging_face.partition("/")[2]) in keys
    )


def _home(choice: Choice, gathered: Gathered) -> tuple[str, str]:
    homes = [
        (fact.home, fact.source) for fact in gathered.about(choice) if fact.home and not _NO_HOME.search(fact.home)
    ]
    own = [pair for pair in homes if not _PAPER.search(pair[0])]
    return _commonest(own or [(_abstract(home), source) for home, source in homes])


def _abstract(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}).*$", r"https://arxiv.org/abs/\1", url)


def _commonest(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    there = [pair for pair in pairs if pair[0]]
    counts = Counter(value for value, _ in there)
    return max(there, key=lambda pair: counts[pair[0]], default=("", ""))


def check(entries: Iterable[dict[str, object]]) -> None:
    """Sees to it that no name belongs to two entries of one type, and that lines and parents exist.

    Raises:
        SystemExit: with all that is wrong.
    """
    entries, wrong, owners = list(entries), [], {}
    for fields in entries:
        for name in (fields["name"], *fields.get("aliases", ())):
            other = owners.setdefault((fields["type"], name_key(name)), fields["name"])
            if other != fields["name"]:
                wrong.append(f"{fields['type']} {name}: of {other} and of {fields['name']}")
    names = {(fields["type"], fields["name"]) for fields in entries}
    for fields in entries:
        for field, type_name in (("line_of", "Model"), ("organisation", "Lab")):
            if field in fields and (type_name, fields[field]) not in names:
                wrong.append(f"{fields['type']} {fields['name']}: {field} {fields[field]} is no entry")
    if wrong:
        raise SystemExit("\n".join(wrong))


def write(entries: Iterable[dict[str, object]]) -> None:
    """Writes a file a type: YAML, one entry a line, each the JSON that YAML holds, so that it is read fast."""
    for type_name, file in FILES.items():
        there = sorted(
            (fields for fields in entries if fields["type"] == type_name),
            key=lambda fields: (fields["name"].casefold(), fields["name"]),
        )
        head = "# Written by registry/gather.py; see registry/README.md. One entry a line, as JSON.\n"
        lines = "".join(f"- {json.dumps(fields, ensure_ascii=False)}\n" for fields in there)
        (OUTPUT / f"{file}.yaml").write_text(head + lines, "utf-8")


def main() -> None:
    """Gathers, checks and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path, help="where packages are fetched to and unpacked")
    parser.add_argument("--papers", type=Path, help="papers as JSON lines with id, title and affiliations")
    parser.add_argument("--left-out", type=Path, required=True, help="where to write what is left out, and why")
    given = parser.parse_args()
    gathered = Gathered(unpacked(given.cache), read_choices(HERE / "chosen"), Papers.read(given.papers))
    left_out: list[str] = []
    entries = [made for choice in gathered.choices if (made := entry(choice, gathered, left_out))]
    given.left_out.write_text("\n".join(left_out) + "\n", "utf-8")
    check(entries)
    OUTPUT.mkdir(exist_ok=True)
    write(entries)


if __name__ == "__main__":
    main()
