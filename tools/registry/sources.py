"""All that sources say of things, and where a name stands in them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from paperatlas.text.keys import name_key
from tools.registry.facts import Fact, fact_key
from tools.registry.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tools.registry.choices import Choice, Vetoes
    from tools.registry.papers import Papers

__all__ = ["Sources", "package_facts"]

_FIRST_WORD = re.compile(r"[\s\-]|(?<=[a-z])(?=\d)")


def package_facts(folders: Mapping[str, Path]) -> Iterator[Fact]:
    """Yield the facts of unpacked packages, each with package, version and file as its source.

    Args:
        folders: Folders by ``name version``; a package that no reader is for gives none.
    """
    for package, folder in folders.items():
        for read in READERS.get(package.split()[0], ()):
            for fact in read(folder):
                yield replace(fact, source=f"{package}: {fact.source}")


class Sources:
    """Facts by type and normal form, with the papers and the choices that they are asked about."""

    def __init__(self, facts: Iterable[Fact], choices: Iterable[Choice], vetoes: Vetoes, papers: Papers) -> None:
        self.vetoes = vetoes
        self._papers = papers
        self._labs = {
            name_key(name): choice
            for choice in choices
            if choice.type == "Lab"
            for name in (choice.name, *choice.aliases)
        }
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        self._organisations: dict[str, str] = {}
        for fact in facts:
            self._add(fact)
        self._family_starts = self._first_words_of_models()

    def _add(self, fact: Fact) -> None:
        self._facts.setdefault((fact.type, fact_key(fact.name)), []).append(fact)
        owner, slash, _ = fact.hugging_face.partition("/")
        for organisation in (fact.organisation, owner if slash else ""):
            if organisation:
                self._organisations.setdefault(name_key(organisation), fact.source)

    def _first_words_of_models(self) -> dict[str, str]:
        starts: dict[str, str] = {}
        for (type_name, _), (first, *_) in self._facts.items():
            if type_name == "Model" and first.organisation:
                starts.setdefault(name_key(_FIRST_WORD.split(first.name)[0]), f"{first.source} ({first.name})")
        return starts

    def source(self, name: str, type_name: str) -> str:
        """Return where a name of a type stands; empty where no source holds it."""
        key = name_key(name)
        facts = self._facts.get((type_name, key))
        places = [facts[0].source if facts else ""]
        if type_name == "Lab":
            places = [self._organisations.get(key, ""), self._papers.affiliation(name), *places]
        elif type_name == "Model":
            places.append(self._family_starts.get(key, ""))
        if type_name != "Lab" and (type_name, name, "title") not in self.vetoes:
            places.append(self._papers.introduced.get(key, ""))
        return next(filter(None, places), "")

    def facts(self, choice: Choice) -> list[Fact]:
        """Return the facts of a choice, by its name and its aliases."""
        keys = dict.fromkeys(name_key(name) for name in (choice.name, *choice.aliases))
        return [fact for key in keys for fact in self._facts.get((choice.type, key), ())]

    def lab(self, name: str) -> Choice | None:
        """Return the lab that goes by a name; None where no list has it."""
        return self._labs.get(name_key(name))

    def related(self, lab: Choice, maker: str) -> bool:
        """Return whether a lab is, belongs to, or holds the maker that was chosen."""
        chosen = self.lab(maker)
        return chosen is not None and not self._ancestors(lab).isdisjoint(self._ancestors(chosen))

    def _ancestors(self, lab: Choice) -> set[str]:
        names: set[str] = set()
        while lab.name not in names:
            names.add(lab.name)
            lab = self.lab(lab.line) or lab
        return names
