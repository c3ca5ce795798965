"""The pane of pages: everything about the look of one document, and what is shown in its stead."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.documents.document import OutlineItem, SkippedPage, Span
from gui.pages.findbar import FindBar
from gui.pages.finder import Finder
from gui.pages.labels import PageLabels
from gui.pages.marks import Markings
from gui.pages.pointing import Pointing
from gui.pages.requests import PagesOpened, make_service
from gui.pages.shown import Shown
from gui.pages.side import SidePanel
from gui.pages.stead import Stead
from gui.pages.supply import Supply
from gui.pages.toolrow import ToolRow
from gui.pages.view import START, PagesView, Place
from gui.pages.zoom import Fit, Zoom
from gui.process.child import Failure
from gui.process.worker import Worker
from gui.translating import tr
from gui.widgets.focus_ring import FocusRing

SIDE_SHARE = 0.36  # of the pane, where outline and thumbnails are opened
SIDE_WIDTHS = (150, 280)
LEAST_VIEW_WIDTH = 170
OPENABLE = ("http", "https", "mailto")


class PagesPane(QWidget):
    """Shows one document at a time, and remembers where the person was in the others."""

    page_changed = Signal(int)
    asked_about = Signal(str)
    locate_requested = Signal(str)
    unlock_requested = Signal()
    retry_requested = Signal()  # of a document that could not even be opened

    def __init__(self, worker: Worker | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker or Worker("pages", make_service, parent=self)
        self.supply = Supply(self._worker, self)
        self.view = PagesView(self.supply, self)
        FocusRing(self.view)
        self.markings = Markings(self.view)
        self.pointing = Pointing(self.view, self.supply)
        self.finder = Finder(self.supply, self.markings)
        self.tools, self.find_bar = ToolRow(self), FindBar(self.finder, self)
        self.side = SidePanel(self.supply, self)
        self.stead = Stead(self)
        self._shown: Shown | None = None
        self._labels = PageLabels((), 0)
        self._is_open = False
        self._opened: PagesOpened | None = None
        self._was_side_shown = False  # its width is then the person's
        self._waiting: partial[None] | None = None
        self._places: dict[str, Place] = {}
        self._lay_out()
        self._connect()
        self._show_nothing()

    def _lay_out(self) -> None:
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.view)
        self.side.hide()
        self.view.setMinimumWidth(LEAST_VIEW_WIDTH)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(self.side)
        self._split.addWidget(self.view)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(1, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self.stead)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.tools, self.find_bar, self._stack):
            column.addWidget(part, 1 if part is self._stack else 0)

    def _connect(self) -> None:
        self._connect_tools()
        self.supply.opened.connect(self._on_opened)
        self.supply.refused.connect(self._on_refused)
        self.supply.broke.connect(self._on_broken)
        self.view.page_changed.connect(self._on_page_changed)
        self.view.zoom_changed.connect(self.tools.show_zoom)
        self.side.page_wanted.connect(self.view.go_to)
        self.pointing.asked_about.connect(self.asked_about)
        self.pointing.address_clicked.connect(self._ask_to_open)
        self.stead.retried.connect(self.show_again)
        self.stead.located.connect(self._ask_for_place)
        self.stead.unlocked.connect(self.unlock_requested)

    def _connect_tools(self) -> None:
        tools, find = self.tools, self.find_bar
        tools.side_toggled.connect(self._show_side)
        tools.zoom_wanted.connect(self.view.set_zoom)
        tools.stepped.connect(self._step_zoom)
        tools.turned.connect(self.rotate)
        tools.find_wanted.connect(self.open_find)
        tools.page_box.page_wanted.connect(self.view.go_to)
        tools.page_box.left.connect(self.view.setFocus)
        find.search_wanted.connect(self._search)
        find.closed.connect(self.view.setFocus)

    # The document

    def start(self) -> None:
        """Start the child process now; otherwise the first document does."""
        if not self._worker.is_running:
            self._worker.start()

    def close_worker(self) -> None:
        """End the child process; the window closes."""
        self._worker.close()

    @property
    def document_id(self) -> str:
        """The document that is shown, "" for none, and for a file of which no more is known yet."""
        return self._shown.document_id if self._shown else ""

    @property
    def page_number(self) -> int:
        """The page that is looked at, 0 where there is none."""
        return self.view.page_number

    @property
    def cache_bytes(self) -> int:
        """The bytes of all tiles that are kept."""
        return self.supply.tiles.size_bytes

    def show_document(
        self,
        document_id: str,
        path: Path,
        password: str | None = None,
        labels: Sequence[str] = (),
        outline: Sequence[OutlineItem] = (),
        skipped: Sequence[SkippedPage] = (),
    ) -> None:
        """Show a document where it was left; the one that is shown already stays as it is.

        One that could not be shown is tried again.
        Without `labels` or `outline`, those of the file are taken.
        """
        wanted = Shown(document_id, path, password, tuple(labels), tuple(outline), tuple(skipped))
        if self._shown is not None and wanted.is_same_file(self._shown):
            if self._stack.currentWidget() is self.stead:
                self.show_again()
            return
        is_up = self._stack.currentWidget() is self._split
        if self._shown is not None and wanted.is_more_of(self._shown) and is_up:
            self._learn(wanted)
            return
        self._remember()
        self._forget_marks()
        self._shown = wanted
        self.show_again()

    def show_file(self, path: Path, password: str | None = None) -> None:
        """Show a file while it is not a document yet; `show_document` of the same file goes on from there."""
        self.show_document("", path, password)

    def _learn(self, known: Shown) -> None:
        """Take on what is known by now of the file that is shown."""
        self._shown = known
        if self._is_open and self._opened is not None:
            self._places[known.document_id] = self.view.place
            self._on_opened(self._opened)

    def show_again(self) -> None:
        """Open the document anew, after a crash or when its file was missing, at the same place."""
        if self._shown is None:
            self.retry_requested.emit()
            return
        self._is_open = False
        self.view.clear()
        self._stack.setCurrentWidget(self._split)
        self.setFocusProxy(self.view)
        self.supply.open(self._shown.key, self._shown.path, self._shown.password)

    def clear(self) -> None:
        """Show no document."""
        self._remember()
        self._forget_marks()
        self._shown = None
        self.supply.close()
        self._show_nothing()

    def show_refusal(self, failure: Failure) -> None:
        """Say why a document that was chosen has no pages to show."""
        self.clear()
        self.stead.show_failure(failure, is_unknown=True)
        self._show_stead()

    # Ways about

    def go_to(self, page_number: int) -> None:
        """Go to the top of a page."""
        self._when_open(partial(self.view.go_to, page_number))

    def show_citation(self, document_id: str, page_number: int, start: int, end: int) -> None:
        """Go to the lines of a citation and mark them; nothing happens for another document."""
        self.show_spans(document_id, [Span(page_number, start, end)])

    def show_spans(self, document_id: str, spans: Sequence[Span], current: int = 0) -> None:
        """Mark several spans and go to one of them, the first if not told otherwise."""
        if document_id == self.document_id and spans:
            self._when_open(partial(self.markings.cite, tuple(spans), spans[current]))

    def open_find(self) -> None:
        """Open the search."""
        self.find_text("")

    def find_text(self, text: str) -> None:
        """Open the search and search for `text`."""
        if self._shown is not None:
            self._when_open(partial(self.find_bar.begin, text))

    def find_next(self) -> None:
        """Go to the next hit; without a search, open it."""
        self._step_hit(1)

    def find_previous(self) -> None:
        """Go to the hit before; without a search, open it."""
        self._step_hit(-1)

    def focus_page_box(self) -> None:
        """Give the keyboard to the page box."""
        self.tools.page_box.begin()

    def zoom_in(self) -> None:
        """Show the pages a step larger."""
        self.view.zoom_in()

    def zoom_out(self) -> None:
        """Show the pages a step smaller."""
        self.view.zoom_out()

    def fit_width(self) -> None:
        """Let a page be as wide as the pane."""
        self.view.set_zoom(Zoom(Fit.WIDTH))

    def fit_page(self) -> None:
        """Let a page be whole in the pane."""
        self.view.set_zoom(Zoom(Fit.PAGE))

    def rotate(self) -> None:
        """Turn the pages clockwise by a quarter."""
        self.view.turn()
        if self._is_open:
            self.side.thumbnails.turn(self.view.quarters)

    def toggle_outline(self) -> None:
        """Show or hide outline and thumbnails."""
        self.tools.side.toggle()

    # What happens

    def _when_open(self, act: partial[None]) -> None:
        """Do something now, or when the document is open; only the last of what waits is done."""
        if self._is_open:
            act()
        else:
            self._waiting = act

    def _on_opened(self, opened: PagesOpened) -> None:
        if self._shown is None:
            return
        self._is_open, self._opened = True, opened
        self._labels = PageLabels(self._shown.labels or opened.labels, len(opened.sizes))
        outline = self._shown.outline or opened.outline
        place = self._places.get(self._shown.document_id, START)
        self.tools.page_box.show_labels(self._labels)
        self.tools.show()
        self.side.show_document(opened.sizes, self._labels, outline, place.quarters)
        self.view.show_pages(opened.sizes, self._notes(), place)
        self.view.setAccessibleName(self.tr("Pages of {0}").format(self._shown.path.name))
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _on_refused(self, failure: Failure) -> None:
        if self._shown is not None:
            self._is_open = False
            self.stead.show_failure(failure)
            self._show_stead()

    def _on_broken(self) -> None:
        if self._shown is not None:
            self._remember()
            self._is_open = False
            self.find_bar.hide()
            self.stead.show_crash()
            self._show_stead()

    def _on_page_changed(self, page_number: int) -> None:
        self.tools.page_box.show_page(page_number)
        self.side.show_page(page_number)
        self.page_changed.emit(page_number)

    def _show_nothing(self) -> None:
        self._is_open, self._waiting = False, None
        self.view.clear()
        self.stead.show_empty()
        self._show_stead()

    def _show_stead(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._stack.setCurrentWidget(self.stead)
        self.tools.hide()
        self.setFocusProxy(self.stead.focus_target())
        if had_focus:
            self.setFocus()

    def _notes(self) -> dict[int, str]:
        skipped = self._shown.skipped if self._shown else ()
        said = self.tr("No text here to ask about: {0}")
        return {page.page_number: said.format(tr(page.reason)) for page in skipped}

    def _remember(self) -> None:
        if self._shown is not None and self._shown.document_id and self._is_open:
            self._places[self._shown.document_id] = self.view.place

    def _forget_marks(self) -> None:
        self._waiting = None
        self.find_bar.dismiss()
        self.markings.clear()
        self.pointing.clear()

    def _search(self, text: str) -> None:
        self.finder.search(text, self.view.page_number)

    def _step_hit(self, by: int) -> None:
        if self.find_bar.isVisible():
            self.find_bar.step(by)
        else:
            self.open_find()

    def _step_zoom(self, by: int) -> None:
        (self.zoom_in if by > 0 else self.zoom_out)()

    def _show_side(self, is_shown: bool) -> None:
        if is_shown and not self._was_side_shown:
            width = round(min(max(SIDE_SHARE * self.width(), SIDE_WIDTHS[0]), SIDE_WIDTHS[1]))
            self._split.setSizes([width, self.width() - width])
            self._was_side_shown = True
        self.side.setVisible(is_shown)
        if is_shown and self.view.page_number:
            self.side.show_page(self.view.page_number)

    def _ask_for_place(self) -> None:
        self.locate_requested.emit(self.document_id)

    def _ask_to_open(self, address: str) -> None:
        """Ask before an address of the document is opened: nothing leaves the machine unasked."""
        url = QUrl(address)
        if url.scheme().lower() not in OPENABLE:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Open a link"))
        box.setText(self.tr("Open this address outside OpenBook?"))
        box.setInformativeText(url.toDisplayString())
        box.setTextFormat(Qt.TextFormat.PlainText)
        opening = box.addButton(self.tr("Open"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        opening.clicked.connect(lambda: QDesktopServices.openUrl(url))
        box.open()
