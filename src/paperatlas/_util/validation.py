"""Validation of files that users write with pydantic; errors name file, line and field, and the remedy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from paperatlas.errors import PaperatlasError

__all__ = ["Origin", "error_messages", "join_messages", "parse_yaml", "validate", "validation_error"]

_T = TypeVar("_T")
Location = tuple[int | str, ...]

_MOST_MESSAGES: Final = 10
_MOST_CHARACTERS: Final = 60
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_LONGEST_SCALAR: Final = 100
_ADVICE: Final = {
    "string_type": "write a text, in quotes where it looks like a number or a date",
    "string_too_short": "write a text that is not empty",
    "list_type": "write a list as [one, other]",
    "tuple_type": "write a list as [one, other]",
    "dict_type": "write fields with their values",
    "model_type": "write fields with their values",
    "dataclass_type": "write fields with their values",
    "bool_type": "write true or false",
    "too_short": "write {min_length} or more in it",
    "too_long": "write {max_length} and no more in it",
    "extra_forbidden": "take it out",
}
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# PyYAML's constructors raise all of these if a text belies its tag, as in `!!int x` or `!!timestamp x`.
_YAML_ERRORS: Final = (
    yaml.YAMLError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    TypeError,
    RecursionError,
)


def validation_error(advice: str) -> PydanticCustomError:
    """Return the error that a validator raises for an invalid value, with advice to its writer."""
    return PydanticCustomError("invalid", "{advice}", {"advice": advice})


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a value.

    Attributes:
        name: The name of the file.
        line: The line of a value that stands in one line.
        node: The node of a YAML value, with the line of each part.
    """

    name: str
    line: int | None = None
    node: yaml.Node | None = None

    def locate(self, location: Location, message: str) -> str:
        """Return a message behind file, line and path of the field.

        >>> Origin("known.yaml", 3).locate((0, "aliases", 1), "is 7; write a text")
        'known.yaml:3: [0].aliases[1] is 7; write a text'
        """
        line = self.line if self.node is None else _line(self.node, location)
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
        return f"{self.name}{'' if line is None else f':{line}'}: {path or 'the whole'} {message}"


def _line(node: yaml.Node, location: Location) -> int:
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in reversed(node.value) if key.value == part), node)
    return node.start_mark.line + 1


def parse_yaml(text: str, name: str, error: type[PaperatlasError]) -> tuple[Any, Origin]:
    """Parse a YAML text into its value and origin.

    Args:
        text: The text.
        name: The name of its file, for messages.
        error: The class of the error to raise.

    Raises:
        PaperatlasError: of that class, if the text is no YAML, or has aliases, which make a huge value of a small text.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
        if node is None:
            return None, Origin(name)
        _check(node)
        return _LOADER("").construct_document(node), Origin(name, node=node)
    except yaml.MarkedYAMLError as reason:
        line = "" if reason.problem_mark is None else f":{reason.problem_mark.line + 1}"
        raise error(f"{name}{line}: this is no YAML: {reason.problem or reason.context}; mend it") from reason
    except _YAML_ERRORS as reason:
        raise error(f"{name}: this is no YAML: {' '.join(str(reason).split())}; mend it") from reason


def _check(root: yaml.Node) -> None:
    """Raise an error for YAML that could take all memory or time."""
    seen, stack = set(), [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            raise yaml.MarkedYAMLError(problem="an alias uses this again", problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            stack.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
        elif node.tag != _STRING_TAG and len(node.value) > _LONGEST_SCALAR:
            raise yaml.MarkedYAMLError(problem="a number or a date is too long", problem_mark=node.start_mark)


def validate(adapter: TypeAdapter[_T], value: object, origin: Origin, error: type[PaperatlasError]) -> _T:
    """Validate a value.

    Args:
        adapter: The adapter of the type.
        value: The value that was read.
        origin: Its origin.
        error: The class of the error to raise.

    Raises:
        PaperatlasError: of that class, if the value is invalid, with one line for each fault.
    """
    try:
        return adapter.validate_python(value)
    except ValidationError as reason:
        raise error(join_messages(error_messages(reason, origin))) from reason


def error_messages(error: ValidationError, origin: Origin) -> Iterator[str]:
    """Yield a message for each fault, with place and advice."""
    for detail in error.errors(include_url=False):
        yield origin.locate(detail["loc"], _message(detail))


def join_messages(messages: Iterable[str]) -> str:
    """Return the first messages, a line each, and the number of the others.

    >>> join_messages(f"fault {number}" for number in range(12)).splitlines()[-2:]
    ['fault 9', 'and 2 more of such faults']
    """
    messages = list(messages)
    more = len(messages) - _MOST_MESSAGES
    return "\n".join([*messages[:_MOST_MESSAGES], *([f"and {more:,} more of such faults"] if more > 0 else [])])


def _message(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "is missing; add it"
    advice = _ADVICE.get(detail["type"])
    message = detail["msg"] if advice is None else advice.format(**detail.get("ctx", {}))
    return f"is {_display(detail['input'])}; {message}"


def _display(value: object) -> str:
    if isinstance(value, dict):
        return "a set of fields"
    if isinstance(value, list | tuple | set):
        return "a list"
    if isinstance(value, dt.date):
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
