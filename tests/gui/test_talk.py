"""A conversation, over a child process that answers at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from core.answering.events import Answered, Mode
from core.library.records import StoredDocument
from gui.answers import ConversationView
from gui.desk import Desk
from gui.library.shelf import Entry, State
from gui.process.child import Handler
from gui.process.requests import Ask
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


def test_passages_are_read_anew_on_request_and_for_that_question_only(
    qtbot: QtBot, data_folder: Path
) -> None:
    desk, view = Desk(), ConversationView()
    qtbot.addWidget(view)
    desk.worker = Worker("reader", Reader, parent=desk)
    desk.worker.start()
    path = Path("/nowhere/a.pdf")
    entry = Entry(path, State.READY, 1.0, StoredDocument("a", path, "A", "", "en", 0.0, 6, 9, (), "", 9, 9))
    talk = Talk(desk, [entry], view)

    def wait_for(turn: int, *, is_focused: bool) -> None:
        card = view.column.turns[turn].cards[Mode.RETRIEVED]
        qtbot.waitUntil(lambda: card.answer is not None and not talk.is_busy, timeout=PATIENCE_MS)
        assert card.focused.isHidden() != is_focused

    talk.ask("Did it grow?", (Mode.RETRIEVED,))
    wait_for(0, is_focused=True)
    view.column.turns[0].cards[Mode.RETRIEVED].focused.anew_button.click()
    wait_for(0, is_focused=False)
    talk.ask("And then?", (Mode.WHOLE, Mode.RETRIEVED))
    wait_for(1, is_focused=True)
    assert view.column.turns[1].cards[Mode.WHOLE].focused.isHidden()
    desk.worker.close()
