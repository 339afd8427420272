"""The page of a node: its facts, and a section for each kind of statement about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.display import WebLink, format_date, is_web_url, paper_links
from paperatlas.html.templates import INVERSE_LABELS
from paperatlas.server.pages.confidence_filter import AS_BUILT, ConfidenceFilter
from paperatlas.server.pages.page_queries import MOST, statements_query, with_stated
from paperatlas.server.pages.page_templates import SYNTAXES, render
from paperatlas.server.pages.statement_rows import (
    NodeView,
    count_outcomes,
    group_statements,
    newest_first,
    paper_row,
    statement_row,
)
from paperatlas.server.pages.trees import family, lineage, size
from paperatlas.server.pages.view_models import InfoboxEntry, PageSection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Entity, Graph, PaperMetadata, Statement
    from paperatlas.server.pages.page_queries import RelatedFacts
    from paperatlas.server.pages.view_models import NodeLink, PaperRow

__all__ = ["infobox_entries", "node_page", "page_sections"]


def node_page(
    graph: Graph, node_id: str, related: RelatedFacts, root: str, confidence: ConfidenceFilter = AS_BUILT
) -> str:
    """Return the page of a node as HTML.

    Args:
        graph: All statements around the node, the unsure ones too, with their evidence and other ends.
        node_id: The id of the node, which the graph holds.
        related: The facts beyond these statements.
        root: The path that the server is mounted at.
        confidence: The filter of the statements.
    """
    entity = graph.entities[node_id]
    supports = {stated.statement.id: stated.support for stated in related.stated}
    whole = with_stated(graph, related)
    unsure = frozenset(statement.id for statement in whole.unsure)
    view = NodeView(confidence.divide(whole), node_id, related.labs, supports, related.totals, unsure)
    sections = page_sections(view, entity.type, related, confidence)
    metadata = graph.papers.get(node_id)
    return render(
        "node",
        root,
        alternates=SYNTAXES,
        node=view.link(node_id),
        iri=graph.iri(node_id),
        infobox=infobox_entries(view, entity),
        sections=sections,
        confidence=confidence,
        hidden=sum(section.hidden for section in sections),
        faint=len(unsure.intersection(statement.id for statement in view.graph.statements)),
        empty=_empty(view, entity, sections),
        versions=[version for version in metadata.versions if version.abstract] if metadata else [],
    )


def _empty(view: NodeView, entity: Entity, sections: Iterable[PageSection]) -> str:
    """Return what was looked at, in words, where no statement tells more than that papers name the node; else ""."""
    if any(section.count for section in sections if section.key not in _TELL_LITTLE):
        return ""
    if entity.type in ("Paper", "Author"):
        return f"No statement about {entity.label}."
    count = _mentions(view)
    papers = "no paper names it" if not count else "1 paper names it" if count == 1 else f"{count:,} papers name it"
    return f"No statement about {entity.label}; {papers}."


def _mentions(view: NodeView) -> int:
    """Return the number of papers that mention the node."""
    return max(view.total("mentions", "object"), len(_statements(view, "mentions", "object")))


_MOST: Final = 12
_MOST_AUTHORS: Final = 30


def infobox_entries(view: NodeView, entity: Entity) -> tuple[InfoboxEntry, ...]:
    """Return the known facts about the node of a view."""
    entries = [InfoboxEntry("Also written", entity.aliases[:_MOST], max(0, len(entity.aliases) - _MOST))]
    if entity.type == "Paper":
        metadata = view.graph.papers.get(entity.id)
        entries += [*_author_entries(view), *(_metadata_entries(metadata) if metadata else ())]
    else:
        entries += _statement_entries(view)
    return tuple(entry for entry in entries if entry.values)


def _statement_entries(view: NodeView) -> Iterator[InfoboxEntry]:
    groups = group_statements(view, _sure(view, "introduces", "object"))
    yield _entry("Introduced in", [paper_row(view, group[0].subject) for group in groups], 3)
    yield _entry("A variant of", _others(view, "variant-of", "subject"))
    yield _entry("Built from", _others(view, "based-on", "subject"), 6)
    yield _entry("Organisations", _others(view, "affiliated-with", "subject"))
    count = _mentions(view)
    yield InfoboxEntry("Named in", (f"{count:,} {'paper' if count == 1 else 'papers'}",) if count else ())


def _metadata_entries(metadata: PaperMetadata) -> Iterator[InfoboxEntry]:
    yield InfoboxEntry("Date", (format_date(metadata.date),) if metadata.date else ())
    yield InfoboxEntry("Read it", paper_links(metadata)[:_MOST])
    code = tuple(WebLink(url, url if is_web_url(url) else None) for url in metadata.code_urls)
    yield InfoboxEntry("Code", code[:_MOST] or (("flagged by a listing",) if metadata.has_code else ()))
    yield InfoboxEntry("Subjects", metadata.categories[:_MOST])
    counts = ((metadata.upvotes, "upvotes"), (metadata.comment_count, "comments"))
    yield InfoboxEntry("Counted", tuple(f"{count:,} {noun}" for count, noun in counts if count is not None))
    locations = tuple(f"{location.page}:{location.line}" for location in metadata.locations)
    yield InfoboxEntry("Listed in", locations[:3], max(0, len(locations) - 3))


def _author_entries(view: NodeView) -> Iterator[InfoboxEntry]:
    authors = _others(view, "authored-by", "subject")
    metadata = view.graph.papers.get(view.node_id)
    total = max(len(authors), (metadata.author_count or 0) if metadata else 0)
    first = tuple(authors[:_MOST_AUTHORS])
    yield InfoboxEntry("Authors", first, total - len(first) if authors else 0)
    yield _entry("Organisations", _others(view, "from-lab", "subject"))


def _entry(label: str, values: list[NodeLink] | list[PaperRow], most: int = _MOST) -> InfoboxEntry:
    return InfoboxEntry(label, tuple(values[:most]), max(0, len(values) - most))


def _statements(view: NodeView, predicate: str, end: str) -> list[Statement]:
    """Return the statements of a predicate with the page's node at an end."""
    return [
        statement
        for statement in view.graph.statements_of(view.node_id)
        if statement.predicate == predicate and getattr(statement, end) == view.node_id
    ]


