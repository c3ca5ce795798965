import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.answering.events import Answered, Delta, Mode, Thought
from gui.answers import ConversationView, ShownTurn
from gui.process.child import Failure
from tests.gui.answers.made import REPORT, answer, citation

LONG = "A sentence of this answer, which goes on for a while.\n\n" * 30


@pytest.fixture
def view(qtbot: QtBot) -> ConversationView:
    widget = ConversationView()
    qtbot.addWidget(widget)
    widget.show_documents([REPORT])
    widget.resize(700, 500)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def _answered(view: ConversationView, text: str = "It grew.") -> int:
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.take(turn, Answered(Mode.WHOLE, answer(text)))
    return turn


def _at_end(view: ConversationView) -> bool:
    bar = view.area.verticalScrollBar()
    return bar.value() == bar.maximum()


def test_turns_count_from_nought_and_say_their_number(qtbot: QtBot, view: ConversationView) -> None:
    assert (_answered(view), _answered(view)) == (0, 1)
    card = view.column.turns[1].cards[Mode.WHOLE]
    with qtbot.waitSignal(view.asked_again) as again:
        qtbot.mouseClick(card.again_button, Qt.MouseButton.LeftButton)
    assert again.args == [1, (Mode.WHOLE,)]
    with qtbot.waitSignal(view.export_requested) as exported:
        qtbot.mouseClick(view.column.turns[0].question.export_button, Qt.MouseButton.LeftButton)
    assert exported.args == [0]


def test_an_edited_question_says_its_turn(qtbot: QtBot, view: ConversationView) -> None:
    _answered(view)
    question = view.column.turns[0].question
    question.edit()
    assert question.editor is not None
    qtbot.keyClicks(question.editor.box, "How?")
    with qtbot.waitSignal(view.edited) as edited:
        qtbot.keyClick(question.editor.box, Qt.Key.Key_Return)
    assert edited.args == [0, "How?"]


def test_a_vote_says_its_turn_and_the_summary_stands_below(qtbot: QtBot, view: ConversationView) -> None:
    view.show_summary("Whole document has won 3 of 4")
    turn = view.begin("Why?", (Mode.WHOLE, Mode.RETRIEVED))
    for mode in (Mode.WHOLE, Mode.RETRIEVED):
        view.take(turn, Answered(mode, answer("It grew.", mode)))
    footer = view.column.turns[0].footer
    assert footer is not None
    assert footer.votes.summary.text() == "Whole document has won 3 of 4"
    with qtbot.waitSignal(view.voted) as voted:
        qtbot.mouseClick(footer.votes.buttons[(Mode.RETRIEVED,)], Qt.MouseButton.LeftButton)
    assert voted.args == [0, (Mode.RETRIEVED,)]


def test_a_growing_answer_is_followed(qtbot: QtBot, view: ConversationView) -> None:
    turn = view.begin("Why?", (Mode.WHOLE,))
    for _ in range(4):
        view.take(turn, Delta(Mode.WHOLE, LONG))
        view.column.turns[0].cards[Mode.WHOLE].text.flush()
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().maximum() > 3000)
    assert _at_end(view)
    assert view.jump_button.isHidden()


def test_a_person_who_scrolled_up_is_left_there_and_can_jump(qtbot: QtBot, view: ConversationView) -> None:
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.take(turn, Delta(Mode.WHOLE, LONG))
    text = view.column.turns[0].cards[Mode.WHOLE].text
    text.flush()
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().maximum() > 500)
    view.area.verticalScrollBar().setValue(40)
    view.take(turn, Delta(Mode.WHOLE, LONG))
    text.flush()
    before = view.area.verticalScrollBar().maximum()
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().maximum() > before)
    assert view.area.verticalScrollBar().value() == 40
    assert not view.jump_button.isHidden()
    qtbot.mouseClick(view.jump_button, Qt.MouseButton.LeftButton)
    assert _at_end(view)
    assert view.jump_button.isHidden()


