"""The page on which people write queries, and what it asks for.

Without JavaScript it is a form and a table. With it, the script of ``frontend/query-editor``, bundled into ``dist/``
when the package is built, puts an editor in the place of the text area and shows answers without a new page.
"""

from paperatlas.server.query_editor.editor_routes import routes

__all__ = ["routes"]
