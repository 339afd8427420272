"""The reading of annotated papers, with checks against the annotation guidelines.

Two files of JSON Lines belong together: papers, ``{"id", "title", "abstract"}``, and their annotations, ``{"id",
"entities", "relations"}``; ``docs/training.md`` shows both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from paperatlas._util.files import read_lines
from paperatlas._util.validation import Origin, error_messages, join_messages
from paperatlas.curation.file_models import FILE_MODELS, GoldEntity, GoldLine, GoldRelation
from paperatlas.errors import ExtractionError
from paperatlas.extraction.annotation_schema import THE_PAPER
from paperatlas.extraction.readable_text import readable_text
from paperatlas.graph.extractions import PAPER
from paperatlas.graph.papers import Paper, SourceLocation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.extraction.annotation_schema import ExtractionSchema

__all__ = ["AnnotatedPaper", "GoldEntity", "GoldRelation", "read_gold", "read_texts"]


@dataclass(frozen=True, slots=True)
class AnnotatedPaper:
    """A paper with its annotation.

    Attributes:
        paper: The paper.
        entities: The annotated entities.
        relations: The annotated relations.
    """

    paper: Paper
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


def read_gold(papers: str | Path, gold: str | Path, schema: ExtractionSchema) -> tuple[AnnotatedPaper, ...]:
    """Read annotated papers, in the order of the annotations.

    Args:
        papers: The file of papers.
        gold: The file of annotations, one line for each of these papers.
        schema: The types and predicates that the annotations use.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines; the message has file, line, fault and remedy
            of the first faults.
    """
    problems: list[str] = []
    texts = _papers(Path(papers), problems)
    annotations: dict[str, AnnotatedPaper | None] = {}
    for origin, key, line in _objects(Path(gold), "gold", problems):
        if key in annotations:
            problems.append(origin.locate(("id",), f"is {key!r}, annotated a second time; keep one line"))
        elif line is not None and key not in texts:
            problems.append(
                origin.locate(("id",), f"is {key!r}, which no paper has; add it to {papers} or take it out")
            )
        elif line is not None:
            problems += [origin.locate(*problem) for problem in _problems(line, texts[key].text, schema)]
            annotations[key] = AnnotatedPaper(texts[key], line.entities, line.relations)
        else:
            annotations[key] = None
    for paper in texts.values():
        if paper.id not in annotations:
            problems.append(
                f"{papers}:{paper.location.line}: the paper {paper.id!r} has no line in {gold}; annotate it, with "
                "empty lists where it names nothing, or remove it"
            )
    _raise_if_any(problems)
    return tuple(annotated for annotated in annotations.values() if annotated is not None)


def read_texts(papers: str | Path) -> tuple[str, ...]:
    """Return the texts of papers without annotation, in the order of their file.

    Args:
        papers: The file of papers.

    Raises:
        ExtractionError: if the file cannot be read or has a fault; the message has line, fault and remedy.
    """
    problems: list[str] = []
    papers_by_id = _papers(Path(papers), problems)
    _raise_if_any(problems)
    return tuple(paper.text for paper in papers_by_id.values())


def _raise_if_any(problems: list[str]) -> None:
    if problems:
        raise ExtractionError(join_messages(problems))


def _papers(path: Path, problems: list[str]) -> dict[str, Paper]:
    """Return the papers of a file by their ids."""
    papers: dict[str, Paper] = {}
    for origin, key, line in _objects(path, "papers", problems):
        if key in papers:
            problems.append(origin.locate(("id",), f"is {key!r} as in another line; give each paper an id of its own"))
        elif line is not None:
            papers[key] = Paper(key, line.title, line.abstract, SourceLocation(path.name, origin.line or 0))
    if not papers:
        problems.append(f"{path}: it holds no paper; give a file with a JSON object a line")
    return papers


def _objects(path: Path, kind: str, problems: list[str]) -> Iterator[tuple[Origin, str, Any]]:
    """Parse the lines of a file: the origin of each, its id, and its record, or None if it is not valid."""
    for number, line in read_lines(path, f"the {kind}", ExtractionError):
        origin = Origin(str(path), number)
        try:
            value = json.loads(line.decode())
        except (ValueError, RecursionError):
            problems.append(f"{path}:{number}: this is no JSON in UTF-8; write one object a line")
            continue
        try:
            record = FILE_MODELS[kind].validate_python(value)
        except ValidationError as error:
            problems += error_messages(error, origin)
            record = None
        yield origin, str(value.get("id")) if isinstance(value, dict) else "", record


def _problems(line: GoldLine, text: str, schema: ExtractionSchema) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Return the faults of the annotation of one paper, each with its field path."""
    types = {PAPER: THE_PAPER}
    for number, entity in enumerate(line.entities):
        for field_path, problem in _entity_problems(entity, text, types, schema):
            yield ("entities", number, *field_path), problem
        types.setdefault(entity.name, entity.type)
    seen = set()
    for number, relation in enumerate(line.relations):
        triple = (relation.subject, relation.predicate, relation.object)
        if triple in seen:
            yield ("relations", number), f"is {' '.join(triple)}, as is another; keep one"
        seen.add(triple)
        for field_path, problem in _relation_problems(relation, text, types, schema):
            yield ("relations", number, *field_path), problem


def _entity_problems(
    entity: GoldEntity, text: str, types: Mapping[str, str], schema: ExtractionSchema
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if entity.name in types:
        yield ("name",), f"is {entity.name!r}, listed before or the word {PAPER}; keep one entity with all its mentions"
    if entity.type not in schema.types:
        yield ("type",), f"is {entity.type!r}; choose among {', '.join(schema.types)}"
    if entity.name not in entity.mentions:
        yield ("mentions",), f"lack the name {entity.name!r}; add it"
    for number, form in enumerate(entity.mentions):
        if form not in text and form not in readable_text(text):
            yield ("mentions", number), f"is {form!r}, which is not in title or abstract; copy it letter by letter"


def _relation_problems(
    relation: GoldRelation, text: str, types: Mapping[str, str], schema: ExtractionSchema
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    rule = next((rule for rule in schema.predicates if rule.name == relation.predicate), None)
    if rule is None:
        names = ", ".join(rule.name for rule in schema.predicates)
        yield ("predicate",), f"is {relation.predicate!r}; choose among {names}"
        return
    ends = (("subject", relation.subject, rule.subjects), ("object", relation.object, rule.objects))
    for part, end, allowed in ends:
        if end not in types:
            yield (part,), f"is {end!r}, no entity of this line; add it, or use its name"
        elif types[end] not in allowed:
            yield (part,), f"is {end!r}, a {types[end]}; for {rule.name} name one of {', '.join(allowed)}"
    if rule.outcomes and relation.outcome not in rule.outcomes:
        yield ("outcome",), f"is {relation.outcome!r}; choose among {', '.join(rule.outcomes)}"
    if not rule.outcomes and relation.outcome is not None:
        yield ("outcome",), f"is {relation.outcome!r}, but {rule.name} has none; remove it"
    if not relation.evidence or relation.evidence not in text:
        yield ("evidence",), "is not in title or abstract; copy the words letter by letter"
