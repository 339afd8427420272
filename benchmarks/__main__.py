"""Hold figures against their thresholds, and exit with 1 where one is not kept.

::

    python -m benchmarks [FIGURE...]
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.figures import FIGURES
from benchmarks.thresholds import check, read_thresholds


def main() -> None:
    """Measure the figures that are named, or all, and print a table."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("figures", nargs="*", metavar="FIGURE", choices=[[], *FIGURES], help=", ".join(FIGURES))
    sys.exit(1 if check(parser.parse_args().figures or FIGURES, FIGURES, read_thresholds()) else 0)


if __name__ == "__main__":
    main()
