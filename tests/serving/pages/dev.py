"""Serve the pages of a graph to look at them: ``python tests/serving/pages/dev.py output/graph.ttl 8100``."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).parents[2]))

from serving.pages.sites import application

from paperatlas.rdf import load

if __name__ == "__main__":
    uvicorn.run(application(load(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
