from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.announcing import announce


def test_an_announcement_is_made_where_a_screen_reader_runs_and_harmless_elsewhere(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    was_active = QAccessible.isActive()
    try:
        for is_active in (False, True):
            QAccessible.setActive(is_active)
            announce(widget, "It is ready.")
            announce(widget, "It failed.", is_urgent=True)
    finally:
        QAccessible.setActive(was_active)
