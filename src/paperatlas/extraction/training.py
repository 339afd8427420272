"""From annotated papers to a model.

The work has stages, of which each gives a small text. Finished ones are kept in a folder beside the model until it is
whole, so that a run that was killed goes on where it was; see :func:`train`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas._version import __version__
from paperatlas.errors import OutputError
from paperatlas.extraction.evaluating import score
from paperatlas.extraction.fitting import Fitting
from paperatlas.extraction.gold import read_gold, read_texts
from paperatlas.extraction.grouping import group_table
from paperatlas.extraction.pipeline import RuleExtractor, pipeline
from paperatlas.extraction.textschema import DEFAULT_SCHEMA, load_schema
from paperatlas.extraction.windows import readable
from paperatlas.extraction.words import WordGroups
from paperatlas.staging import staged, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from paperatlas.extraction.gold import Annotated
    from paperatlas.extraction.textschema import TextSchema

__all__ = ["train"]

_PART: Final = 5
"""One of so many papers is held out to score."""

_SPACY: Final = ">=3.8.0,<3.9.0"
"""As in this package's own requirements; spaCy itself would write the version that is installed."""


def train(
    papers: str | Path,
    gold: str | Path,
    model: str | Path,
    *,
    schema: str | Path | None = None,
    texts: str | Path | None = None,
    seed: int = 0,
    name: str = "trained",
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Train a model from annotated papers and write its folder, whole or not at all.

    First a fifth of the papers, which ``seed`` chooses, is held out to score what the others teach; the scores stand
    in the model's ``meta.json``. The model itself then learns from all papers. The same files, schema, seed and name
    give the same bytes.

    Args:
        papers: The file of papers.
        gold: The file of annotations, see :mod:`paperatlas.extraction.gold`.
        model: The folder to write. While the work lasts, finished stages are in a folder of that name with
            ``.unfinished`` behind it; a second call with the same arguments goes on from there.
        schema: A YAML file of types and predicates, see :mod:`paperatlas.extraction.textschema`; by default those of
            :mod:`paperatlas.schema`.
        texts: A file of further papers, which nobody needs to have annotated: from them, and from the annotated ones,
            it learns which words are used alike.
        seed: Chooses the papers that are held out.
        name: What the model is called in evidence.
        progress: Is told what is done.

    Returns:
        The folder.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines.
        SchemaError: if the schema file cannot be read or holds no schema.
        OutputError: if the model cannot be written.
    """
    wanted = DEFAULT_SCHEMA if schema is None else load_schema(schema)
    tell = progress or (lambda _: None)
    tell("reading the annotated papers")
    annotated = read_gold(papers, gold, wanted)
    unread = () if texts is None else read_texts(texts)
    key = _key(annotated, unread, wanted, seed, name)
    stages = _Stages(Path(f"{model}.unfinished"), key, tell)
    learning, held = _split(annotated, seed)
    scores = stages.keep("scores.json", lambda: _scores(learning, held, unread, wanted, stages))
    nlp = _learned(annotated, unread, wanted, stages, "all papers")
    nlp.meta.update(
        name=name,
        version=f"{__version__}+{key[:8]}",
        description=f"Finds {', '.join(wanted.types)} and what a text states of them; made by paperatlas.",
        seed=seed,
        papers=len(annotated),
        texts=len(unread),
        performance=json.loads(scores),
        spacy_version=_SPACY,
    )
    tell(f"writing {model}")
    with staged(model) as stage:
        # The vocabulary holds every word of the texts; nothing needs it.
        nlp.to_disk(stage, exclude=["vocab"])
    stages.remove()
    return Path(model)


def _key(annotated: Sequence[Annotated], texts: Sequence[str], schema: TextSchema, seed: int, name: str) -> str:
    """Hexadecimal digits that depend on all that the model depends on."""
    parts = (__version__, str(seed), name, repr(schema), *map(repr, annotated), *map(repr, texts))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _split(annotated: Sequence[Annotated], seed: int) -> tuple[list[Annotated], list[Annotated]]:
    """Papers to learn from, and papers to score; of fewer than five papers none are scored."""
    order = np.random.default_rng(seed).permutation(len(annotated)).tolist()
    held = set(order[: len(annotated) // _PART])
    return (
        [paper for number, paper in enumerate(annotated) if number not in held],
        [paper for number, paper in enumerate(annotated) if number in held],
    )


def _scores(
    learning: list[Annotated], held: list[Annotated], texts: Sequence[str], schema: TextSchema, stages: _Stages
) -> str:
    hidden = {paper.paper.text for paper in held}
    seen = [text for text in texts if text not in hidden]
    extractor = RuleExtractor(nlp=_learned(learning, seen, schema, stages, "four fifths"))
    found = extractor.extract(paper.paper for paper in held)
    return json.dumps(score(held, found, schema).plain())


def _learned(
    annotated: Sequence[Annotated], texts: Sequence[str], schema: TextSchema, stages: _Stages, which: str
) -> Language:
    """The pipeline that papers teach, and texts that are not annotated."""
    distinct = dict.fromkeys((*(paper.paper.text for paper in annotated), *texts))
    groups = stages.keep(f"{which}/word_groups.tsv", lambda: group_table(map(readable, distinct)))
    fitting = Fitting(annotated, schema, WordGroups.parse(groups))
    makers = {
        "known_names.tsv": fitting.known_names,
        "name_weights.tsv": fitting.name_weights,
        "relation_weights.tsv": fitting.relation_weights,
        "claim_weights.tsv": fitting.claim_weights,
    }
    tables = {table: stages.keep(f"{which}/{table}", make) for table, make in makers.items()}
    return pipeline(schema, {"word_groups.tsv": groups, **tables})


class _Stages:
    """Keeps what finished stages gave in a folder, as long as it belongs to the same work."""

    def __init__(self, folder: Path, key: str, tell: Callable[[str], None]) -> None:
        """Go on in a folder, from the start if it holds other work.

        Args:
            folder: The folder.
            key: Stands for all that the work depends on.
            tell: Is told which stage begins, or was found finished.
        """
        self._folder = folder
        self._tell = tell
        try:
            same = (folder / "key").read_text("utf-8") == key
        except (OSError, UnicodeDecodeError):
            same = False
        if not same:
            self.remove()
            write_file(folder / "key", key.encode())

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """The text of a stage: as it was kept, else made and kept."""
        path = self._folder / name
        try:
            text = path.read_bytes().decode()
        except FileNotFoundError:
            self._tell(f"making {name}")
        except OSError as error:
            raise OutputError(f"cannot read {path}: {error.strerror}; remove {self._folder}") from error
        else:
            self._tell(f"keeping {name} of the run before")
            return text
        text = make()
        write_file(path, text.encode())
        return text

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
