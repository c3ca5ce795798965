"""OpenBook: the arguments become the window, or one command in the terminal."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Before anything can import a library that would look for a hub: nothing is fetched unless asked for.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

from core.screen import has_screen


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window or run one command, and return the exit status.

    Without arguments, or with files alone, it is the window. Where there is no screen, no arguments mean
    the sample question. Exit status: 0 done, 1 a fault, 2 a wrong call, 130 stopped.
    """
    # Imported here: the window must not wait for the command line, and its children for neither.
    given = list(sys.argv[1:] if argv is None else argv)
    if _wants_window(given):
        from gui.app import run

        return run([Path(each) for each in given if each != "window"])
    try:
        from core.cli.faults import guarded
        from core.cli.parser import parse

        arguments = parse(given)
    except KeyboardInterrupt:  # before anything was begun
        return 130
    return guarded(arguments)


def _wants_window(given: Sequence[str]) -> bool:
    if not given:
        return has_screen()
    if given[0] == "window":
        return all(not each.startswith("-") for each in given)
    return _is_path(given[0]) and has_screen()


def _is_path(word: str) -> bool:
    """Whether a first argument names a file or folder rather than a command."""
    return word.lower().endswith(".pdf") or word in (".", "..") or any(mark in word for mark in "/\\")


if __name__ == "__main__":
    sys.exit(main())
