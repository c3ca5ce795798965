from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.process.requests import KeptReading, KeptReadings
from gui.settings.confirming import ConfirmDialog
from gui.settings.kept import KeptRoom

MB = 1_000_000
READINGS = {"a": KeptReading(100 * MB, 0.0, is_pinned=True), "b": KeptReading(34 * MB, 0.0, is_pinned=False)}


def _shown(qtbot: QtBot, kept: KeptReadings) -> KeptRoom:
    room = KeptRoom()
    qtbot.addWidget(room)
    room.show_kept(kept)
    return room


def _confirming(room: KeptRoom) -> ConfirmDialog:
    room.button.click()
    return next(iter(room.findChildren(ConfirmDialog)))


def _press(dialog: ConfirmDialog, text: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()


def test_what_is_taken_and_what_is_pinned_is_said(qtbot: QtBot) -> None:
    room = _shown(qtbot, KeptReadings(READINGS, 134 * MB, 9_000 * MB))
    said = room.label.text()
    assert said.startswith("134 MB of 9.0 GB are taken, by what was read of 2 documents.")
    assert "1 of them stays on the disk" in said


def test_nothing_is_forgotten_until_the_person_agrees(qtbot: QtBot) -> None:
    room = _shown(qtbot, KeptReadings(READINGS, 134 * MB, 9_000 * MB))
    dialog = _confirming(room)
    with qtbot.assertNotEmitted(room.forgetting_asked):
        _press(dialog, "Cancel")
    with qtbot.waitSignal(room.forgetting_asked):
        _press(_confirming(room), "Forget")


def test_where_nothing_is_kept_there_is_nothing_to_forget(qtbot: QtBot) -> None:
    room = _shown(qtbot, KeptReadings({}, 0, 9_000 * MB))
    assert not room.button.isEnabled()
    assert room.label.text() == "Nothing is kept now; there is room for 9.0 GB."
