from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.answers.welcome import Welcome
from gui.widgets import tab_order
from gui.widgets.direction import isolated


def test_a_question_to_try_is_asked_by_one_click(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.resize(300, 500)
    long = "Which numbers changed most between the two years, and what reasons are given for it?"
    welcome.show_welcome("Ask about it", ("What is it about?", long), "")
    welcome.show()
    with qtbot.waitSignal(welcome.suggestion_chosen) as chosen:
        qtbot.mouseClick(welcome.buttons[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [long]
    assert welcome.buttons[1].text().endswith("…")
    assert welcome.buttons[1].toolTip() == long


def test_other_questions_take_the_place_of_the_first(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.show_welcome("One", ("a?", "b?"), "text")
    welcome.show_welcome("Two", (), "")
    assert welcome.buttons == []
    assert welcome.try_label.isHidden()
    assert welcome.text.isHidden()
    assert welcome.title.text() == "Two"


def test_a_question_keeps_its_own_direction(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.resize(500, 500)
    welcome.show_welcome("Ask about it", ("מה גובה המים?", "How high?"), "")
    assert [button.text() for button in welcome.buttons] == [isolated("מה גובה המים?"), "How high?"]


def test_earlier_conversations_are_gone_on_with_by_one_click(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.resize(500, 600)
    welcome.show_welcome("Ask", ("Why?",), "", ((7, "How high?"), (5, "How long?"), (3, "How old?")))
    welcome.show()
    assert [button.text() for button in welcome.earlier_buttons] == ["How high?", "How long?"]
    assert welcome.earlier_buttons[0].accessibleName() == "Go on with: How high?"
    with qtbot.waitSignal(welcome.conversation_chosen) as chosen:
        qtbot.mouseClick(welcome.earlier_buttons[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [5]
    same = welcome.buttons[0]
    welcome.show_welcome("Ask", ("Why?",), "", ((7, "How high?"), (5, "How long?"), (3, "How old?")))
    assert welcome.buttons == [same], "who has the keyboard there keeps it"
    welcome.show_welcome("Ask", ("Why?",), "")
    assert welcome.earlier_buttons == []
    assert welcome.earlier_label.isHidden()


def test_the_tab_key_goes_through_the_buttons_from_top_to_bottom(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.resize(500, 700)
    welcome.show()
    welcome.show_welcome("Ask about it", ("What is it about?",), "")
    welcome.show_welcome(
        "Ask about it", ("What is it about?", "How high?"), "", [(1, "How long?"), (2, "Why?")]
    )
    qtbot.waitUntil(lambda: all(button.isVisible() for button in welcome.buttons))
    assert tab_order.stops([welcome]) == [*welcome.earlier_buttons, *welcome.buttons]
