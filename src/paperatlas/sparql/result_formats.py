"""The formats of a result: a table for people; CSV, JSON and TSV for other tools."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, Triple, parse_query_results
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from paperatlas.rdf.prefixes import compact
from paperatlas.text.sanitization import is_number, safe_cell

if TYPE_CHECKING:
    from paperatlas.sparql.results import Result, Term

__all__ = ["RESULT_FORMATS", "ResultFormat", "format_result", "rich_table"]

ResultFormat: TypeAlias = Literal["table", "csv", "json", "tsv"]
"""The name of a format."""

RESULT_FORMATS: Final[tuple[ResultFormat, ...]] = get_args(ResultFormat)
"""All formats, the default first."""

_INVISIBLE: Final = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def format_result(result: Result, result_format: ResultFormat = "table") -> str:
    r"""Return a result as text that ends in a line feed.

    Args:
        result: Any result.
        result_format: ``table`` is aligned text, without the columns whose names end in ``Iri``. ``json``, ``tsv`` and
            ``csv`` are the SPARQL 1.1 results formats; but in CSV, a cell that a spreadsheet would run as a formula
            gets an apostrophe in front.

    >>> from paperatlas.sparql import ask
    >>> from pyoxigraph import Store
    >>> result = ask(Store(), "SELECT * { VALUES (?model ?score) { ('Otter' 7) ('=Beaver()' -3) } }")
    >>> print(format_result(result))
    model      score
    Otter          7
    =Beaver()     -3
    <BLANKLINE>
    >>> print(format_result(result, "csv").replace("\r", ""))
    model,score
    Otter,7
    '=Beaver(),-3
    <BLANKLINE>
    """
    if result.answer is not None and result_format in {"table", "csv"}:
        return "true\n" if result.answer else "false\n"
    if result_format == "table":
        return _plain_table(result)
    if result_format == "csv":
        return _csv(result)
    parsed = parse_query_results(result.document, format=QueryResultsFormat.JSON)
    syntax = QueryResultsFormat.JSON if result_format == "json" else QueryResultsFormat.TSV
    text = (parsed.serialize(format=syntax) or b"").decode()
    return text if text.endswith("\n") else text + "\n"


def _csv(result: Result) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(result.columns)
    writer.writerows([safe_cell(_lexical(term)) for term in row] for row in result.rows)
    return text.getvalue()


def _lexical(term: Term | None) -> str:
    """Return a term as the SPARQL 1.1 CSV format writes it."""
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _cell(term: Term | None) -> str:
    """Return a term for people: IRIs with prefixes, and no characters that control a terminal."""
    text = _lexical(term)
    if isinstance(term, NamedNode):
        text = compact(text) or text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    return repr(character)[1:-1] if unicodedata.category(character) in _INVISIBLE else character


def _is_number(term: Term | None) -> bool:
    return term is None or is_number(_lexical(term))


def _visible_columns(result: Result) -> tuple[list[str], list[list[Term | None]]]:
    """Return columns and rows without the IRIs that stand beside a label, or with all if there are no others."""
    columns = result.columns
    indexes = [index for index, name in enumerate(columns) if not name.endswith("Iri")] or range(len(columns))
    return [columns[index] for index in indexes], [[row[index] for index in indexes] for row in result.rows]


def _plain_table(result: Result) -> str:
    """Return columns aligned with blanks, never cut, so that other programs and wide windows get all text."""
    columns, rows = _visible_columns(result)
    lines = [columns, *([_cell(term) for term in row] for row in rows)]
    numeric = [all(map(_is_number, column)) for column in zip(*rows, strict=True)] or [False] * len(columns)
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    text = []
    for line in lines:
        blanks = [" " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)]
        cells = (b + c if right else c + b for c, b, right in zip(line, blanks, numeric, strict=True))
        text.append("  ".join(cells).rstrip())
    return "\n".join(text) + "\n"


def rich_table(result: Result) -> Table:
    """Return a table for a terminal, which folds long cells to the width of the window.

    Args:
        result: The result of SELECT, CONSTRUCT or DESCRIBE.
    """
    columns, rows = _visible_columns(result)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = all(_is_number(row[index]) for row in rows)
        table.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(term)) for term in row))
    return table
