"""The review of statements in a terminal: each is printed with its text, and keys give the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.text import Text

from paperatlas.review.answers import kinds_of
from paperatlas.review.marking import marked_pieces, shown
from paperatlas.schema import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.curation.file_models import AnswerLine, JudgedEnd, JudgedPassage
    from paperatlas.review.marking import TextPiece
    from paperatlas.review.session import ReviewSession

__all__ = ["review_in_terminal"]

_VERDICT_OF: Final = {"r": "right", "a": "arguable", "w": "wrong"}
_STYLES: Final = {"subject": "bold cyan", "object": "bold magenta", "": ""}
_PLAIN_MARKS: Final = {"subject": ("[", "]"), "object": ("[", "]"), "": ("", "")}
_NO_KIND: Final = ("\r", "\n", " ")
_KEYS: Final = "r right   a arguable   w wrong   s skip   u undo   n note on the last   q quit"


def review_in_terminal(session: ReviewSession) -> None:
    """Ask for verdicts until all statements are judged or the reviewer quits.

    Args:
        session: The session, which writes each verdict at once.
    """
    console = Console(highlight=False, soft_wrap=False)
    while session.current is not None:
        _print_statement(console, session, session.current)
        if not _act(console, session, session.current):
            return


def _act(console: Console, session: ReviewSession, line: AnswerLine) -> bool:
    """Do what the next key with a meaning says; return False to quit."""
    while True:
        console.print(Text(_KEYS, style="dim"))
        key = _key()
        if key == "q":
            return False
        if key == "s":
            session.skip()
            return True
        if key == "u":
            if session.undo():
                return True
            console.print("This is the first statement; there is nothing to undo.")
        elif key == "n":
            _add_note(console, session)
        elif key in _VERDICT_OF and _judge(console, session, line, _VERDICT_OF[key]):
            return True


def _judge(console: Console, session: ReviewSession, line: AnswerLine, verdict: str) -> bool:
    """Ask for the kind of error if there is one, and write the verdict; return False if the reviewer goes back."""
    if verdict == "right":
        session.judge(verdict)
        return True
    kinds = {kind.key: kind for kind in kinds_of(line.predicate)}
    console.print(Text(f"Why is it {verdict}?", style="bold"))
    for kind in kinds.values():
        console.print(Text(f"  {kind.key}  {kind.words}"))
    console.print(Text("  Enter leaves it open, u goes back", style="dim"))
    while (key := _key()) != "u":
        if key in kinds or key in _NO_KIND:
            session.judge(verdict, kinds[key].name if key in kinds else "")
            return True
    return False


def _add_note(console: Console, session: ReviewSession) -> None:
    try:
        note = click.prompt("Note on the statement before", default="", show_default=False)
    except click.Abort:
        return
    if not session.add_note(note):
        console.print("The statement before has no verdict, so the note was not kept.")


def _key() -> str:
    """Return the next key; Ctrl+C and the end of input quit, so that the report is printed."""
    try:
        return click.getchar().lower() or "q"
    except (EOFError, KeyboardInterrupt):
        return "q"


def _print_statement(console: Console, session: ReviewSession, line: AnswerLine) -> None:
    console.print()
    console.rule(Text(f"{session.position + 1} of {len(session)}"), align="left")
    outcome = f" ({', '.join(map(shown, line.outcomes))})" if line.outcomes else ""
    console.print(
        _end(line.subject, "subject"), Text(f"  {shown(line.predicate)}{outcome}  "), _end(line.object, "object")
    )
    console.print(Text(_meaning(line.predicate), style="dim"))
    for passage in line.passages:
        console.print()
        _print_passage(console, line, passage)
    console.print()


def _end(end: JudgedEnd, role: str) -> Text:
    if end.type == "Paper":
        return Text("the paper", style=_STYLES[role])
    return Text.assemble((shown(end.label), _STYLES[role]), f" [{shown(end.type)}]")


def _meaning(name: str) -> str:
    """Return what a predicate means; an empty text for one that is not in the schema."""
    return next((rule.comment for rule in PREDICATES if rule.name == name), "")


def _print_passage(console: Console, line: AnswerLine, passage: JudgedPassage) -> None:
    title, abstract = marked_pieces(line, passage)
    colours = console.color_system is not None
    console.print(_marked(title, colours=colours, style="bold"))
    console.print(_marked(abstract, colours=colours))


def _marked(pieces: Iterable[TextPiece], *, colours: bool, style: str = "") -> Text:
    """Return a text with its marks as styles; without colours, as the signs [ ] around names and « » around quotes."""
    text, quoted = Text(style=style), False
    for piece in pieces:
        if piece.quoted != quoted and not colours:
            text.append("«" if piece.quoted else "»")
        quoted = piece.quoted
        before, after = ("", "") if colours else _PLAIN_MARKS[piece.end]
        shade = f"{_STYLES[piece.end]} on grey23" if piece.quoted else _STYLES[piece.end]
        text.append(f"{before}{piece.text}{after}", style=shade if colours else "")
    if quoted and not colours:
        text.append("»")
    return text
