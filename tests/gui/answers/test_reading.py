from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.answering.events import Mode, Reading
from gui.answers.reading import ReadingBar


def test_reading_is_told_in_pages_tokens_and_time_left(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    bar.show_reading(Reading(Mode.WHOLE, 2310, 6800, 100, 60.0, 84.4), 120, 0)
    assert bar.label.text() == "Reading page 41 of 120 · 2,310 of 6,800 tokens · 1:24 min left"
    assert bar.bar.value() == round(1000 * 2310 / 6800)
    bar.show_reading(Reading(Mode.WHOLE, 6800, 6800, 100, 60.0, None), 120, 0)
    assert bar.label.text() == "Reading page 120 of 120 · 6,800 of 6,800 tokens"


def test_a_document_that_was_read_before_is_not_said_to_be_read_again(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    bar.show_reading(Reading(Mode.WHOLE, 6750, 6800, 6700, 60.0, 0.8), 120, 0)
    assert bar.label.text() == "Read before, reading your question · 6,750 of 6,800 tokens"


def test_passages_are_told_as_passages(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    bar.show_reading(Reading(Mode.RETRIEVED, 10, 0, 0, 0.0, None), 120, 6)
    assert bar.label.text().startswith("Reading 6 passages")


def test_of_a_long_document_the_part_and_its_pages_are_told(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    reading = Reading(Mode.WHOLE, 8310, 46800, 0, 60.0, 641.0, 2, 5, 12, 19)
    bar.show_reading(reading, 60, 0)
    assert bar.label.text() == "Reading part 2 of 5, pages 12 to 19 · 8,310 of 46,800 tokens · 10:41 min left"
    bar.show_reading(replace(reading, last_page=12), 60, 0)
    assert bar.label.text().startswith("Reading part 2 of 5, page 12 · ")
    bar.show_reading(replace(reading, part=5, first_page=0, last_page=0), 60, 0)
    assert bar.label.text().startswith("Putting the notes together · ")


def test_it_can_be_stopped(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar.stop_requested):
        qtbot.mouseClick(bar.stop_button, Qt.MouseButton.LeftButton)
