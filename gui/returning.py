"""What was asked about when the window was closed is there again at the next start."""

import json
from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.process.requests import LoadConversation, LoadedConversation
from gui.window import Window


class Returning(QObject):
    """Chooses the last documents and shows the last conversation about them, where that is wanted."""

    def __init__(self, window: Window, is_wanted: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._is_wanted = window, is_wanted
        window.desk.shelf.loaded.connect(self._choose)

    def _choose(self) -> None:
        state, shelf = self._window.state, self._window.desk.shelf
        if not self._is_wanted():
            return
        last = json.loads(str(state.value("documents") or "[]"))
        entries = [entry for each in last if (entry := shelf.find(each)) is not None]
        self._window.library.choose_all(entries)
        conversation = str(state.value("conversation") or "")
        if entries and conversation.isdecimal():  # one that was deleted since is not missed
            call = self._window.desk.worker.call(LoadConversation(int(conversation)))
            call.finished.connect(self._show)

    def _show(self, loaded: LoadedConversation) -> None:
        talk = self._window.talks.current
        ids = set(loaded.conversation.document_ids)
        if talk is not None and talk.is_empty and set(talk.document_ids) == ids:
            self._window.talks.reopen(loaded, talk.entries)
