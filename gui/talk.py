"""One conversation: its documents, its view, and the question under way."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.answering.events import Event, Mode, Reading
from gui.answers import ConversationView, ShownDocument, ShownTurn
from gui.ask.wording import preparing
from gui.desk import Desk
from gui.library.shelf import Entry
from gui.process.requests import Agreed, Ask, Kept, LoadedConversation, PreparingModel, Quoted, Vote
from gui.process.worker import Call


class Talk(QObject):
    """Puts questions to the core child and shows in `view` what comes of them.

    A turn of the view is one of the history only once an answer of it is kept: a stopped question leaves
    nothing there. `conversation_id` is None until then.
    """

    busy_changed = Signal()
    read = Signal(object)  # Reading of whole documents, None once a question is at its end
    kept = Signal()

    def __init__(self, desk: Desk, entries: Sequence[Entry], view: ConversationView) -> None:
        super().__init__(view)
        self._desk, self.view = desk, view
        self.entries = list(entries)
        self.conversation_id: int | None = None
        self._questions: list[str] = []  # by turn of the view
        self._modes: list[tuple[Mode, ...]] = []
        self._kept: list[bool] = []
        self._call: Call | None = None
        self._waiting: int | None = None  # the turn that nothing was heard of yet
        desk.model_changed.connect(self._tell_preparing)
        view.show_documents([shown_document(entry) for entry in entries])
        view.asked_again.connect(self.ask_again)
        view.asked_anew.connect(partial(self.ask_again, reads_anew=True))
        view.edited.connect(self.edit)
        view.voted.connect(self._vote)
        view.stop_requested.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether a question is under way, or waits for one of another conversation."""
        return self._call is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not self._questions

    def title_of(self, turn: int | None) -> str:
        """Return what a turn is called, or all of it: by its own question, or the first."""
        return self._questions[turn or 0] if self._questions else ""

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that it is about."""
        return tuple(entry.document_id for entry in self.entries if entry.document_id)

    def ask(self, question: str, modes: Sequence[Mode]) -> None:
        """Put the next question of the conversation."""
        turn = self.view.begin(question, tuple(modes))
        self._questions.append(question)
        self._modes.append(tuple(modes))
        self._kept.append(False)
        self._put(turn, tuple(modes), is_again=False)

    def ask_again(self, turn: int, modes: Sequence[Mode], *, reads_anew: bool = False) -> None:
        """Answer a question of the conversation again, in the same or another mode, in its place.

        `reads_anew`: passages are read again also where the document was read before.
        """
        if self.is_busy:
            return
        self.view.begin_again(turn, tuple(modes))
        self._modes[turn] = tuple(dict.fromkeys((*self._modes[turn], *modes)))
        self._put(turn, tuple(modes), is_again=True, reads_anew=reads_anew)

    def ask_last_again(self, *, in_other_mode: bool) -> None:
        """Answer the last question again, in its modes or in the reading mode that it was not asked in."""
        if self.is_empty or self.is_busy:
            return
        asked = self._modes[-1]
        others = tuple(mode for mode in (Mode.WHOLE, Mode.RETRIEVED) if mode not in asked)
        self.ask_again(len(self._questions) - 1, others if in_other_mode and others else asked)

    def edit(self, turn: int, question: str) -> None:
        """Ask a question in other words; it and what was asked after it are replaced."""
        if self.is_busy:
            return
        modes = self._modes[turn]
        self.view.truncate(turn)
        for each in (self._questions, self._modes, self._kept):
            del each[turn:]
        self.ask(question, modes)

    def stop(self) -> None:
        """Stop the question under way; what was read is kept."""
        if self._call is not None:
            self._call.stop()

    def restore(self, loaded: LoadedConversation) -> None:
        """Show a conversation of the history, to be gone on with."""
        turns = loaded.conversation.turns
        self.conversation_id = loaded.conversation.conversation_id
        self._questions = [turn.question for turn in turns]
        self._modes = [tuple(answer.mode for answer in turn.answers) for turn in turns]
        self._kept = [True] * len(turns)
        shown = zip(turns, loaded.quotes, loaded.agreements, strict=True)
        self.view.restore(
            [
                ShownTurn(turn.question, turn.answers, quotes, turn.winners, agreement)
                for turn, quotes, agreement in shown
            ]
        )

    def is_kept(self, turn: int) -> bool:
        """Say whether a turn of the view is one of the history: it has an answer that came to its end."""
        return self._kept[turn]

    def history_turn(self, turn: int | None) -> int | None:
        """Return which turn of the history a turn of the view is; None stands for all."""
        return None if turn is None else sum(self._kept[:turn])

    def _put(self, turn: int, modes: tuple[Mode, ...], *, is_again: bool, reads_anew: bool = False) -> None:
        settings = self._desk.settings
        request = Ask(
            self.conversation_id,
            self.document_ids,
            self.history_turn(turn) or 0,
            self._questions[turn],
            modes,
            replace(settings, focus="off") if reads_anew else settings,
            is_again=is_again and self._kept[turn],
        )
        call = self._call = self._desk.worker.call(request)
        self._waiting = turn
        call.progressed.connect(lambda event: self._take(turn, event))
        call.failed.connect(lambda failure: self.view.fail(turn, failure))
        call.stopped.connect(lambda: self.view.stop(turn))
        call.ended.connect(self._end)
        self._tell_preparing()
        self.busy_changed.emit()

    def close(self) -> None:
        """Stop, and hear nothing more: the view goes away."""
        call, self._call = self._call, None
        if call is not None:
            call.stop()
            for signal in (call.progressed, call.failed, call.stopped, call.ended):
                signal.disconnect()

    def _tell_preparing(self) -> None:
        """Show what a question waits for while the model is on its way."""
        event = self._desk.preparing
        if self._waiting is not None and event is not None:
            self.view.show_preparing(self._waiting, preparing(event), event.share)

    def _take(self, turn: int, event: object) -> None:
        self._waiting = None
        match event:
            case Quoted():
                self.view.set_quotes(turn, event.mode, event.quotes)
            case Agreed():
                self.view.show_agreement(turn, event.agreement)
            case Kept():
                self.conversation_id = event.conversation_id
                self._kept[turn] = True
                self.kept.emit()
            case PreparingModel():
                self.view.show_preparing(turn, preparing(event), event.share)
            case _ if isinstance(event, Event):
                self.view.take(turn, event)
                if isinstance(event, Reading) and event.mode is Mode.WHOLE:
                    self.read.emit(event)

    def _end(self) -> None:
        self._call = self._waiting = None
        self.read.emit(None)
        self.busy_changed.emit()
        self._desk.foresee()

    def _vote(self, turn: int, winners: Sequence[Mode]) -> None:
        if self.conversation_id is not None and self._kept[turn]:
            vote = Vote(self.conversation_id, self.history_turn(turn) or 0, tuple(winners))
            call = self._desk.worker.call(vote)
            call.finished.connect(lambda _result: self.kept.emit())


def shown_document(entry: Entry) -> ShownDocument:
    """Return what the answers need to know of a document."""
    stored = entry.stored
    return ShownDocument(
        document_id=entry.document_id,
        title=entry.title,
        page_count=stored.page_count if stored else 0,
        labels=entry.labels,
        path=entry.path,
    )
