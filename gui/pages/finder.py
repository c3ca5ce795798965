"""A search through the document: hits come in page by page and are marked as they do."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.documents.document import Span
from gui.pages.marks import Markings
from gui.pages.requests import PagesSearched
from gui.pages.supply import Supply
from gui.process.worker import Call


class Finder(QObject):
    """Searches for one thing at a time, from the page that is looked at on."""

    changed = Signal()

    def __init__(self, supply: Supply, markings: Markings) -> None:
        super().__init__(markings)
        self._supply, self._markings = supply, markings
        self._call: Call | None = None
        self._first_page = 1
        self.query = ""

    @property
    def is_searching(self) -> bool:
        """Whether pages are still to be searched."""
        return self._call is not None

    @property
    def hit_count(self) -> int:
        """How many hits there are so far."""
        return len(self._markings.hits)

    @property
    def hit_number(self) -> int:
        """Which hit is the current one, from 1; 0 for none."""
        return self._markings.hits.current_index + 1

    def search(self, query: str, first_page: int) -> None:
        """Search for something else; nothing ends the search."""
        self.stop()
        self.query, self._first_page = query.strip(), max(first_page, 1)
        if self.query:
            call = self._call = self._supply.find(self.query, self._first_page)
            call.progressed.connect(partial(self._take, call))
            call.ended.connect(partial(self._end, call))
        self.changed.emit()

    def stop(self) -> None:
        """Search no further, and mark nothing."""
        if self._call is not None:
            self._call.stop()
        self._call, self.query = None, ""
        self._markings.hits.replace(())
        self._markings.show_hit(None)
        self.changed.emit()

    def step(self, by: int) -> None:
        """Go to the next hit, or the one before."""
        self._markings.show_hit(self._markings.hits.step(by))
        self.changed.emit()

    def _take(self, call: Call, searched: PagesSearched) -> None:
        if call is not self._call:
            return
        hits = self._markings.hits
        hits.add(searched.hits)
        if hits.current is None and len(hits):
            self._markings.show_hit(self._first_hit())
        else:
            self._markings.refresh(searched.hits)
        self.changed.emit()

    def _first_hit(self) -> Span | None:
        return self._markings.hits.first_from(self._first_page)

    def _end(self, call: Call) -> None:
        if call is self._call:
            self._call = None
            self.changed.emit()