def _others(view: NodeView, predicate: str, end: str) -> list[NodeLink]:
    """Return the other ends of sure statements, the best supported first."""
    return [view.link(view.other(group[0])) for group in group_statements(view, _sure(view, predicate, end))]


def _sure(view: NodeView, predicate: str, end: str) -> list[Statement]:
    """Return the statements of a predicate with the page's node at an end, without less certain ones."""
    return [statement for statement in _statements(view, predicate, end) if statement.id not in view.unsure]


_UNFOLDED_ROWS: Final = 8
_MOST_ROWS: Final = 80


class _StatementSection(NamedTuple):
    """The layout of a section with the statements of one predicate.

    Attributes:
        predicate: The predicate.
        end: The end that the page's node is: subject, object or either; stated includes what the page's paper states
            of other nodes.
        heading: The heading.
        lead: A sentence on the contents; may be empty.
        compact: Whether quotes show only on a click.
        newest_first: Whether the newest papers come first.
        by_year: Whether papers stand under their years.
    """

    predicate: str
    end: str
    heading: str
    lead: str = ""
    compact: bool = False
    newest_first: bool = False
    by_year: bool = False


def _inverse(predicate: str, lead: str = "", **options: bool) -> _StatementSection:
    """Return the section of the statements that have the page's node as their object."""
    return _StatementSection(predicate, "object", INVERSE_LABELS[predicate].capitalize(), lead, **options)


_INTRODUCED_BY: Final = _inverse("introduces", "Papers that present, release or build it.")

_BUILT_FROM: Final = _StatementSection(
    "based-on", "subject", "Built from", "What it is initialised, fine-tuned, distilled or extended from."
)

_BASIS_OF: Final = _inverse("based-on", "What is made from it.")

_EVALUATED_ON: Final = _StatementSection("evaluates-on", "subject", "Evaluated on")

_COMPARED: Final = _StatementSection(
    "compares-to", "either", "Compared to", "Outcomes as seen from this page, with the papers that state each."
)

_MENTIONED_IN: Final = _inverse("mentions", "The newest papers first.", compact=True, newest_first=True)

_PAPERS: Final = _inverse("authored-by", compact=True, newest_first=True, by_year=True)

_TELL_LITTLE: Final = frozenset({"mentions-object", "family"})
"""The keys of the sections that follow from names alone."""

_FAMILY: Final = "family"
_COUNTS: Final = "counts"

