"""The page of a thing, from what the graph holds around it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from paperatlas.graph.display import WebLink, format_date, paper_links, web_link
from paperatlas.html.templates import INVERSE_LABELS
from paperatlas.server.pages.page_queries import with_stated
from paperatlas.server.pages.page_templates import render
from paperatlas.server.pages.statement_rows import (
    OUTCOME_WORDS,
    NodeView,
    group_statements,
    newest_first,
    paper_line,
    statement_row,
)
from paperatlas.server.pages.trees import family, lineage, size
from paperatlas.server.pages.view_models import InfoboxEntry, NodeLink, PageSection
from paperatlas.server.query_texts import MOST, all_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.graph.graph import Entity, Graph, PaperMetadata, Statement
    from paperatlas.server.pages.page_queries import RelatedFacts
    from paperatlas.server.pages.view_models import PaperRow

__all__ = ["infobox_entries", "node_page", "page_sections"]


def node_page(graph: Graph, own_id: str, beyond: RelatedFacts, root: str, **around: Any) -> str:
    """The page of a thing as HTML.

    Args:
        graph: All statements around it, with their evidence and other ends.
        own_id: Its id; the graph must hold it.
        beyond: What was asked beside.
        root: The path that the server is mounted at.
        around: What else the template takes.
    """
    own = graph.entities[own_id]
    supports = {statement.id: support for statement, support in beyond.stated}
    view = NodeView.of(with_stated(graph, beyond), own_id, beyond.labs, supports, beyond.totals)
    listed = graph.papers.get(own_id)
    return render(
        "node",
        root,
        own=NodeLink.of(own),
        iri=graph.iri(own_id),
        facts=infobox_entries(view, own),
        sections=page_sections(view, own.type, beyond),
        wordings=[wording for wording in listed.versions if wording.abstract] if listed else [],
        **around,
    )


_MOST: Final = 12

_NAMES: Final = 30


def infobox_entries(view: NodeView, own: Entity) -> tuple[InfoboxEntry, ...]:
    """The facts of a thing, without those that are not known.

    Args:
        view: All that is known around it.
        own: The thing.
    """
    found = [InfoboxEntry("Also written", own.aliases[:_MOST], max(0, len(own.aliases) - _MOST))]
    if own.type == "Paper":
        listed = view.graph.papers.get(own.id)
        found += [*_people(view), *(_paper(listed) if listed else ())]
    else:
        found += _thing(view)
    return tuple(fact for fact in found if fact.values)


def _thing(view: NodeView) -> Iterator[InfoboxEntry]:
    introduced = [
        paper_line(view, group[0].subject) for group in group_statements(view, _of(view, "introduces", "object"))
    ]
    yield _entry("Introduced in", introduced, 3)
    yield _entry("A variant of", _others(view, "variant-of", "subject"))
    yield _entry("Built from", _others(view, "based-on", "subject"), 6)
    yield _entry("Organisations", _others(view, "affiliated-with", "subject"))
    naming = max(view.total("mentions", "object"), len(_of(view, "mentions", "object")))
    yield InfoboxEntry("Named in", (f"{naming:,} {'paper' if naming == 1 else 'papers'}",) if naming else ())


def _paper(listed: PaperMetadata) -> Iterator[InfoboxEntry]:
    yield InfoboxEntry("Date", (format_date(listed.date),) if listed.date else ())
    yield InfoboxEntry("Read it", paper_links(listed)[:_MOST])
    code = tuple(WebLink(url, url if web_link(url) else None) for url in listed.code_urls)
    yield InfoboxEntry("Code", code[:_MOST] or (("flagged by a listing",) if listed.has_code else ()))
    yield InfoboxEntry("Subjects", listed.categories[:_MOST])
    counts = ((listed.upvotes, "upvotes"), (listed.comment_count, "comments"))
    yield InfoboxEntry("Counted", tuple(f"{count:,} {noun}" for count, noun in counts if count is not None))
    places = tuple(f"{place.page}:{place.line}" for place in listed.locations)
    yield InfoboxEntry("Listed in", places[:3], max(0, len(places) - 3))


def _people(view: NodeView) -> Iterator[InfoboxEntry]:
    authors = _others(view, "authored-by", "subject")
    listed = view.graph.papers.get(view.own)
    total = (listed.author_count or 0) if listed else 0
    shown = authors[:_NAMES]
    yield InfoboxEntry("Authors", tuple(shown), max(len(authors), total) - len(shown) if authors else 0)
    yield _entry("Organisations", _others(view, "from-lab", "subject"))


def _entry(label: str, values: list[NodeLink] | list[PaperRow], most: int = _MOST) -> InfoboxEntry:
    return InfoboxEntry(label, tuple(values[:most]), max(0, len(values) - most))


def _of(view: NodeView, predicate: str, end: str) -> list[Statement]:
    return [
        statement
        for statement in view.graph.statements_of(view.own)
        if statement.predicate == predicate and getattr(statement, end) == view.own
    ]


def _others(view: NodeView, predicate: str, end: str) -> list[NodeLink]:
    """The other ends of statements that are likelier right than wrong, the best supported first."""
    likely = [statement for statement in _of(view, predicate, end) if statement.confidence >= 0.5]
    return [view.thing(view.other(group[0])) for group in group_statements(view, likely)]


_SHOWN: Final = 8

_HELD: Final = 80


class _Plan(NamedTuple):
    """How statements of one predicate are shown.

    Attributes:
        predicate: The predicate.
        end: Which end of the statements the page's thing is: subject, object, either, or stated, which takes what the
            page's paper states of other things too.
        heading: The heading of the section.
        lead: What it holds; may be empty.
        compact: Whether quotes show on a click only.
        dated: Whether the newest papers come first.
        by_year: Whether papers stand under their years.
    """

    predicate: str
    end: str
    heading: str
    lead: str = ""
    compact: bool = False
    dated: bool = False
    by_year: bool = False


def _inverse(predicate: str, lead: str = "", **settings: bool) -> _Plan:
    """How statements are shown that lead to the page's thing, under what their predicate is called from there."""
    return _Plan(predicate, "object", INVERSE_LABELS[predicate].capitalize(), lead, **settings)


