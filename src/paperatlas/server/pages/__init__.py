"""Pages for people: the home page with its search, and a page for every node and statement.

The same addresses give RDF to a client that asks for it. Nothing here needs JavaScript; a small script adds suggestions
as one types.
"""

from __future__ import annotations

from paperatlas.server.pages.page_routes import error_page, routes

__all__ = ["error_page", "routes"]
