"""Content security policies of pages that hold their own scripts and styles: each is allowed by its hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["InlineSources", "content_policy", "inline_sources", "source_hash"]


def source_hash(content: str) -> str:
    """Return the source expression by which a policy allows one inline script or style, and no other.

    >>> source_hash("1")
    "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@dataclass(slots=True)
class InlineSources:
    """What stands inline in a page.

    Attributes:
        scripts: The contents of its ``script`` elements.
        handlers: The values of its event handlers, such as ``onclick``.
        styles: The contents of its ``style`` elements.
        style_attributes: The values of its ``style`` attributes.
    """

    scripts: set[str] = field(default_factory=set)
    handlers: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    style_attributes: set[str] = field(default_factory=set)


def content_policy(inline: InlineSources, **directives: str) -> str:
    """Return a policy that allows some inline scripts and styles, and forbids all else.

    Args:
        inline: What is allowed.
        **directives: More directives and their values, an underscore in place of the hyphen.

    >>> content_policy(InlineSources(styles={"p {}"}), img_src="data:").split("; ")[3:]
    ['img-src data:', "base-uri 'none'", "form-action 'none'"]
    """
    known = {
        "default-src": "'none'",
        "script-src": _sources(inline.scripts, inline.handlers),
        "style-src": _sources(inline.styles, inline.style_attributes),
        **{name.replace("_", "-"): value for name, value in directives.items()},
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in known.items())


def _sources(elements: set[str], attributes: set[str]) -> str:
    hashes = sorted(map(source_hash, elements))
    if attributes:
        hashes += ["'unsafe-hashes'", *sorted(map(source_hash, attributes))]
    return " ".join(hashes) or "'none'"


def inline_sources(page: str) -> InlineSources:
    """Return what stands inline in a page.

    >>> inline_sources('<p style="color: red" onclick="go()"><script>1</script>').handlers
    {'go()'}
    """
    parser = _InlineParser()
    parser.feed(page)
    parser.close()
    return parser.found


class _InlineParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = InlineSources()
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script or a style, and keep what attributes hold."""
        for name, value in attrs:
            if value and name == "style":
                self.found.style_attributes.add(value)
            elif value and name.startswith("on"):
                self.found.handlers.add(value)
        if tag in {"script", "style"}:
            self._inside, self._text = tag, []

    def handle_data(self, data: str) -> None:
        """Take a piece of a script or a style."""
        if self._inside:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a script or a style."""
        if tag == self._inside:
            (self.found.scripts if tag == "script" else self.found.styles).add("".join(self._text))
            self._inside = ""
