import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from pytestqt.qtbot import QtBot

from gui.ask.composer import Composer
from gui.widgets.elided_label import ElidedLabel


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer()
    made.resize(480, 120)
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_asks_what_was_typed_and_empties_the_box(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.box, "  How high?  ")
    with qtbot.waitSignal(composer.asked) as caught:
        qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert caught.args == ["How high?"]
    assert composer.box.toPlainText() == ""


def test_shift_enter_begins_a_line_and_the_box_grows(qtbot: QtBot, composer: Composer) -> None:
    before = composer.box.height()
    qtbot.keyClicks(composer.box, "One")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.box, "Two")
    assert composer.box.toPlainText() == "One\nTwo"
    assert composer.box.height() > before


def test_nothing_is_asked_of_an_empty_box(qtbot: QtBot, composer: Composer) -> None:
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert not composer.ask_button.isEnabled()


def test_while_an_answer_comes_the_button_stops_and_typing_goes_on(qtbot: QtBot, composer: Composer) -> None:
    composer.set_busy(True)
    qtbot.keyClicks(composer.box, "Next")
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert composer.box.toPlainText() == "Next"
    said = [label.text() for label in composer.meter.findChildren(ElidedLabel)]
    assert "An answer is still coming. Ask when it is there, or stop it." in said
    assert composer.ask_button.isHidden()
    with qtbot.waitSignal(composer.stopped):
        qtbot.mouseClick(composer.stop_button, Qt.MouseButton.LeftButton)


def test_what_hinders_a_question_is_said(qtbot: QtBot, composer: Composer) -> None:
    composer.set_hindrance("Open a document first.")
    qtbot.keyClicks(composer.box, "Why?")
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert composer.ask_button.toolTip() == "Open a document first."
    assert composer.box.toPlainText() == "Why?"


def test_a_long_hint_stays_in_one_line(qtbot: QtBot, composer: Composer) -> None:
    composer.set_subject("Ask about “" + "The reorganisation of the harbour " * 5 + "”")
    hint = composer.box.placeholderText()
    assert hint.endswith("…")
    assert QFontMetrics(composer.box.font()).horizontalAdvance(hint) < composer.box.viewport().width()
    composer.resize(4000, 120)
    assert composer.box.placeholderText().endswith("harbour ”")


def test_why_nothing_can_be_asked_is_said_when_somebody_tries(qtbot: QtBot, composer: Composer) -> None:
    composer.set_hindrance("No language model is installed.")
    with qtbot.assertNotEmitted(composer.asked):
        composer.submit("How high?")
    assert composer.box.toPlainText() == "How high?"
    labels = [label.text() for label in composer.meter.findChildren(ElidedLabel)]
    assert "No language model is installed." in labels


@pytest.mark.parametrize(("text", "is_right"), [("מה גובה המים?", True), ("How high?", False), ("", False)])
def test_a_question_begins_where_its_own_lines_do(composer: Composer, text: str, is_right: bool) -> None:
    composer.box.setPlainText("x")
    composer.box.setPlainText(text)
    alignment = composer.box.document().defaultTextOption().alignment()
    assert bool(alignment & Qt.AlignmentFlag.AlignRight) == is_right


def test_the_box_scrolls_only_when_it_grows_no_more(composer: Composer) -> None:
    composer.box.setPlainText("One\nTwo")
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert composer.box.verticalScrollBarPolicy() == off
    composer.box.setPlainText("\n".join("abcdefgh"))
    assert composer.box.verticalScrollBarPolicy() != off


def test_the_box_grows_with_a_long_question_that_is_pasted(composer: Composer) -> None:
    long = "What does the report say about net sales, and which risks are described? " * 27
    composer.box.setPlainText(long)
    height = composer.box.height()
    composer.box.clear()
    assert composer.box.height() < height
    QGuiApplication.clipboard().setText(long)
    composer.box.paste()
    assert composer.box.height() == height
