import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.answering.events import Mode, Reading
from core.errors import DocumentWithoutText, EmbedderNotInstalled
from core.library.records import StoredDocument
from gui import translating
from gui.library.shelf import Entry, State
from gui.library.wording import age_text, hindrance, kept_text, status
from gui.process.child import Failure
from gui.process.requests import KeptReading

DAY_S = 24 * 3600


def test_the_reason_of_a_failure_does_not_say_the_name_again() -> None:
    failure = Failure("DocumentScanned", "scan.pdf has no text: its one page is pictures (a scan?).")
    entry = Entry(Path("/nowhere/scan.pdf"), State.FAILED, failure=failure)
    assert status(entry) == "Has no text: its one page is pictures (a scan?)."
    entry.failure = Failure("DocumentNotFound", "There is no file at /nowhere/scan.pdf.")
    assert status(entry) == "There is no file at /nowhere/scan.pdf."
    entry.failure = None
    assert status(entry) == "Could not be opened"


def test_in_hebrew_the_reason_of_a_failure_does_not_say_the_name_again_either(app: QApplication) -> None:
    translating.apply(app, "he")
    path = Path("/nowhere/scan (1).pdf")
    entry = Entry(path, State.FAILED, failure=Failure.of(DocumentWithoutText(path, 1)))
    assert status(entry).startswith("הוא בלי טקסט: העמוד היחיד שלו הוא תמונה")


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (59, "59 days ago"), (100, "3 months ago")],
)
def test_what_was_long_ago_is_said_in_days(days: int, said: str) -> None:
    assert age_text(time.time() - days * DAY_S) == said


def test_a_moment_that_a_wrong_clock_put_into_the_future_is_today() -> None:
    assert age_text(time.time() + 9 * DAY_S) == "today"


def test_what_is_kept_of_a_reading_is_said_with_its_size_and_age() -> None:
    kept = KeptReading(134_000_000, time.time() - 3 * DAY_S, is_pinned=False)
    assert kept_text(kept) == "Read as a whole and kept on the disk: 134 MB, last used 3 days ago"
    assert kept_text(KeptReading(1, 0.0, is_pinned=True)).endswith("\nIt stays there until you forget it")
    assert kept_text(None) == ""


def test_reading_ahead_says_how_far_how_long_and_which_part() -> None:
    entry = Entry(Path("/nowhere/report.pdf"), State.READY)
    entry.reading = Reading(Mode.WHOLE, 45, 100, 0, 10.0, 80.0)
    assert status(entry) == "45% read · 1 min left"
    entry.reading = Reading(Mode.WHOLE, 45, 100, 0, 10.0, None, part=2, part_count=4)
    assert status(entry) == "45% read · part 2 of 4"
    entry.is_paused = True
    assert status(entry) == "45% read · goes on later"


def test_that_a_document_is_found_by_words_only_is_said_first_and_why_is_told_too() -> None:
    path = Path("/nowhere/report.pdf")
    stored = StoredDocument("id", path, "Report", "", "en", 0.0, 12, 900, (), "", 9, 0)
    entry = Entry(path, State.READY, stored=stored)
    assert status(entry) == "12 pages · English"
    assert hindrance(entry) == ""
    entry.failure = Failure.of(EmbedderNotInstalled(Path("/nowhere/e5")))
    assert status(entry) == "12 pages · found by words only"
    assert hindrance(entry).startswith("There is no embedder at")
