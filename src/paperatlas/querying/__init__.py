"""Ask a graph: named questions and free SPARQL.

>>> from pyoxigraph import Store
>>> result = ask(Store(), find_question("conflicts"))
>>> result.columns[:2], len(result)
(('first', 'outcome'), 0)
"""

from __future__ import annotations

from paperatlas.querying.asking import ask, bound, check, query
from paperatlas.querying.binding import bind
from paperatlas.querying.endpoints import Endpoint
from paperatlas.querying.engines import Engine, StoreEngine, open_graph
from paperatlas.querying.formats import FORMATS, Format, format_result, rich_table
from paperatlas.querying.naming import find_nodes
from paperatlas.querying.questions import Parameter, Question, find_question, list_questions, read_question
from paperatlas.querying.results import Result, Term

__all__ = [
    "FORMATS",
    "Endpoint",
    "Engine",
    "Format",
    "Parameter",
    "Question",
    "Result",
    "StoreEngine",
    "Term",
    "ask",
    "bind",
    "bound",
    "check",
    "find_nodes",
    "find_question",
    "format_result",
    "list_questions",
    "open_graph",
    "query",
    "read_question",
    "rich_table",
]
