"""Documents are read as a whole before they are asked about, in the pauses between questions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from core.answering.events import Reading
from gui.desk import Desk
from gui.library.shelf import Entry, State
from gui.process.child import Failure
from gui.process.requests import CountKept, ForgetReading, ReadAhead
from gui.process.worker import Call


class ReadingAhead(QObject):
    """Reads what `wanted` names, one choice of documents at a time, whenever nothing else wants the model.

    `wanted` returns the documents that the person would ask about as a whole, and none where they would not.
    `is_busy` says that a question is under way: reading stops for it at once, and goes on after it from
    where it was.
    """

    def __init__(
        self, desk: Desk, wanted: Callable[[], Sequence[Entry]], is_busy: Callable[[], bool]
    ) -> None:
        super().__init__(desk)
        self._desk, self._wanted, self._is_busy = desk, wanted, is_busy
        self._call: Call | None = None
        self._reading: list[Entry] = []
        self._done: set[tuple[str, ...]] = set()  # read, or found to be too long, by the model in use
        desk.model_changed.connect(self._forget_done)
        desk.shelf.changed.connect(lambda _entry: self.refresh())
        desk.crashed.connect(lambda _code: self._end())
        desk.shelf.loaded.connect(self.count)

    def refresh(self) -> None:
        """Go on, pause or change to other documents, as things stand now."""
        entries = self._now_wanted()
        if self._call is not None:
            if entries != self._reading:
                self._call.stop()
            return
        if entries:
            self._start(entries)

    def count(self) -> None:
        """Ask how much is kept on the disk of each document, and show it."""
        call = self._desk.worker.call(CountKept())
        call.finished.connect(self._take_kept)

    def forget(self, entry: Entry) -> None:
        """Delete what was read of a document."""
        call = self._desk.worker.call(ForgetReading(entry.document_id))
        call.finished.connect(lambda _result: self.count())

    def _now_wanted(self) -> list[Entry]:
        desk = self._desk
        if desk.settings.read_ahead == "off" or desk.model is None or self._is_busy():
            return []
        entries = list(self._wanted())
        is_ready = all(entry.state is State.READY for entry in entries)
        return entries if is_ready and _ids(entries) not in self._done else []

    def _start(self, entries: list[Entry]) -> None:
        call = self._call = self._desk.worker.call(ReadAhead(_ids(entries), self._desk.settings))
        self._reading = entries
        call.progressed.connect(self._take)
        call.finished.connect(lambda _bytes: self._finish(entries))
        call.failed.connect(lambda failure: self._fail(entries, failure))
        call.ended.connect(self._end)

    def _take(self, event: object) -> None:
        if isinstance(event, Reading):
            self._show(self._reading, event.done_tokens / max(1, event.total_tokens))

    def _finish(self, entries: Sequence[Entry]) -> None:
        self._done.add(_ids(entries))
        self.count()

    def _fail(self, entries: Sequence[Entry], _failure: Failure) -> None:
        """Leave it: a question in whole-document mode will say what is wrong."""
        self._done.add(_ids(entries))

    def _end(self) -> None:
        read, self._reading, self._call = self._reading, [], None
        self._show(read, None)
        self._desk.foresee()
        self.refresh()

    def _show(self, entries: Sequence[Entry], share: float | None) -> None:
        for entry in entries:
            entry.read_share = share
            self._desk.shelf.changed.emit(entry)

    def _take_kept(self, kept: dict[str, int]) -> None:
        for entry in self._desk.shelf.entries:
            size = kept.get(entry.document_id, 0)
            if size != entry.kept_bytes:
                entry.kept_bytes = size
                self._desk.shelf.changed.emit(entry)

    def _forget_done(self) -> None:
        if self._desk.model is None:
            self._done.clear()
        self.refresh()


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.document_id for entry in entries)
