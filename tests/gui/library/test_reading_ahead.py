"""Reading ahead, over a reader in a child process that reads what it is told to and takes its time."""

import time
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.answering.events import Mode, Reading
from core.library.records import StoredDocument
from gui.desk import Desk
from gui.library.reading_ahead import ReadingAhead
from gui.library.shelf import Entry, State
from gui.process.child import Handler
from gui.process.requests import CountKept, KeptReading, KeptReadings, LoadedModel, ReadAhead
from gui.process.worker import Worker

PATIENCE_MS = 20_000


class Reader:
    """Reads "short" at once, and never comes to the end of any other document."""

    def handlers(self) -> Mapping[type, Handler]:
        kept = KeptReadings({"short": KeptReading(9, 0.0, is_pinned=False)}, 9, 100)
        return {ReadAhead: Handler("model", self._read), CountKept: Handler("desk", lambda _request: kept)}

    def stop(self, request: Any) -> None:
        pass

    def close_lane(self, lane: str) -> None:
        pass

    def _read(self, request: ReadAhead) -> Iterator[Reading]:
        while request.document_ids != ("short",):
            yield Reading(Mode.WHOLE, 25, 100, 0, 10.0, 7.5)
            time.sleep(0.02)


class Person:
    """What the person has chosen, and whether a question is under way."""

    def __init__(self) -> None:
        self.wanted: list[Entry] = []
        self.is_busy = False


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Generator[Desk]:
    made = Desk()
    made.worker = Worker("reader", Reader, parent=made)
    made.worker.start()
    made.model = LoadedModel(Path("model.gguf"), "model", 1, "Q4_0", 100, "CPU", None)
    made.shelf.entries += [_entry("long"), _entry("short")]
    yield made
    made.worker.close()


def _entry(name: str) -> Entry:
    path = Path(f"/nowhere/{name}.pdf")
    return Entry(path, State.READY, 1.0, StoredDocument(name, path, name, "", "en", 0.0, 6, 9, (), "", 9, 9))


def _begun(qtbot: QtBot, desk: Desk, person: Person) -> ReadingAhead:
    """Return what is reading the long document by now."""
    ahead = ReadingAhead(desk, lambda: person.wanted, lambda: person.is_busy)
    person.wanted = desk.shelf.entries[:1]
    ahead.refresh()
    qtbot.waitUntil(lambda: desk.shelf.entries[0].read_share == 0.25, timeout=PATIENCE_MS)
    return ahead


def _made_to_wait(qtbot: QtBot, desk: Desk, person: Person) -> ReadingAhead:
    """Return what was reading the long document, and waits for a question now."""
    ahead = _begun(qtbot, desk, person)
    person.is_busy = True
    ahead.refresh()
    qtbot.waitUntil(lambda: desk.shelf.entries[0].is_paused, timeout=PATIENCE_MS)
    return ahead


def test_what_was_left_for_another_document_is_read_after_it(qtbot: QtBot, desk: Desk) -> None:
    person, (long, short) = Person(), desk.shelf.entries
    ahead = _begun(qtbot, desk, person)
    person.wanted = [short]
    with qtbot.waitSignal(
        desk.shelf.changed, timeout=PATIENCE_MS, check_params_cb=lambda _entry: long.is_paused
    ):
        ahead.refresh()
    qtbot.waitUntil(lambda: short.kept is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not long.is_paused, timeout=PATIENCE_MS)
    assert long.read_share == 0.25


def test_reading_that_waits_for_an_answer_is_shown_to_wait(qtbot: QtBot, desk: Desk) -> None:
    person, (long, _) = Person(), desk.shelf.entries
    ahead = _made_to_wait(qtbot, desk, person)
    assert long.read_share == 0.25
    person.is_busy = False
    ahead.refresh()
    qtbot.waitUntil(lambda: not long.is_paused, timeout=PATIENCE_MS)
    assert long.read_share == 0.25


def test_a_document_that_a_question_reads_is_not_shown_to_wait(qtbot: QtBot, desk: Desk) -> None:
    person, (long, _) = Person(), desk.shelf.entries
    ahead = _made_to_wait(qtbot, desk, person)
    ahead.follow([long], Reading(Mode.WHOLE, 50, 100, 25, 10.0, 5.0))
    assert (long.read_share, long.is_paused) == (0.5, False)
    ahead.follow([long], Reading(Mode.WHOLE, 99, 100, 25, 10.0, 0.1))
    assert long.read_share is None
    ahead.follow([long], None)
    assert (long.read_share, long.is_paused) == (None, False)


def test_the_question_about_a_document_that_was_read_is_not_shown_as_reading(
    qtbot: QtBot, desk: Desk
) -> None:
    ahead, (_, short) = ReadingAhead(desk, list, lambda: True), desk.shelf.entries
    ahead.follow([short], Reading(Mode.WHOLE, 96, 100, 96, 10.0, 0.1))
    assert short.read_share is None


def test_nothing_waits_any_more_once_another_mode_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    person, (long, _) = Person(), desk.shelf.entries
    ahead = _made_to_wait(qtbot, desk, person)
    person.is_busy, person.wanted = False, []
    ahead.refresh()
    assert long.read_share is None
    assert not long.is_paused


@pytest.mark.parametrize(("name", "is_told"), [("long", True), ("short", False)])
def test_that_there_was_no_room_for_what_a_question_read_is_told(
    qtbot: QtBot, desk: Desk, name: str, is_told: bool
) -> None:
    ahead, told = ReadingAhead(desk, list, lambda: True), list[Entry]()
    ahead.not_kept.connect(told.extend)
    entry = next(each for each in desk.shelf.entries if each.document_id == name)
    for done in (500, 1990, 2000):
        ahead.follow([entry], Reading(Mode.WHOLE, done, 2000, 0, 10.0, 1.0))
    with qtbot.waitSignal(ahead.counted, timeout=PATIENCE_MS):
        ahead.count()
    assert told == ([entry] if is_told else [])
    with qtbot.waitSignal(ahead.counted, timeout=PATIENCE_MS):
        ahead.count()
    assert len(told) == is_told


@pytest.mark.parametrize(
    "reading",
    [
        Reading(Mode.WHOLE, 1500, 2000, 0, 10.0, 1.0),  # an answer of another mode came before it is read
        Reading(Mode.WHOLE, 1990, 2000, 1980, 10.0, 1.0),  # it was in memory
        Reading(Mode.WHOLE, 90, 100, 0, 10.0, 1.0),  # too short to be kept
    ],
)
def test_of_what_is_not_read_or_is_short_no_room_is_missed(
    qtbot: QtBot, desk: Desk, reading: Reading
) -> None:
    ahead, (long, _) = ReadingAhead(desk, list, lambda: True), desk.shelf.entries
    told: list[Entry] = []
    ahead.not_kept.connect(told.extend)
    ahead.follow([long], reading)
    with qtbot.waitSignal(ahead.counted, timeout=PATIENCE_MS):
        ahead.count()
    assert told == []
