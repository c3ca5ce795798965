"""A conversation, over a child process that answers at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.answering.events import Answered, Mode
from core.library.records import StoredDocument
from gui.answers import ConversationView
from gui.desk import Desk
from gui.library.shelf import Entry, State
from gui.process.child import Handler
from gui.process.requests import Ask, PreparingModel
from gui.process.worker import Worker
from gui.talk import Talk
from tests.gui.answers.made import answer

PATIENCE_MS = 20_000


class Reader:
    """Has read every document, and answers from that unless it is told not to."""

    def handlers(self) -> Mapping[type, Handler]:
        return {Ask: Handler("model", self._ask)}

    def stop(self, request: Any) -> None:
        pass

    def close_lane(self, lane: str) -> None:
        pass

    def _ask(self, request: Ask) -> Iterator[Answered]:
        for mode in request.modes:
            is_focused = mode is Mode.RETRIEVED and request.settings.focus != "off"
            yield Answered(mode, replace(answer("It grew.", mode), is_focused=is_focused))


@pytest.fixture
def desk(data_folder: Path) -> Iterator[Desk]:
    made = Desk()
    made.worker = Worker("reader", Reader, parent=made)
    made.worker.start()
    yield made
    made.worker.close()


@pytest.fixture
def talk(qtbot: QtBot, desk: Desk) -> Talk:
    view, path = ConversationView(), Path("/nowhere/a.pdf")
    qtbot.addWidget(view)
    stored = StoredDocument("a", path, "A", "", "en", 0.0, 6, 9, (), "", 9, 9)
    return Talk(desk, [Entry(path, State.READY, 1.0, stored)], view)


def test_a_question_says_what_it_waits_for_while_the_model_is_prepared(
    qtbot: QtBot, desk: Desk, talk: Talk
) -> None:
    desk.preparing = PreparingModel("small", 0.25)
    talk.ask("Did it grow?", (Mode.WHOLE,))
    reading = talk.view.column.turns[0].cards[Mode.WHOLE].reading
    assert reading.label.text() == "Preparing small for fast reading (once)"
    desk.preparing = PreparingModel("small", 0.0, is_loading=True)
    desk.model_changed.emit()
    assert reading.label.text() == "Loading small"
    qtbot.waitUntil(lambda: not talk.is_busy, timeout=PATIENCE_MS)
    desk.model_changed.emit()
    assert reading.isHidden()


def test_passages_are_read_anew_on_request_and_for_that_question_only(qtbot: QtBot, talk: Talk) -> None:
    def wait_for(turn: int, *, is_focused: bool) -> None:
        card = talk.view.column.turns[turn].cards[Mode.RETRIEVED]
        qtbot.waitUntil(lambda: card.answer is not None and not talk.is_busy, timeout=PATIENCE_MS)
        assert card.focused.isHidden() != is_focused

    talk.ask("Did it grow?", (Mode.RETRIEVED,))
    wait_for(0, is_focused=True)
    talk.view.column.turns[0].cards[Mode.RETRIEVED].focused.anew_button.click()
    wait_for(0, is_focused=False)
    talk.ask("And then?", (Mode.WHOLE, Mode.RETRIEVED))
    wait_for(1, is_focused=True)
    assert talk.view.column.turns[1].cards[Mode.WHOLE].focused.isHidden()
