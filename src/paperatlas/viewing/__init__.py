"""The interactive page: a graph to look at, search and read the evidence of, in one HTML file.

**What is shown first, and why.** A graph of papers drawn whole is a hairball: papers and the things they merely mention
outnumber everything else. People come with questions about things: what is this model trained on, what is it tested
on, what beats it, what is it based on, which methods are used with it? So the page first shows at most 90 Models,
Datasets and Methods, grown from the one of which papers state most along the statements between things, always to the
most telling neighbour. That core is in one piece, every node in it is there because of a statement, and its names have
room on a laptop's screen. Papers, authors, labs and mere mentions come when they are asked for: by a filter, by the
slider, by a search, or by showing the neighbours of a node.

:mod:`~paperatlas.viewing.selection` chooses, :mod:`~paperatlas.viewing.layout` places,
:mod:`~paperatlas.viewing.drawing` hands both to pyvis, :mod:`~paperatlas.viewing.facts` gathers what the panel tells,
and :mod:`~paperatlas.viewing.page` puts it all into one document.
"""

from paperatlas.viewing.page import render_page

__all__ = ["render_page"]
