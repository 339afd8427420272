"""HTML pages in one file each: explorer, report, annotated texts and the pyvis network, from one set of templates."""
