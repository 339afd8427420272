"""The command that scores a model on annotated papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import paperatlas as pa
from paperatlas.cli.console import ConsoleProgress, format_share, print_json, print_table
from paperatlas.cli.options import json_option, quiet_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.training.evaluate import PrecisionRecall, Scores
    from paperatlas.training.verdicts import VerdictScores


@click.command()
@click.argument("model")
@click.argument("papers", type=click.Path(path_type=Path), required=False)
@click.argument("gold", type=click.Path(path_type=Path), required=False)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help="Score on the verdicts of `review` instead: what MODEL still gives of what is right and wrong.",
)
@json_option
@quiet_option
def evaluate(
    model: str, papers: Path | None, gold: Path | None, answers: Path | None, as_json: bool, quiet: bool
) -> None:
    """Score what a model finds in annotated papers.

    MODEL is a folder that train wrote, or `default` for the model that comes with paperatlas. PAPERS and GOLD are as
    train takes them; score on papers that the model was not trained on.

    \b
    Examples:
      paperatlas evaluate default papers.jsonl gold.jsonl
      paperatlas evaluate my-model papers.jsonl gold.jsonl --json
      paperatlas evaluate my-model --answers answers.jsonl
    """
    if answers is not None and papers is None:
        _evaluate_verdicts(model, answers, as_json=as_json, quiet=quiet)
        return
    if answers is not None or papers is None or gold is None:
        raise click.UsageError("give PAPERS and GOLD, or --answers alone")
    with ConsoleProgress(quiet=quiet) as progress:
        scores = pa.evaluate(pa.load_extractor(model), papers, gold, progress=progress)
    if as_json:
        print_json(scores.plain())
    else:
        print_table(("", "what", "precision#", "recall#", "F1#", "right#", "said#", "gold#"), _rows(scores))
        click.echo(f"\nOutcome accuracy {_decimal(scores.outcome_accuracy)}. Calibration error over five bins:\n")
        print_table(("what", "strict#", "lenient#"), _calibration(scores))
        click.echo()
        print_table(
            (
                *("confidence", "entities: precision#", "recall#", "introduced: precision#", "recall#"),
                *("relations: precision#", "recall#"),
            ),
            _curve(scores),
        )


def _evaluate_verdicts(model: str, answers: Path, *, as_json: bool, quiet: bool) -> None:
    from paperatlas.training.verdicts import evaluate_verdicts

    with ConsoleProgress(quiet=quiet) as progress:
        scores = evaluate_verdicts(pa.load_extractor(model), answers, progress=progress)
    if as_json:
        print_json(scores.plain())
        return
    click.echo("Of the statements that were judged, how many there are / are given / are sure enough to be shown:\n")
    print_table(("what", "right#", "arguable#", "wrong#", "shown: % right#", "% not wrong#"), _verdict_rows(scores))
    click.echo(f"\nIn the same texts it gives {scores.unjudged:,} statements that nobody judged.")


def _verdict_rows(scores: VerdictScores) -> Iterator[tuple[str, ...]]:
    for name, counts in scores.by_predicate.items():
        table = (counts.judged, counts.given, counts.shown)
        precision = counts.precision
        yield (
            name,
            *(" / ".join(f"{kind[verdict]:,}" for kind in table) for verdict in counts.judged),
            format_share(precision.right, precision.right_interval),
            format_share(precision.not_wrong, precision.not_wrong_interval),
        )


def _rows(scores: Scores) -> Iterator[tuple[str, ...]]:
    parts = (
        ("entities", scores.entities),
        ("", {"introduced": scores.introduced}),
        ("relations, strict", scores.strict),
        ("relations, lenient", scores.lenient),
    )
    for part, table in parts:
        for number, (name, figures) in enumerate(table.items()):
            yield (part if number == 0 else "", name, *_cells(figures))


def _calibration(scores: Scores) -> Iterator[tuple[str, str, str]]:
    """Yield the calibration error of names, introduced ones, relations and each predicate."""
    errors, strict = scores.calibration, scores.predicate_calibration["relations strict"]
    yield "entities", _decimal(errors["entities"]), ""
    yield "introduced", _decimal(errors["introduced"]), ""
    yield "relations", _decimal(errors["relations strict"]), _decimal(errors["relations lenient"])
    for name, error in strict.items():
        yield name, _decimal(error), _decimal(scores.predicate_calibration["relations lenient"][name])


def _curve(scores: Scores) -> Iterator[tuple[str, ...]]:
    """Yield precision and recall by least confidence; relations are scored leniently."""
    for bound in scores.curves["entities"]:
        figures = (scores.curves[part][bound] for part in ("entities", "introduced", "relations lenient"))
        shares = (share for figure in figures for share in (figure.precision, figure.recall))
        yield (f"≥ {bound:.1f}" if bound else "any", *(f"{share:.3f}" for share in shares))


def _cells(figures: PrecisionRecall) -> tuple[str, ...]:
    shares = (f"{share:.3f}" for share in (figures.precision, figures.recall, figures.f1))
    return (*shares, *(f"{count:,}" for count in (figures.correct, figures.predicted, figures.gold)))


def _decimal(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
