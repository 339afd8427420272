"""The explorer in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from paperatlas.errors import OutputError
from paperatlas.viewing.explorer.data import explorer_data
from paperatlas.viewing.explorer.page import render_explorer

if TYPE_CHECKING:
    from paperatlas.records import Graph

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """An explorer that a notebook shows in a frame of its own, by the protocol of IPython's rich display.

    Attributes:
        page: The page.
        height: The height of the frame in pixels.
    """

    page: str = field(repr=False)
    height: int

    @classmethod
    def of(cls, graph: Graph, height: int) -> Self:
        """The explorer of a graph.

        Raises:
            OutputError: if ``height`` is below 1.
        """
        if height < 1:
            raise OutputError(f"a frame of {height} pixels shows nothing; give a height of 1 or more")
        return cls(render_explorer(explorer_data(graph)), height)

    def _repr_html_(self) -> str:
        """The frame: its page may run its own script, and nothing of it reaches the notebook.

        >>> Frame('<b id="a">', 300)._repr_html_()
        '<iframe srcdoc="&lt;b id=&quot;a&quot;&gt;" sandbox=... height="300" ...></iframe>'
        """
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'width="100%" height="{self.height:d}" title="paperatlas explorer" style="border:0"></iframe>'
        )
