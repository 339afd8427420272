"""The explorer: a graph of up to fifty thousand nodes in one HTML file that needs no network.

:mod:`~paperatlas.viewing.explorer.choosing` says what it holds, :mod:`~paperatlas.viewing.explorer.groups` divides that
into communities, :mod:`~paperatlas.viewing.explorer.placing` gives each node a place,
:mod:`~paperatlas.viewing.explorer.data` writes it as columns of JSON, and :mod:`~paperatlas.viewing.explorer.page` puts
it into a page, with the script that ``frontend/explorer`` is bundled into while the package is built.
"""

from paperatlas.viewing.explorer.data import ExplorerData, Spot, explorer_data
from paperatlas.viewing.explorer.page import highlighted, render_explorer

__all__ = ["ExplorerData", "Spot", "explorer_data", "highlighted", "render_explorer"]
