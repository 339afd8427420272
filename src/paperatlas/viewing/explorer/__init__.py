"""The explorer: a graph of up to fifty thousand nodes in one HTML file that needs no network."""

from paperatlas.viewing.explorer.data import ExplorerData, explorer_data

__all__ = ["ExplorerData", "explorer_data"]
