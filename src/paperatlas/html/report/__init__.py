"""The report: the figures of an analysis as one HTML page."""
