"""Pages for people: the home page with its search, and a page for every node, statement and other resource.

The same addresses give RDF to a client that asks for it. The pages work without JavaScript; a script adds suggestions.
"""

from __future__ import annotations

from paperatlas.server.pages.page_routes import error_page, routes

__all__ = ["error_page", "routes"]
