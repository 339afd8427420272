"""The words of a listing page that belong to no paper: buttons, banners, the name of the site."""

from __future__ import annotations

import re

__all__ = ["is_furniture", "is_page_head", "unglued"]

_FURNITURE = re.compile(
    r"new|Get trending papers in your email inbox(?: once a day)?!|Subscribe|Daily Papers|"
    r"by ?AK and the research community",
    re.IGNORECASE,
)
_PAGE_HEAD = re.compile(r"new|Get trending papers in your email inbox(?: once a day)?!")
_GLUED = re.compile(r"Subscribe(?=[A-Z0-9\"“‘'$\[(])")


def is_furniture(text: str) -> bool:
    """Whether a line is page furniture.

    >>> is_furniture("Daily Papers"), is_furniture("Daily Papers on Rivers")
    (True, False)
    """
    return _FURNITURE.fullmatch(text.strip()) is not None


def is_page_head(text: str) -> bool:
    """Whether a line is furniture that stands at the head of a page, and so starts another."""
    return _PAGE_HEAD.fullmatch(text.strip()) is not None


def unglued(text: str) -> str:
    """A title without the label of a button that it is glued to.

    >>> unglued("SubscribeA Title"), unglued("Subscribers Float")
    ('A Title', 'Subscribers Float')
    """
    return _GLUED.sub("", text)
