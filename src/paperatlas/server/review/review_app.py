"""The application of the review page.

Every request needs the token of the server's address, so that no other page in the browser, and nobody else on this
machine, reads the texts or gives verdicts. The page works without its script, which only maps keys to buttons.
"""

from __future__ import annotations

from functools import cache
from hmac import compare_digest
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import PackageLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from paperatlas.curation.file_models import VERDICTS
from paperatlas.errors import PaperatlasError, Reason, RequestError
from paperatlas.html.templates import make_environment, node_type_rules
from paperatlas.review.answers import kinds_of
from paperatlas.review.marking import marked_pieces, shown
from paperatlas.schema import PREDICATES
from paperatlas.server.http.requests import parse_parameters, read_body, single_value
from paperatlas.server.http.responses import error_response
from paperatlas.server.http.security import SecurityHeaders
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template
    from starlette.requests import Request

    from paperatlas.curation.file_models import AnswerLine
    from paperatlas.review.session import ReviewSession
    from paperatlas.server.http.requests import Parameters

__all__ = ["review_app"]

_MOST_BYTES: Final = 64 << 10
_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_FILES: Final = {"review.css": "text/css", "review.js": "text/javascript"}


def review_app(session: ReviewSession, token: str, stop: Callable[[], None]) -> Starlette:
    """Return the application of a session.

    Args:
        session: The session, which writes each verdict at once.
        token: The token that the address of the page holds.
        stop: A function that ends the server, for when the reviewer is done.
    """

    async def page(request: Request) -> Response:
        _check_token(parse_parameters(request.url.query.encode()), token)
        return HTMLResponse(_page(session, token), headers=_NOT_KEPT)

    async def act(request: Request) -> Response:
        form = parse_parameters(await read_body(request, _MOST_BYTES))
        _check_token(form, token)
        action = single_value(form, "action")
        # A form of an older page, as after a second click, changes nothing.
        if single_value(form, "position") == str(session.position):
            _act(session, action or "", form)
        if action == "quit":
            stop()
            return HTMLResponse(_template("goodbye").render(), headers=_NOT_KEPT)
        return RedirectResponse(f"/?token={token}", 303, headers=_NOT_KEPT)

    return Starlette(
        routes=[
            Route("/", page, methods=["GET"]),
            Route("/", act, methods=["POST"]),
            *(Route(f"/{name}", _file, methods=["GET"]) for name in _FILES),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={PaperatlasError: _error},
    )


def _check_token(parameters: Parameters, token: str) -> None:
    given = single_value(parameters, "token") or ""
    if not compare_digest(given.encode(), token.encode()):
        raise RequestError(
            Reason.FORBIDDEN, "this page needs the token of its address; open the address that `review` printed"
        )


def _act(session: ReviewSession, action: str, form: Parameters) -> None:
    """Do what a form asks for.

    Raises:
        RequestError: if there is no such action, verdict or kind of error.
    """
    line = session.current
    if action == "undo":
        session.undo()
    elif action == "skip" and line is not None:
        session.skip()
    elif action == "judge" and line is not None:
        verdict, kind = single_value(form, "verdict"), single_value(form, "kind") or ""
        if verdict not in VERDICTS or kind not in {"", *(known.name for known in kinds_of(line.predicate))}:
            raise RequestError(Reason.INVALID, "the form has no such verdict or kind of error; use the page's buttons")
        session.judge(verdict, kind, single_value(form, "note") or "")
    elif action not in ("quit", "skip", "judge"):
        raise RequestError(Reason.INVALID, "the form has no such action; use the page's buttons")


def _error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, PaperatlasError)  # noqa: S101 - only these are handled
    return error_response(error)


async def _file(request: Request) -> Response:
    name = request.url.path[1:]
    return Response(_files()[name], media_type=f"{_FILES[name]}; charset=utf-8", headers=_NOT_KEPT)


@cache
def _files() -> dict[str, str]:
    folder = resources.files(__package__ or "")
    files = {name: folder.joinpath(name).read_text("utf-8") for name in _FILES}
    files["review.css"] += node_type_rules("--kind")
    return files


@cache
def _template(name: str) -> Template:
    return make_environment(PackageLoader(__package__ or "", "")).get_template(f"{name}.html.jinja")


def _page(session: ReviewSession, token: str) -> str:
    line = session.current
    values: dict[str, Any] = {"token": token, "position": session.position, "total": len(session)}
    if line is None:
        return _template("done").render(values, judged=session.judged)
    return xml_text(_template("review").render(values, **_statement(line)))


def _statement(line: AnswerLine) -> dict[str, Any]:
    """Return the values of the template for one statement."""
    ends = {
        role: {"type": shown(end.type), "label": "the paper" if end.type == "Paper" else shown(end.label)}
        for role, end in (("subject", line.subject), ("object", line.object))
    }
    return {
        **ends,
        "predicate": shown(line.predicate),
        "outcomes": [shown(outcome) for outcome in line.outcomes],
        "meaning": next((rule.comment for rule in PREDICATES if rule.name == line.predicate), ""),
        "passages": [marked_pieces(line, passage) for passage in line.passages],
        "kinds": kinds_of(line.predicate),
    }
