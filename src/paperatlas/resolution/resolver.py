"""One node a thing, of whatever type texts and listings name: models, datasets, methods and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.resolution.artifacts import NO_CORRECTIONS, Artifacts
from paperatlas.resolution.organisations import Organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.curation.corrections import Corrections
    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.graph import Entity
    from paperatlas.resolution.artifacts import ResolvedArtifacts
    from paperatlas.resolution.organisations import ResolvedOrganisations

__all__ = ["ResolvedNames", "Resolver"]

_LAB: Final = "Lab"


class Resolver:
    """Gathers names and tells their nodes, whatever the order in which they come.

    Attributes:
        lines: For names of known things, the name of the family or model whose line they continue.

    >>> resolver = Resolver()
    >>> resolver.add("Model", ["LLaMA 2"]); resolver.add("Lab", ["nvidia NVIDIA"])
    >>> [entity.label for entity in resolver.resolve().entities()]
    ['LLaMA 2', 'NVIDIA']
    """

    def __init__(self, known: Iterable[KnownEntity] = (), corrections: Corrections = NO_CORRECTIONS) -> None:
        """Start with no names.

        Args:
            known: Things that keep the names that a registry gives them.
            corrections: Names that are one thing or two, whatever the rules say.
        """
        known = list(known)
        self.lines = {thing.name: thing.line_of for thing in known if thing.line_of}
        self._things = Artifacts((thing for thing in known if thing.type != _LAB), corrections)
        labs = ((thing.name, thing.aliases) for thing in known if thing.type == _LAB)
        self._labs = Organisations((*_corrected_labs(corrections), *labs))

    def add(self, type_name: str, forms: Sequence[str], paper: str = "") -> None:
        """Add what one paper calls one thing.

        Args:
            type_name: The node type: Model, Dataset, Method or Lab.
            forms: The fullest name first, then the other forms in that paper.
            paper: What tells the paper from others; nothing where it is not known.
        """
        if type_name == _LAB:
            self._labs.add(forms)
        else:
            self._things.add(type_name, forms, paper)

    def resolve(self) -> ResolvedNames:
        """The nodes of all names that were added."""
        return ResolvedNames(self._things.resolve(), self._labs.resolve())


def _corrected_labs(corrections: Corrections) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What corrections say of organisations, as a registry would: what it lists under two names stays two."""
    for (type_name, left), (_, right) in corrections.same:
        if type_name == _LAB:
            yield left, (right,)
    for (type_name, left), (_, right) in corrections.different:
        if type_name == _LAB:
            yield left, ()
            yield right, ()


class ResolvedNames:
    """Tells the node of each name.

    Attributes:
        things: The nodes of models, datasets and methods.
        labs: The nodes of organisations.
    """

    def __init__(self, things: ResolvedArtifacts, labs: ResolvedOrganisations) -> None:
        """Made by :meth:`Resolver.resolve`."""
        self.things = things
        self.labs = labs

    def entity(self, type_name: str, form: str, paper: str = "") -> Entity:
        """The node of a name that was added with that type; of a short form, what the paper means by it."""
        return self.labs.entity(form) if type_name == _LAB else self.things.entity(type_name, form, paper)

    def entities(self) -> Iterator[Entity]:
        """All nodes."""
        yield from self.things.entities()
        yield from self.labs.entities()
