from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.answering.events import Answered, Delta, Mode, Reading, Refused, Retrieved, Thought
from gui.answers.card import AnswerCard
from gui.process.child import Failure
from tests.gui.answers.made import REPORT, answer, citation, passage

TEXT = "It **grew** by 8.4 %. The chair resigned in the autumn of 2023. It grew again."
ANSWER = answer(
    TEXT, Mode.WHOLE, (citation(TEXT, "It **grew** by 8.4 %.", 3), citation(TEXT, "It grew again.", 5))
)


@pytest.fixture
def card(qtbot: QtBot) -> AnswerCard:
    widget = AnswerCard(Mode.WHOLE)
    qtbot.addWidget(widget)
    widget.show_documents([REPORT])
    widget.resize(500, 600)
    widget.show()
    return widget


def test_an_answer_from_what_was_read_says_so_and_can_be_asked_anew(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(replace(ANSWER, is_focused=True))
    assert card.focused.isVisible()
    with qtbot.waitSignal(card.asked_anew):
        card.focused.anew_button.click()
    card.wait()
    card.finish(ANSWER)
    assert not card.focused.isVisible()


def test_asking_in_the_other_mode_leaves_the_keyboard_at_the_answer(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    card.offer(Mode.RETRIEVED)
    card.activateWindow()
    card.other_button.setFocus()
    qtbot.waitUntil(card.other_button.hasFocus)
    card.offer(None)
    assert card.again_button.hasFocus()


def test_an_answer_comes_step_by_step(card: AnswerCard) -> None:
    card.take(Reading(Mode.WHOLE, 500, 1000, 0, 60.0, 12.0))
    assert card.reading.label.text().startswith("Reading page 4 of 6")
    assert not card.reading.bar.isHidden()
    card.take(Thought(Mode.WHOLE, "hm"))
    card.take(Delta(Mode.WHOLE, "It **gr"))
    card.text.flush()
    assert card.text.toPlainText() == "It gr"
    assert card.is_busy
    card.take(Answered(Mode.WHOLE, ANSWER))
    assert not card.is_busy
    assert card.text.toPlainText().startswith("It grew by 8.4 %.1 The chair")
    assert card.model.text() == "tiny-model"
    assert card.cost.text().startswith("1,200 tokens read")


def test_a_source_is_followed_from_its_number_and_from_the_list(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    with qtbot.waitSignal(card.cited) as from_number:
        card.text.link_activated.emit("source:2")
    assert from_number.args == ["report", 5, 10, 60]
    with qtbot.waitSignal(card.cited) as from_list:
        qtbot.mouseClick(card.sources.rows[0], Qt.MouseButton.LeftButton)
    assert from_list.args == ["report", 3, 10, 60]


def test_links_that_are_not_ours_lead_nowhere(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    with qtbot.assertNotEmitted(card.cited):
        for link in ("http://evil.example/", "source:0", "source:99", "source:x"):
            card.text.link_activated.emit(link)


def test_the_documents_words_are_shown_when_they_come(card: AnswerCard) -> None:
    card.finish(ANSWER)
    card.set_quotes(("Revenue grew by 8.4 %.", "It grew again in 2024."))
    assert [row.source.quote for row in card.sources.rows] == [
        "Revenue grew by 8.4 %.",
        "It grew again in 2024.",
    ]
    assert card.sources.rows[0].source.place == "Annual report, page 3 (printed 1)"


def test_one_line_that_is_cited_twice_is_one_source(card: AnswerCard) -> None:
    twice = answer(
        TEXT, citations=(citation(TEXT, "It **grew** by 8.4 %.", 3), citation(TEXT, "It grew again.", 3))
    )
    card.finish(twice, ("Its words.", "Its words."))
    assert len(card.sources.rows) == 1
    assert card.text.toPlainText().count("1") == 1 + 1  # both sentences are numbered 1
    assert card.sources.rows[0].source.quote == "Its words."


def test_a_sentence_that_nothing_supports_is_marked(card: AnswerCard) -> None:
    card.finish(ANSWER)
    marked = [selection.cursor.selectedText() for selection in card.text.extraSelections()]
    assert marked == ["The chair resigned in the autumn of 2023."]


def test_an_answer_that_nothing_supports_says_so(card: AnswerCard) -> None:
    card.finish(answer("The chair resigned in the autumn of 2023."))
    assert card.notice.text() == "No line was found that supports this answer."
    card.wait()
    card.finish(answer("The document does not say when the chair resigned."))
    assert card.notice.isHidden()


def test_no_page_is_marked_before_one_is_read(card: AnswerCard) -> None:
    card.wait()
    card.show_documents([REPORT])
    assert card.strip.describe(("report", 1)).endswith("not read")
    card.take(Reading(Mode.WHOLE, 50, 100, 0, 30.0, None))
    states = [card.strip.describe(("report", number)).rsplit(": ")[-1] for number in range(1, 7)]
    assert states == ["read"] * 3 + ["not read"] * 3


def test_the_strip_tells_what_was_read(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    assert card.seen.text() == "Reads all 6 pages, cites 2"
    retrieving = AnswerCard(Mode.RETRIEVED)
    qtbot.addWidget(retrieving)
    retrieving.show_documents([REPORT])
    retrieving.take(Retrieved(Mode.RETRIEVED, (passage(2), passage(5))))
    assert retrieving.seen.text() == "Reads from 2 of 6 pages"
    assert retrieving.strip.describe(("report", 5)).endswith("read")
    with qtbot.waitSignal(retrieving.page_chosen):
        retrieving.strip.page_chosen.emit("report", 5)


def test_a_cut_answer_says_so_and_what_to_do(card: AnswerCard) -> None:
    card.finish(answer("It", is_cut=True))
    assert card.notice.text() == "Cut at the answer length. Allow longer answers in Settings."


def test_a_stopped_answer_keeps_what_was_written(card: AnswerCard) -> None:
    card.take(Delta(Mode.WHOLE, "Half an ans"))
    card.stop()
    assert card.text.toPlainText() == "Half an ans"
    assert card.notice.text().startswith("Stopped")
    assert not card.is_busy
    assert card.copy_button.isEnabled()


def test_a_failure_and_a_refusal_are_told_in_their_place(card: AnswerCard) -> None:
    card.fail(Failure("ModelTooLarge", "The model needs more memory."))
    assert card.notice.text() == "The model needs more memory."
    assert not card.copy_button.isEnabled()
    card.wait()
    assert card.notice.isHidden()
    card.take(Refused(Mode.WHOLE, "DocumentTooLong", "This needs 90,000 tokens."))
    assert card.notice.text() == "This needs 90,000 tokens."


def test_the_answer_is_copied_as_it_was_written(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    with qtbot.waitSignal(card.copied) as copied:
        qtbot.mouseClick(card.copy_button, Qt.MouseButton.LeftButton)
    assert copied.args == [TEXT]
    assert QGuiApplication.clipboard().text() == TEXT


def test_the_same_is_asked_again_or_in_the_other_mode(qtbot: QtBot, card: AnswerCard) -> None:
    card.finish(ANSWER)
    card.offer(Mode.RETRIEVED)
    with qtbot.waitSignal(card.asked_again) as again:
        qtbot.mouseClick(card.again_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.asked_again) as other:
        qtbot.mouseClick(card.other_button, Qt.MouseButton.LeftButton)
    assert (again.args, other.args) == ([Mode.WHOLE], [Mode.RETRIEVED])


def test_the_keyboard_stays_with_an_answer_that_is_asked_again(card: AnswerCard) -> None:
    card.finish(replace(ANSWER, is_focused=True))
    for button in (card.focused.anew_button, card.again_button):
        button.setFocus()
        card.wait()
        assert card.reading.stop_button.hasFocus()
        card.finish(replace(ANSWER, is_focused=True))
    card.again_button.setFocus()
    card.again_button.clearFocus()
    card.wait()
    assert not card.reading.stop_button.hasFocus()


def test_an_answer_in_its_place_forgets_the_one_before(card: AnswerCard) -> None:
    card.finish(ANSWER)
    card.wait()
    assert card.text.toPlainText() == ""
    assert card.sources.isHidden()
    assert card.cost.isHidden()
    card.take(Delta(Mode.WHOLE, "New."))
    card.take(Answered(Mode.WHOLE, answer("New.")))
    assert card.text.toPlainText() == "New."
