"""The explorer beside the page that pyvis makes, both opened in a browser."""
