"""Named queries: the questions that ship with paperatlas, and those in files."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import Literal, NamedNode, Store

from paperatlas.errors import QueryError
from paperatlas.rdf.prefixes import expand
from paperatlas.schema import NAMESPACES, NODE_TYPES
from paperatlas.sparql.lexer import tokenize
from paperatlas.sparql.parameters import bind, listed, values_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import QuerySolutions

    from paperatlas.sparql.parameters import Value, Values

__all__ = ["NODES", "VALUES", "Parameter", "Question", "find_question", "list_questions", "read_question"]

_ENTRY = re.compile(
    r"#[ \t](title|description|(?:param|example)(?=[ \t]))(?:[ \t]+(\w+))?(?:[ \t]*\(([^()]*)\))?[ \t]*:[ \t]*(.*)"
)
_CONTINUATION = re.compile(r"#[ \t]{2,}(\S.*)")

NODES: Final = tuple(entry.name for entry in NODE_TYPES)
VALUES: Final = {
    "text": re.compile(r".*", re.DOTALL),
    "number": re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII),
    "year": re.compile(r"[12]\d{3}", re.ASCII),
    "flag": re.compile(r"true|false"),
}
"""The types of parameters that are no nodes, with the syntax of their values."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Attributes:
        name: The variable, without its question mark.
        description: The description of its values.
        defaults: Its values in the query; IRIs in angle brackets.
        types: The node types that it may have; or ``text``, ``number``, ``year`` or ``flag`` alone.
        examples: Examples of values; the first stands for a missing value.
    """

    name: str
    description: str
    defaults: tuple[str, ...]
    types: tuple[str, ...] = ("text",)
    examples: tuple[str, ...] = ()

    @property
    def is_node(self) -> bool:
        """Return whether it is a node of the graph, given by name and bound by IRI."""
        return self.types[0] in NODES

    def term(self, value: Value) -> Value:
        """Return a value as the query needs it.

        Raises:
            QueryError: if it is no number, year or flag, or the name of a node, which only a graph resolves.

        >>> str(Parameter("since", "a year", (), ("year",)).term("2024"))
        '"2024"^^<http://www.w3.org/2001/XMLSchema#integer>'
        """
        if not isinstance(value, str) or self.types == ("text",):
            return value
        if self.is_node:
            if value.startswith("<"):
                return value
            raise QueryError(f"{self.name} is a {' or '.join(self.types)}: ask a graph, or give its <IRI>")
        if not VALUES[self.types[0]].fullmatch(value):
            hint = "true or false" if self.types == ("flag",) else "digits, such as 2024"
            raise QueryError(f"{self.name} is a {self.types[0]}, not {value!r}; give {hint}")
        if self.types == ("flag",):
            return Literal(value, datatype=NamedNode(expand("xsd:boolean")))
        return Literal(value, datatype=NamedNode(expand("xsd:decimal" if "." in value else "xsd:integer")))


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with the title, description and parameters of its comment head.

    Attributes:
        name: The name of its file, without ``.rq``.
        title: The question in a few words; the name if the head has no title.
        description: The question in a sentence or two; may be empty.
        parameters: The parameters that the head names, in its order.
        sparql: The query, which runs with its default values.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def check_names(self, params: Mapping[str, object]) -> None:
        """Check that the head, if it names parameters, names all that are given.

        Raises:
            QueryError: if not.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in params:
            if names and name not in names:
                raise QueryError(f"{self.name} has no parameter {name!r}; it takes {', '.join(names)}")

    def bind(self, params: Mapping[str, Values]) -> str:
        """Return the query with its parameters bound to values, nodes by their IRIs.

        Raises:
            QueryError: as :meth:`check_names`, :meth:`Parameter.term` and :func:`bind` do.
        """
        self.check_names(params)
        terms: dict[str, Values] = dict(params)
        for parameter in self.parameters:
            if parameter.name in params:
                terms[parameter.name] = [parameter.term(value) for value in listed(params[parameter.name])]
        return bind(self.sparql, terms)


