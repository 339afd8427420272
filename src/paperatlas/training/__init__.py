"""Trains models from annotated papers and measures them; needs the extra libraries of that name."""
