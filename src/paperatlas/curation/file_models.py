"""The data models of files that users write, for validation and for the JSON Schemas of editors."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from paperatlas._util.validation import validation_error
from paperatlas.schema import EXTRACTED_TYPES, PREDICATES
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = [
    "FILE_MODELS", "VERDICTS", "AnnotationSchema", "AnswerLine", "Correction", "GoldEntity", "GoldLine", "GoldRelation",
    "JudgedEnd", "JudgedPassage", "NameLine", "PaperLine", "RegistryEntry", "SampleStratum", "json_schema",
]  # fmt: skip

_T = TypeVar("_T")
_AUTHOR: Final = "Author"
_FILLED: Final = {"type": "string", "minLength": 1}


def _cleaned(value: str) -> str:
    if not (text := clean(value)):
        raise validation_error("write a text that is not empty")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in choices:
            raise validation_error(f"use one of {', '.join(choices)}")
        return value

    return check


def _matching(pattern: str, wanted: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if value and not compiled.fullmatch(value):
            raise validation_error(f"write {wanted}")
        return value

    return check


def _as_text(value: object) -> object:
    # YAML makes a date of 2024-05-31 and a number of 2024.
    return clean(str(value)) if isinstance(value, str | dt.date) or type(value) is int else value


def _fact_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^({pattern})?$"}, {"type": "integer"}]})


_DATE: Final = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_HUGGING_FACE: Final = r"[\w.-]+(/[\w.-]+)?"
_URL: Final = r"https?://[^\s<>\"{}|\\^`]+"

Text: TypeAlias = Annotated[str, AfterValidator(_cleaned), WithJsonSchema(_FILLED)]
Filled: TypeAlias = Annotated[str, Field(min_length=1)]
Flag: TypeAlias = Annotated[bool, Strict()]
NodeType: TypeAlias = Annotated[
    str, AfterValidator(_one_of(*EXTRACTED_TYPES)), WithJsonSchema({"enum": list(EXTRACTED_TYPES)})
]
Fact: TypeAlias = Annotated[str, BeforeValidator(_as_text), _fact_schema(".*")]
Date: TypeAlias = Annotated[
    str,
    BeforeValidator(_as_text),
    AfterValidator(_matching(_DATE, "a date as 2024, 2024-05 or 2024-05-31")),
    _fact_schema(_DATE),
]
HuggingFaceId: TypeAlias = Annotated[
    str,
    BeforeValidator(_as_text),
    AfterValidator(_matching(_HUGGING_FACE, "an id as owner/name")),
    _fact_schema(_HUGGING_FACE),
]
Url: TypeAlias = Annotated[
    str, BeforeValidator(_as_text), AfterValidator(_matching(_URL, "a URL that begins with http")), _fact_schema(_URL)
]


class RegistryEntry(BaseModel):
    """A known entity that texts may name."""

    name: Text = Field(description="The name that becomes its label.")
    type: NodeType = Field(description="What it is.")
    aliases: tuple[Text, ...] = Field((), description="Other names for it.")
    organisation: Fact = Field("", description="The lab that made it; for a lab, the one that it belongs to.")
    released: Date = Field("", description="When it came out, as 2024, 2024-05 or 2024-05-31.")
    hugging_face: HuggingFaceId = Field("", description="Its id on Hugging Face.")
    home: Url = Field("", description="Its home page, or the paper that introduces it.")
    line_of: Fact = Field("", description="The model that it is its maker's line or successor of, by another name.")
    sources: dict[Text, Text] = Field({}, description="Fields, each with the source that says so.")


class CorrectedEnd(BaseModel):
    """A name; for one of several authors of that name, with the title of a paper of theirs."""

    model_config = ConfigDict(extra="forbid")

    name: Text = Field(description="The name.")
    paper: Text | None = Field(None, description="The title of a paper of theirs.")


def _as_end(value: object) -> object:
    if not isinstance(value, str | dict):
        raise validation_error("write a name, or one with the title of a paper as {name: Ada Lake, paper: Otters}")
    return {"name": value} if isinstance(value, str) else value


def _of(count: int, what: str) -> Callable[[list[_T]], list[_T]]:
    def check(value: list[_T]) -> list[_T]:
        if len(value) != count:
            raise validation_error(f"write {what} in it")
        return value

    return check


def _as_pair(value: object) -> object:
    return [value, value] if isinstance(value, str) else value


def _triple(value: list[str]) -> list[str]:
    predicates = [rule.name for rule in PREDICATES]
    if value[1] not in predicates:
        raise validation_error(f"in place of {value[1]} use one of {', '.join(predicates)}")
    return value


_TYPES: Final = (*EXTRACTED_TYPES, _AUTHOR)
_PAIR: Final = {"minItems": 2, "maxItems": 2}
_AUTHOR_END: Final = {
    "type": "object",
    "properties": {"name": _FILLED, "paper": _FILLED},
    "required": ["name"],
    "additionalProperties": False,
}
End: TypeAlias = Annotated[CorrectedEnd, BeforeValidator(_as_end), WithJsonSchema({"anyOf": [_FILLED, _AUTHOR_END]})]
CorrectedType: TypeAlias = Annotated[str, AfterValidator(_one_of(*_TYPES))]
Types: TypeAlias = Annotated[
    list[CorrectedType],
    AfterValidator(_of(2, "the types of both names")),
    BeforeValidator(_as_pair),
    WithJsonSchema({"anyOf": [{"enum": list(_TYPES)}, {"type": "array", "items": {"enum": list(_TYPES)}, **_PAIR}]}),
]
Pair: TypeAlias = Annotated[list[End], AfterValidator(_of(2, "two names")), Field(json_schema_extra=_PAIR)]
Triple: TypeAlias = Annotated[
    list[Text],
    AfterValidator(_of(3, "subject, predicate and object")),
    AfterValidator(_triple),
    Field(json_schema_extra={"minItems": 3, "maxItems": 3}),
]


class Correction(BaseModel):
    """Names of one entity or of two, or a statement that no paper makes."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [kind]} for kind in ("same", "different", "not_stated")],
        }
    )

    same: Pair | None = Field(None, description="Two names of one thing.")
    different: Pair | None = Field(None, description="Two names of two things.")
    not_stated: Triple | None = Field(None, description="Subject, predicate and object.")
    type: Types | None = Field(None, description="The type of both names, or of each.")

    @property
    def kind(self) -> str:
        """The field that it has: same, different or not_stated."""
        return next(kind for kind in ("same", "different", "not_stated") if getattr(self, kind) is not None)

    @property
    def of_authors(self) -> bool:
        """Whether its names are those of authors."""
        return self.type == [_AUTHOR, _AUTHOR]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sum(part is not None for part in (self.same, self.different, self.not_stated)) != 1:
            raise validation_error("write one of same, different and not_stated in it")
        ends = self.same or self.different
        if ends and not self.of_authors:
            if self.type is None or _AUTHOR in self.type:
                raise validation_error(
                    f"add a type, or one for each name: {', '.join(EXTRACTED_TYPES)}; or Author for both"
                )
            if any(end.paper is not None for end in ends):
                raise validation_error("only authors have papers, so write the names alone")
        return self


