"""The explorer: a graph of up to fifty thousand nodes in one interactive HTML file.

:mod:`~paperatlas.html.explorer.selection` selects and groups the nodes,
:mod:`~paperatlas.html.explorer.disc_layout` computes their positions,
:mod:`~paperatlas.html.explorer.payload` writes them as columns of JSON, and
:mod:`~paperatlas.html.explorer.explorer_page` renders the page, with the script that the build of the package bundles
from ``frontend/explorer``.
"""

from paperatlas.html.explorer.explorer_page import highlight_nodes, render_explorer, with_min_confidence
from paperatlas.html.explorer.payload import ExplorerData, NodePosition, explorer_data

__all__ = ["ExplorerData", "NodePosition", "explorer_data", "highlight_nodes", "render_explorer", "with_min_confidence"]
