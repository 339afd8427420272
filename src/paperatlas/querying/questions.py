"""The questions that ship with paperatlas, and those that stand in files."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, Store

from paperatlas.errors import QueryError
from paperatlas.querying.binding import bind, values_blocks
from paperatlas.querying.tokens import tokenize
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from pyoxigraph import QuerySolutions

    from paperatlas.querying.binding import Values

__all__ = ["Parameter", "Question", "find_question", "list_questions", "read_question"]

_ENTRY = re.compile(r"#[ \t](?:(title|description)|param[ \t]+(\w+))[ \t]*:[ \t]*(.*)")
_MORE = re.compile(r"#[ \t]{2,}(\S.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question leaves open.

    Attributes:
        name: The variable, without its question mark.
        description: What to give for it.
        defaults: What it is when nothing is given; IRIs in angle brackets.
    """

    name: str
    description: str
    defaults: tuple[str, ...]


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

    def bind(self, params: Mapping[str, Values]) -> str:
        """The query with values in the place of parameters.

        Raises:
            QueryError: if the head does not name one of them, where it names any; and as :func:`bind` does.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in params:
            if names and name not in names:
                raise QueryError(f"{self.name} has no parameter {name!r}; it takes {', '.join(names)}")
        return bind(self.sparql, params)


def read_question(name: str, sparql: str) -> Question:
    r"""Read the comment head of a query.

    Args:
        name: What to call it.
        sparql: The text of the file.

    >>> question = read_question("otters", "# title: Otters\n# param kind: a kind\nASK { VALUES ?kind { 'sea' } }")
    >>> question.title, question.parameters
    ('Otters', (Parameter(name='kind', description='a kind', defaults=('sea',)),))
    """
    facts: dict[str, str] = {}
    described: dict[str, str] = {}
    key, into = "", facts
    for line in sparql.splitlines():
        if not line.startswith("#"):
            break
        if entry := _ENTRY.fullmatch(line):
            key, into = (entry[1], facts) if entry[1] else (entry[2], described)
            into[key] = entry[3].strip()
        elif key and (more := _MORE.fullmatch(line)):
            into[key] = f"{into[key]} {more[1].strip()}".strip()
    parameters = tuple(Parameter(name, text, _defaults(sparql, name)) for name, text in described.items())
    return Question(name, facts.get("title", name), facts.get("description", ""), parameters, sparql)


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


def _folder() -> Traversable:
    """Where the questions are: in the package once it is installed, else in the checkout beside ``src``."""
    shipped = resources.files("paperatlas") / "queries"
    return shipped if shipped.is_dir() else Path(__file__).parents[3] / "queries"


def list_questions() -> tuple[Question, ...]:
    """The questions that ship with paperatlas, sorted by name.

    Raises:
        QueryError: if the installation lacks them.

    >>> "models-trained-on" in [question.name for question in list_questions()]
    True
    """
    folder = _folder()
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
    paperatlas.errors.QueryError: no question or file 'models-traned-on'; did you mean models-trained-on?
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