_INTRODUCED_BY = _inverse("introduces", "Papers that present, release or build it.")

_BUILT_FROM = _Plan(
    "based-on", "subject", "Built from", "What it is initialised, fine-tuned, distilled or extended from."
)

_BASIS_OF = _inverse("based-on", "What is made from it.")

_EVALUATED_ON = _Plan("evaluates-on", "subject", "Evaluated on")

_COMPARED = _Plan(
    "compares-to", "either", "Compared to", "Outcomes as seen from this page, with the papers that state each."
)

_MENTIONED_IN = _inverse("mentions", "The newest papers first.", compact=True, dated=True)

_PAPERS = _inverse("authored-by", compact=True, dated=True, by_year=True)

_FAMILY: Final = "family"

_COUNTED: Final = "counted"

_PLANS: Final[dict[str, tuple[_Plan | str, ...]]] = {
    "Model": (
        _INTRODUCED_BY,
        _FAMILY,
        _BUILT_FROM,
        _BASIS_OF,
        _Plan("trains-on", "subject", "Trained on"),
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
        _Plan("applied-to", "subject", "Applied to", "Models that papers run it on or try it with."),
        _BUILT_FROM,
        _BASIS_OF,
        _COMPARED,
        _EVALUATED_ON,
        _MENTIONED_IN,
    ),
    "Paper": (
        _Plan("introduces", "subject", "Introduces"),
        _Plan("trains-on", "stated", "Training"),
        _Plan("evaluates-on", "stated", "Evaluation"),
        _Plan("compares-to", "stated", "Comparisons", "Outcomes as seen from the first name."),
        _Plan("based-on", "stated", "What is built from what"),
        _Plan("applied-to", "stated", "Applications", "What is run on, added to or tried with which model."),
        _Plan("mentions", "subject", "Mentions", compact=True),
    ),
    "Author": (_PAPERS, _COUNTED, _Plan("affiliated-with", "subject", "Organisations", compact=True)),
    "Lab": (
        _COUNTED,
        _inverse("from-lab", compact=True, dated=True, by_year=True),
        _inverse("affiliated-with", compact=True),
        _inverse("mentions", "The newest papers first.", compact=True, dated=True),
    ),
}


