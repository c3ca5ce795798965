from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import toast
from gui.widgets.toast import Toast


def test_a_note_appears_in_the_host_and_goes_by_itself(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 300)
    host.show()
    note = Toast(host, shown_ms=30)
    note.show_note("Copied")
    assert note.isVisible()
    assert note.note == "Copied"
    assert host.rect().contains(note.geometry())
    qtbot.waitUntil(lambda: not note.isVisible())


def test_a_note_stays_inside_when_the_host_shrinks(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 300)
    host.show()
    note = Toast(host, shown_ms=toast.SHOWN_MS)
    note.show_note("A note with a few more words than fit into a very narrow window")
    host.resize(220, 200)
    assert host.rect().contains(note.geometry())
