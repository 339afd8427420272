"""Running: the whole way from pages to a graph, and from a graph to files."""

from paperatlas.running.build import build
from paperatlas.running.outputs import OUTPUTS, write_outputs
from paperatlas.running.progress import Progress

__all__ = ["OUTPUTS", "Progress", "build", "write_outputs"]
