import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.answers.question import QuestionView


@pytest.fixture
def question(qtbot: QtBot) -> QuestionView:
    widget = QuestionView("Why did it grow?")
    qtbot.addWidget(widget)
    widget.resize(400, 100)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_enter_asks_the_question_in_other_words(qtbot: QtBot, question: QuestionView) -> None:
    qtbot.mouseClick(question.edit_button, Qt.MouseButton.LeftButton)
    assert question.editor is not None
    assert question.editor.box.toPlainText() == "Why did it grow?"
    qtbot.keyClicks(question.editor.box, "Why did it fall?")  # all of it was selected
    with qtbot.waitSignal(question.edited) as edited:
        qtbot.keyClick(question.editor.box, Qt.Key.Key_Return)
    assert edited.args == ["Why did it fall?"]


def test_escape_leaves_the_question_as_it_was(qtbot: QtBot, question: QuestionView) -> None:
    question.edit()
    assert question.editor is not None
    qtbot.keyClicks(question.editor.box, "Something else")
    with qtbot.assertNotEmitted(question.edited):
        qtbot.keyClick(question.editor.box, Qt.Key.Key_Escape)
    assert question.editor.isHidden()
    assert question.label.text() == "Why did it grow?"
    assert question.edit_button.hasFocus()


def test_an_empty_question_is_not_asked(qtbot: QtBot, question: QuestionView) -> None:
    question.edit()
    assert question.editor is not None
    question.editor.box.clear()
    with qtbot.assertNotEmitted(question.edited):
        qtbot.mouseClick(question.editor.ask_button, Qt.MouseButton.LeftButton)


def test_a_hebrew_question_begins_at_the_right(question: QuestionView) -> None:
    question.label.show_text("מדוע גדלו ההכנסות?")
    assert question.label.alignment() & Qt.AlignmentFlag.AlignRight


def test_while_an_answer_comes_nothing_is_edited(question: QuestionView) -> None:
    question.set_busy(True)
    assert not question.edit_button.isEnabled()
    question.set_busy(False)
    assert question.edit_button.isEnabled()
