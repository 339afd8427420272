"""Whether RDF conforms to the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
from rdflib import Graph as Triples

from paperatlas.errors import GraphError
from paperatlas.rdf.shapes import shapes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_conformance"]


def check_conformance(path: Path) -> None:
    """Hold a Turtle file against the shapes with pySHACL.

    Args:
        path: A Turtle file.

    Raises:
        GraphError: if it cannot be read or does not conform; the message holds the first faults.
    """
    try:
        data = Triples().parse(path, format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(f"cannot read {path}: {error}; build the graph again") from error
    conforms, _, text = pyshacl.validate(data, shacl_graph=Triples().parse(shapes(), format="turtle"), inplace=True)
    if not conforms:
        raise GraphError(f"{path} does not conform to the shapes; build it again or mend it.\n{text[:2000]}")
