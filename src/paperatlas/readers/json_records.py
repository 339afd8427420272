"""Readers of papers in JSON: one object a line, or one array of objects, or one object.

Each object has ``id``, ``title`` and ``abstract``, and may have ``authors`` (a list of names), ``affiliations`` (a list
of organisations of the paper, or an object from author to organisation or organisations), ``date`` (ISO 8601), ``url``,
``github``, ``project_page`` and ``upvotes``. Other fields are ignored.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from paperatlas.graph.papers import ListedLab, Paper, SourceLocation
from paperatlas.readers.dates import iso_date
from paperatlas.readers.title_author_boundary import without_et_al
from paperatlas.text.sanitization import clean, has_unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from paperatlas.graph.papers import Date
    from paperatlas.readers.protocol import PageText

__all__ = ["JsonLinesReader", "JsonReader"]

_T = TypeVar("_T")
_LISTS: Final = ("papers", "records", "items", "results", "data")


class JsonLinesReader:
    """A reader of one JSON object a line."""

    name = "json-lines"

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether the first line starts with a brace, and some line holds a whole object."""
        filled = [line.strip() for line in sample if line.strip()]
        return bool(filled) and filled[0].startswith("{") and any(map(_is_object, filled))

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order."""
        for line in page.lines:
            if not line.text.strip():
                continue
            try:
                value = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                page.skip(line.number, f"no whole JSON object ({_reason(error)}), so it is left out; mend the line")
                continue
            yield from _paper(page, line.number, value)


class JsonReader:
    """A reader of one JSON document: an array of objects, an object with such an array, or one object."""

    name = "json"

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether the text starts with a bracket or a brace."""
        first = next((line.strip() for line in sample if line.strip()), "")
        return first.startswith(("{", "["))

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order, up to the first fault of the document."""
        text = "\n".join(line.text for line in page.lines)
        elements = _elements(page, text) if text.lstrip().startswith("[") else _members(page, text)
        for number, value in elements:
            yield from _paper(page, number, value)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"


def _elements(page: PageText, text: str) -> Iterator[tuple[int, Any]]:
    """Yield the elements of the array, each with its line, up to the first fault."""
    decoder = json.JSONDecoder()
    index = text.index("[") + 1
    number, counted = 1, 0
    while True:
        index = _after_space(text, index)
        number, counted = number + text.count("\n", counted, index), index
        if text[index : index + 1] == "]":
            return
        try:
            value, index = decoder.raw_decode(text, index)
        except (ValueError, RecursionError) as error:
            page.skip(number, f"no whole JSON value ({_reason(error)}), so the rest is left out; mend the file here")
            return
        yield number, value
        index = _after_space(text, index)
        if text[index : index + 1] == ",":
            index += 1
        elif text[index : index + 1] != "]":
            page.skip(number, "a comma or a closing bracket is missing, so the rest is left out; mend the file here")
            return


def _after_space(text: str, index: int) -> int:
    while index < len(text) and text[index] in " \t\r\n":
        index += 1
    return index


def _members(page: PageText, text: str) -> Iterator[tuple[int, Any]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        page.skip(line, f"no whole JSON document ({_reason(error)}), so it is left out; mend the file here")
        return
    records = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), [value])
    yield from ((1, record) for record in records)


def _paper(page: PageText, number: int, value: object) -> Iterator[Paper]:
    """Yield the paper of one JSON value, if it is an object with a title."""
    if not isinstance(value, dict):
        page.skip(number, 'this is no JSON object, so it is left out; write a paper as {"id", "title", "abstract"}')
        return
    fields = _Fields(page, number, cast("Mapping[str, object]", value))
    title = fields.text("title")
    if not title:
        page.skip(number, 'the record has no title, so it is left out; add "title"')
        return
    abstract = fields.text("abstract") or ""
    if not abstract:
        page.warn(number, 'the record has no abstract, so only its title is read; add "abstract"')
    authors, complete = without_et_al(fields.texts("authors"))
    labs, affiliations = fields.affiliations()
    yield Paper(
        id=fields.text("id") or f"{page.name}:{number}",
        title=title,
        abstract=abstract,
        location=SourceLocation(page.name, number),
        authors=authors,
        authors_complete=complete,
        author_count=len(authors) if complete else None,
        labs=tuple(ListedLab(lab) for lab in labs),
        affiliations=affiliations,
        date=fields.date("date"),
        upvotes=fields.count("upvotes"),
        url=fields.address("url"),
        code_url=fields.address("github"),
        project_url=fields.address("project_page"),
    )


class _Fields:
    """The fields of one object, each cleaned and checked; a value that does not fit is reported and left out."""

    def __init__(self, page: PageText, number: int, value: Mapping[str, object]) -> None:
        self._page = page
        self._number = number
        self._value = value

    def text(self, name: str) -> str | None:
        def parse(value: object) -> str | None:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                value = str(value)
            return self._cleaned(value) if isinstance(value, str) else None

        return self._parsed(name, "a text", parse)

    def texts(self, name: str) -> tuple[str, ...]:
        return self._parsed(name, "a list of texts", self._cleaned_list) or ()

    def count(self, name: str) -> int | None:
        def parse(value: object) -> int | None:
            return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

        return self._parsed(name, "a whole number", parse)

    def date(self, name: str) -> Date | None:
        def parse(value: object) -> Date | None:
            return iso_date(value) if isinstance(value, str) else None

        return self._parsed(name, "a date such as 2024-05-24", parse)

    def address(self, name: str) -> str | None:
        def parse(value: object) -> str | None:
            address = clean(value) if isinstance(value, str) and value.startswith(("https://", "http://")) else " "
            return None if " " in address else address

        return self._parsed(name, "an http or https address", parse)

    def affiliations(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Return the organisations of the paper, and the pairs of author and organisation that the field states."""
        value = self._value.get("affiliations")
        if not isinstance(value, dict):
            return self.texts("affiliations"), ()
        pairs = []
        for author, labs in value.items():
            names = self._cleaned_list([labs] if isinstance(labs, str) else labs)
            pairs += [(clean(str(author)), lab) for lab in names or ()]
        return tuple(dict.fromkeys(lab for _, lab in pairs)), tuple(dict.fromkeys(pairs))

    def _parsed(self, name: str, expected: str, parse: Callable[[object], _T | None]) -> _T | None:
        value = self._value.get(name)
        if value is None or value == [] or (isinstance(value, str) and not clean(value)):
            return None
        parsed = parse(value)
        if parsed is None:
            self._page.warn(self._number, f'"{name}" is not {expected} and is left out; mend the record')
        return parsed

    def _cleaned(self, value: str) -> str | None:
        if has_unsafe(value):
            self._page.warn(self._number, "control characters, marks of direction or lone surrogates were taken out")
        return clean(value) or None

    def _cleaned_list(self, value: object) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            return None
        return tuple(dict.fromkeys(text for entry in value if (text := self._cleaned(entry))))
