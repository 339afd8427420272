"""The addresses of the page, and what stands behind each."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from paperatlas.errors import PaperatlasError, QueryError
from paperatlas.querying import format_result, list_questions
from paperatlas.serving.editor.answers import Answer, Failure, answer_of, failure_of
from paperatlas.serving.editor.asking import DRAWN, EXAMPLE, Asked, asked_of, without_head
from paperatlas.serving.editor.assets import Assets, load_assets
from paperatlas.serving.pages.templating import render, root_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from paperatlas.querying import Format, Question
    from paperatlas.serving.site import Site

__all__ = ["routes"]

MOST_BYTES: Final = 1_000_000
"""How long a query may be."""

_DOWNLOADS: Final = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/sparql-results+json",
}
_FOREVER: Final = "public, max-age=31536000, immutable"
_log = logging.getLogger(__name__)


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the query page.

    Args:
        site: What answers. Errors of :mod:`paperatlas.errors` that it raises are shown to the person who asks.

    Returns:
        ``/query``, a page that works without JavaScript; ``/query/answer``, which takes a query by POST and gives JSON
        to the script; ``/query/answer.csv``, ``.tsv`` and ``.json``, the whole answer as a file; ``/query/assets/…``.
    """
    pages = _QueryPages(site, load_assets())
    return [
        Route("/query", pages.page),
        Route("/query/answer", pages.answer, methods=["POST"]),
        Route("/query/answer.{form}", pages.download),
        Route("/query/assets/{name}", pages.asset),
    ]


class _QueryPages:
    """Answers requests for the page and its parts."""

    def __init__(self, site: Site, assets: Assets) -> None:
        self._site = site
        self._assets = assets
        self._questions = {question.name: question for question in list_questions()}
        if not assets.address("query.js"):
            _log.warning("/query has no editor but a text area: this installation was built without npm in reach")

    async def page(self, request: Request) -> Response:
        """The page, with the answer to what its address asks."""
        outcome: Answer | Failure | None = None
        try:
            asked = asked_of(request.query_params, self._questions)
        except QueryError as error:
            asked, outcome = Asked(EXAMPLE, None, {}, runs=False), failure_of(error)
        if asked.question:
            asked, outcome = await self._bound(asked, asked.question)
        if asked.runs and not outcome:
            outcome = await self._outcome(asked.sparql)
        return HTMLResponse(self._render(root_of(request), asked, outcome), _status(outcome))

    async def answer(self, request: Request) -> Response:
        """The answer to a query that the script sends."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/sparql-query":
            raise HTTPException(415, "send the query as application/sparql-query")
        outcome = await self._outcome(await _text_of(request))
        return JSONResponse(outcome.as_json(), _status(outcome), {"Cache-Control": "no-store"})

    async def download(self, request: Request) -> Response:
        """The whole answer as a file."""
        form = request.path_params["form"]
        if form not in _DOWNLOADS:
            raise HTTPException(404, f"there is no form {form!r}; ask for {', '.join(_DOWNLOADS)}")
        try:
            result = await self._site.ask(request.query_params.get("query", ""))
        except PaperatlasError as error:
            raise HTTPException(_status(failure_of(error)), str(error)) from error
        name = {"Content-Disposition": f'attachment; filename="answer.{form}"'}
        return Response(format_result(result, cast("Format", form)), 200, name, _DOWNLOADS[form])

    async def asset(self, request: Request) -> Response:
        """A file of the page."""
        asset = self._assets.find(request.path_params["name"])
        if not asset:
            raise HTTPException(404, "there is no such file")
        return Response(asset.content, 200, {"Cache-Control": _FOREVER}, asset.media_type)

    async def _bound(self, asked: Asked, question: Question) -> tuple[Asked, Failure | None]:
        """What is asked, with the things of the graph that the names in it mean; or why there are none."""
        try:
            sparql = await self._site.bound(question, asked.params)
        except PaperatlasError as error:
            return asked, failure_of(error)
        return replace(asked, sparql=without_head(sparql)), None

    async def _outcome(self, sparql: str) -> Answer | Failure:
        started = time.perf_counter()
        try:
            result = await self._site.ask(sparql)
        except PaperatlasError as error:
            return failure_of(error)
        except HTTPException as error:
            # The server refuses before the query is looked at, or stops it: too busy, too long, too much.
            return Failure(error.detail, status=error.status_code)
        return answer_of(result, self._site.base, round(1000 * (time.perf_counter() - started)))

    def _render(self, root: str, asked: Asked, outcome: Answer | Failure | None) -> str:
        return render(
            "query",
            root,
            here="query",
            asked=asked,
            drawn=DRAWN,
            answer=outcome if isinstance(outcome, Answer) else None,
            failure=outcome if isinstance(outcome, Failure) else None,
            outcome_json=json.dumps(outcome.as_json(), ensure_ascii=False) if outcome else "",
            questions=self._questions.values(),
            address=self._assets.address,
            downloads=tuple(_DOWNLOADS),
        )


def _status(outcome: Answer | Failure | None) -> int:
    return outcome.status if isinstance(outcome, Failure) else 200


async def _text_of(request: Request) -> str:
    """The text that was sent.

    Raises:
        HTTPException: 413 if it is too long, 400 if it is not in UTF-8.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"a query may have {MOST_BYTES:,} bytes; shorten it")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, "the query is not in UTF-8; send it so") from error
