"""The questions that ship with paperatlas, and those that stand in files."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import Literal, NamedNode, Store

from paperatlas.errors import QueryError
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
_MORE = re.compile(r"#[ \t]{2,}(\S.*)")

NODES: Final = tuple(entry.name for entry in NODE_TYPES)
VALUES: Final = {
    "text": re.compile(r".*", re.DOTALL),
    "number": re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII),
    "year": re.compile(r"[12]\d{3}", re.ASCII),
}
"""What a parameter may be that is no node, and how it is written."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question leaves open.

    Attributes:
        name: The variable, without its question mark.
        description: What to give for it.
        defaults: What stands in the query for it; IRIs in angle brackets.
        types: Node types, of which any will do; or ``text``, ``number`` or ``year`` alone.
        examples: What may be given, the first of which is taken when nothing is.
    """

    name: str
    description: str
    defaults: tuple[str, ...]
    types: tuple[str, ...] = ("text",)
    examples: tuple[str, ...] = ()

    @property
    def is_node(self) -> bool:
        """Whether it is a node of the graph, which people name and the query has the IRI of."""
        return self.types[0] in NODES

    def term(self, value: Value) -> Value:
        """A value as the query needs it.

        Raises:
            QueryError: if it is no number, no year, or a name, which only a graph tells the node of.

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
            raise QueryError(f"{self.name} is a {self.types[0]}, not {value!r}; give digits, such as 2024")
        kind = "decimal" if "." in value else "integer"
        return Literal(value, datatype=NamedNode(NAMESPACES["xsd"] + kind))


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with what its comment head tells of it.

    Attributes:
        name: The name of its file, without ``.rq``.
        title: What it asks, in a few words; the name where the head has no title.
        description: What it asks, in a sentence or two; may be empty.
        parameters: What it leaves open, as far as the head tells, in the order of the head.
        sparql: The query, which runs as it is.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def check_names(self, params: Mapping[str, object]) -> None:
        """See that the head names each parameter that is given, where it names any.

        Raises:
            QueryError: if not.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in params:
            if names and name not in names:
                raise QueryError(f"{self.name} has no parameter {name!r}; it takes {', '.join(names)}")

    def bind(self, params: Mapping[str, Values]) -> str:
        """The query with values in the place of parameters, nodes by their IRIs.

        Raises:
            QueryError: if the head does not name one of them, where it names any; as :meth:`Parameter.term` and
                :func:`bind` do.
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
        name: What to call it.
        sparql: The text of the file.

    Raises:
        QueryError: if the head gives a parameter a type that there is not.

    >>> question = read_question("otters", "# title: Otters\n# param kind: a kind\nASK { VALUES ?kind { 'sea' } }")
    >>> question.title, question.parameters[0].defaults
    ('Otters', ('sea',))
    """
    entries = _entries(sparql)
    facts = {entry.kind: entry.text for entry in entries if entry.kind in {"title", "description"}}
    parameters = tuple(_parameter(name, sparql, entry, entries) for entry in entries if entry.kind == "param")
    return Question(name, facts.get("title", name), facts.get("description", ""), parameters, sparql)


@dataclass(slots=True)
class _Entry:
    """An entry of a head: what it is, what it is about where it is about a parameter, its types, its text."""

    kind: str
    name: str
    types: str
    text: str


def _entries(sparql: str) -> list[_Entry]:
    entries: list[_Entry] = []
    for line in sparql.splitlines():
        if not line.startswith("#"):
            break
        if found := _ENTRY.fullmatch(line):
            entries.append(_Entry(found[1], found[2] or "", found[3] or "text", found[4].strip()))
        elif entries and (more := _MORE.fullmatch(line)):
            entries[-1].text = f"{entries[-1].text} {more[1].strip()}".strip()
    return entries


def _parameter(question: str, sparql: str, entry: _Entry, entries: Sequence[_Entry]) -> Parameter:
    examples = tuple(other.text for other in entries if (other.kind, other.name) == ("example", entry.name))
    return Parameter(entry.name, entry.text, _defaults(sparql, entry.name), _types(question, entry.types), examples)


def _types(question: str, text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if set(names) <= set(NODES) or (len(names) == 1 and names[0] in VALUES):
        return names
    known = ", ".join((*NODES, *VALUES))
    raise QueryError(f"{question} has a parameter of the type {text}, which there is not; there are {known}")


def _defaults(sparql: str, name: str) -> tuple[str, ...]:
    """The values that stand in the first block of a parameter; none where the query is not right."""
    tokens = tokenize(sparql)
    try:
        for opening, end, bracketed in values_blocks(tokens, name):
            inside = sparql[tokens[opening].start : tokens[end].end]
            head = f"(?{name})" if bracketed else f"?{name}"
            found = Store().query(f"SELECT ?{name} WHERE {{ VALUES {head} {inside} }}", prefixes=NAMESPACES)
            return tuple(_shown(solution[0]) for solution in cast("QuerySolutions", found))
    except (QueryError, SyntaxError):
        # Asking the question tells what is wrong, and where.
        return ()
    return ()


def _shown(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term)


def list_questions() -> tuple[Question, ...]:
    """The questions that ship with paperatlas, sorted by name.

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
    """The question of that name, or the one in that file.

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
