"""What stands at the top of the page of a thing: the few facts that people look for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.presenting import WebLink, on_the_web, paper_links, shown_date
from paperatlas.serving.pages.claims import grouped, paper_line
from paperatlas.serving.pages.values import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.records import Entity, PaperFacts, Statement
    from paperatlas.serving.pages.claims import View
    from paperatlas.serving.pages.values import PaperLine, Thing

__all__ = ["facts"]

_MOST: Final = 12
_NAMES: Final = 30


def facts(view: View, own: Entity) -> tuple[Fact, ...]:
    """The facts of a thing, without those that are not known.

    Args:
        view: All that is known around it.
        own: The thing.
    """
    found = [Fact("Also written", own.aliases[:_MOST], max(0, len(own.aliases) - _MOST))]
    if own.type == "Paper":
        listed = view.graph.papers.get(own.id)
        found += [*_people(view), *(_paper(listed) if listed else ())]
    else:
        found += _thing(view)
    return tuple(fact for fact in found if fact.values)


def _thing(view: View) -> Iterator[Fact]:
    introduced = [paper_line(view, group[0].subject) for group in grouped(view, _of(view, "introduces", "object"))]
    yield _fact("Introduced in", introduced, 3)
    yield _fact("A variant of", _others(view, "variant-of", "subject"))
    yield _fact("Built from", _others(view, "based-on", "subject"), 6)
    yield _fact("Organisations", _others(view, "affiliated-with", "subject"))
    naming = max(view.total("mentions", "object"), len(_of(view, "mentions", "object")))
    yield Fact("Named in", (f"{naming:,} {'paper' if naming == 1 else 'papers'}",) if naming else ())


def _paper(listed: PaperFacts) -> Iterator[Fact]:
    yield Fact("Date", (shown_date(listed.date),) if listed.date else ())
    yield Fact("Read it", paper_links(listed)[:_MOST])
    code = tuple(WebLink(url, url if on_the_web(url) else None) for url in listed.code_urls)
    yield Fact("Code", code[:_MOST] or (("flagged by a listing",) if listed.has_code else ()))
    yield Fact("Subjects", listed.categories[:_MOST])
    counts = ((listed.upvotes, "upvotes"), (listed.comment_count, "comments"))
    yield Fact("Counted", tuple(f"{count:,} {what}" for count, what in counts if count is not None))
    places = tuple(f"{place.page}:{place.line}" for place in listed.listings)
    yield Fact("Listed in", places[:3], max(0, len(places) - 3))


def _people(view: View) -> Iterator[Fact]:
    authors = _others(view, "authored-by", "subject")
    listed = view.graph.papers.get(view.own)
    total = (listed.author_count or 0) if listed else 0
    shown = authors[:_NAMES]
    yield Fact("Authors", tuple(shown), max(len(authors), total) - len(shown) if authors else 0)
    yield _fact("Organisations", _others(view, "from-lab", "subject"))


def _fact(label: str, values: list[Thing] | list[PaperLine], most: int = _MOST) -> Fact:
    return Fact(label, tuple(values[:most]), max(0, len(values) - most))


def _of(view: View, predicate: str, end: str) -> list[Statement]:
    return [one for one in view.graph.about(view.own) if one.predicate == predicate and getattr(one, end) == view.own]


def _others(view: View, predicate: str, end: str) -> list[Thing]:
    """The other ends of statements that are likelier right than wrong, the best supported first."""
    likely = [one for one in _of(view, predicate, end) if one.confidence >= 0.5]
    return [view.thing(view.other(group[0])) for group in grouped(view, likely)]
