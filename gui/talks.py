"""The conversations that are open, one of them shown: each document, or choice of documents, has its own."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.answers import ConversationView
from gui.desk import Desk
from gui.library.shelf import Entry
from gui.process.requests import LoadedConversation
from gui.talk import Talk, shown_document

MOST_OPEN = 12


class Talks(QStackedWidget):
    """Shows one conversation; `current` is None while no document is chosen."""

    cited = Signal(str, int, int, int)
    page_chosen = Signal(str, int)
    suggestion_chosen = Signal(str)
    conversation_chosen = Signal(int)  # an earlier one, by its id
    export_asked = Signal(int)
    current_changed = Signal()
    busy_changed = Signal()
    read = Signal(list, object)  # [Entry, ...], and the Reading of them as a whole, None at its end
    kept = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talks: list[Talk] = []  # the one shown last is the last
        self.welcome = self._new_view()
        self.addWidget(self.welcome)

    @property
    def current(self) -> Talk | None:
        """The conversation that is shown."""
        return next((talk for talk in self._talks if talk.view is self.currentWidget()), None)

    @property
    def busy(self) -> Talk | None:
        """The conversation that is being answered, if any."""
        return next((talk for talk in self._talks if talk.is_busy), None)

    def show_about(self, entries: Sequence[Entry]) -> Talk:
        """Show the conversation about exactly these documents, the latest there is or a new one."""
        known = [talk for talk in self._talks if set(talk.entries) == set(entries)]
        return self._show(known[-1]) if known else self.begin(entries)

    def begin(self, entries: Sequence[Entry]) -> Talk:
        """Show a new conversation about these documents; an empty one about them is taken."""
        for talk in self._talks:
            if talk.is_empty and set(talk.entries) == set(entries):
                return self._show(talk)
        return self._show(self._add(entries))

    def reopen(self, loaded: LoadedConversation, entries: Sequence[Entry]) -> Talk:
        """Show a conversation of the history; where it is open already, as it stands there."""
        for talk in self._talks:
            if talk.conversation_id == loaded.conversation.conversation_id:
                return self._show(talk)
        talk = self._add(entries)
        talk.restore(loaded)
        return self._show(talk)

    def close_conversation(self, conversation_id: int) -> None:
        """Close a conversation that was deleted from the history."""
        for talk in [talk for talk in self._talks if talk.conversation_id == conversation_id]:
            self._drop(talk)

    def close_about(self, entry: Entry) -> None:
        """Close the conversations about a document that is gone."""
        for talk in [talk for talk in self._talks if entry in talk.entries]:
            self._drop(talk)

    def refresh(self, entry: Entry) -> None:
        """Show anew what is known of a document."""
        for talk in self._talks:
            if entry in talk.entries:
                talk.view.show_documents([shown_document(each) for each in talk.entries])

    def show_welcome(self) -> None:
        """Show what teaches a person who has no document open."""
        self.setCurrentWidget(self.welcome)
        self.current_changed.emit()

    def _add(self, entries: Sequence[Entry]) -> Talk:
        view = self._new_view()
        self.addWidget(view)
        talk = Talk(self._desk, entries, view)
        talk.busy_changed.connect(self.busy_changed)
        talk.read.connect(lambda reading: self.read.emit(talk.entries, reading))
        talk.kept.connect(self.kept)
        self._talks.append(talk)
        self._close_oldest()
        return talk

    def _show(self, talk: Talk) -> Talk:
        self._talks.remove(talk)
        self._talks.append(talk)
        self.setCurrentWidget(talk.view)
        self.current_changed.emit()
        return talk

    def _close_oldest(self) -> None:
        idle = [talk for talk in self._talks[:-1] if not talk.is_busy]
        for talk in idle[: max(0, len(self._talks) - MOST_OPEN)]:
            self._drop(talk)

    def _drop(self, talk: Talk) -> None:
        talk.close()
        was_current = talk is self.current
        self._talks.remove(talk)
        self.removeWidget(talk.view)
        talk.view.deleteLater()
        if was_current:
            self.show_welcome()

    def _new_view(self) -> ConversationView:
        view = ConversationView(self)
        view.cited.connect(self.cited)
        view.page_chosen.connect(self.page_chosen)
        view.suggestion_chosen.connect(self.suggestion_chosen)
        view.conversation_chosen.connect(self.conversation_chosen)
        view.export_requested.connect(self.export_asked)
        return view
