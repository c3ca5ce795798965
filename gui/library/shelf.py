"""The documents of the window and what becomes of each: opened, indexed, ready, or failed with a reason.

A shelf holds no widget. It asks the core child for everything and says what changed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.answering.events import Reading
from core.documents.document import OutlineItem
from core.library.naming import names
from core.library.records import StoredDocument
from core.settings import Settings
from gui.process.child import Failure
from gui.process.requests import (
    DescribeDocument,
    FindPdfs,
    ForgetDocument,
    FoundPdfs,
    IndexDocument,
    KeptReading,
    ListDocuments,
    OpenDocument,
    OpenedDocument,
)
from gui.process.worker import GONE, Call, Worker

PASSWORD_WANTED = ("DocumentEncrypted", "DocumentPasswordWrong")


class State(StrEnum):
    """Where a document stands."""

    WAITING = "waiting"
    OPENING = "opening"
    INDEXING = "indexing"
    READY = "ready"
    LOCKED = "locked"
    FAILED = "failed"


@dataclass(slots=True, eq=False)
class Entry:
    """One document on the shelf. `share` is how far its present step is, 0 to 1.

    `reading` is how far a model has read it ahead, None while none does, and `is_paused` says that something
    else comes first; `kept` is what the disk holds of such readings. `password` opens the PDF for showing its
    pages; it lives in this process's memory only.
    """

    path: Path
    state: State = State.WAITING
    share: float = 0.0
    stored: StoredDocument | None = None
    labels: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    failure: Failure | None = None
    password: str | None = None
    reading: Reading | None = None
    is_paused: bool = False
    kept: KeptReading | None = None
    name: str = ""
    is_described: bool = False

    @property
    def document_id(self) -> str:
        """The document's id, "" until it was opened."""
        return self.stored.document_id if self.stored else ""

    @property
    def read_share(self) -> float | None:
        """How far a model has read it ahead, 0 to 1."""
        return self.reading.done_tokens / max(1, self.reading.total_tokens) if self.reading else None

    @property
    def title(self) -> str:
        """What the person calls it: `name`, by which no other document of the shelf goes."""
        return (self.name or self.stored.title) if self.stored else self.path.name


