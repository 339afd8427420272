"""Serve a built graph over HTTP: a SPARQL endpoint, a graph store, and pages for people.

The modules, one idea each, lower ones first; none imports what stands below it in this list:

* ``settings``: what may be chosen, and all limits of input; ``jobs``: what is asked of a worker, and what it gives.
* Inside a worker process: ``worker`` (its loop), ``evaluating`` (jobs on a store), ``using`` (datasets of
  updates), ``counting`` (rows of results).
* Around them: ``process`` (one worker, seen from the server), ``lanes`` (who runs where, and for how long),
  ``remembering`` (answers that are kept), ``builds`` (the store that is served, and its successors). All that know
  nothing of HTTP: they raise errors of :mod:`paperatlas.errors`.
* HTTP: ``replies`` (statuses of errors, entity tags), ``negotiation``, ``requests``, ``access``, ``headers``,
  ``metrics``, ``journal``; ``protocol`` and ``description`` (``/sparql``), ``graph_store`` (``/graphs``), ``drawings``
  (the HTML pages of a build).
* Pages: ``site`` (what they see of the server), ``query_texts`` (their SPARQL), ``vocabulary`` and ``assets`` (their
  files), ``pages`` (of things), ``editor`` (of queries).
* ``app``: all of it; ``running``: on a socket.
"""
