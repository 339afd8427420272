"""The report of an analysis: charts, captions and tables in one page."""
