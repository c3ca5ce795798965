import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.answering.events import Mode
from gui.answers.vote import VoteRow

TWO = (Mode.WHOLE, Mode.RETRIEVED)


@pytest.fixture
def row(qtbot: QtBot) -> VoteRow:
    widget = VoteRow()
    qtbot.addWidget(widget)
    widget.show_modes(TWO)
    widget.show()
    return widget


@pytest.mark.parametrize("winners", [(Mode.WHOLE,), (Mode.RETRIEVED,), TWO, ()])
def test_each_vote_is_said_and_shown(qtbot: QtBot, row: VoteRow, winners: tuple[Mode, ...]) -> None:
    with qtbot.waitSignal(row.voted) as voted:
        qtbot.mouseClick(row.buttons[winners], Qt.MouseButton.LeftButton)
    assert voted.args == [winners]
    assert [modes for modes, button in row.buttons.items() if button.isChecked()] == [winners]


def test_a_vote_is_changed_by_the_keyboard(qtbot: QtBot, row: VoteRow) -> None:
    row.show_vote(frozenset(TWO))
    row.buttons[()].setFocus()
    qtbot.keyClick(row.buttons[()], Qt.Key.Key_Space)
    assert row.buttons[()].isChecked()
    assert not row.buttons[TWO].isChecked()


def test_before_a_vote_nothing_is_chosen(row: VoteRow) -> None:
    row.show_vote(None)
    assert not any(button.isChecked() for button in row.buttons.values())


def test_three_answers_have_a_button_each(row: VoteRow) -> None:
    row.show_modes(tuple(Mode))
    assert [button.text() for button in row.buttons.values()] == [
        "Whole document", "Retrieved chunks", "Closed book", "All", "None",
    ]  # fmt: skip


def test_who_has_won_so_far_is_told_where_there_is_something_to_tell(row: VoteRow) -> None:
    assert row.summary.isHidden()
    row.show_summary("Whole document has won 3 of 4")
    assert not row.summary.isHidden()
