"""Jinja templates of HTML pages, and the theme of node types and predicates.

The templates escape every value and fail if one is missing.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined

from paperatlas.graph.display import NODE_COLOURS
from paperatlas.html.content_security_policy import InlineSources, content_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "INVERSE_LABELS",
    "NODE_SHAPES",
    "fill_page",
    "fill_template",
    "make_environment",
    "node_type_rules",
    "package_text",
]

NODE_SHAPES: Final[Mapping[str, str]] = {
    "Paper": "square",
    "Model": "dot",
    "Dataset": "diamond",
    "Method": "triangle",
    "Author": "star",
    "Lab": "hexagon",
}
"""The shape of each node type, as vis-network names shapes, by the name of the type."""

INVERSE_LABELS: Final[Mapping[str, str]] = {
    "authored-by": "papers",
    "from-lab": "papers",
    "affiliated-with": "authors",
    "introduces": "introduced by",
    "mentions": "mentioned in",
    "trains-on": "trained on it",
    "evaluates-on": "evaluated on it",
    "compares-to": "compared to it",
    "based-on": "built on it",
    "applied-to": "applied to it",
    "variant-of": "variants",
}
"""The label of each predicate from object to subject, by its name."""


def node_type_rules(*properties: str) -> str:
    """Return CSS rules that set properties to the colour of each node type, one for each class ``k-TYPE``.

    >>> node_type_rules("fill", "--kind").splitlines()[0]
    '.k-Paper{fill:#7a869a;--kind:#7a869a}'
    """
    return "".join(
        f".k-{name}{{{';'.join(f'{key}:{colour}' for key in properties)}}}\n" for name, colour in NODE_COLOURS.items()
    )


def make_environment(*loaders: BaseLoader) -> Environment:
    """Return an environment whose templates escape every value for HTML.

    Args:
        *loaders: The loaders of the templates, in the order of search.

    >>> make_environment().from_string("<p>{{ name }}</p>").render(name="<b>")
    '<p>&lt;b&gt;</p>'
    """
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def fill_template(package: str, name: str, **values: object) -> str:
    """Fill a template file of a package with values."""
    return make_environment(PackageLoader(package, "")).get_template(name).render(values)


def fill_page(package: str, name: str, *, more_style: str = "", **values: object) -> str:
    """Fill the template ``NAME.html.jinja`` of a package, with ``NAME.css`` as its style and a policy for it alone.

    Args:
        package: The name of the package.
        name: The name of the template and of the style sheet.
        more_style: Rules after the style sheet.
        **values: The other values of the template.
    """
    style = package_text(package, f"{name}.css") + more_style
    policy = content_policy(InlineSources(styles={style}))
    return fill_template(package, f"{name}.html.jinja", style=style, policy=policy, **values)


def package_text(package: str, name: str) -> str:
    """Return the text of a file of a package."""
    return resources.files(package).joinpath(name).read_text("utf-8")