def test_end_and_home_go_to_the_newest_and_the_oldest(qtbot: QtBot, view: ConversationView) -> None:
    for _ in range(2):
        _answered(view, LONG)
    bar = view.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    text = view.column.turns[1].cards[Mode.WHOLE].text
    qtbot.keyClick(text, Qt.Key.Key_Home)  # goes past the answer that has the keyboard
    assert bar.value() == 0
    qtbot.keyClick(text, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_a_long_history_is_shown_from_its_end_and_stays_there(qtbot: QtBot, view: ConversationView) -> None:
    view.restore([ShownTurn(f"Question {n}", (answer(f"Answer {n}. " * 30),)) for n in range(12)])
    assert view.turn_count == 12
    assert view.column.turns[-1].question.text == "Question 11"
    qtbot.waitUntil(lambda: len(view.column.turns) == 12)
    assert [turn.question.text for turn in view.column.turns] == [f"Question {n}" for n in range(12)]
    qtbot.waitUntil(lambda: _at_end(view))
    tops = [turn.y() for turn in view.column.turns]
    assert tops == sorted(tops)


def test_a_turn_of_the_history_that_waits_is_shown_when_it_is_used(view: ConversationView) -> None:
    view.restore([ShownTurn(f"Question {n}", (answer("A."),)) for n in range(9)])
    view.begin_again(1, (Mode.RETRIEVED,))
    assert next(turn.question.text for turn in view.column.turns) == "Question 1"
    assert Mode.RETRIEVED in view.column.turns[0].cards


def test_turns_from_one_on_are_removed(view: ConversationView) -> None:
    view.restore([ShownTurn(f"Question {n}", (answer("A."),)) for n in range(9)])
    view.truncate(3)
    assert view.turn_count == 3
    assert view.begin("Next?", (Mode.WHOLE,)) == 3
    view.clear()
    assert view.turn_count == 0


def test_before_the_first_question_stands_the_welcome(qtbot: QtBot, view: ConversationView) -> None:
    view.show_welcome("Ask about it", ("What is it about?",), "")
    assert view.welcome.isVisible()
    with qtbot.waitSignal(view.suggestion_chosen) as chosen:
        qtbot.mouseClick(view.welcome.buttons[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["What is it about?"]
    _answered(view)
    assert not view.welcome.isVisible()
    view.clear()
    assert view.welcome.isVisible()


def test_turns_follow_another_width(qtbot: QtBot, view: ConversationView) -> None:
    for _ in range(3):
        _answered(view, LONG)
    high = [turn.height() for turn in view.column.turns]
    view.resize(400, 500)
    qtbot.waitUntil(lambda: all(turn.width() < 400 for turn in view.column.turns))
    assert all(turn.height() > before for turn, before in zip(view.column.turns, high, strict=True))
    for above, below in zip(view.column.turns, view.column.turns[1:], strict=False):
        assert above.geometry().bottom() < below.y()


def test_a_citation_is_followed_out_of_the_conversation(qtbot: QtBot, view: ConversationView) -> None:
    text = "It grew by 8.4 %."
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.take(turn, Answered(Mode.WHOLE, answer(text, citations=(citation(text, text),))))
    view.set_quotes(turn, Mode.WHOLE, ("Revenue grew by 8.4 %.",))
    card = view.column.turns[0].cards[Mode.WHOLE]
    with qtbot.waitSignal(view.cited) as cited:
        qtbot.mouseClick(card.sources.rows[0], Qt.MouseButton.LeftButton)
    assert cited.args == ["report", 3, 10, 60]


def test_the_stop_beside_the_bar_is_told(qtbot: QtBot, view: ConversationView) -> None:
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.show_preparing(turn, "Loading the model", 0.5)
    card = view.column.turns[0].cards[Mode.WHOLE]
    assert card.reading.label.text() == "Loading the model"
    with qtbot.waitSignal(view.stop_requested):
        qtbot.mouseClick(card.reading.stop_button, Qt.MouseButton.LeftButton)
    view.stop(turn)
    assert not card.is_busy
    view.fail(turn, Failure("X", "over already"))
    assert card.notice.text().startswith("Stopped")


def test_the_tab_key_goes_through_turns_in_the_order_they_are_read(
    qtbot: QtBot, view: ConversationView
) -> None:
    view.restore([ShownTurn(f"Question {n}", (answer("A."),)) for n in range(4)])
    qtbot.waitUntil(lambda: len(view.column.turns) == 4)
    _answered(view)
    wanted = [turn.question.edit_button for turn in view.column.turns]
    met: list[QWidget] = []
    widget = view.area.nextInFocusChain()
    while widget is not None and widget is not view.area:
        if widget in wanted:
            met.append(widget)
        widget = widget.nextInFocusChain()
    assert met == wanted


def test_reasoning_opens_a_section_of_its_own(view: ConversationView) -> None:
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.take(turn, Thought(Mode.WHOLE, "First the table."))
    assert view.column.turns[0].cards[Mode.WHOLE].thought.isVisible()


def test_documents_that_are_known_better_later_are_shown_so(view: ConversationView) -> None:
    text = "It grew by 8.4 %."
    turn = view.begin("Why?", (Mode.WHOLE,))
    view.take(turn, Answered(Mode.WHOLE, answer(text, citations=(citation(text, text),))))
    view.show_documents([])
    view.show_documents([REPORT])
    row = view.column.turns[0].cards[Mode.WHOLE].sources.rows[0]
    assert row.source.place == "Annual report, page 3 (printed 1)"
