"""The window with the real children and models: what is read ahead, kept and forgotten."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.library.shelf import Entry
from gui.library.wording import status
from gui.settings.dialog import SettingsDialog
from gui.window import Window
from tests.gui.windows import Start, ask, draw, ready, wait


def _with_one_read(qtbot: QtBot, start: Start, tmp_path: Path) -> tuple[Window, Entry]:
    """Return a window with a document that the model has read, and kept what it read."""
    window = start([draw(tmp_path / "report.pdf", "She wrote down the weather. " * 60)])
    window.top.choose("whole")
    ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    wait(qtbot, lambda: entry.kept is not None)
    return window, entry


def test_a_document_is_read_ahead_and_what_was_read_is_forgotten_on_request(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    text = "The keeper of the light is Joan Marsh. " + "She wrote down the weather. " * 60
    window = start([draw(tmp_path / "report.pdf", text)])
    ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    assert entry.kept is None
    window.top.choose("whole")
    wait(qtbot, lambda: entry.kept is not None)
    assert "· read today" in status(entry)
    window.library.pin_asked.emit(entry, True)
    wait(qtbot, lambda: entry.kept is not None and entry.kept.is_pinned)
    window.library.rereading_asked.emit(entry)
    wait(qtbot, lambda: entry.kept is None)


def test_all_that_was_read_is_forgotten_in_settings(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    window, entry = _with_one_read(qtbot, start, tmp_path)
    window.actions_["settings"].trigger()
    dialog = next(iter(window.findChildren(SettingsDialog)))
    wait(qtbot, dialog.kept.isVisible)
    assert "1 document" in dialog.kept.label.text()
    dialog.kept.button.click()
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Forget").click()
    wait(qtbot, lambda: entry.kept is None)
    wait(qtbot, lambda: dialog.kept.label.text().startswith("Nothing is kept"))
    dialog.close()


def test_what_no_longer_fits_the_room_goes_as_soon_as_that_is_lowered(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    window, entry = _with_one_read(qtbot, start, tmp_path)
    window.actions_["settings"].trigger()
    dialog = next(iter(window.findChildren(SettingsDialog)))
    dialog.rows["snapshot_gb"].field.show_value(0)
    dialog.accept()
    wait(qtbot, lambda: entry.kept is None)


def test_what_no_longer_has_to_stay_goes_where_there_is_no_room_for_it(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    window, entry = _with_one_read(qtbot, start, tmp_path)
    window.library.pin_asked.emit(entry, True)
    wait(qtbot, lambda: entry.kept is not None and entry.kept.is_pinned)
    window.actions_["settings"].trigger()
    dialog = next(iter(window.findChildren(SettingsDialog)))
    dialog.rows["snapshot_gb"].field.show_value(0)
    with qtbot.waitSignal(dialog.chosen):
        dialog.accept()
    window.library.pin_asked.emit(entry, False)
    wait(qtbot, lambda: entry.kept is None)


def test_a_question_interrupts_reading_ahead(qtbot: QtBot, start: Start, tmp_path: Path, note: Path) -> None:
    text = "The keeper of the light is Joan Marsh. " + "She wrote down the weather. " * 300
    window = start([draw(tmp_path / "long.pdf", text)])
    ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    window.top.choose("whole")
    wait(qtbot, lambda: entry.read_share is not None)
    window.top.choose("retrieved")
    ask(qtbot, window, "Who keeps the light?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 1