def read_question(name: str, sparql: str) -> Question:
    r"""Read the comment head of a query.

    Args:
        name: The name of the question.
        sparql: The text of the file.

    Raises:
        QueryError: if the head gives a parameter an unknown type.

    >>> question = read_question("otters", "# title: Otters\n# param kind: a kind\nASK { VALUES ?kind { 'sea' } }")
    >>> question.title, question.parameters[0].defaults
    ('Otters', ('sea',))
    """
    entries = _entries(sparql)
    texts = {entry.key: entry.text for entry in entries}
    parameters = tuple(_parameter(name, sparql, entry, entries) for entry in entries if entry.key == "param")
    return Question(name, texts.get("title", name), texts.get("description", ""), parameters, sparql)


@dataclass(slots=True)
class _Entry:
    """An entry of a head: its key, the name and types of its parameter, its text."""

    key: str
    name: str
    types: str
    text: str


def _entries(sparql: str) -> list[_Entry]:
    entries: list[_Entry] = []
    for line in sparql.splitlines():
        if not line.startswith("#"):
            break
        if match := _ENTRY.fullmatch(line):
            entries.append(_Entry(match[1], match[2] or "", match[3] or "text", match[4].strip()))
        elif entries and (match := _CONTINUATION.fullmatch(line)):
            entries[-1].text = f"{entries[-1].text} {match[1].strip()}".strip()
    return entries


def _parameter(question: str, sparql: str, entry: _Entry, entries: Sequence[_Entry]) -> Parameter:
    examples = tuple(other.text for other in entries if (other.key, other.name) == ("example", entry.name))
    return Parameter(entry.name, entry.text, _defaults(sparql, entry.name), _types(question, entry.types), examples)


def _types(question: str, text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if set(names) <= set(NODES) or (len(names) == 1 and names[0] in VALUES):
        return names
    known = ", ".join((*NODES, *VALUES))
    raise QueryError(f"{question} has a parameter of the type {text}, which there is not; there are {known}")


def _defaults(sparql: str, name: str) -> tuple[str, ...]:
    """Return the values in the first block of a parameter; () if the query is broken."""
    tokens = tokenize(sparql)
    try:
        for opening, end, bracketed in values_blocks(tokens, name):
            block = sparql[tokens[opening].start : tokens[end].end]
            head = f"(?{name})" if bracketed else f"?{name}"
            rows = Store().query(f"SELECT ?{name} WHERE {{ VALUES {head} {block} }}", prefixes=NAMESPACES)
            terms = [row[0] for row in cast("QuerySolutions", rows)]
            return tuple(term.value if isinstance(term, Literal) else str(term) for term in terms)
    except (QueryError, SyntaxError):
        # Asking the question reports the error and its position.
        return ()
    return ()


def list_questions() -> tuple[Question, ...]:
    """Return the questions that ship with paperatlas, sorted by name.

    Raises:
        QueryError: if the installation lacks them.

    >>> "models-trained-on" in [question.name for question in list_questions()]
    True
    """
    folder = resources.files("paperatlas.sparql") / "queries"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".rq")] if folder.is_dir() else []
    if not files:
        raise QueryError("the questions are missing from this installation; install paperatlas again")
    files.sort(key=lambda entry: entry.name)
    return tuple(read_question(entry.name.removesuffix(".rq"), entry.read_text("utf-8")) for entry in files)


def find_question(name_or_path: str | Path) -> Question:
    """Return the question with a name, or the one in a file.

    Args:
        name_or_path: The name of a question that ships with paperatlas, or the path of a file with a query.

    Raises:
        QueryError: if there is neither, or the file cannot be read.

    >>> find_question("models-traned-on")
    Traceback (most recent call last):
        ...
    paperatlas.errors.QueryError: no question or file 'models-traned-on'; did you mean models-trained-on or ...?
    """
    questions = {question.name: question for question in list_questions()}
    if str(name_or_path) in questions:
        return questions[str(name_or_path)]
    path = Path(name_or_path)
    if path.is_file():
        return read_question(path.stem, _text(path))
    if path.suffix == ".rq":
        raise QueryError(f"there is no file {name_or_path}; check the path")
    near = difflib.get_close_matches(str(name_or_path), questions)
    hint = f"did you mean {' or '.join(near)}?" if near else "`paperatlas query --list` shows the questions"
    raise QueryError(f"no question or file {str(name_or_path)!r}; {hint}")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not in UTF-8; save it so") from error
    except OSError as error:
        raise QueryError(f"{path} cannot be read: {error.strerror}") from error