class Shelf(QObject):
    """All documents of the window."""

    added = Signal(object)  # Entry
    changed = Signal(object)  # Entry
    removed = Signal(object)  # Entry
    renamed = Signal(object)  # Entry: another document came or went whose title is the same
    opened = Signal(object)  # Entry: it can be shown and asked about from now on
    password_wanted = Signal(object)  # Entry; answered by `retry`
    folder_opened = Signal(object)  # FoundPdfs: how many came from a folder, and how many did not
    loaded = Signal()  # what the library keeps is on the shelf

    def __init__(self, worker: Worker, settings: Callable[[], Settings], parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._settings = worker, settings
        self.entries: list[Entry] = []
        self.is_loaded = False  # whether what the library keeps is on the shelf
        self._calls: dict[int, Call] = {}  # by id() of the entry: what is being done for it

    def load(self) -> None:
        """Put on the shelf what the library keeps, and go on with what was not indexed to its end."""
        call = self._worker.call(ListDocuments())
        call.finished.connect(self._take_stored)

    def open(self, paths: Iterable[Path]) -> list[Entry]:
        """Open files, and the PDFs of folders; return the files' entries, old ones where they are known."""
        absolute = [path.expanduser().absolute() for path in paths]
        for folder in filter(Path.is_dir, absolute):
            call = self._worker.call(FindPdfs(folder))
            call.finished.connect(self._open_found)
        return [self._open(path) for path in absolute if not path.is_dir()]

    def retry(self, entry: Entry, password: str | None = None) -> None:
        """Open an entry's file again, perhaps with a password."""
        entry.password = password or entry.password
        self._start_opening(entry)

    def locate(self, entry: Entry, path: Path) -> None:
        """Take on the path where the file lies now."""
        entry.path = path
        self._start_opening(entry)

    def remove(self, entry: Entry) -> None:
        """Take an entry off the shelf; a document that the library keeps is deleted from the disk."""
        call = self._calls.pop(id(entry), None)
        if call is not None:
            call.stop()
        if not entry.document_id:
            self._drop(entry)
            return
        forgetting = self._worker.call(ForgetDocument(entry.document_id))
        forgetting.finished.connect(lambda _result: self._drop(entry))
        forgetting.failed.connect(lambda failure: self._forgetting_failed(entry, failure))

    def describe(self, entry: Entry) -> None:
        """Fetch labels and outline of a stored entry, where they are not known yet; then `opened` is told."""
        if entry.is_described:
            self.opened.emit(entry)
            return
        call = self._worker.call(DescribeDocument(entry.document_id))
        call.finished.connect(lambda described: self._finish_describing(entry, described))
        call.failed.connect(lambda failure: self._fail(entry, failure))

    def find(self, document_id: str) -> Entry | None:
        """Return the entry of a document, None where it is not on the shelf."""
        return next((e for e in self.entries if e.document_id == document_id), None)

    def resume(self) -> None:
        """Start again what a crash of the core child interrupted."""
        self._calls.clear()
        for entry in self.entries:
            if entry.state in (State.WAITING, State.OPENING):
                self._start_opening(entry)
            elif entry.state is State.INDEXING:
                self._start_indexing(entry)

    def index_unfinished(self) -> None:
        """Index what is not indexed yet, for instance since an embedder was brought."""
        for entry in self.entries:
            if entry.state is State.READY and _is_unfinished(entry):
                self._start_indexing(entry)

    def _open_found(self, found: FoundPdfs) -> None:
        for path in found.paths:
            self._open(path)
        self.folder_opened.emit(found)

    def _open(self, path: Path) -> Entry:
        known = next((e for e in self.entries if e.path == path), None)
        entry = known or Entry(path)
        if known is None:
            self.entries.append(entry)
            self.added.emit(entry)
        if entry.state is State.INDEXING or (entry.state is State.READY and entry.stored):
            self.describe(entry)
        elif id(entry) not in self._calls:
            self._start_opening(entry)
        return entry

    def _start_opening(self, entry: Entry) -> None:
        self._step(entry, State.WAITING)
        call = self._worker.call(OpenDocument(entry.path, entry.password, self._settings()))
        self._calls[id(entry)] = call
        call.progressed.connect(lambda read: self._step(entry, State.OPENING, read.done / max(1, read.total)))
        call.finished.connect(lambda opened: self._finish_opening(entry, opened))
        call.failed.connect(lambda failure: self._fail(entry, failure))
        call.ended.connect(lambda: self._forget_call(entry, call))

    def _finish_opening(self, entry: Entry, opened: OpenedDocument) -> None:
        twin = self.find(opened.stored.document_id)
        if twin is not None and twin is not entry:  # the same file under another name
            twin.path = entry.path
            self._drop(entry)
            entry = twin
        self._described(entry, opened)
        if _is_unfinished(entry):
            self._start_indexing(entry)

    def _finish_describing(self, entry: Entry, described: OpenedDocument) -> None:
        self._described(entry, described)
        if not described.stored.is_current and id(entry) not in self._calls:
            self._start_indexing(entry)  # which reads it again first

    def _described(self, entry: Entry, opened: OpenedDocument) -> None:
        entry.labels, entry.outline, entry.is_described = opened.labels, opened.outline, True
        self._store(entry, opened.stored)
        if entry.state is not State.INDEXING:
            self._step(entry, State.READY, 1.0)
        self.opened.emit(entry)

    def _start_indexing(self, entry: Entry) -> None:
        self._step(entry, State.INDEXING)
        call = self._worker.call(IndexDocument(entry.document_id, self._settings()))
        self._calls[id(entry)] = call
        call.progressed.connect(
            lambda done: self._step(entry, State.INDEXING, done.done / max(1, done.total))
        )
        call.finished.connect(lambda stored: self._finish_indexing(entry, stored))
        call.failed.connect(lambda failure: self._indexing_failed(entry, failure))
        call.ended.connect(lambda: self._forget_call(entry, call))

    def _finish_indexing(self, entry: Entry, stored: StoredDocument) -> None:
        self._store(entry, stored)
        self._step(entry, State.READY, 1.0)

    def _indexing_failed(self, entry: Entry, failure: Failure) -> None:
        """Stay usable: words can be searched, and the whole document can be read."""
        if failure == GONE:
            return  # `resume` goes on with it
        entry.failure = failure
        self._step(entry, State.READY, 1.0, keeps_failure=True)

    def _forgetting_failed(self, entry: Entry, failure: Failure) -> None:
        if failure.name == "NotInLibrary":
            self._drop(entry)
        else:
            self._fail(entry, failure)

    def _fail(self, entry: Entry, failure: Failure) -> None:
        if failure == GONE:
            return  # `resume` goes on with it
        entry.failure = failure
        wants_password = failure.name in PASSWORD_WANTED
        self._step(entry, State.LOCKED if wants_password else State.FAILED, keeps_failure=True)
        if wants_password:
            self.password_wanted.emit(entry)

    def _step(self, entry: Entry, state: State, share: float = 0.0, *, keeps_failure: bool = False) -> None:
        entry.state, entry.share = state, share
        if not keeps_failure:
            entry.failure = None
        self.changed.emit(entry)

    def _store(self, entry: Entry, stored: StoredDocument) -> None:
        known, entry.stored = entry.stored, stored
        if known is None or (known.title, known.path) != (stored.title, stored.path):
            self._name_all()

    def _name_all(self) -> None:
        """Call each document so that none is taken for another."""
        called = names(entry.stored for entry in self.entries if entry.stored)
        for entry in self.entries:
            name = called.get(entry.document_id, "")
            if name != entry.name:
                entry.name = name
                self.renamed.emit(entry)

    def _drop(self, entry: Entry) -> None:
        if entry in self.entries:
            self.entries.remove(entry)
            self.removed.emit(entry)
            self._name_all()

    def _forget_call(self, entry: Entry, call: Call) -> None:
        if self._calls.get(id(entry)) is call:
            del self._calls[id(entry)]

    def _take_stored(self, documents: Sequence[StoredDocument]) -> None:
        for stored in documents:
            if self.find(stored.document_id) is None and not self._adopt(stored):
                entry = Entry(stored.path, State.READY, 1.0, stored)
                self.entries.append(entry)
                self.added.emit(entry)
                if _is_unfinished(entry):
                    self._start_indexing(entry)
        self._name_all()
        self.is_loaded = True
        self.loaded.emit()

    def _adopt(self, stored: StoredDocument) -> bool:
        """Whether a file of that path is being opened already; it will find the document by itself."""
        return any(entry.path == stored.path and not entry.stored for entry in self.entries)


def _is_unfinished(entry: Entry) -> bool:
    return entry.stored is not None and entry.stored.embedded_count < entry.stored.chunk_count
