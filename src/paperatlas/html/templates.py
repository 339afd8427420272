"""The one way to make HTML: Jinja templates that escape every value and fail where one is missing."""

from __future__ import annotations

from importlib import resources

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined

__all__ = ["fill_template", "make_environment", "package_text"]


def make_environment(*loaders: BaseLoader) -> Environment:
    """Return an environment for templates, in which every value is escaped for HTML.

    Args:
        *loaders: Where templates are looked for, in that order.

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
    """Return a template filled with values.

    Args:
        package: The package that the template stands in.
        name: The name of its file.
        **values: What it takes.
    """
    return make_environment(PackageLoader(package, "")).get_template(name).render(values)


def package_text(package: str, name: str) -> str:
    """Return the text of a file of a package."""
    return resources.files(package).joinpath(name).read_text("utf-8")
