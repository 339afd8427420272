"""The page on which people write and run queries.

Without JavaScript it is a form and a table. The script of ``frontend/query-editor``, bundled into ``dist/`` when the
package is built, replaces the text area by an editor and shows results without a new page.
"""

from paperatlas.server.query_editor.editor_routes import routes

__all__ = ["routes"]
