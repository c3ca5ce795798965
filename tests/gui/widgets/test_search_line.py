from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.search_line import SearchLine


def test_escape_clears_and_down_goes_on_to_what_was_found(qtbot: QtBot) -> None:
    line = SearchLine("Search documents")
    qtbot.addWidget(line)
    line.show()
    assert line.accessibleName() == "Search documents"
    qtbot.keyClicks(line, "tern")
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line, Qt.Key.Key_Down)
    assert line.text() == "tern"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
