import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.answering.events import Citation
from gui.answers.sources import Source, SourceList


def _sources(count: int) -> list[Source]:
    cites = [Citation(0, 5, "report", n, 10, 60, 0.9) for n in range(1, count + 1)]
    return [
        Source(n, each, f"Report, page {n}", f"Page {n} · Report", "Its <b>words</b>")
        for n, each in enumerate(cites, 1)
    ]


@pytest.fixture
def shown(qtbot: QtBot) -> SourceList:
    widget = SourceList()
    qtbot.addWidget(widget)
    widget.resize(300, 300)
    widget.show_sources(_sources(4))
    widget.show()
    return widget


def test_a_source_is_followed_by_click_and_by_keyboard(qtbot: QtBot, shown: SourceList) -> None:
    with qtbot.waitSignal(shown.chosen) as clicked:
        qtbot.mouseClick(shown.rows[1], Qt.MouseButton.LeftButton)
    assert clicked.args is not None
    assert clicked.args[0].page_number == 2
    shown.rows[2].setFocus()
    with qtbot.waitSignal(shown.chosen) as pressed:
        qtbot.keyClick(shown.rows[2], Qt.Key.Key_Space)
    assert pressed.args is not None
    assert pressed.args[0].page_number == 3


def test_many_sources_are_folded_away_until_they_are_asked_for(qtbot: QtBot, shown: SourceList) -> None:
    shown.show_sources(_sources(9))
    assert len(shown.rows) == 3
    qtbot.mouseClick(shown.more_button, Qt.MouseButton.LeftButton)
    assert len(shown.rows) == 9
    qtbot.mouseClick(shown.more_button, Qt.MouseButton.LeftButton)
    assert len(shown.rows) == 3


def test_a_source_is_named_for_a_screen_reader(shown: SourceList) -> None:
    assert shown.rows[0].accessibleName() == "Source 1: Report, page 1"
    assert shown.rows[0].accessibleDescription() == "Its <b>words</b>"
    assert "&lt;b&gt;" in shown.rows[0].toolTip()


def test_without_sources_there_is_nothing(shown: SourceList) -> None:
    shown.show_sources([])
    assert shown.isHidden()
