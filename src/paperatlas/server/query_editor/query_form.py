"""What a request asks: a query as it stands, or a question with its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import dropwhile
from typing import TYPE_CHECKING, Protocol

from paperatlas.errors import QueryError
from paperatlas.server.query_texts import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.sparql import Question

__all__ = ["FormFields", "QueryForm", "parse_form", "without_head"]


class FormFields(Protocol):
    """The fields of a form or of an address, each with its values."""

    def getlist(self, key: str, /) -> list[str]:
        """The values of a field; none where it is not given."""


@dataclass(frozen=True, slots=True)
class QueryForm:
    """What is asked.

    Attributes:
        sparql: The query that stands in the editor.
        question: The question it comes from, if any.
        values: What is given for the question's parameters, the first of each, or else what its examples are.
        runs: Whether it is to be answered, or only shown.
        params: All that is given for the question's parameters, which are not yet bound.
    """

    sparql: str
    question: Question | None
    values: Mapping[str, str]
    runs: bool
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)


def parse_form(fields: FormFields, questions: Mapping[str, Question]) -> QueryForm:
    """Read what is asked.

    Args:
        fields: ``query``, else ``question`` with a field for each of its parameters.
        questions: The questions that may be asked, by name.

    Raises:
        QueryError: if there is no such question.
    """
    query = "".join(fields.getlist("query")[:1]).replace("\r\n", "\n")
    if query.strip():
        return QueryForm(query, None, {}, runs=True)
    name = "".join(fields.getlist("question")[:1])
    if not name:
        return QueryForm(EXAMPLE, None, {}, runs=False)
    if name not in questions:
        raise QueryError(f"there is no question {name!r}; choose one of the list")
    question = questions[name]
    given = {entry.name: [text for text in fields.getlist(entry.name) if text] for entry in question.parameters}
    params = {key: texts for key, texts in given.items() if texts}
    shown = {entry.name: (params.get(entry.name) or [*entry.defaults, ""])[0] for entry in question.parameters}
    return QueryForm(without_head(question.sparql), question, shown, runs=True, params=params)


def without_head(sparql: str) -> str:
    """A query without the comments that tell what it is for; the page says so above it."""
    lines = sparql.strip().splitlines()
    return "\n".join(dropwhile(lambda line: line.startswith("#"), lines))
