from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import tab_order


class Ground(QWidget):
    """Two panes, the lower one made first."""

    def __init__(self) -> None:
        super().__init__()
        self.below, self.above = QWidget(self), QWidget(self)
        column = QVBoxLayout(self)
        for pane in (self.above, self.below):
            QVBoxLayout(pane)
            column.addWidget(pane)
        for pane, names in ((self.below, "cd"), (self.above, "ab")):
            for name in names:
                add(pane, name)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's own name
        focused = self.focusWidget()
        return tab_order.step([self.above, self.below], focused, is_forward=is_next) is not None


def add(pane: QWidget, name: str) -> QPushButton:
    button = QPushButton(name, pane)
    layout = pane.layout()
    assert layout is not None
    layout.addWidget(button)
    return button


def walked(ground: Ground, key: Qt.Key, count: int) -> str:
    names = ""
    for _ in range(count):
        QTest.keyClick(ground.focusWidget() or ground, key)
        focused = ground.focusWidget()
        assert isinstance(focused, QPushButton)
        names += focused.text()
    return names


def shown(qtbot: QtBot) -> Ground:
    ground = Ground()
    qtbot.addWidget(ground)
    ground.show()
    ground.setFocus()
    qtbot.waitExposed(ground)
    return ground


def test_tab_goes_pane_by_pane_whatever_was_made_first(qtbot: QtBot) -> None:
    ground = shown(qtbot)
    assert walked(ground, Qt.Key.Key_Tab, 5) == "abcda"
    assert walked(ground, Qt.Key.Key_Backtab, 3) == "dcb"


def test_what_comes_later_is_reached_where_it_is_shown(qtbot: QtBot) -> None:
    ground = shown(qtbot)
    add(ground.above, "x").show()
    assert walked(ground, Qt.Key.Key_Tab, 5) == "abxcd"


def test_what_is_hidden_disabled_or_only_a_proxy_is_no_stop(qtbot: QtBot) -> None:
    ground = shown(qtbot)
    a, b = ground.above.findChildren(QPushButton)
    a.hide()
    ground.below.findChildren(QPushButton)[0].setEnabled(False)
    ground.below.setFocusProxy(b)
    assert walked(ground, Qt.Key.Key_Tab, 3) == "bdb"


def test_a_stop_out_of_sight_is_scrolled_to(qtbot: QtBot) -> None:
    ground = shown(qtbot)
    area, inside = QScrollArea(ground.below), QWidget()
    column = QVBoxLayout(inside)
    column.addSpacing(4000)
    target = QPushButton("far", inside)
    column.addWidget(target)
    area.setWidget(inside)
    area.show()
    tab_order.take_keyboard(target, Qt.FocusReason.TabFocusReason)
    assert area.verticalScrollBar().value() > 3000