_SECTIONS: Final[dict[str, tuple[_StatementSection | str, ...]]] = {
    "Model": (
        _INTRODUCED_BY,
        _FAMILY,
        _BUILT_FROM,
        _BASIS_OF,
        _StatementSection("trains-on", "subject", "Trained on"),
        _EVALUATED_ON,
        _COMPARED,
        _inverse("applied-to", "Methods that papers run on it, add to it or try with it."),
        _MENTIONED_IN,
    ),
    "Dataset": (
        _INTRODUCED_BY,
        _FAMILY,
        _inverse("trains-on"),
        _inverse("evaluates-on"),
        _BUILT_FROM,
        _BASIS_OF,
        _EVALUATED_ON,
        _COMPARED,
        _MENTIONED_IN,
    ),
    "Method": (
        _INTRODUCED_BY,
        _StatementSection("applied-to", "subject", "Applied to", "Models that papers run it on or try it with."),
        _BUILT_FROM,
        _BASIS_OF,
        _COMPARED,
        _EVALUATED_ON,
        _MENTIONED_IN,
    ),
    "Paper": (
        _StatementSection("introduces", "subject", "Introduces"),
        _StatementSection("trains-on", "stated", "Training"),
        _StatementSection("evaluates-on", "stated", "Evaluation"),
        _StatementSection("compares-to", "stated", "Comparisons", "Outcomes as seen from the first name."),
        _StatementSection("based-on", "stated", "What is built from what"),
        _StatementSection(
            "applied-to", "stated", "Applications", "What is run on, added to or tried with which model."
        ),
        _StatementSection("mentions", "subject", "Mentions", compact=True),
    ),
    "Author": (_PAPERS, _COUNTS, _StatementSection("affiliated-with", "subject", "Organisations", compact=True)),
    "Lab": (
        _COUNTS,
        _inverse("from-lab", compact=True, newest_first=True, by_year=True),
        _inverse("affiliated-with", compact=True),
        _inverse("mentions", "The newest papers first.", compact=True, newest_first=True),
    ),
}


def page_sections(
    view: NodeView, type_name: str, related: RelatedFacts, confidence: ConfidenceFilter = AS_BUILT
) -> tuple[PageSection, ...]:
    """Return the sections of the page of a node, without empty ones.

    Args:
        view: The data of the page.
        type_name: The type of the node.
        related: The facts beyond the statements around the node.
        confidence: The filter of the statements.
    """
    sections = (_section(view, layout, related, confidence) for layout in _SECTIONS[type_name])
    return tuple(section for section in sections if section.count or section.hidden)


def _section(
    view: NodeView, layout: _StatementSection | str, related: RelatedFacts, confidence: ConfidenceFilter
) -> PageSection:
    if isinstance(layout, _StatementSection):
        return _statement_section(view, layout, confidence)
    return _family_section(view, related) if layout == _FAMILY else _count_section(view, related)


def _statement_section(view: NodeView, layout: _StatementSection, confidence: ConfidenceFilter) -> PageSection:
    statements = _section_statements(view, layout, view.graph.statements)
    missing = max(0, view.total(layout.predicate, layout.end) - len(statements))
    groups = group_statements(view, statements)
    if layout.newest_first:
        groups = newest_first(view, groups)
    rows = tuple(statement_row(view, group) for group in groups[:_MOST_ROWS])
    left_out = max(0, len(groups) - _MOST_ROWS) + missing
    unfolded = _UNFOLDED_ROWS * 2 if layout.compact else _UNFOLDED_ROWS
    has_query = left_out and layout.end != "stated"
    return PageSection(
        key=f"{layout.predicate}-{layout.end}",
        heading=layout.heading,
        count=len(groups) + missing,
        lead=layout.lead,
        rows=rows[:unfolded],
        folded_rows=rows[unfolded:],
        left_out=left_out,
        sparql=statements_query(view.graph.iri(view.node_id), layout.predicate, layout.end, confidence)
        if has_query
        else "",
        compact=layout.compact,
        by_year=layout.by_year,
        tally=_tally(view, groups) if layout.end == "either" else (),
        hidden=len(_section_statements(view, layout, view.graph.unsure)),
    )


def _section_statements(view: NodeView, layout: _StatementSection, statements: Iterable[Statement]) -> list[Statement]:
    """Return those of the statements that stand in a section."""

    def is_here(statement: Statement) -> bool:
        if layout.end in ("subject", "object"):
            return bool(getattr(statement, layout.end) == view.node_id)
        return layout.end == "stated" or view.node_id in (statement.subject, statement.object)

    return [statement for statement in statements if statement.predicate == layout.predicate and is_here(statement)]


def _tally(view: NodeView, groups: list[list[Statement]]) -> tuple[tuple[str, int], ...]:
    """Return each outcome in words, with the number of nodes that it is stated for."""
    return count_outcomes(word for group in groups for word, _ in statement_row(view, group, most=0).outcomes)


def _family_section(view: NodeView, related: RelatedFacts) -> PageSection:
    current = view.link(view.node_id)
    trees = family(current, related.family)
    steps = lineage(current, related.lineage)
    lead = "Sizes, versions and tunings, as the names tell." if trees else "What it is built from, step by step."
    return PageSection("family", "Family", size(trees) + size(steps), lead, trees=trees, lineage=steps)


def _count_section(view: NodeView, related: RelatedFacts) -> PageSection:
    is_author = view.node_id.startswith("author/")
    heading = "Writes with" if is_author else "Introduced in its papers"
    lead = "With the number of papers that they share" if is_author else "With the number of papers that name each"
    lead += f"; the first {MOST} of them." if len(related.counts) == MOST else "."
    return PageSection("others", heading, len(related.counts), lead, counts=related.counts)
