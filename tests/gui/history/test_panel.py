"""The list of earlier conversations, over a worker whose answers the test gives."""

import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.answering.history import Summary
from core.library.records import StoredDocument
from gui.desk import Desk
from gui.history.panel import ABOUT, SUMMARY, HistoryPanel, described
from gui.library.shelf import Entry, State
from gui.process.child import Handler
from gui.process.requests import DeleteConversation, ListHistory, RenameConversation
from gui.process.worker import Worker


class Remembered:
    """Three conversations in memory."""

    def __init__(self) -> None:
        now = time.time()
        titles = ("How high did the water rise?", "Who is the director?", "מה גובה המים?")
        self.kept = {n: Summary(n, title, now, now, ("d",), n) for n, title in enumerate(titles, 1)}

    def handlers(self) -> Mapping[type, Handler]:
        return {
            ListHistory: Handler("desk", self._list),
            RenameConversation: Handler("desk", self._rename),
            DeleteConversation: Handler("desk", lambda asked: self.kept.pop(asked.conversation_id) and None),
        }

    def stop(self, request: Any) -> None:
        pass

    def close_lane(self, lane: str) -> None:
        pass

    def _list(self, asked: ListHistory) -> tuple[Summary, ...]:
        return tuple(each for each in self.kept.values() if asked.search.casefold() in each.title.casefold())

    def _rename(self, asked: RenameConversation) -> None:
        old = self.kept[asked.conversation_id]
        self.kept[old.conversation_id] = Summary(
            old.conversation_id, asked.title, old.created_s, old.changed_s, old.document_ids, old.turn_count
        )


@pytest.fixture
def desk(qtbot: QtBot) -> Generator[Desk]:
    made = Desk()
    made.worker = Worker("remembered", Remembered, parent=made)
    made.worker.start()
    yield made
    made.worker.close()


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> HistoryPanel:
    made = HistoryPanel(desk)
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.list.count() == 3, timeout=20_000)
    return made


def _titles(panel: HistoryPanel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_a_click_opens_a_conversation(qtbot: QtBot, panel: HistoryPanel) -> None:
    place = panel.list.visualItemRect(panel.list.item(1)).center()
    with qtbot.waitSignal(panel.opened, timeout=5_000) as caught:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [2]


def test_a_search_leaves_what_matches(qtbot: QtBot, panel: HistoryPanel) -> None:
    QTest.keyClicks(panel.search_line, "director")
    qtbot.waitUntil(lambda: _titles(panel) == ["Who is the director?"], timeout=20_000)
    panel.search_line.clear()
    qtbot.waitUntil(lambda: panel.list.count() == 3, timeout=20_000)


def test_f2_renames_and_an_empty_name_changes_nothing(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.list.setCurrentRow(0)
    panel.list.editItem(panel.list.item(0))
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Water")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.list.item(0).data(SUMMARY).title == "Water", timeout=20_000)
    panel.list.item(0).setText("  ")
    assert panel.list.item(0).text() == "Water"


def test_delete_asks_first(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.list.setCurrentRow(2)
    with qtbot.waitSignal(panel.deletion_asked, timeout=5_000) as caught:
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.list.count() == 3
    with qtbot.waitSignal(panel.deleted, timeout=20_000):
        panel.delete(caught.args[0].conversation_id)
    qtbot.waitUntil(lambda: panel.list.count() == 2, timeout=20_000)


def test_a_conversation_of_today_shows_its_hour() -> None:
    now = time.time()
    assert described(Summary(1, "t", now, now, (), 1)).endswith("1 question")
    assert ":" in described(Summary(1, "t", now, now, (), 2))
    assert described(Summary(1, "t", 0.0, 0.0, (), 2)).endswith("1970 · 2 questions")


def test_who_is_in_the_list_with_the_keyboard_stays_where_it_was(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.refresh()
    qtbot.waitUntil(lambda: panel.list.count() == 3)
    panel.list.setCurrentRow(1)
    before = panel.list.item(1)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.list.item(1) is not before)
    assert panel.list.currentRow() == 1


def test_what_a_conversation_is_about_is_said_below_its_question(desk: Desk, panel: HistoryPanel) -> None:
    assert panel.list.item(0).data(ABOUT) == ""
    path = Path("/nowhere/2019.pdf")
    stored = StoredDocument("d", path, "Annual Report", "", "en", 0.0, 6, 900, (), "", 9, 9)
    entry = Entry(path, State.READY, 1.0, stored)
    desk.shelf.entries.append(entry)
    desk.shelf.loaded.emit()
    assert panel.list.item(0).data(ABOUT) == "Annual Report"
    entry.name = "2019.pdf · Annual Report"
    desk.shelf.renamed.emit(entry)
    assert panel.list.item(0).data(ABOUT) == "2019.pdf · Annual Report"
    assert "2019.pdf" in panel.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
