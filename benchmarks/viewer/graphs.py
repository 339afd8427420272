"""Made-up graphs of any size that are shaped as those of papers: topics, a few well-known things, many authors."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import Date, SourceLocation

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["made_up_graph"]

SHARES = {"Paper": 0.2, "Model": 0.12, "Dataset": 0.12, "Method": 0.2, "Author": 0.33, "Lab": 0.03}
TOPIC = 250  # nodes a topic
SYLLABLES = (
    *("ba", "cor", "dun", "fe", "gri", "lo", "mar", "ni", "ost"),
    *("pre", "qua", "rus", "sil", "tor", "ul", "ven", "wix", "zy"),
)
RELATIONS = (
    ("trains-on", "Model", "Dataset"),
    ("evaluates-on", "Model", "Dataset"),
    ("compares-to", "Model", "Model"),
    ("based-on", "Model", "Model"),
    ("applied-to", "Method", "Model"),
)
OUTCOMES = ("better", "worse", "comparable", "unspecified")


def made_up_graph(nodes: int) -> Graph:
    """Return a graph of about that many nodes and three times as many statements; the same at each call.

    Some statements coincide, so that there are a little fewer.
    """
    return _GraphGenerator(nodes).graph()


class _GraphGenerator:
    def __init__(self, nodes: int) -> None:
        self.draw = random.Random(nodes)  # noqa: S311 - nothing secret
        self.words = [self.name(3).lower() for _ in range(4000)]
        self.topics = max(2, nodes // TOPIC)
        counts = {kind: max(3, round(nodes * share)) for kind, share in SHARES.items()}
        self.entities: dict[str, Entity] = {}
        for kind, count in counts.items():
            for number in range(count):
                node = f"{kind.lower()}/{number:06}"
                label = self.sentence(8) if kind == "Paper" else f"{self.name(3)}-{number}"
                self.entities[node] = Entity(node, kind, label, (label.upper(),) if number % 5 == 0 else ())
        self.counts = counts
        self.statements: dict[tuple[str, str, str], list[Evidence]] = {}
        self.papers: dict[str, PaperMetadata] = {}

    def name(self, length: int) -> str:
        return "".join(self.draw.choice(SYLLABLES) for _ in range(length)).capitalize()

    def sentence(self, length: int) -> str:
        return " ".join(self.words[int(len(self.words) * self.draw.random() ** 3)] for _ in range(length)).capitalize()

    def node(self, kind: str, topic: int) -> str:
        """Return a node of a type, mostly one of the topic, and mostly one of the first of those."""
        if self.draw.random() < 0.15:
            topic = self.draw.randrange(self.topics)
        within = max(1, self.counts[kind] // self.topics)
        number = topic * within + int(within * self.draw.random() ** 3)
        return f"{kind.lower()}/{number % self.counts[kind]:06}"

    def graph(self) -> Graph:
        """Return the graph."""
        for number in range(self.counts["Paper"]):
            self.write(f"paper/{number:06}", number % self.topics)
        statements = (
            Statement(*key, tuple(sorted(evidence, key=lambda passage: passage.sort_key)), 0.5 + len(key[2]) % 5 / 10)
            for key, evidence in sorted(self.statements.items())
        )
        return Graph(dict(sorted(self.entities.items())), tuple(statements), self.papers)

    def write(self, paper: str, topic: int) -> None:
        """Add a paper with its statements."""
        listing = SourceLocation("page.txt", 3 * len(self.papers) + 1)
        wording = PaperVersion(self.entities[paper].label, self.sentence(120), (listing,))
        self.papers[paper] = PaperMetadata((wording,), date=Date(2016 + self.draw.randrange(10), 5, 1))
        for subject, predicate, object_ in self.facts(paper, topic):
            if subject == object_:
                continue
            quote = f"{self.entities[subject].label} {self.sentence(14)} {self.entities[object_].label}"
            outcome = self.draw.choice(OUTCOMES) if predicate == "compares-to" else None
            evidence = Evidence(paper, quote, wording.id, 0, len(quote), None, outcome, "made-up", 0.8)
            self.statements.setdefault((subject, predicate, object_), []).append(evidence)

    def facts(self, paper: str, topic: int) -> Iterator[tuple[str, str, str]]:
        """Yield subject, predicate and object of each statement of a paper."""
        yield paper, "introduces", self.node(self.draw.choice(("Model", "Method", "Dataset")), topic)
        for _ in range(6):
            yield paper, "mentions", self.node(self.draw.choice(("Model", "Method", "Dataset")), topic)
        for predicate, subject, object_ in self.draw.choices(RELATIONS, k=5):
            yield self.node(subject, topic), predicate, self.node(object_, topic)
        for _ in range(4):
            yield paper, "authored-by", self.node("Author", topic)
        yield paper, "from-lab", self.node("Lab", topic)
