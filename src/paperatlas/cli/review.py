"""The command that draws statements at random for review, and prints the precision that the verdicts show."""

from __future__ import annotations

import re
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

import paperatlas as pa
from paperatlas.cli.console import format_share, print_json, print_table
from paperatlas.cli.options import graph_option, json_option
from paperatlas.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.curation.file_models import AnswerLine
    from paperatlas.review.precision import DrawPrecision, Precision, ReviewReport
    from paperatlas.review.sampling import SampleDesign
    from paperatlas.review.session import ReviewSession

_PREDICATES: Final = ("introduces", "mentions", "trains-on", "evaluates-on", "compares-to", "based-on", "applied-to")
_RANGE: Final = re.compile(r"(?P<low>[01](?:\.\d{1,9})?)(?:-(?P<high>[01](?:\.\d{1,9})?))?", re.ASCII)


def _range(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[float, float]:
    """Return the bounds of LOW-HIGH, or of LOW to 1."""
    if value is None:
        return 0.0, 1.0
    found = _RANGE.fullmatch(value)
    low, high = (float(found["low"]), float(found["high"] or 1)) if found else (1.0, 0.0)
    if not low <= high <= 1:
        raise click.BadParameter(f"{value!r} is no range of confidence; write two numbers from 0 to 1 as 0.7-1.0")
    return low, high


@click.command()
@graph_option
@click.option("--sample", "size", type=click.IntRange(1), default=100, show_default=True, help="How many to draw.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws others.")
@click.option(
    "--predicate",
    "predicates",
    type=click.Choice(_PREDICATES),
    multiple=True,
    help="Draw from this predicate; repeat it for more.  [default: all but mentions]",
)
@click.option(
    "--confidence",
    "bounds",
    metavar="LOW-HIGH",
    callback=_range,
    help="Draw from statements of this confidence, for instance 0.7-1.0.",
)
@click.option(
    "--by",
    type=click.Choice(["predicate", "confidence", "paper"]),
    help="Draw as many from each predicate or confidence band; or whole papers, mentions too.",
)
@click.option("--unsure", is_flag=True, help="Draw from the less certain statements as well.")
@click.option(
    "--answers",
    "answers_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("answers.jsonl"),
    show_default=True,
    help="The file of verdicts; new ones are appended, and what is in it is not asked again.",
)
@click.option("--reviewer", default="", metavar="NAME", help="Who judges, if several do.")
@click.option("--browser", is_flag=True, help="Judge on a page in the browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port of that page; 0 takes a free one.")
@click.option("--list", "output", flag_value="list", help="Print the drawn statements as JSON Lines for another tool.")
@click.option("--report", "output", flag_value="report", help="Only print the precision that the verdicts show.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["corrections", "papers", "gold"]),
    help="Print what is wrong as corrections for `build`; or the papers that are judged whole, and what is right in "
    "them, as PAPERS and GOLD for `train` and `evaluate`.",
)
@json_option
def review(
    *,
    graph_path: Path,
    size: int,
    seed: int,
    predicates: tuple[str, ...],
    bounds: tuple[float, float],
    by: str | None,
    unsure: bool,
    answers_path: Path,
    reviewer: str,
    browser: bool,
    port: int,
    output: str | None,
    form: str | None,
    as_json: bool,
) -> None:
    """Judge statements drawn at random, and learn how many are right.

    Each statement is shown with the text it was read from; one key says right, arguable or wrong, and another why. At
    the end, and with --report, precision is printed by predicate and confidence, with 95 % intervals. The confidence of
    a statement is not shown before it is judged.

    \b
    Examples:
      paperatlas review --sample 150
      paperatlas review --by predicate --reviewer Ada --browser
      paperatlas review --list > drawn.jsonl
      paperatlas review --answers drawn.jsonl --report
      paperatlas review --as corrections > corrections.yaml
    """
    from paperatlas.review.precision import report
    from paperatlas.review.sampling import SampleDesign

    if as_json and output != "report":
        raise click.UsageError("--json is a form of --report; give both")
    if sum(map(bool, (output, form, browser))) > 1:
        raise click.UsageError("--list, --report, --as and --browser exclude each other")
    if form is not None:
        _print_as(form, _given(answers_path))
    elif output == "report":
        _print_report(report(_given(answers_path)), as_json=as_json)
    else:
        design = SampleDesign(size, seed, by or "", predicates, *bounds, unsure)
        lines = _drawn(graph_path, design, answers_path, reviewer)
        if output == "list":
            _print_list(lines)
        else:
            _ask(lines, answers_path, browser=browser, port=port)


def _given(path: Path) -> tuple[AnswerLine, ...]:
    """Return the answers of a file that has some.

    Raises:
        ReadingError: if it has none.
    """
    from paperatlas.review.answers import read_answers

    answers = read_answers(path)
    if not answers:
        raise ReadingError(f"{path} holds no verdict; judge statements with `paperatlas review --answers {path}` first")
    return answers


def _drawn(graph_path: Path, design: SampleDesign, answers_path: Path, reviewer: str) -> list[AnswerLine]:
    """Return the drawn statements that the reviewer has not judged."""
    from paperatlas.review.answers import read_answers, unanswered
    from paperatlas.review.sampling import draw_sample

    drawn = draw_sample(pa.load(graph_path), design)
    if not drawn:
        raise ReadingError(
            f"{graph_path} has no such statement that was read from a text; widen --predicate and --confidence, or add "
            "--unsure"
        )
    return unanswered(drawn, read_answers(answers_path) if answers_path.exists() else (), reviewer)


def _print_list(lines: Sequence[AnswerLine]) -> None:
    from paperatlas.review.answers import to_json

    for line in lines:
        click.echo(to_json(line))


def _print_as(form: str, answers: Sequence[AnswerLine]) -> None:
    from paperatlas.review.annotations import whole_papers
    from paperatlas.review.corrections_file import to_corrections

    if form == "corrections":
        click.echo(to_corrections(answers))
        return
    papers = whole_papers(answers)
    if not papers:
        raise ReadingError(
            "no paper is judged whole; draw whole papers with --by paper, and judge all of their statements"
        )
    for paper, gold in papers:
        click.echo(paper if form == "papers" else gold)


def _ask(lines: Sequence[AnswerLine], answers_path: Path, *, browser: bool, port: int) -> None:
    """Ask for verdicts, and print the report on all that the file then has."""
    from functools import partial

    from paperatlas.cli.review_terminal import review_in_terminal
    from paperatlas.review.answers import append_answer, read_answers
    from paperatlas.review.precision import report
    from paperatlas.review.session import ReviewSession

    session = ReviewSession(lines, partial(append_answer, answers_path))
    if browser and lines:
        _ask_in_browser(session, port)
    elif lines and not _is_interactive():
        raise ReadingError(
            "there is no terminal to press keys in; run it in one, add --browser, or write the statements with --list, "
            'fill in "verdict" and read the file with --answers FILE --report'
        )
    else:
        review_in_terminal(session)
    answers = read_answers(answers_path) if answers_path.exists() else ()
    click.echo(f"\n{session.judged:,} judged now, {len(lines) - session.judged:,} of the sample are left.", err=True)
    if answers:
        _print_report(report(answers), as_json=False)


def _is_interactive() -> bool:
    return sys.stdin.isatty()


def _ask_in_browser(session: ReviewSession, port: int) -> None:
    from paperatlas.cli.serve import require_server_libraries

    require_server_libraries()
    from paperatlas.server.review.serve_review import serve_review

    serve_review(session, port, _open_page)


def _open_page(address: str) -> None:
    click.echo(f"Judge at {address} (q or Ctrl+C ends it)", err=True)
    webbrowser.open(address)


def _print_report(found: ReviewReport, *, as_json: bool) -> None:
    if as_json:
        print_json(found.plain())
        return
    for draw in found.draws:
        print_table(
            ("what", "n#", "right#", "arguable#", "wrong#", "% right#", "% not wrong#"), _rows(draw), _title(draw)
        )
        click.echo()
    if found.kinds:
        rows = ((verdict, kind or "–", f"{count:,}") for (verdict, kind), count in found.kinds.items())
        print_table(("verdict", "kind of error", "n#"), rows)
    for agreement in found.agreements:
        first, second = agreement.reviewers
        kappa = "–" if agreement.kappa is None else f"{agreement.kappa:.2f}"
        click.echo(
            f"\n{first or '(no name)'} and {second or '(no name)'} judged {agreement.judged:,} of the same statements: "
            f"{agreement.equal:.0%} equal verdicts, Cohen's kappa {kappa}."
        )


def _title(draw: DrawPrecision) -> str:
    drawn = {"": "drawn alike", "paper": "drawn as whole papers"}.get(draw.by, f"drawn by {draw.by}")
    scope = f" ({draw.scope})" if draw.scope else ""
    return f"Of {draw.population:,} statements, {drawn}{scope}; shares with 95 % intervals:"


def _rows(draw: DrawPrecision) -> Iterator[tuple[str, ...]]:
    rows = {
        **draw.by_predicate,
        **{f"confidence {name}": precision for name, precision in draw.by_confidence.items()},
        "all that are judged": draw.all,
        **({"weighted to the graph": draw.weighted} if draw.by not in ("", "paper") else {}),
    }
    for name, precision in rows.items():
        yield (name, *_cells(precision))


def _cells(precision: Precision) -> tuple[str, ...]:
    counts = (f"{count:,}" for count in (precision.judged, *precision.counts.values()))
    right = format_share(precision.right, precision.right_interval)
    return (*counts, right, format_share(precision.not_wrong, precision.not_wrong_interval))
