"""The explorer: a graph of up to fifty thousand nodes in one HTML file.

:mod:`~paperatlas.html.explorer.truncation` says what it holds, :mod:`~paperatlas.html.explorer.communities` divides
that into communities, :mod:`~paperatlas.html.explorer.disc_layout` gives each node a place,
:mod:`~paperatlas.html.explorer.payload` writes it as columns of JSON, and
:mod:`~paperatlas.html.explorer.explorer_page` puts
it into a page, with the script that ``frontend/explorer`` is bundled into while the package is built.
"""

from paperatlas.html.explorer.explorer_page import highlighted, render_explorer
from paperatlas.html.explorer.payload import ExplorerData, NodePosition, explorer_data

__all__ = ["ExplorerData", "NodePosition", "explorer_data", "highlighted", "render_explorer"]
