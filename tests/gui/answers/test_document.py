from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from gui.answers.document import AnswerDocument, utf16_length
from gui.answers.markdown import Kind, parse
from gui.answers.notes import Note, with_notes

TABLE = "Before.\n\n| a | b |\n|---|---|\n| one | two |\n\nAfter *it*."


def _shown(text: str, notes: list[Note] | None = None) -> AnswerDocument:
    document = AnswerDocument(QApplication.instance())
    document.show_blocks(with_notes(parse(text)[0], notes or []))
    return document


def _text_at(document: AnswerDocument, first: int, last: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_a_span_of_the_answer_is_found_where_it_is_shown(qapp: QApplication) -> None:
    text = "It **grew** 😀 by `8.4`. " + TABLE + "\n\n- הסעיף **הראשון**."
    document = _shown(text, [Note(text.index("Before") + 7, "1", "source:1")])
    for wanted in ("grew", "by ", "8.4", "Before", "one", "two", "After ", "it", "הסעיף ", "הראשון"):
        start = text.index(wanted)
        assert [_text_at(document, *r) for r in document.ranges(start, start + len(wanted))] == [wanted]


def test_a_place_that_is_shown_is_the_answers_character(qapp: QApplication) -> None:
    text = "A **bold** 😀 word. " + TABLE
    document = _shown(text)
    for wanted in ("bold", "word", "two", "After"):
        ((first, _),) = document.ranges(text.index(wanted), text.index(wanted) + len(wanted))
        assert document.answer_place(first) == text.index(wanted)


def test_a_table_is_removed_and_written_again_without_a_trace(qapp: QApplication) -> None:
    document = _shown(TABLE)
    whole = document.toHtml()
    document.show_blocks(parse("Before.")[0])
    assert document.toPlainText() == "Before."
    document.show_blocks(parse(TABLE)[0])
    assert document.toHtml() == whole
    document.show_blocks([])
    assert document.toPlainText() == ""


def test_finished_blocks_are_left_alone_while_the_last_one_grows(qapp: QApplication) -> None:
    document = _shown("First.\n\nSec")
    document.documentLayout()  # without one no change is told
    changes: list[tuple[int, int, int]] = []
    document.contentsChange.connect(lambda *change: changes.append(change))
    document.show_blocks(parse("First.\n\nSecond")[0])
    assert document.toPlainText() == "First.\nSecond"
    assert changes == [(10, 0, 3)]  # three letters came, none went


def test_a_paragraph_has_its_own_direction(qapp: QApplication) -> None:
    document = _shown("English text.\n\nטקסט בעברית.\n\n1. סעיף\n\n```\ncode\n```")
    directions = [document.findBlock(placed.cells[0]).textDirection() for placed in document.placed]
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert directions == [left, right, right, left]


def test_a_paragraph_of_numbers_takes_the_answers_direction(qapp: QApplication) -> None:
    document = AnswerDocument(qapp)
    document.set_direction("תשובה 12")
    document.show_blocks(parse("12.4")[0])
    assert document.begin().textDirection() == Qt.LayoutDirection.RightToLeft


def test_copied_text_has_no_numbers_of_sources(qapp: QApplication) -> None:
    document = _shown("One. Two.\n\n- Three", [Note(4, "1", "source:1"), Note(9, "2", "source:2")])
    assert document.toPlainText().startswith("One.1 Two.2")
    assert document.plain_text(0, document.characterCount()) == "One. Two.\nThree"


def test_lists_keep_their_numbers(qapp: QApplication) -> None:
    document = _shown("3. three\n4. four")
    lists = [document.findBlock(placed.cells[0]).textList() for placed in document.placed]
    assert [each.format().start() for each in lists] == [3, 4]
    assert [placed.block.kind for placed in document.placed] == [Kind.ITEM, Kind.ITEM]


def test_letters_beyond_the_first_plane_take_two_positions() -> None:
    assert utf16_length("a😀b") == 4


def test_a_number_that_hebrew_follows_turns_about_with_it(qapp: QApplication) -> None:
    document, right = AnswerDocument(qapp), Qt.LayoutDirection.RightToLeft
    for text in ("7\n\n118", "7\n\n118 מילימטרים"):
        document.set_direction(text)
        document.show_blocks(parse(text)[0])
    number, words = document.firstBlock(), document.lastBlock()
    assert (words.text(), words.textDirection()) == ("118 מילימטרים", right)
    assert (number.text(), number.textDirection()) == ("7", right)


def test_the_columns_of_a_hebrew_table_go_from_right_to_left(qapp: QApplication) -> None:
    text = "לפני.\n\n| שנה | מנורות | שם |\n|---|---|---|\n| 1998 | 12 | Anna Weil |\n| 1999 |"
    document = _shown(text)
    document.setTextWidth(500)
    lefts = {}
    for wanted in ("שנה", "מנורות", "שם", "1998", "12", "Anna Weil", "1999"):
        start = text.index(wanted)
        ((first, last),) = document.ranges(start, start + len(wanted))
        assert _text_at(document, first, last) == wanted
        assert document.answer_place(first) == start
        lefts[wanted] = document.documentLayout().blockBoundingRect(document.findBlock(first)).left()
    assert lefts["שנה"] > lefts["מנורות"] > lefts["שם"] > 150, "the table stands at the right"
    assert lefts["1998"] == lefts["1999"] == lefts["שנה"]
    rows = ("לפני.", "שנה\tמנורות\tשם", "1998\t12\tAnna Weil", "1999\t\t")
    at = document.ranges(text.index("12"), text.index("12") + 2)[0]
    assert document.plain_text(*at) == "12"
    assert document.plain_text(0, document.characterCount()) == "\n".join(rows)


def test_a_number_alone_goes_the_way_of_the_window(app: QApplication) -> None:
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    document = AnswerDocument()
    for text, way in (("5", Qt.LayoutDirection.RightToLeft), ("5 lamps", Qt.LayoutDirection.LeftToRight)):
        document.set_direction(text)
        document.show_blocks(parse(text)[0])
        assert document.firstBlock().blockFormat().layoutDirection() == way


def test_the_texts_of_a_column_stand_where_the_table_says(qapp: QApplication) -> None:
    text = "| year | lamps | note |\n|---|---:|:---:|\n| 1998 | 12 | x |\n| 1999 | 1,204 | y |"
    document = _shown(text)
    sides = Qt.AlignmentFlag
    for wanted, side in (("1998", sides.AlignLeft), ("12", sides.AlignRight), ("x", sides.AlignHCenter)):
        ((first, _),) = document.ranges(text.index(wanted), text.index(wanted) + len(wanted))
        assert document.findBlock(first).blockFormat().alignment() & side
