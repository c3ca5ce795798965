"""The list of documents: search, choose one or several to ask about, retry, remove."""

from PySide6.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QMenu, QVBoxLayout, QWidget

from gui.icons import icon
from gui.library.rows import ENTRY, DocumentDelegate, DocumentsModel
from gui.library.shelf import Entry, Shelf, State
from gui.library.wording import size_text
from gui.process.requests import KeptReading
from gui.widgets import row_menu
from gui.widgets.empty_state import EmptyState
from gui.widgets.search_line import SearchLine
from gui.widgets.searched_list import SearchedList


class _Filter(QSortFilterProxyModel):
    """Lets through the documents whose title or file name holds every word that is searched for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: object) -> bool:
        entry: Entry = self.sourceModel().index(row, 0).data(ENTRY)
        own = entry.stored.title if entry.stored else ""
        known_as = f"{entry.title} {own} {entry.path.name}".casefold()
        return all(word in known_as for word in self._words)


class _List(QListView):
    """A list whose Delete key removes and whose Enter key does what a double click does."""

    removal_asked = Signal()
    menu_asked = Signal(QPoint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(row_menu.place_of(self, event))


class LibraryPanel(QWidget):
    """The documents of a shelf. `chosen` tells which are asked about: never empty once there are any."""

    chosen = Signal(list)  # [Entry, ...]
    open_asked = Signal()
    removal_asked = Signal(list)  # [Entry, ...]
    unlock_asked = Signal(object)  # Entry
    question_wanted = Signal()  # about what is chosen
    rereading_asked = Signal(object)  # Entry: what a model has read of it is to be forgotten
    pin_asked = Signal(object, bool)  # Entry: what was read of it is to stay on the disk, or no longer

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._told: list[Entry] = []  # what was chosen last; a search may hide some of it
        self._model = DocumentsModel(shelf, self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self._model)
        self.search_line = SearchLine(self.tr("Search documents"), self)
        self.search_line.textChanged.connect(self._search)
        self.list = self._list()
        self._searched = SearchedList(self.search_line, self.list, self._empty_state(), self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._searched)
        shelf.added.connect(lambda _entry: self._show_list())
        shelf.removed.connect(lambda _entry: self._show_list())
        shelf.changed.connect(lambda _entry: self.list.viewport().update())
        shelf.loaded.connect(self._show_list)
        self._show_list()

    def choose(self, entry: Entry) -> None:
        """Select one entry, as a click on it does; a search that would hide it is cleared."""
        self.choose_all([entry])

    def choose_all(self, entries: list[Entry]) -> None:
        """Select these entries and no other."""
        self.search_line.clear()
        if self._select(entries):
            self._tell_chosen()

    def _select(self, entries: list[Entry]) -> bool:
        """Mark these entries in the list, as far as they are there; false where none is."""
        selection = self.list.selectionModel()
        rows = [self._filter.mapFromSource(self._model.index(self._model.row_of(e))) for e in entries]
        rows = [row for row in rows if row.isValid()]
        if not rows:
            return False
        blocked = selection.blockSignals(True)
        selection.clearSelection()
        for row in rows:
            selection.select(row, selection.SelectionFlag.Select)
        selection.setCurrentIndex(rows[0], selection.SelectionFlag.NoUpdate)
        selection.blockSignals(blocked)
        self.list.scrollTo(rows[0])
        self.list.viewport().update()
        return True

    @property
    def selected(self) -> list[Entry]:
        """The entries that are selected, in the order of the list."""
        rows = sorted(self.list.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [row.data(ENTRY) for row in rows]

    def _list(self) -> _List:
        view = _List(self)
        view.setObjectName("documents")
        view.setAccessibleName(self.tr("Documents"))
        view.setModel(self._filter)
        view.setItemDelegate(DocumentDelegate(view))
        view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.menu_asked.connect(self._show_menu)
        view.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell_chosen())
        view.clicked.connect(lambda _row: self._tell_if_other())
        view.activated.connect(self._act_on)
        view.removal_asked.connect(self._ask_removal)
        return view

    def _empty_state(self) -> EmptyState:
        empty = EmptyState(
            "library",
            self.tr("No documents yet"),
            self.tr("Open PDFs, or drop files or a folder here. They stay on this computer."),
            self,
        )
        empty.add_button(self.tr("Open PDFs…"), self.open_asked.emit, kind="primary", icon_name="open")
        return empty

    def _show_list(self) -> None:
        """Show the documents, or that there are none: not before that is known."""
        self._searched.show_rows(bool(self._shelf.entries) or not self._shelf.is_loaded)

    def _tell_chosen(self) -> None:
        if self.selected:
            self._told = self.selected
            self.chosen.emit(self._told)

    def _tell_if_other(self) -> None:
        """Tell what is chosen where that has changed without a new selection: by what a search has hidden."""
        if self.selected != self._told:
            self._tell_chosen()

    def _search(self, text: str) -> None:
        """Show what is searched for; with the search, what was chosen comes back into the list."""
        self._filter.search(text)
        if not text and self.selected != self._told:
            self._select(self._told)

    def _act_on(self, row: QModelIndex) -> None:
        entry: Entry = row.data(ENTRY)
        if entry.state is State.LOCKED:
            self.unlock_asked.emit(entry)
        elif entry.state is State.FAILED:
            self._shelf.retry(entry)
        elif entry in self.selected:
            self._tell_if_other()
            self.question_wanted.emit()

    def _ask_removal(self) -> None:
        if self.selected:
            self.removal_asked.emit(self.selected)

    def _show_menu(self, at: QPoint) -> None:
        row = self.list.indexAt(at)
        if row.isValid():
            row_menu.show(self._menu(row.data(ENTRY)), self.list, at)

    def _menu(self, entry: Entry) -> QMenu:
        menu = QMenu(self)
        if entry.state is State.LOCKED:
            self._add(menu, self.tr("Enter password…"), "lock").triggered.connect(
                lambda: self.unlock_asked.emit(entry)
            )
        if entry.state is State.FAILED:
            self._add(menu, self.tr("Try again"), "retry").triggered.connect(lambda: self._shelf.retry(entry))
        if entry.kept is not None:
            self._add_kept(menu, entry, entry.kept)
        removal = self._add(menu, self.tr("Remove from library…"), "remove")
        removal.triggered.connect(self._ask_removal)
        return menu

    def _add_kept(self, menu: QMenu, entry: Entry, kept: KeptReading) -> None:
        """Offer what can be done with what a model has read of a document."""
        pin = menu.addAction(self.tr("Keep what was read on the disk"))
        pin.setCheckable(True)
        pin.setChecked(kept.is_pinned)
        pin.triggered.connect(lambda is_on: self.pin_asked.emit(entry, is_on))
        text = self.tr("Forget what was read ({0})").format(size_text(kept.size_bytes))
        self._add(menu, text, "regenerate").triggered.connect(lambda: self.rereading_asked.emit(entry))

    @staticmethod
    def _add(menu: QMenu, text: str, icon_name: str) -> QAction:
        return menu.addAction(icon(icon_name), text)
