"""Content security policies that allow the inline scripts and styles of a page by their hashes."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["InlineSources", "content_policy", "inline_sources", "source_hash"]


def source_hash(content: str) -> str:
    """Return the source expression that allows one inline script or style.

    >>> source_hash("1")
    "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@dataclass(slots=True)
class InlineSources:
    """The inline scripts and styles of a page.

    Attributes:
        scripts: The contents of ``script`` elements.
        handlers: The values of event handlers, such as ``onclick``.
        styles: The contents of ``style`` elements.
        style_attributes: The values of ``style`` attributes.
    """

    scripts: set[str] = field(default_factory=set)
    handlers: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    style_attributes: set[str] = field(default_factory=set)


def content_policy(inline: InlineSources, **directives: str) -> str:
    """Return a policy that allows the inline scripts and styles and forbids everything else.

    Args:
        inline: The inline scripts and styles.
        **directives: More directives and their values, with an underscore for the hyphen.

    >>> content_policy(InlineSources(styles={"p {}"}), img_src="data:").split("; ")[3:]
    ['img-src data:', "base-uri 'none'", "form-action 'none'"]
    """
    policy = {
        "default-src": "'none'",
        "script-src": _source_list(inline.scripts, inline.handlers),
        "style-src": _source_list(inline.styles, inline.style_attributes),
        **{name.replace("_", "-"): value for name, value in directives.items()},
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _source_list(elements: set[str], attributes: set[str]) -> str:
    hashes = sorted(map(source_hash, elements))
    if attributes:
        hashes += ["'unsafe-hashes'", *sorted(map(source_hash, attributes))]
    return " ".join(hashes) or "'none'"


def inline_sources(page: str) -> InlineSources:
    """Return the inline scripts and styles of a page.

    >>> inline_sources('<p style="color: red" onclick="go()"><script>1</script>').handlers
    {'go()'}
    """
    parser = _InlineParser()
    parser.feed(page)
    parser.close()
    return parser.inline


class _InlineParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inline = InlineSources()
        self._element = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect handlers and style attributes, and begin a script or style."""
        for name, value in attrs:
            if value and name == "style":
                self.inline.style_attributes.add(value)
            elif value and name.startswith("on"):
                self.inline.handlers.add(value)
        if tag in {"script", "style"}:
            self._element, self._text = tag, []

    def handle_data(self, data: str) -> None:
        """Collect text of a script or style."""
        if self._element:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a script or style."""
        if tag == self._element:
            (self.inline.scripts if tag == "script" else self.inline.styles).add("".join(self._text))
            self._element = ""
