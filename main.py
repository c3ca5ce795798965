"""OpenBook: the arguments become one command; without any, the sample question is answered."""

import os
import sys
from collections.abc import Sequence

# Before anything can import a library that would look for a hub: nothing is fetched unless asked for.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

from core.cli.faults import guarded
from core.cli.parser import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 done, 1 a fault, 2 a wrong call, 130 stopped."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    return guarded(arguments)


if __name__ == "__main__":
    sys.exit(main())
