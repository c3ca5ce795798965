import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui import theme
from gui.answers.notes import Note
from gui.answers.prose import AnswerText, Span

TEXT = "It grew by **8.4 %**. Then it fell."


@pytest.fixture
def prose(qtbot: QtBot) -> AnswerText:
    widget = AnswerText()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    widget.show()
    return widget


def test_what_streams_is_shown_after_a_moment(qtbot: QtBot, prose: AnswerText) -> None:
    with qtbot.waitSignal(prose.grew):
        prose.add("It grew by **8.4")
        prose.add(" %**.")
    assert prose.toPlainText() == "It grew by 8.4 %."


def test_a_selection_stays_while_the_answer_grows_and_when_it_is_complete(prose: AnswerText) -> None:
    prose.add(TEXT)
    prose.flush()
    cursor = prose.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    prose.setTextCursor(cursor)
    prose.add("\n\nMore.")
    prose.flush()
    assert prose.textCursor().selectedText() == "grew"
    prose.finish(TEXT + "\n\nMore.", [Note(TEXT.index(". Then") + 1, "1", "source:1")])
    assert prose.textCursor().selectedText() == "grew"


def test_another_answer_can_stream_in_the_place_of_a_finished_one(prose: AnswerText) -> None:
    prose.finish("One.\n\nTwo.\n\nThree.")
    prose.finish("")
    prose.add("Four.\n\nFive.")
    prose.flush()
    assert prose.toPlainText() == "Four.\nFive."


def test_a_click_on_a_number_follows_it(qtbot: QtBot, prose: AnswerText) -> None:
    prose.finish(TEXT, [Note(TEXT.index(" Then"), "1", "source:1")])
    cursor = prose.textCursor()
    cursor.setPosition(prose.toPlainText().index("1"))
    point = prose.cursorRect(cursor).center() + QPoint(2, -1)
    with qtbot.waitSignal(prose.link_activated) as followed:
        qtbot.mouseClick(prose.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert followed.args == ["source:1"]


def test_the_keyboard_reaches_the_numbers(qtbot: QtBot, prose: AnswerText) -> None:
    prose.finish(TEXT, [Note(TEXT.index(" Then"), "1", "source:1")])
    prose.setFocus()
    qtbot.keyClick(prose, Qt.Key.Key_Tab)
    with qtbot.waitSignal(prose.link_activated):
        qtbot.keyClick(prose, Qt.Key.Key_Return)


def test_copying_leaves_out_the_numbers_of_sources(qtbot: QtBot, prose: AnswerText) -> None:
    prose.finish(TEXT, [Note(TEXT.index(" Then"), "1", "source:1")])
    prose.selectAll()
    prose.copy()
    assert QGuiApplication.clipboard().text() == "It grew by 8.4 %. Then it fell."
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_its_height_is_that_of_its_text(prose: AnswerText) -> None:
    prose.finish("word " * 200)
    narrow, wide = prose.heightForWidth(200), prose.heightForWidth(800)
    assert narrow > 2.5 * wide
    assert prose.heightForWidth(200) == narrow


def test_spans_are_marked_in_their_place(prose: AnswerText) -> None:
    prose.finish(TEXT, spans=[Span(TEXT.index("Then"), len(TEXT), "unsupported", "No line")])
    (marked,) = prose.extraSelections()
    assert marked.cursor.selectedText() == "Then it fell."
    prose.show_spans([])
    assert prose.extraSelections() == []


def test_hovering_tells_a_sources_words_and_what_nothing_supports(qtbot: QtBot, prose: AnswerText) -> None:
    notes = [Note(TEXT.index(" Then"), "1", "source:1")]
    prose.set_link_tips(lambda target: f"words of {target}")
    prose.finish(TEXT, notes, [Span(TEXT.index("Then"), len(TEXT), "unsupported", "No line")])

    def tip(wanted: str) -> str:
        cursor = prose.textCursor()
        cursor.setPosition(prose.toPlainText().index(wanted))
        point = prose.cursorRect(cursor).center() + QPoint(3, -1)
        asked = QHelpEvent(QEvent.Type.ToolTip, point, prose.mapToGlobal(point))
        QApplication.sendEvent(prose.viewport(), asked)
        return QToolTip.text()

    assert tip("1 Then") == "words of source:1"
    assert tip("hen it") == "No line"


def test_the_colours_follow_the_theme(qtbot: QtBot, prose: AnswerText, qapp: QApplication) -> None:
    appearance = theme.apply(qapp, "light")
    prose.finish(TEXT, [Note(TEXT.index(" Then"), "1", "source:1")])
    appearance.choose("dark")
    try:
        qtbot.waitUntil(lambda: prose.answer_document.theme_shown is theme.current())
        cursor = prose.textCursor()
        cursor.setPosition(prose.toPlainText().index("1") + 1)
        assert cursor.charFormat().foreground().color().name() == theme.DARK.accent
    finally:
        appearance.choose("light")


def test_the_wheel_is_left_to_the_conversation(prose: AnswerText) -> None:
    prose.finish("word " * 2000)
    point = prose.rect().center()
    no_buttons, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    turned = QWheelEvent(point, point, QPoint(), QPoint(0, -120), no_buttons, no_keys, phase, False)
    prose.wheelEvent(turned)
    assert not turned.isAccepted()


def test_nothing_that_a_model_names_is_loaded(prose: AnswerText) -> None:
    prose.finish("![x](http://evil.example/y.png) <img src='http://evil.example/x.png'>")
    assert prose.loadResource(2, "http://evil.example/x.png") is None
    assert prose.toPlainText() == "x <img src='http://evil.example/x.png'>"
