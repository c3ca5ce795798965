"""What the pages' child gives the window: tiles and texts, a few at a time, the most wanted first."""

import logging
from collections import Counter, OrderedDict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.documents.textlayer import TextLayer
from gui.pages.requests import ClosePages, DrawTile, FindText, OpenPages, ReadTextLayer
from gui.pages.tiles import TileCache, TileKey
from gui.process.child import Failure
from gui.process.worker import GONE, Call, Worker

log = logging.getLogger(__name__)
TILES_AT_ONCE = 2  # one is drawn while the next one waits in the pipe; what waits here can still be dropped
LAYERS_KEPT = 48
CRASHES_ALLOWED = 2


class _Suspect(NamedTuple):
    """A page that was asked for when the child ended; the least of several has to answer for it.

    Requests are served in the order in which they are sent. A page is read only when it has been drawn,
    and so is under less suspicion than one that is being drawn.
    """

    is_only_read: bool
    call_id: int
    page_number: int


class Supply(QObject):
    """One document at a time. What is missing is asked of the child, and a signal says when it came."""

    opened = Signal(object)  # PagesOpened
    refused = Signal(object)  # the Failure of opening
    drawn = Signal(int)  # page number: a tile of it came
    read = Signal(int)  # page number: its text layer came
    broke = Signal()  # the child ended unexpectedly; `open` starts it again

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self.tiles = TileCache()
        self._document_id = ""
        self._wishes: dict[str, list[TileKey]] = {}
        self._drawing: dict[int, TileKey] = {}
        self._layers: OrderedDict[int, TextLayer] = OrderedDict()
        self._reading: dict[int, int] = {}
        self._suspects: list[_Suspect] = []
        self._crashes: Counter[int] = Counter()
        self._refused: set[int] = set()
        worker.died.connect(self._on_death)

    @property
    def document_id(self) -> str:
        """The document that is asked about, "" for none."""
        return self._document_id

    def open(self, document_id: str, path: Path, password: str | None = None) -> None:
        """Open a document; the child is started if it does not run. Tiles of the same one are kept."""
        if document_id != self._document_id:
            self._forget()
        self._document_id = document_id
        self._suspects.clear()
        if not self._worker.is_running:
            self._worker.restart()
        call = self._worker.call(OpenPages(document_id, path, password))
        call.finished.connect(partial(self._on_opened, document_id))
        call.failed.connect(partial(self._on_refused, document_id))

    def close(self) -> None:
        """Forget the document, and close it in the child."""
        self._forget()
        self._document_id = ""
        if self._worker.is_running:
            self._worker.call(ClosePages())

    def want(self, asker: str, tiles: Sequence[TileKey]) -> None:
        """Replace what `asker` wishes, most wanted first; what is neither kept nor under way is drawn."""
        self._wishes[asker] = [key for key in tiles if key not in self.tiles]
        self._ask_for_tiles()

    def layer(self, page_number: int) -> TextLayer | None:
        """Return the text layer of a page; where it is missing it is asked for."""
        layer = self._layers.get(page_number)
        if layer is not None:
            self._layers.move_to_end(page_number)
        elif page_number not in self._reading.values() and not self.is_barred(page_number):
            self._ask_for_layer(page_number)
        return layer

    def find(self, query: str, first_page: int) -> Call:
        """Search the document; connect to the call."""
        return self._worker.call(FindText(self._document_id, query, first_page))

    def is_barred(self, page_number: int) -> bool:
        """Tell whether a page cannot be shown: it ended the child twice, or made it fail."""
        return self._crashes[page_number] >= CRASHES_ALLOWED or page_number in self._refused

    def _forget(self) -> None:
        self.tiles.clear()
        self._layers.clear()
        self._wishes.clear()
        self._crashes.clear()
        self._refused.clear()

    def _ask_for_tiles(self) -> None:
        while len(self._drawing) < TILES_AT_ONCE and (key := self._next_wish()) is not None:
            call = self._worker.call(DrawTile(self._document_id, key.tile()))
            self._drawing[call.call_id] = key
            call.finished.connect(partial(self._on_drawn, self._document_id, key))
            suspect = _Suspect(False, call.call_id, key.sheet.page_number)
            call.failed.connect(partial(self._on_failed, self._document_id, suspect))
            call.ended.connect(partial(self._on_tile_ended, call.call_id))

    def _next_wish(self) -> TileKey | None:
        under_way = self._drawing.values()
        for wishes in self._wishes.values():
            while wishes:
                key = wishes.pop(0)
                if key not in under_way and not self.is_barred(key.sheet.page_number):
                    return key
        return None

    def _ask_for_layer(self, page_number: int) -> None:
        if not self._document_id or not self._worker.is_running:
            return
        call = self._worker.call(ReadTextLayer(self._document_id, page_number))
        self._reading[call.call_id] = page_number
        call.finished.connect(partial(self._on_read, self._document_id, page_number))
        suspect = _Suspect(True, call.call_id, page_number)
        call.failed.connect(partial(self._on_failed, self._document_id, suspect))
        call.ended.connect(partial(self._reading.pop, call.call_id, None))

    def _on_opened(self, document_id: str, opened: Any) -> None:
        if document_id == self._document_id:
            self.opened.emit(opened)

    def _on_refused(self, document_id: str, failure: Failure) -> None:
        if document_id == self._document_id and failure != GONE:
            self.refused.emit(failure)

    def _on_drawn(self, document_id: str, key: TileKey, pixels: bytes) -> None:
        if document_id == self._document_id:
            self.tiles.put(key, pixels)
            self.drawn.emit(key.sheet.page_number)

    def _on_read(self, document_id: str, page_number: int, layer: TextLayer) -> None:
        if document_id == self._document_id:
            self._layers[page_number] = layer
            if len(self._layers) > LAYERS_KEPT:
                self._layers.popitem(last=False)
            self.read.emit(page_number)

    def _on_failed(self, document_id: str, suspect: "_Suspect", failure: Failure) -> None:
        if document_id != self._document_id:
            return
        if failure == GONE:
            self._suspects.append(suspect)
            return
        log.error("page %d cannot be shown: %s\n%s", suspect.page_number, failure.sentence, failure.trace)
        self._refused.add(suspect.page_number)
        self.drawn.emit(suspect.page_number)

    def _on_tile_ended(self, call_id: int) -> None:
        del self._drawing[call_id]
        if self._worker.is_running:
            self._ask_for_tiles()

    def _on_death(self, _exit_code: int) -> None:
        if self._suspects:
            self._crashes[min(self._suspects).page_number] += 1
        self._suspects.clear()
        self._wishes.clear()
        self.broke.emit()
