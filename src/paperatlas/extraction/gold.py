"""Annotated papers, read from the files of annotators and held against the guidelines.

Two files of JSON Lines belong together: papers, ``{"id", "title", "abstract"}``, and what annotators wrote of them,
``{"id", "entities", "relations"}``; ``docs/training.md`` shows both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paperatlas.errors import ExtractionError
from paperatlas.extraction.textschema import THE_PAPER
from paperatlas.records import PAPER, Listing, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.extraction.textschema import TextSchema

__all__ = ["Annotated", "GoldEntity", "GoldRelation", "read_gold", "read_texts"]

_MOST: Final = 10
"""How many faults a message lists."""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A thing that a paper names, as an annotator wrote it down.

    Attributes:
        name: Its fullest form.
        type: Its type.
        introduced: Whether the paper presents it as its own.
        mentions: All forms under which the text names it, the name among them.
    """

    name: str
    type: str
    introduced: bool
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """What a paper states, as an annotator wrote it down.

    Attributes:
        subject: The name of an entity, or ``PAPER``.
        predicate: The name of a predicate.
        object: The name of an entity.
        evidence: The words that state it.
        outcome: How it ended, where the predicate has outcomes.
    """

    subject: str
    predicate: str
    object: str
    evidence: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with what an annotator found in it.

    Attributes:
        paper: The paper.
        entities: The things it names.
        relations: What it states of them.
    """

    paper: Paper
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


class _Faults:
    """Collects what is wrong, so that one run tells of it all."""

    def __init__(self) -> None:
        self._messages: list[str] = []

    def add(self, path: Path, line: int, message: str) -> None:
        self._messages.append(f"{path}:{line}: {message}" if line else f"{path}: {message}")

    def check(self) -> None:
        """Raise an error if there is any fault."""
        if self._messages:
            more = len(self._messages) - _MOST
            rest = [f"and {more:,} more of such faults"] if more > 0 else []
            raise ExtractionError("\n".join((*self._messages[:_MOST], *rest)))


def read_gold(papers: str | Path, gold: str | Path, schema: TextSchema) -> tuple[Annotated, ...]:
    """Read annotated papers, in the order of the annotations.

    Args:
        papers: The file of papers.
        gold: The file of annotations, one line for each of these papers.
        schema: The types and predicates that the annotations use.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines; the message names file and line of the
            first faults, what is wrong and what to do.
    """
    papers, gold, faults = Path(papers), Path(gold), _Faults()
    texts = _papers(papers, faults)
    found: dict[str, Annotated] = {}
    for number, value in _lines(gold, faults):
        key = value.get("id")
        if not isinstance(key, str) or key not in texts:
            faults.add(gold, number, f"no paper has the id {key!r}; add it to {papers} or remove this line")
        elif key in found:
            faults.add(gold, number, f"the paper {key!r} is annotated a second time; keep one line")
        else:
            messages = list(_faults(value, texts[key].text, schema))
            for message in messages:
                faults.add(gold, number, message)
            found[key] = Annotated(texts[key], (), ()) if messages else _annotated(texts[key], value)
    for paper in texts.values():
        if paper.id not in found:
            faults.add(papers, paper.listing.line, f"the paper {paper.id!r} has no line in {gold}; annotate it, with "
                       "empty lists where it names nothing, or remove it")  # fmt: skip
    faults.check()
    return tuple(found.values())


def read_texts(papers: str | Path) -> tuple[str, ...]:
    """The texts of papers that nobody annotated, in the order of their file.

    Raises:
        ExtractionError: if the file cannot be read or holds something else; the message says where and what to do.
    """
    faults = _Faults()
    found = _papers(Path(papers), faults)
    faults.check()
    return tuple(paper.text for paper in found.values())


def _papers(path: Path, faults: _Faults) -> dict[str, Paper]:
    """The papers of a file by their ids."""
    papers: dict[str, Paper] = {}
    for number, value in _lines(path, faults):
        paper = _paper(value, path.name, number)
        if paper is None or paper.id in papers:
            faults.add(path, number, "there must be an id of its own, a title and an abstract, each a text in quotes")
        else:
            papers[paper.id] = paper
    if not papers:
        faults.add(path, 0, "it holds no paper; give a file with a JSON object a line")
    return papers


def _lines(path: Path, faults: _Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON Lines, each with the number of its line."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ExtractionError(f"cannot read {path}: {error.strerror}; name a file of JSON Lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                yield number, value
            else:
                faults.add(path, number, "this is no JSON object in UTF-8; write one object a line")


def _paper(value: Mapping[str, Any], page: str, line: int) -> Paper | None:
    key, title, abstract = (value.get(part) for part in ("id", "title", "abstract"))
    if not (isinstance(key, str) and key and isinstance(title, str) and isinstance(abstract, str)):
        return None
    return Paper(key, title, abstract, Listing(page, line))


def _annotated(paper: Paper, value: Mapping[str, Any]) -> Annotated:
    entities = tuple(
        GoldEntity(entity["name"], entity["type"], entity["introduced"], tuple(entity["mentions"]))
        for entity in value["entities"]
    )
    relations = tuple(
        GoldRelation(item["subject"], item["predicate"], item["object"], item["evidence"], item.get("outcome"))
        for item in value["relations"]
    )
    return Annotated(paper, entities, relations)


def _faults(value: Mapping[str, Any], text: str, schema: TextSchema) -> Iterator[str]:
    """What is wrong with the line of one paper."""
    lists = [value.get(part) for part in ("entities", "relations")]
    if not all(isinstance(part, list) and all(isinstance(item, dict) for item in part) for part in lists):
        yield "entities and relations must be lists of objects; write [] where there is none"
        return
    types = {PAPER: THE_PAPER}
    for entity in value["entities"]:
        yield from _entity_faults(entity, text, types, schema)
        if isinstance(entity.get("name"), str):
            types.setdefault(entity["name"], str(entity.get("type")))
    seen: set[tuple[object, ...]] = set()
    for relation in value["relations"]:
        parts = [relation.get(part) for part in ("subject", "predicate", "object", "evidence")]
        if not all(isinstance(part, str) for part in parts):
            yield f"a relation is {parts}; give it subject, predicate, object and evidence, each a text in quotes"
            continue
        triple = tuple(parts[:3])
        if triple in seen:
            yield f"{_shown(triple)} is given twice; keep it once"
        seen.add(triple)
        yield from _relation_faults(relation, text, types, schema)


def _entity_faults(entity: Mapping[str, Any], text: str, types: Mapping[str, str], schema: TextSchema) -> Iterator[str]:
    name, kind, mentions = entity.get("name"), entity.get("type"), entity.get("mentions")
    if not isinstance(name, str) or not name:
        yield f"an entity is named {name!r}; give its fullest form in the text"
        return
    if name in types:
        yield f"{name!r} is listed twice, or is the word {PAPER}; keep one entity with all its mentions"
    if kind not in schema.types:
        yield f"{name!r} has the type {kind!r}; choose among {', '.join(schema.types)}"
    if not isinstance(entity.get("introduced"), bool):
        yield f"{name!r}: introduced is {entity.get('introduced')!r}; write true or false"
    if not isinstance(mentions, list) or not all(isinstance(form, str) and form for form in mentions):
        yield f"{name!r}: mentions is no list of texts; list every form under which the text names it"
        return
    if name not in mentions:
        yield f"{name!r} is not among its own mentions; add it to them"
    for form in mentions:
        if form not in text:
            yield f"{name!r}: the mention {form!r} is not in title or abstract; copy it letter by letter"


def _relation_faults(
    relation: Mapping[str, Any], text: str, types: Mapping[str, str], schema: TextSchema
) -> Iterator[str]:
    triple = (relation["subject"], relation["predicate"], relation["object"])
    rule = next((rule for rule in schema.predicates if rule.name == triple[1]), None)
    if rule is None:
        names = ", ".join(rule.name for rule in schema.predicates)
        yield f"{_shown(triple)}: there is no such predicate; choose among {names}"
        return
    for end, allowed in ((triple[0], rule.subjects), (triple[2], rule.objects)):
        if end not in types:
            yield f"{_shown(triple)}: {end!r} is no entity of this line; add it, or use its name"
        elif types[end] not in allowed:
            yield f"{_shown(triple)}: {end!r} is a {types[end]}; that end takes {' or '.join(allowed)}"
    outcome = relation.get("outcome")
    if rule.outcomes and outcome not in rule.outcomes:
        yield f"{_shown(triple)}: the outcome is {outcome!r}; choose among {', '.join(rule.outcomes)}"
    if not rule.outcomes and outcome is not None:
        yield f"{_shown(triple)}: {rule.name} has no outcome; remove it"
    if not relation["evidence"] or relation["evidence"] not in text:
        yield f"{_shown(triple)}: the evidence is not in title or abstract; copy the words letter by letter"


def _shown(triple: tuple[object, ...]) -> str:
    return " ".join(map(str, triple))
