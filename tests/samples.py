"""Small values that many tests share; every sentence here is made up."""

from __future__ import annotations

from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import Date, SourceFile, SourceLocation

HOSTILE = '<img src=x onerror=alert(1)></script><script>alert("2")</script>'
"""A title that must show as text wherever it is shown."""

TITLE = "Otter-7B: A Small Model Raised on River Text"
ABSTRACT = (
    "We present Otter-7B, a language model trained on RiverPile. Otter-7B outperforms Beaver-13B on PondBench. "
    "It starts from Beaver-13B and is tuned with StreamLoRA."
)
OTHER_ABSTRACT = "Beaver-13B still beats Otter-7B when PondBench is read closely."


def _text_evidence(paper: str, wording: PaperVersion, quote: str, outcome: str | None = None) -> Evidence:
    start = wording.text.index(quote)
    return Evidence(paper, quote, wording.id, start, start + len(quote), None, outcome, "rules-0.1.0", 0.8)


def sample_graph(title: str = TITLE) -> Graph:
    """A graph of two papers with every node type, every predicate, two outcomes that contradict and a hostile title."""
    first = PaperVersion(title, ABSTRACT, (SourceLocation("a.txt", 3), SourceLocation("b.txt", 9)))
    second = PaperVersion(HOSTILE, OTHER_ABSTRACT, (SourceLocation("b.txt", 5),))
    entities = [
        Entity("author/ada-lake", "Author", "Ada Lake", ("ADA LAKE",)),
        Entity("dataset/pondbench", "Dataset", "PondBench"),
        Entity("dataset/pondbench-hard", "Dataset", "PondBench-Hard"),
        Entity("dataset/riverpile", "Dataset", "RiverPile"),
        Entity("lab/wet-lab", "Lab", "Wet Lab", ("wetlab",)),
        Entity("method/streamlora", "Method", "StreamLoRA"),
        Entity("model/beaver13b", "Model", "Beaver-13B"),
        Entity("model/otter", "Model", "Otter"),
        Entity("model/otter7b", "Model", "Otter-7B", ("Otter 7B",)),
        Entity("paper/one", "Paper", title),
        Entity("paper/two", "Paper", HOSTILE),
    ]
    one, two = "paper/one", "paper/two"
    line = SourceLocation("a.txt", 3)
    based = _text_evidence(one, first, "It starts from Beaver-13B and is tuned")
    statements = [
        Statement(one, "authored-by", "author/ada-lake", (Evidence(one, "Ada Lake et al.", location=line),)),
        Statement(one, "from-lab", "lab/wet-lab", (Evidence(one, "wetlab Wet Lab", location=line),)),
        Statement(
            "author/ada-lake", "affiliated-with", "lab/wet-lab", (Evidence(one, "Ada Lake (Wet Lab)", location=line),)
        ),
        Statement(one, "introduces", "model/otter7b", (_text_evidence(one, first, "We present Otter-7B"),), 0.8),
        Statement(one, "mentions", "dataset/riverpile", (_text_evidence(one, first, "trained on RiverPile"),), 0.8),
        Statement(
            "model/otter7b",
            "trains-on",
            "dataset/riverpile",
            (_text_evidence(one, first, "trained on RiverPile"),),
            0.8,
        ),
        Statement(
            "model/otter7b", "evaluates-on", "dataset/pondbench", (_text_evidence(one, first, "on PondBench"),), 0.8
        ),
        Statement(
            "model/otter7b",
            "compares-to",
            "model/beaver13b",
            (
                _text_evidence(one, first, "Otter-7B outperforms Beaver-13B", "better"),
                _text_evidence(two, second, "Beaver-13B still beats Otter-7B", "worse"),
            ),
            0.9,
        ),
        Statement("model/otter7b", "based-on", "model/beaver13b", (based,), 0.8),
        Statement(
            "method/streamlora",
            "applied-to",
            "model/otter7b",
            (_text_evidence(one, first, "is tuned with StreamLoRA"),),
            0.8,
        ),
        Statement("model/otter7b", "variant-of", "model/otter", (), 1.0, "name-prefix"),
        Statement("dataset/pondbench-hard", "variant-of", "dataset/pondbench", (), 1.0, "name-prefix"),
    ]
    papers = {
        one: PaperMetadata(
            (first,),
            ("arxiv:2401.00001",),
            Date(2024, 1, 2),
            ("CL",),
            author_count=3,
            has_code=True,
            comment_count=4,
            upvotes=5,
            urls=("https://example.org/otter",),
            code_urls=("https://example.org/otter/code",),
        ),
        two: PaperMetadata((second,), date=Date(month=6, day=23)),
    }
    return Graph(
        {entity.id: entity for entity in sorted(entities, key=lambda entity: entity.id)},
        tuple(sorted(statements, key=lambda s: (s.subject, s.predicate, s.object))),
        papers,
        (SourceFile("a.txt", "three-line", "0" * 64, 1), SourceFile("b.txt", "listing", "1" * 64, 2)),
        extractor="rules-0.1.0",
    )
