"""The grammar of the command line. Every command is a module with `add_parser` and `run`."""

import argparse
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from core.cli import ask, doctor, history, keep, models, read
from core.paths import ASSETS

SAMPLE = ASSETS / "samples" / "sample-en.pdf"
SAMPLE_QUESTION = "When will the Patient Ann be launched?"
# The starter model does not know when to end, and a first impression need not be long.
FIRST_CALL = ["ask", str(SAMPLE), "--question", SAMPLE_QUESTION, "--answer-tokens", "64"]


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the parsed arguments; `arguments.run(arguments)` does what they ask.

    Without any argument, where no window can be shown, the sample question is asked of the sample document.
    """
    parser = argparse.ArgumentParser(
        prog="openbook",
        description="Ask your PDFs, privately: everything runs on this computer.",
        epilog="Without a command, the window opens, with the files that are named: openbook [FILE ...]",
    )
    parser.add_argument("--version", action="version", version=f"openbook {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (ask, read, keep, history, models, doctor):
        command.add_parser(commands)
    return parser.parse_args(list(argv) or FIRST_CALL)


def _version() -> str:
    try:
        return version("openbook")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "(not installed)"
