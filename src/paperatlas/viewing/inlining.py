"""Pages that hold their own scripts and styles, which a content security policy names by their hashes."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, StrictUndefined

__all__ = ["fill", "source_hash"]


def fill(template: str, **values: object) -> str:
    """Fill a Jinja template; values are escaped for HTML unless the template says that they are safe.

    >>> fill("<p>{{ name }}</p>", name="<b>")
    '<p>&lt;b&gt;</p>'
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(values)


def source_hash(content: str) -> str:
    """The source expression by which a content security policy allows one inline script or style, and no other.

    >>> source_hash("1")
    "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
