from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.answers.thought import ThoughtSection


def test_reasoning_is_folded_away_until_it_is_asked_for(qtbot: QtBot) -> None:
    section = ThoughtSection()
    qtbot.addWidget(section)
    section.add("First I look ")
    section.add("at the table.")
    assert not section.is_open
    assert section.text is None
    qtbot.mouseClick(section.button, Qt.MouseButton.LeftButton)
    section.finish()
    assert section.text is not None
    assert section.text.toPlainText() == "First I look at the table."
    assert section.button.text() == "Reasoning"
    qtbot.mouseClick(section.button, Qt.MouseButton.LeftButton)
    assert not section.is_open


def test_without_reasoning_there_is_nothing(qtbot: QtBot) -> None:
    section = ThoughtSection()
    qtbot.addWidget(section)
    assert section.isHidden()
    section.add("x")
    section.clear()
    assert section.isHidden()
