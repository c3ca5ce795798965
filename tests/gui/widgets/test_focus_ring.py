from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.focus_ring import FocusRing


def made(qtbot: QtBot, qapp: QApplication) -> tuple[QPlainTextEdit, QPlainTextEdit, FocusRing]:
    theme.apply(qapp, "light")
    ground = QWidget()
    row = QHBoxLayout(ground)
    first, second = QPlainTextEdit(ground), QPlainTextEdit(ground)
    for each in (first, second):
        row.addWidget(each)
    ring = FocusRing(first, ground, margin=4)
    qtbot.addWidget(ground)
    ground.resize(300, 200)
    ground.show()
    qtbot.waitExposed(ground)
    ground.activateWindow()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    return first, second, ring


def test_it_is_seen_while_the_keyboard_got_there_by_a_key(qtbot: QtBot, qapp: QApplication) -> None:
    first, second, ring = made(qtbot, qapp)
    assert not ring.isVisible()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.isVisible()
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert not ring.isVisible()


def test_a_click_shows_none(qtbot: QtBot, qapp: QApplication) -> None:
    first, _, ring = made(qtbot, qapp)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()


def test_it_follows_what_it_surrounds(qtbot: QtBot, qapp: QApplication) -> None:
    first, _, ring = made(qtbot, qapp)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    ring.window().resize(500, 300)
    qapp.processEvents()
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    pixel = ring.grab().toImage().pixelColor(ring.width() // 2, 0)
    assert pixel.name() == theme.current().accent