def page_sections(view: NodeView, type_name: str, beyond: RelatedFacts) -> tuple[PageSection, ...]:
    """What the page of a thing tells, without sections that would be empty.

    Args:
        view: All that is known around the thing.
        type_name: Its node type.
        beyond: What was asked beside.
    """
    made = (_section(view, plan, beyond) for plan in _PLANS[type_name])
    return tuple(section for section in made if section.count)


def _section(view: NodeView, plan: _Plan | str, beyond: RelatedFacts) -> PageSection:
    if isinstance(plan, _Plan):
        return _statement_rows(view, plan)
    return _family(view, beyond) if plan == _FAMILY else _counted(view, beyond)


def _statement_rows(view: NodeView, plan: _Plan) -> PageSection:
    chosen = _chosen(view, plan)
    unseen = max(0, view.total(plan.predicate, plan.end) - len(chosen))
    groups = group_statements(view, chosen)
    if plan.dated:
        groups = newest_first(view, groups)
    claims = tuple(statement_row(view, group) for group in groups[:_HELD])
    left_out = max(0, len(groups) - _HELD) + unseen
    shown = _SHOWN * 2 if plan.compact else _SHOWN
    return PageSection(
        key=f"{plan.predicate}-{plan.end}",
        heading=plan.heading,
        count=len(groups) + unseen,
        lead=plan.lead,
        claims=claims[:shown],
        folded=claims[shown:],
        left_out=left_out,
        sparql=all_of(view.graph.iri(view.own), plan.predicate, plan.end) if left_out and plan.end != "stated" else "",
        compact=plan.compact,
        by_year=plan.by_year,
        tally=_tally(view, groups) if plan.end == "either" else (),
    )


def _chosen(view: NodeView, plan: _Plan) -> list[Statement]:
    """The statements that a section is about."""
    around = view.graph.statements if plan.end == "stated" else view.graph.statements_of(view.own)
    chosen = [statement for statement in around if statement.predicate == plan.predicate]
    if plan.end in ("subject", "object"):
        return [statement for statement in chosen if getattr(statement, plan.end) == view.own]
    return chosen


def _tally(view: NodeView, groups: list[list[Statement]]) -> tuple[tuple[str, int], ...]:
    """For each outcome, with how many things it is stated at least once."""
    words = [word for group in groups for word, _ in statement_row(view, group, most=0).outcomes]
    counts = Counter(words)
    return tuple((word, counts[word]) for word in OUTCOME_WORDS.values() if counts[word])


def _family(view: NodeView, beyond: RelatedFacts) -> PageSection:
    own = view.thing(view.own)
    trees = family(own, beyond.family)
    steps = lineage(own, beyond.lineage)
    lead = "Sizes, versions and tunings, as the names tell." if trees else "What it is built from, step by step."
    return PageSection("family", "Family", size(trees) + size(steps), lead, trees=trees, lineage=steps)


def _counted(view: NodeView, beyond: RelatedFacts) -> PageSection:
    person = view.own.startswith("author/")
    heading = "Writes with" if person else "Introduced in its papers"
    lead = "With the number of papers that they share" if person else "With the number of papers that name each"
    lead += f"; the first {MOST} of them." if len(beyond.counted) == MOST else "."
    return PageSection("others", heading, len(beyond.counted), lead, names=beyond.counted)