class NameLine(BaseModel):
    """A name to be resolved."""

    name: Text = Field(description="The name.")
    type: NodeType = Field(description="What it names.")
    aliases: tuple[Text, ...] | None = Field(None, description="Other names of the same thing.")


_NAME: Final = r"[A-Za-z]\w*(?:-\w+)*"
SchemaName: TypeAlias = Annotated[
    str,
    Field(min_length=1),
    AfterValidator(_matching(_NAME, "a name of letters, digits and hyphens")),
    WithJsonSchema({"type": "string", "pattern": f"^{_NAME}$"}),
]


class AnnotatedType(BaseModel):
    """A type of things that texts name."""

    name: SchemaName = Field(description="Its name.")
    introduced: Flag = Field(False, description="Whether a text can present such a thing as its own.")


class AnnotatedPredicate(BaseModel):
    """What a text may state of two things."""

    name: SchemaName = Field(description="Its name.")
    subjects: list[str] = Field(
        alias="from", min_length=1, description="The types it may start from; Paper for the text itself."
    )
    objects: list[str] = Field(alias="to", min_length=1, description="The types it may lead to.")
    outcomes: tuple[SchemaName, ...] | None = Field(None, description="How it may end, if that is told apart.")


class AnnotationSchema(BaseModel):
    """What an extractor looks for."""

    types: list[AnnotatedType] = Field(min_length=1, description="The types of things.")
    predicates: list[AnnotatedPredicate] = Field(description="What may hold between them.")


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A thing that a paper names, as an annotator wrote it down."""

    name: Annotated[Filled, Field(description="Its fullest form.")]
    type: Annotated[str, Field(description="Its type.")]
    introduced: Annotated[Flag, Field(description="Whether the paper presents it as its own.")]
    mentions: Annotated[tuple[Filled, ...], Field(description="All forms in the text, the name among them.")]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """What a paper states, as an annotator wrote it down."""

    subject: Annotated[str, Field(description="The name of an entity, or PAPER.")]
    predicate: Annotated[str, Field(description="The name of a predicate.")]
    object: Annotated[str, Field(description="The name of an entity.")]
    evidence: Annotated[str, Field(description="The words that state it.")]
    outcome: Annotated[str | None, Field(description="How it ended, where the predicate has outcomes.")] = None


@dataclass(frozen=True, slots=True)
class GoldLine:
    """What an annotator found in a paper."""

    id: Annotated[str, Field(description="The id of the paper.")]
    entities: Annotated[tuple[GoldEntity, ...], Field(description="The things it names.")]
    relations: Annotated[tuple[GoldRelation, ...], Field(description="What it states of them.")]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper to be annotated or read."""

    id: Annotated[Filled, Field(description="An id of its own.")]
    title: Annotated[str, Field(description="Its title.")]
    abstract: Annotated[str, Field(description="Its abstract.")]


