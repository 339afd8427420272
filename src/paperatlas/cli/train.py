"""The command that trains a model from annotated papers."""

from __future__ import annotations

from pathlib import Path

import click

import paperatlas as pa
from paperatlas.cli.console import ConsoleProgress
from paperatlas.cli.options import quiet_option, registry_option


@click.command()
@click.argument("papers", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="MODEL", help="The folder to write."
)
@click.option("--schema", type=click.Path(path_type=Path), help="A YAML file of other types and predicates.")
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    metavar="PAPERS",
    help="Further papers, without annotation, to learn from which words are used alike.",
)
@click.option(
    "--encoder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="An encoder of BERT's form to teach as well, see docs/training.md; needs PyTorch.",
)
@click.option(
    "--teacher",
    type=click.Path(path_type=Path),
    metavar="MODEL",
    help="A model whose findings in the further papers the encoder learns first.",
)
@registry_option
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Decides all that is left to chance.",
)
@click.option("--name", default="trained", show_default=True, help="What evidence calls the model.")
@quiet_option
def train(
    papers: Path,
    gold: Path,
    output: Path,
    schema: Path | None,
    texts: Path | None,
    encoder: Path | None,
    teacher: Path | None,
    registry: Path | None,
    seed: int,
    name: str,
    quiet: bool,
) -> None:
    """Train a model from annotated papers.

    PAPERS holds {"id", "title", "abstract"}, GOLD what annotators found in them, a JSON object a line each; see
    docs/training.md. A run that was killed goes on where it was when it is started again.

    \b
    Examples:
      paperatlas train papers.jsonl gold.jsonl -o my-model
      paperatlas train papers.jsonl gold.jsonl -o my-model --texts more-papers.jsonl
      paperatlas train papers.jsonl gold.jsonl -o better --texts more-papers.jsonl --encoder minilm --teacher my-model
      paperatlas train recipes.jsonl gold.jsonl -o kitchen --schema kitchen.yaml --seed 7
      paperatlas build seeds --model my-model
    """
    with ConsoleProgress(quiet=quiet) as progress:
        pa.train(
            papers,
            gold,
            output,
            schema=schema,
            texts=texts,
            encoder=encoder,
            teacher=teacher,
            registry=registry,
            seed=seed,
            name=name,
            progress=progress,
        )
    if not quiet:
        click.echo(f"{output} is a model; `paperatlas evaluate {output} PAPERS GOLD` measures how well it does.")
