"""The window: library, pages and answers side by side, the modes above, the question below."""

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from core import paths
from gui.actions import Actions
from gui.ask.composer import Composer
from gui.banners import Banners
from gui.desk import Desk
from gui.history.panel import HistoryPanel
from gui.library.panel import LibraryPanel
from gui.library.shelf import Entry
from gui.pages.pane import PagesPane
from gui.talks import Talks
from gui.topbar import TopBar
from gui.translating import tr
from gui.widgets import tab_order
from gui.widgets.direction import kept

SMALLEST = (800, 560)
FIRST_SIZE = (1360, 860)
LONGEST_TITLE = 80  # characters
PANE_WIDTHS = (254, 446, 660)  # answers side by side need the most


class Window(QMainWindow):
    """The widgets and how they are laid out. What they do together is in `gui.conduct`."""

    files_dropped = Signal(list)  # [Path, ...]
    escaped = Signal()
    closing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setWindowTitle("OpenBook")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.desk = desk
        self.actions_ = Actions(self)
        self.actions_.fill(self.menuBar())
        self.top = TopBar(desk, self.actions_, self)
        self.banners = Banners(self)
        self.library = LibraryPanel(desk.shelf, self)
        self.history = HistoryPanel(desk, self)
        self.pages = PagesPane(parent=self)
        self.talks = Talks(desk, self)
        self.composer = Composer(self)
        self.side, self.panes = self._side(), QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.state = QSettings(str(paths.home() / "window.ini"), QSettings.Format.IniFormat, self)
        self._restore()
        self.composer.box.setFocus()

    def show_side(self, name: str) -> None:
        """Show the documents or the history."""
        self.actions_["show_library"].setChecked(True)
        self.side.show()
        self.side.setCurrentWidget(self.library if name == "documents" else self.history)

    def focus_next_pane(self) -> None:
        """Move the keyboard to the next of library, pages, answers and question."""
        panes = (self.side, self.pages, self.talks, self.composer)
        ways = [(pane, stop) for pane in panes if (stop := self._way_into(pane)) is not None]
        focused = self.focusWidget()
        at = next((i for i, (pane, _) in enumerate(ways) if focused and pane.isAncestorOf(focused)), -1)
        if ways:
            tab_order.take_keyboard(ways[(at + 1) % len(ways)][1], Qt.FocusReason.ShortcutFocusReason)

    def _way_into(self, pane: QWidget) -> QWidget | None:
        """Return what takes the keyboard in a pane: what it is there for, else the first that can."""
        stops = tab_order.stops([pane])
        mains = (self.library.list, self.history.list, self.pages.view, self.composer.box)
        return next((stop for stop in stops if stop in mains), stops[0] if stops else None)

    def _tab_panes(self) -> list[QWidget]:
        pages = self.pages
        inside = (pages.tools, pages.find_bar, pages.side)
        return [
            self.top,
            self.banners,
            self.side.tabBar(),
            self.side,
            *inside,
            pages,
            self.talks,
            self.composer,
        ]

    def _side(self) -> QTabWidget:
        tabs = QTabWidget(self)
        tabs.setObjectName("side")
        tabs.setAccessibleName(self.tr("Documents and history"))
        tabs.tabBar().setAccessibleName(tabs.accessibleName())
        tabs.setDocumentMode(True)
        tabs.addTab(self.library, self.tr("Documents"))
        tabs.addTab(self.history, self.tr("History"))
        tabs.setMinimumWidth(180)
        return tabs

    def _lay_out(self) -> None:
        answers = QWidget(self)
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.talks, 1)
        column.addWidget(self.composer)
        answers.setMinimumWidth(320)
        self.pages.setMinimumWidth(290)
        for pane in (self.side, self.pages, answers):
            self.panes.addWidget(pane)
        self.panes.setChildrenCollapsible(False)
        self.panes.setSizes(list(PANE_WIDTHS))
        for index, stretch in enumerate((0, 1, 1)):
            self.panes.setStretchFactor(index, stretch)
        ground = QWidget(self)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(self.banners)
        whole.addWidget(self.panes, 1)
        self.setCentralWidget(ground)

    def _restore(self) -> None:
        geometry, panes = self.state.value("geometry"), self.state.value("panes")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(QSize(*FIRST_SIZE).boundedTo(self.screen().availableSize()))
        if isinstance(panes, QByteArray):
            self.panes.restoreState(panes)
        self.top.closed_book.setChecked(self.state.value("closed_book") == "true")
        mode = self.state.value("mode")
        self.top.choose(mode if mode in ("whole", "retrieved", "compare") else "retrieved")
        self.side.setVisible(self.state.value("library") != "false")
        self.pages.setVisible(self.state.value("pages") != "false")

    def _remember(self) -> None:
        self.state.setValue("geometry", self.saveGeometry())
        self.state.setValue("panes", self.panes.saveState())
        self.state.setValue("mode", self.top.choice)
        talk = self.talks.current
        self.state.setValue("documents", json.dumps(talk.document_ids if talk else ()))
        self.state.setValue("conversation", str(talk.conversation_id or "") if talk else "")
        self.state.setValue("closed_book", str(self.top.closed_book.isChecked()).lower())
        self.state.setValue("library", str(self.side.isVisibleTo(self)).lower())
        self.state.setValue("pages", str(self.pages.isVisibleTo(self)).lower())
        self.state.sync()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # that no widget had a use for
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        focused = self.focusWidget()
        if focused is not None and not (focused.isVisible() and focused.isEnabled()):
            self.composer.box.setFocus()  # what had the keyboard is going, and nobody pressed Tab
            return True
        return tab_order.step(self._tab_panes(), focused, is_forward=is_next) is not None

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember()
        event.accept()
        self.hide()
        self.closing.emit()
        self.desk.worker.leave()  # both children end at the same time
        self.pages.close_worker()
        self.desk.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if files:
            self.banners.dismiss("dropped")
            self.files_dropped.emit(files)
        else:  # a link of a browser
            sentence = self.tr("OpenBook fetches nothing. Save the file on this computer, then drop it here.")
            self.banners.show_message("dropped", "info", sentence)


def shortened(title: str) -> str:
    """Return a title as it stands within a sentence: a very long one without its middle."""
    part = LONGEST_TITLE // 2
    return title if len(title) <= LONGEST_TITLE else f"{title[:part].rstrip()}…{title[-part:].lstrip()}"


def entries_titles(entries: Sequence[Entry]) -> str:
    """Return what several documents are called together: the first two titles, and how many more."""
    titles = [f"“{kept(shortened(entry.title))}”" for entry in entries[:2]]
    if len(titles) == 1:
        return titles[0]
    if len(entries) == len(titles):
        return tr("{0} and {1}").format(*titles)
    more = f"{len(entries) - len(titles):,}"
    return tr("{0}, {1} and {2} more").format(*titles, more)
