from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.banner import Banner


def test_a_banner_says_its_sentence_and_goes_when_dismissed(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    banner = Banner("error", "<b>The</b> file is damaged.", host)
    host.show()
    assert banner.findChildren(QLabel)[0].text() == "<b>The</b> file is damaged."
    assert banner.findChildren(QLabel)[0].textFormat() == Qt.TextFormat.PlainText
    assert banner.accessibleName() == "<b>The</b> file is damaged."
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(banner.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not host.children())


def test_an_action_is_done_and_closes_the_banner(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    done: list[str] = []
    banner = Banner(
        "warning", "It ended.", host, actions=(("Restart", lambda: done.append("restart")), ("Copy", print))
    )
    host.show()
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(banner.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert done == ["restart"]


def test_escape_dismisses_only_what_can_be_dismissed(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    fixed = Banner("error", "It ended.", host, actions=(("Restart", print),), is_closable=False)
    free = Banner("info", "It is ready.", host)
    host.show()
    with qtbot.assertNotEmitted(fixed.closed):
        QTest.keyClick(fixed, Qt.Key.Key_Escape)
    assert not fixed.findChildren(QToolButton)
    with qtbot.waitSignal(free.closed):
        QTest.keyClick(free, Qt.Key.Key_Escape)


def test_a_narrow_banner_puts_its_buttons_below_and_cuts_nothing(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    banner = Banner("error", "A sentence that is rather long. " * 4, host, actions=(("Restart", print),))
    column.addWidget(banner)
    column.addStretch()
    label, button = banner.findChildren(QLabel)[0], banner.findChildren(QPushButton)[0]
    host.resize(900, 400)
    host.show()
    assert button.x() > label.x()
    host.resize(320, 400)
    qtbot.waitUntil(lambda: button.y() > label.y() + label.height() - 1)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