VERDICTS: Final = ("right", "arguable", "wrong")
"""The verdicts on a statement, the best first."""

_VERDICT_SCHEMA: Final = {"enum": [*VERDICTS, None]}
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Verdict: TypeAlias = Annotated[str, AfterValidator(_one_of(*VERDICTS))]


@dataclass(frozen=True, slots=True)
class JudgedEnd:
    """The subject or the object of a statement that is to be judged."""

    id: Annotated[str, Field(description="The id of its node.")]
    type: Annotated[str, Field(description="Its node type.")]
    label: Annotated[str, Field(description="Its name; of a paper, the title.")]
    aliases: Annotated[tuple[str, ...], Field(description="Its other names.")] = ()


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage of a paper from which a statement was read, with the whole text of the paper."""

    paper: Annotated[str, Field(description="The id of the paper's node.")]
    title: Annotated[str, Field(description="Its title.")]
    abstract: Annotated[str, Field(description="Its abstract.")]
    quote: Annotated[str, Field(description="The words that are to state it.")]
    start: Annotated[int, Field(ge=0, description="Where they start in title, newline, abstract, in characters.")]
    end: Annotated[int, Field(ge=0, description="Where they end.")]
    outcome: Annotated[str | None, Field(description="How a comparison ended.")] = None
    confidence: Annotated[Share, Field(description="How sure the extraction of these words is.")] = 1.0

    @property
    def text(self) -> str:
        """Title, newline, abstract: the text of all offsets."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class SampleStratum:
    """The part of a graph that a statement was drawn to stand for."""

    by: Annotated[str, Field(description="What the graph was divided by: predicate, confidence, or nothing.")] = ""
    name: Annotated[str, Field(description="Which part it is.")] = "all"
    population: Annotated[int, Field(ge=1, description="How many statements are in that part.")] = 1
    scope: Annotated[str, Field(description="To which statements the draw was limited; empty for none.")] = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A statement that was drawn for review, with its text and, once it is judged, the verdict."""

    statement: Annotated[Filled, Field(description="The id of the statement.")]
    subject: Annotated[JudgedEnd, Field(description="Its subject.")]
    predicate: Annotated[Filled, Field(description="The name of its predicate.")]
    object: Annotated[JudgedEnd, Field(description="Its object.")]
    confidence: Annotated[Share, Field(description="The confidence in it.")]
    passages: Annotated[tuple[JudgedPassage, ...], Field(description="What it was read from, the surest first.")] = ()
    outcomes: Annotated[tuple[str, ...], Field(description="The outcomes of a comparison.")] = ()
    unsure: Annotated[Flag, Field(description="Whether it is too uncertain to be shown without being asked.")] = False
    stratum: Annotated[SampleStratum, Field(description="What it was drawn from.")] = SampleStratum()
    verdict: Annotated[
        Verdict | None, Field(description="right, arguable or wrong; null before it is judged, or to take it back."),
        WithJsonSchema(_VERDICT_SCHEMA),
    ] = None  # fmt: skip
    kind: Annotated[str, Field(description="The kind of error.")] = ""
    note: Annotated[str, Field(description="What else there is to say.")] = ""
    reviewer: Annotated[str, Field(description="Who judged it.")] = ""


FILE_MODELS: Final[dict[str, TypeAdapter[Any]]] = {
    "registry": TypeAdapter(list[RegistryEntry]),
    "corrections": TypeAdapter(list[Correction]),
    "names": TypeAdapter(NameLine),
    "annotation-schema": TypeAdapter(AnnotationSchema),
    "papers": TypeAdapter(PaperLine),
    "gold": TypeAdapter(GoldLine),
    "answers": TypeAdapter(AnswerLine),
}
"""The kinds of files; of names, papers, gold and answers, what one line holds."""


def json_schema(kind: str) -> dict[str, object]:
    """Return the JSON Schema of a kind of file, for editors.

    Args:
        kind: One of :data:`FILE_MODELS`.

    >>> json_schema("names")["required"]
    ['name', 'type']
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **FILE_MODELS[kind].json_schema()}
