from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.widgets.empty_state import EmptyState


def test_it_teaches_and_offers_what_to_do(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    state = EmptyState("library", "No documents yet", "Drop a PDF here.")
    qtbot.addWidget(state)
    button = state.add_button("Open…", lambda: pressed.append(True), kind="primary", icon_name="open")
    state.resize(400, 400)
    state.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert state.accessibleName() == "No documents yet"


def test_nothing_is_cut_in_a_narrow_pane(qtbot: QtBot) -> None:
    state = EmptyState("history", "No conversations", "A text of several words that has to wrap. " * 3)
    qtbot.addWidget(state)
    state.resize(200, 500)
    state.show()
    for label in state.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
        assert state.rect().contains(label.geometry())


def test_a_wide_pane_has_it_in_the_middle(qtbot: QtBot) -> None:
    state = EmptyState("library", "No documents yet", "Drop a PDF here.")
    qtbot.addWidget(state)
    state.resize(1200, 500)
    state.show()
    middle = state.title.mapTo(state, state.title.rect().center()).x()
    assert abs(middle - 600) <= 1
