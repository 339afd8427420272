"""``python -m paperatlas`` is ``paperatlas``."""

from paperatlas.cli import main

main()
