"""Documents are read as a whole before they are asked about, in the pauses between questions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from core.answering.events import Reading
from gui.desk import Desk
from gui.library.shelf import Entry, State
from gui.process.child import Failure
from gui.process.requests import CountKept, FitReadings, ForgetReading, KeptReadings, PinReading, ReadAhead
from gui.process.worker import Call

LONG_TOKENS = 1000  # less is read again in a moment, and what is very short is never kept
NEARLY = 0.05  # of a prompt: the question, and the answer that was asked for


class ReadingAhead(QObject):
    """Reads what `wanted` names, one choice of documents at a time, whenever nothing else wants the model.

    `wanted` returns the documents that the person would ask about as a whole, and none where they would not.
    What was wanted before and is not read to its end comes after it. `is_busy` says that a question is under
    way: reading stops for it at once, and goes on after it from where it was. `counted` tells what the disk
    holds of all that was read, a KeptReadings; `not_kept` that there was no room for what was read just now.
    """

    counted = Signal(object)
    not_kept = Signal(list)  # [Entry, ...]

    def __init__(
        self, desk: Desk, wanted: Callable[[], Sequence[Entry]], is_busy: Callable[[], bool]
    ) -> None:
        super().__init__(desk)
        self._desk, self._wanted, self._is_busy = desk, wanted, is_busy
        self._call: Call | None = None
        self._reading: list[Entry] = []
        self._left: list[list[Entry]] = []  # begun and not ended, the last one last
        self._begun: list[Entry] = []  # to be read, from more than memory
        self._just_read: list[Entry] = []  # to their end, and not asked since whether that was kept
        self._done: set[tuple[str, ...]] = set()  # read, or found to be too long, by the model in use
        desk.model_changed.connect(self._forget_done)
        desk.shelf.changed.connect(lambda _entry: self.refresh())
        desk.shelf.removed.connect(self._leave_out)
        desk.crashed.connect(lambda _code: self._end())
        desk.shelf.loaded.connect(self.count)

    def refresh(self) -> None:
        """Go on, pause or change to other documents, as things stand now."""
        entries = self._now_wanted()
        if self._call is not None:
            if entries != self._reading:
                self._call.stop()
        elif entries:
            self._start(entries)
        elif not self._is_busy():
            self._show_none_paused()

    def follow(self, entries: Sequence[Entry], reading: Reading | None) -> None:
        """Show how far a question reads documents as a whole, None once it does so no more."""
        shown = None if reading is None or _is_nearly_read(reading) else reading
        if reading is None:
            self._begun, self._just_read = [], []
        else:
            self._note_read(entries, reading)
        if shown is not None or any(entry.reading is not None for entry in entries):
            self._show(entries, shown)

    def count(self) -> None:
        """Ask how much is kept on the disk of each document, and show it."""
        read, self._just_read = self._just_read, []
        call = self._desk.worker.call(CountKept(self._desk.settings))
        call.finished.connect(self._take_kept)
        call.finished.connect(lambda kept: self._tell_not_kept(read, kept))

    def forget(self, entry: Entry) -> None:
        """Delete what was read of a document."""
        self._then_count(ForgetReading(entry.document_id))

    def forget_all(self) -> None:
        """Delete what was read of all documents."""
        self._then_count(ForgetReading(None))

    def fit(self) -> None:
        """Delete what no longer fits the room that the settings give."""
        self._then_count(FitReadings(self._desk.settings))

    def pin(self, entry: Entry, is_pinned: bool) -> None:
        """Keep what was read of a document whatever the budget says, or no longer: then it may have to go."""
        call = self._desk.worker.call(PinReading(entry.document_id, is_pinned))
        call.finished.connect(lambda _result: self.count() if is_pinned else self.fit())

    def _then_count(self, request: FitReadings | ForgetReading) -> None:
        self._desk.worker.call(request).finished.connect(lambda _result: self.count())

    def _now_wanted(self) -> list[Entry]:
        desk = self._desk
        if desk.settings.read_ahead == "off" or desk.model is None or self._is_busy():
            return []
        wanted = list(self._wanted())
        if not wanted or not _are_ready(wanted):
            return []
        return next((each for each in (wanted, *reversed(self._left)) if self._is_to_be_read(each)), [])

    def _is_to_be_read(self, entries: Sequence[Entry]) -> bool:
        return _are_ready(entries) and _ids(entries) not in self._done

    def _start(self, entries: list[Entry]) -> None:
        call = self._call = self._desk.worker.call(ReadAhead(_ids(entries), self._desk.settings))
        self._reading = entries
        self._left = [each for each in self._left if each != entries] + [entries]
        call.progressed.connect(self._take)
        call.finished.connect(lambda _bytes: self._finish(entries))
        call.failed.connect(lambda failure: self._fail(entries, failure))
        call.ended.connect(self._end)

    def _take(self, event: object) -> None:
        if isinstance(event, Reading):
            self._note_read(self._reading, event)
            self._show(self._reading, event)

    def _finish(self, entries: list[Entry]) -> None:
        self._settle(entries)
        self._just_read = entries if self._begun == entries else []
        self.count()

    def _fail(self, entries: list[Entry], _failure: Failure) -> None:
        """Leave it: a question in whole-document mode will say what is wrong."""
        self._settle(entries)

    def _settle(self, entries: list[Entry]) -> None:
        self._done.add(_ids(entries))
        self._left = [each for each in self._left if each != entries]

    def _end(self) -> None:
        read, self._reading, self._call = self._reading, [], None
        if read in self._left:  # it goes on later, or `refresh` says that it does not
            self._begun = []
            self._pause(read)
        else:
            self._show(read, None)
        self._desk.foresee()
        self.refresh()

    def _pause(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            entry.is_paused = True
            self._desk.shelf.changed.emit(entry)

    def _show_none_paused(self) -> None:
        """Show no more that something waits which does not go on now: another mode was chosen."""
        self._show([entry for entry in self._desk.shelf.entries if entry.is_paused], None)

    def _show(self, entries: Sequence[Entry], reading: Reading | None) -> None:
        for entry in entries:
            entry.reading, entry.is_paused = reading, False
        for entry in entries:
            self._desk.shelf.changed.emit(entry)

    def _note_read(self, entries: Sequence[Entry], reading: Reading) -> None:
        if reading.done_tokens < reading.total_tokens and not _is_nearly_read(reading):
            self._begun = list(entries) if reading.total_tokens >= LONG_TOKENS else []
        elif reading.done_tokens >= reading.total_tokens and self._begun == list(entries):
            self._begun, self._just_read = [], list(entries)

    def _tell_not_kept(self, entries: Sequence[Entry], kept: KeptReadings) -> None:
        gone = [entry for entry in entries if entry.document_id not in kept.by_document]
        if gone and self._desk.settings.snapshot_gb != 0:  # else the person wants it so
            self.not_kept.emit(gone)

    def _take_kept(self, kept: KeptReadings) -> None:
        self.counted.emit(kept)
        for entry in self._desk.shelf.entries:
            found = kept.by_document.get(entry.document_id)
            if found != entry.kept:
                entry.kept = found
                self._desk.shelf.changed.emit(entry)

    def _leave_out(self, entry: Entry) -> None:
        self._left = [each for each in self._left if entry not in each]

    def _forget_done(self) -> None:
        if self._desk.model is None:
            self._done.clear()
            self._left.clear()
        self.refresh()


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.document_id for entry in entries)


def _is_nearly_read(reading: Reading) -> bool:
    """Whether there is so little to read that it is not worth showing: the document was read before."""
    left = reading.total_tokens - max(reading.done_tokens, reading.from_cache_tokens)
    return left <= NEARLY * reading.total_tokens


def _are_ready(entries: Sequence[Entry]) -> bool:
    return all(entry.state is State.READY for entry in entries)
