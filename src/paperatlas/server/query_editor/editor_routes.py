"""The routes of the query page."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from paperatlas.errors import PaperatlasError, QueryError, Reason, RequestError
from paperatlas.server.assets import assets
from paperatlas.server.http.requests import decode_utf8, media_type, read_body
from paperatlas.server.http.responses import error_response, status_of
from paperatlas.server.pages.page_templates import render, root_of
from paperatlas.server.query_editor.query_form import DRAWN, EXAMPLE, QueryForm, parse_form, without_head
from paperatlas.server.query_editor.result_view import ResultTable, error_json, table_of
from paperatlas.server.settings import Limits
from paperatlas.sparql import format_result, list_questions

if TYPE_CHECKING:
    from starlette.requests import Request

    from paperatlas.server.site import Site
    from paperatlas.sparql import Question, ResultFormat

__all__ = ["routes"]

_DOWNLOADS: Final = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/sparql-results+json",
}
_SPARQL: Final = "application/sparql-query"
_LOG: Final = logging.getLogger(__name__)


def routes(site: Site, query_bytes: int = Limits().query_bytes) -> list[BaseRoute]:
    """Return the routes of the query page.

    Args:
        site: The graph to query; the page shows the errors of :mod:`paperatlas.errors` that it raises.
        query_bytes: The bytes that a query of the script may have.

    Returns:
        ``/query``, a page that works without JavaScript; ``/query/answer``, which takes a query by POST and returns
        JSON; ``/query/answer.csv``, ``.tsv`` and ``.json``, the whole result as a file.
    """
    pages = _QueryPages(site, query_bytes)
    return [
        Route("/query", pages.page),
        Route("/query/answer", pages.answer, methods=["POST"]),
        Route("/query/answer.{format}", pages.download),
    ]


class _QueryPages:
    """The handlers of requests for the query page."""

    def __init__(self, site: Site, query_bytes: int) -> None:
        self._site = site
        self._query_bytes = query_bytes
        self._questions = {question.name: question for question in list_questions()}
        if "query.js" not in assets():
            _LOG.warning("/query has no editor but a text area: this installation was built without npm in reach")

    async def page(self, request: Request) -> Response:
        """Return the page, with the result of the query in its address."""
        outcome: ResultTable | PaperatlasError | None = None
        try:
            form = parse_form(request.query_params, self._questions)
        except QueryError as error:
            form, outcome = QueryForm(EXAMPLE, None, {}, runs=False), error
        if form.question:
            form, outcome = await self._bound(form, form.question)
        if form.runs and not outcome:
            outcome = await self._outcome(form.sparql)
        return HTMLResponse(self._render(root_of(request), form, outcome), _status(outcome))

    async def answer(self, request: Request) -> Response:
        """Return the result of a query of the script as JSON."""
        outcome: ResultTable | PaperatlasError
        try:
            if media_type(request.headers.get("content-type")) != _SPARQL:
                raise RequestError(Reason.UNSUPPORTED_FORMAT, f"send the query as {_SPARQL}")
            outcome = await self._outcome(decode_utf8(await read_body(request, self._query_bytes)))
        except RequestError as error:
            outcome = error
        return JSONResponse(_json(outcome), _status(outcome), {"Cache-Control": "no-store"})

    async def download(self, request: Request) -> Response:
        """Return the whole result as a file."""
        name = request.path_params["format"]
        if name not in _DOWNLOADS:
            message = f"there is no format {name!r}; ask for {', '.join(_DOWNLOADS)}"
            return error_response(RequestError(Reason.NOT_FOUND, message))
        try:
            result = await self._site.ask(request.query_params.get("query", ""))
        except PaperatlasError as error:
            return error_response(error)
        headers = {"Content-Disposition": f'attachment; filename="answer.{name}"'}
        return Response(format_result(result, cast("ResultFormat", name)), 200, headers, _DOWNLOADS[name])

    async def _bound(self, form: QueryForm, question: Question) -> tuple[QueryForm, PaperatlasError | None]:
        """Return the form with the parameters of its question bound, or the error of binding them."""
        try:
            sparql = await self._site.bound(question, form.params)
        except PaperatlasError as error:
            return form, error
        return replace(form, sparql=without_head(sparql)), None

    async def _outcome(self, sparql: str) -> ResultTable | PaperatlasError:
        started = time.perf_counter()
        try:
            result = await self._site.ask(sparql)
        except PaperatlasError as error:
            return error
        return table_of(result, self._site.base, round(1000 * (time.perf_counter() - started)))

    def _render(self, root: str, form: QueryForm, outcome: ResultTable | PaperatlasError | None) -> str:
        return render(
            "query",
            root,
            here="query",
            form=form,
            drawn=DRAWN,
            answer=outcome if isinstance(outcome, ResultTable) else None,
            failure=outcome if isinstance(outcome, PaperatlasError) else None,
            outcome_json=json.dumps(_json(outcome), ensure_ascii=False) if outcome else "",
            questions=self._questions.values(),
            downloads=tuple(_DOWNLOADS),
        )


def _status(outcome: ResultTable | PaperatlasError | None) -> int:
    return status_of(outcome) if isinstance(outcome, PaperatlasError) else 200


def _json(outcome: ResultTable | PaperatlasError) -> dict[str, object]:
    return error_json(outcome) if isinstance(outcome, PaperatlasError) else outcome.as_json()
