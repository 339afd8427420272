"""The static files of the pages, and the vocabulary that the query editor completes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.html.theme import node_type_rules
from paperatlas.schema import AUXILIARY_CLASSES, NAMESPACES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

__all__ = ["Asset", "asset_routes", "assets", "load_assets", "vocabulary"]

_FOLDER: Final = "/static"
_CACHE_CONTROL: Final = "public, max-age=31536000, immutable"
_MEDIA_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}

_FILES: Final = ("pages/static/icon.svg", "pages/static/site.css", "query_editor/query.css")

_BUNDLES: Final = (("pages/dist/search.js",), ("query_editor/dist/query.js", "query_editor/dist/licences.txt"))
"""The files that a build of the package with Node.js adds; a script is served only with the licences of its parts."""


class Asset(NamedTuple):
    """A static file.

    Attributes:
        data: The bytes.
        media_type: The format of the bytes.
        address: The path below that of the server; it changes with the bytes.
    """

    data: bytes
    media_type: str
    address: str


@cache
def assets() -> dict[str, Asset]:
    """Return the files of this installation by name."""
    return load_assets(resources.files("paperatlas.server"))


def load_assets(folder: Traversable) -> dict[str, Asset]:
    """Read the static files of a package folder by name; a build without Node.js has no scripts."""
    bundled = [path for paths in _BUNDLES if all(folder.joinpath(path).is_file() for path in paths) for path in paths]
    files = {path.rpartition("/")[2]: folder.joinpath(path).read_bytes() for path in (*_FILES, *bundled)}
    files["site.css"] += node_type_rules("background").encode()
    files["vocabulary.json"] = json.dumps(vocabulary(), ensure_ascii=False, sort_keys=True).encode()
    return {name: _asset(name, data) for name, data in files.items()}


def asset_routes() -> list[BaseRoute]:
    """Return the route of the files."""
    return [Route(f"{_FOLDER}/{{name}}", _serve)]


async def _serve(request: Request) -> Response:
    asset = assets().get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404, "there is no such file")
    return Response(asset.data, media_type=asset.media_type, headers={"Cache-Control": _CACHE_CONTROL})


def _asset(name: str, data: bytes) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Asset(data, _MEDIA_TYPES[name.rpartition(".")[2]], f"{_FOLDER}/{name}?v={digest}")


_STANDARD_PROPERTIES: Final = (
    ("rdf:type", "What kind of thing the subject is; `a` in short."),
    ("rdfs:label", "The name that people read."),
    ("skos:altLabel", "Another name of the thing."),
    ("dcterms:title", "The title of a paper."),
    ("dcterms:abstract", "The abstract of a paper."),
    ("dcterms:identifier", "The arXiv id or DOI of a paper."),
    ("schema:datePublished", "When the listing says a paper appeared."),
    ("schema:url", "Where a paper can be read."),
    ("schema:codeRepository", "Where the code of a paper is."),
    ("rdf:subject", "Where a statement starts."),
    ("rdf:predicate", "What a statement says."),
    ("rdf:object", "Where a statement leads."),
    ("prov:wasDerivedFrom", "The paper that a passage of evidence stands in."),
    ("prov:wasAttributedTo", "The extractor that found a passage of evidence."),
)


def vocabulary() -> dict[str, Any]:
    """Return the terms that the editor completes, ready for JSON.

    Returns:
        ``prefixes``: namespaces by prefix. ``terms``: each with ``name`` (prefixed), ``kind`` (class or property),
        ``detail`` (what it joins) and ``comment``. ``kinds``: ``name`` and ``colour`` of each node type by the folder
        of its IRIs. ``edges``: ``name`` and ``colour`` of each predicate by its prefixed name.

    >>> [term["detail"] for term in vocabulary()["terms"] if term["name"] == "pa:trainsOn"]
    ['Model, Paper → Dataset']
    """
    terms = {term["name"]: term for term in (*_classes(), *_properties(), *_standard_terms())}
    return {
        "prefixes": NAMESPACES,
        "terms": list(terms.values()),
        "edges": {
            f"pa:{entry.term}": {"name": entry.name, "colour": PREDICATE_COLOURS[entry.name]} for entry in PREDICATES
        },
        "kinds": {entry.folder: {"name": entry.name, "colour": NODE_COLOURS[entry.name]} for entry in NODE_TYPES},
    }


def _term(name: str, kind: str, detail: str, comment: str) -> dict[str, str]:
    return {"name": name, "kind": kind, "detail": detail, "comment": comment}


def _classes() -> Iterator[dict[str, str]]:
    for entry in NODE_TYPES:
        yield _term(f"pa:{entry.name}", "class", f"⊑ {', '.join(entry.superclasses)}", entry.comment)
    for name, superclasses, comment in AUXILIARY_CLASSES:
        yield _term(f"pa:{name}", "class", f"⊑ {', '.join(superclasses)}", comment)
    yield _term("rdf:Statement", "class", "", "An edge of the graph, with its evidence, support and confidence.")


def _properties() -> Iterator[dict[str, str]]:
    for entry in PREDICATES:
        ends = f"{', '.join(entry.subjects)} → {', '.join(entry.objects)}"
        yield _term(f"pa:{entry.term}", "property", ends, entry.comment)
    for outcome in OUTCOMES:
        if outcome.term:
            yield _term(f"pa:{outcome.term}", "property", "⊑ pa:comparesTo", outcome.comment)
    for row in PROPERTIES:
        ends = f"{', '.join(name.removeprefix('pa:') for name in row.domain)} → {row.range}"
        yield _term(f"pa:{row.term}", "property", ends, row.comment)


def _standard_terms() -> Iterator[dict[str, str]]:
    """Yield the terms of other vocabularies that the graph uses too."""
    for name, comment in _STANDARD_PROPERTIES:
        yield _term(name, "property", "", comment)
    for entry in NODE_TYPES:
        yield from (_term(name, "class", f"each pa:{entry.name}", "") for name in entry.superclasses)
    for predicate in PREDICATES:
        names = (*predicate.superproperties, *filter(None, [predicate.beside]))
        yield from (_term(name, "property", f"beside pa:{predicate.term}", "") for name in names)
