import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.answering.agreement import compare
from core.answering.events import Answered, Delta, Mode, Refused
from gui.answers.shown import ShownTurn
from gui.answers.turn import TurnView
from gui.process.child import Failure
from tests.gui.answers.made import REPORT, answer

TWO = (Mode.WHOLE, Mode.RETRIEVED)
TEXTS = {Mode.WHOLE: "It grew by 8.4 % in 2023.", Mode.RETRIEVED: "It grew by 7.9 % in 2023."}


@pytest.fixture
def turn(qtbot: QtBot) -> TurnView:
    widget = TurnView("Why?", TWO, [REPORT])
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    return widget


def _answer(turn: TurnView) -> None:
    for mode, text in TEXTS.items():
        turn.take(Answered(mode, answer(text, mode)))


def test_answers_stream_side_by_side_in_equal_columns(turn: TurnView) -> None:
    for mode in TWO:
        turn.take(Delta(mode, TEXTS[mode]))
        turn.cards[mode].text.flush()
    turn.layout().activate()  # type: ignore[union-attr]
    assert [turn.cards[mode].text.toPlainText() for mode in TWO] == list(TEXTS.values())
    widths = [turn.cards[mode].width() for mode in TWO]
    assert abs(widths[0] - widths[1]) <= 1
    assert turn.cards[Mode.WHOLE].y() == turn.cards[Mode.RETRIEVED].y()


def test_of_answers_behind_each_other_the_first_one_written_is_shown(turn: TurnView) -> None:
    turn.arrange(400)
    assert turn.switch is not None
    assert turn.switch.value == "whole"
    turn.take(Delta(Mode.RETRIEVED, "It"))
    assert turn.switch.value == "retrieved"
    turn.switch.choose("whole")
    turn.take(Delta(Mode.RETRIEVED, " grew."))
    assert turn.switch.value == "whole", "the person wants to see how far the reading is"
    turn.switch.choose("retrieved")
    turn.take(Delta(Mode.WHOLE, "It"))
    assert turn.switch.value == "retrieved"


def test_what_compares_them_comes_when_both_are_there(turn: TurnView) -> None:
    turn.take(Answered(Mode.WHOLE, answer(TEXTS[Mode.WHOLE])))
    assert turn.footer is None
    turn.take(Answered(Mode.RETRIEVED, answer(TEXTS[Mode.RETRIEVED], Mode.RETRIEVED)))
    assert turn.footer is not None
    assert not turn.footer.isHidden()
    turn.show_agreement(compare(TEXTS))
    assert list(turn.footer.difference.groups) == ["differs"]


def test_a_claim_that_is_pointed_at_lights_up_in_both_answers(turn: TurnView) -> None:
    _answer(turn)
    turn.show_agreement(compare(TEXTS))
    assert turn.footer is not None
    row = turn.footer.difference.groups["differs"].rows[0]
    before = [len(turn.cards[mode].text.extraSelections()) for mode in TWO]
    row.pointed.emit(row.claim)
    assert [len(turn.cards[mode].text.extraSelections()) for mode in TWO] == [count + 2 for count in before]


def test_where_there_is_no_room_for_two_one_is_shown_at_a_time(qtbot: QtBot, turn: TurnView) -> None:
    turn.arrange(500)
    assert turn.switch is not None
    assert [turn.cards[mode].isHidden() for mode in TWO] == [False, True]
    turn.switch.choose("retrieved")
    assert [turn.cards[mode].isHidden() for mode in TWO] == [True, False]
    turn.arrange(900)
    assert turn.switch is None
    assert [turn.cards[mode].isHidden() for mode in TWO] == [False, False]


def test_three_answers_need_more_room_than_two(turn: TurnView) -> None:
    turn.arrange(700)
    assert turn.switch is None
    turn.answer_in((Mode.CLOSED,))
    assert turn.switch is not None
    turn.arrange(800)
    assert turn.switch is None


def test_one_answer_offers_the_other_mode_and_two_offer_none(qtbot: QtBot) -> None:
    single = TurnView("Why?", (Mode.WHOLE,), [REPORT])
    qtbot.addWidget(single)
    single.take(Answered(Mode.WHOLE, answer("It grew.")))
    card = single.cards[Mode.WHOLE]
    with qtbot.waitSignal(single.asked_again) as again:
        qtbot.mouseClick(card.other_button, Qt.MouseButton.LeftButton)
    assert again.args == [(Mode.RETRIEVED,)]
    single.answer_in((Mode.RETRIEVED,))
    assert list(single.cards) == list(TWO)
    assert single.cards[Mode.WHOLE].text.toPlainText() == "It grew."
    assert card.other_button.isHidden()


def test_a_stop_ends_only_what_is_still_coming(turn: TurnView) -> None:
    turn.take(Answered(Mode.WHOLE, answer("Done.")))
    turn.take(Delta(Mode.RETRIEVED, "Half"))
    turn.stop()
    assert turn.cards[Mode.WHOLE].notice.isHidden()
    assert turn.cards[Mode.RETRIEVED].notice.text().startswith("Stopped")
    assert not turn.is_busy


def test_one_modes_refusal_leaves_the_other_its_answer(turn: TurnView) -> None:
    turn.take(Refused(Mode.WHOLE, "DocumentTooLong", "Too long."))
    turn.take(Answered(Mode.RETRIEVED, answer("It grew.", Mode.RETRIEVED)))
    assert not turn.is_busy
    assert turn.footer is None  # nothing to compare


def test_a_failure_is_told_in_each_answer_that_did_not_come(turn: TurnView) -> None:
    turn.fail(Failure("WorkerDied", "It ended."))
    assert {card.notice.text() for card in turn.cards.values()} == {"It ended."}


def test_a_turn_of_the_history_is_shown_whole(turn: TurnView) -> None:
    answers = tuple(answer(text, mode) for mode, text in TEXTS.items())
    turn.show_past(ShownTurn("Why?", answers, {}, frozenset({Mode.WHOLE}), compare(TEXTS)))
    assert turn.footer is not None
    assert turn.footer.votes.buttons[(Mode.WHOLE,)].isChecked()
    assert turn.footer.difference.groups


def test_a_refused_mode_makes_room_for_one_that_answers(qtbot: QtBot) -> None:
    turn = TurnView("Why?", TWO, [REPORT])
    qtbot.addWidget(turn)
    turn.arrange(400)
    assert turn.switch is not None
    turn.take(Refused(Mode.WHOLE, "PromptTooLong", "This does not fit."))
    assert turn.switch.value == Mode.RETRIEVED.value
    assert turn.cards[Mode.WHOLE].seen.text() == "Read no page"
