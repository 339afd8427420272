"""Made-up entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from w3c.facts import PREFIXES, Facts, iri, triples_of
from w3c.manifest import Entry, Group

if TYPE_CHECKING:
    from pathlib import Path

GROUP = Group("Made", "made")


def make_entry(folder: Path, kind: str, turtle: str, name: str = "it") -> Entry:
    """An entry of a manifest of its own.

    Args:
        folder: where the manifest is written, in a folder "made".
        kind: its type.
        turtle: what the manifest says about it; the prefixes of the suite are declared.
        name: its local name.
    """
    manifest = folder / "made" / "manifest.ttl"
    manifest.parent.mkdir(exist_ok=True)
    prefixes = "".join(f"@prefix {prefix}: <{value}> .\n" for prefix, value in PREFIXES.items())
    manifest.write_text(f"{prefixes}<#{name}> a mf:{kind} ; {turtle} .")
    facts = Facts(triples_of(manifest))
    [node] = facts.subjects("rdf:type", iri(f"mf:{kind}"))
    return Entry(f"made/{name}", kind, node, GROUP, manifest.parent, facts)
