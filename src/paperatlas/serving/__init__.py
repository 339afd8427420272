"""Serve a built graph over HTTP: a SPARQL endpoint, a graph store, and pages for people.

The modules, one idea each:

* ``settings``: what may be chosen, with its defaults; ``jobs``: what is asked of a worker, and what it gives.
* Inside a worker process: ``worker`` (its loop), ``evaluating`` (jobs on a store),
  ``using`` (datasets of updates), ``counting`` (rows of results).
* Around them: ``process`` (one worker, seen from the server), ``lanes`` (who runs where, and for how long), ``builds``
  (the store that is served, and its successors).
* HTTP: ``protocol`` and ``description`` (``/sparql``), ``graph_store`` (``/graphs``), ``negotiation``, ``requests``,
  ``access``, ``replies``, ``headers``, ``journal``, ``metrics``, ``drawings`` (the HTML graphs), ``site`` (what pages
  see), ``app`` (all of it), ``running`` (on a socket).
"""
