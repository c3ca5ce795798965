from pathlib import Path

from gui.library.shelf import Entry, State
from gui.library.wording import status
from gui.process.child import Failure


def test_the_reason_of_a_failure_does_not_say_the_name_again() -> None:
    failure = Failure("DocumentScanned", "scan.pdf has no text: its one page is pictures (a scan?).")
    entry = Entry(Path("/nowhere/scan.pdf"), State.FAILED, failure=failure)
    assert status(entry) == "Has no text: its one page is pictures (a scan?)."
    entry.failure = Failure("DocumentNotFound", "There is no file at /nowhere/scan.pdf.")
    assert status(entry) == "There is no file at /nowhere/scan.pdf."
    entry.failure = None
    assert status(entry) == "Could not be opened"
