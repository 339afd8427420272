"""Ask a graph: named questions and free SPARQL.

>>> from pyoxigraph import Store
>>> result = ask(Store(), find_question("models-trained-on"), {"dataset": "RiverPile"})
>>> result.columns[:2], len(result)
(('model', 'kind'), 0)
"""

from __future__ import annotations

from paperatlas.querying.answering import query
from paperatlas.querying.asking import ask, check, open_graph
from paperatlas.querying.binding import bind
from paperatlas.querying.formats import FORMATS, Format, format_result, rich_table
from paperatlas.querying.questions import Parameter, Question, find_question, list_questions, read_question
from paperatlas.querying.results import Result, Term

__all__ = [
    "FORMATS",
    "Format",
    "Parameter",
    "Question",
    "Result",
    "Term",
    "ask",
    "bind",
    "check",
    "find_question",
    "format_result",
    "list_questions",
    "open_graph",
    "query",
    "read_question",
    "rich_table",
]
