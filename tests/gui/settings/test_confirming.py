import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.settings.confirming import ConfirmDialog


def shown(qtbot: QtBot) -> ConfirmDialog:
    dialog = ConfirmDialog("Delete conversation", "Delete “What is it?” with all its answers?", "Delete")
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_its_button_agrees(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert any("all its answers" in label.text() for label in dialog.findChildren(QLabel))
    delete = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Delete")
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(delete, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_do_not_agree(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = shown(qtbot)
    with qtbot.assertNotEmitted(dialog.accepted), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, key)
