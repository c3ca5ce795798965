"""The list of earlier conversations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.answering.history import Summary
from gui import theme
from gui.desk import Desk
from gui.icons import icon
from gui.library.rows import paint_ground, row_fonts, write_line
from gui.process.child import Failure
from gui.process.requests import DeleteConversation, ListHistory, RenameConversation
from gui.translating import counted, tr
from gui.widgets import row_menu
from gui.widgets.direction import kept
from gui.widgets.empty_state import EmptyState
from gui.widgets.search_line import SearchLine
from gui.widgets.searched_list import SearchedList

SUMMARY, ABOUT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
SEARCH_AFTER_MS = 200


class _Delegate(QStyledItemDelegate):
    """Paints a conversation: its title, and when it was and about what."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        title, small = row_fonts(option.font)
        return QSize(
            120, QFontMetrics(title).height() + QFontMetrics(small).height() + 3 * theme.current().gap
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        look, (title, small) = theme.current(), row_fonts(option.font)
        inner = option.rect.adjusted(look.gap + 4, look.gap, -look.gap - 4, -look.gap)
        height = QFontMetrics(title).height()
        line = QRect(inner.left(), inner.top(), inner.width(), height)
        write_line(painter, line, title, look.text, str(index.data()), option)
        below = QRect(inner.left(), inner.top() + height + 2, inner.width(), QFontMetrics(small).height())
        write_line(painter, below, small, look.dim, _second_line(index), option)
        painter.restore()


class _List(QListWidget):
    deletion_asked = Signal()
    menu_asked = Signal(QPoint)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(row_menu.place_of(self, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.deletion_asked.emit()
        else:
            super().keyPressEvent(event)


class HistoryPanel(QWidget):
    """The conversations of the library, newest first; Enter opens one, F2 renames it, Delete deletes it."""

    opened = Signal(int)  # conversation id
    deletion_asked = Signal(object)  # Summary
    deleted = Signal(int)
    export_asked = Signal(int)
    failed = Signal(object)  # Failure
    listed = Signal()  # what there is has been fetched

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: Sequence[Summary] = ()
        self.search_line = SearchLine(self.tr("Search questions and answers"), self)
        self._search_soon = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._search_soon.timeout.connect(self.refresh)
        for signal in (desk.shelf.loaded, desk.shelf.renamed):
            signal.connect(lambda *_: self._name_documents())
        self.search_line.textChanged.connect(lambda _text: self._search_soon.start())
        self.list = self._list()
        self._searched = SearchedList(self.search_line, self.list, self._empty_state(), self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._searched)

    def refresh(self) -> None:
        """Fetch the list again."""
        search = self.search_line.text().strip()
        call = self._desk.worker.call(ListHistory(search))
        call.finished.connect(self._show if search else self._show_all)

    def about(self, document_ids: Sequence[str]) -> list[Summary]:
        """Return the conversations about exactly these documents, newest first."""
        return [each for each in self._all if set(each.document_ids) == set(document_ids)]

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation, without asking."""
        call = self._desk.worker.call(DeleteConversation(conversation_id))
        call.finished.connect(lambda _result: self._end_deletion(conversation_id))
        call.failed.connect(self._fail)

    def _end_deletion(self, conversation_id: int) -> None:
        self._all = [each for each in self._all if each.conversation_id != conversation_id]
        self.deleted.emit(conversation_id)
        self.refresh()

    def _fail(self, failure: Failure) -> None:
        self.failed.emit(failure)
        self.refresh()

    def _list(self) -> _List:
        view = _List(self)
        view.setAccessibleName(self.tr("Earlier conversations"))
        view.setItemDelegate(_Delegate(view))
        view.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        view.menu_asked.connect(self._show_menu)
        view.itemActivated.connect(self._open)
        view.itemClicked.connect(self._open)
        view.itemChanged.connect(self._rename)
        view.deletion_asked.connect(self._ask_deletion)
        return view

    def _empty_state(self) -> EmptyState:
        return EmptyState(
            "history",
            self.tr("Nothing asked yet"),
            self.tr("Your questions and their answers are kept here, on this computer only."),
            self,
        )

    def _show_all(self, summaries: Sequence[Summary]) -> None:
        self._all = summaries
        self._show(summaries)
        self.listed.emit()

    def _show(self, summaries: Sequence[Summary]) -> None:
        current = self.list.currentItem()
        current_id = current.data(SUMMARY).conversation_id if current is not None else None
        self.list.blockSignals(True)
        self.list.clear()
        for summary in summaries:
            item = QListWidgetItem(summary.title)
            item.setData(SUMMARY, summary)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if summary.conversation_id == current_id:
                self.list.setCurrentItem(item)  # whoever is there with the keyboard stays there
        self.list.blockSignals(False)
        self._name_documents()
        self._searched.show_rows(bool(summaries) or bool(self.search_line.text()))

    def _name_documents(self) -> None:
        """Say what each conversation is about: the same is often asked of several documents."""
        self.list.blockSignals(True)
        for item in map(self.list.item, range(self.list.count())):
            summary = item.data(SUMMARY)
            found = filter(None, map(self._desk.shelf.find, summary.document_ids))
            item.setData(ABOUT, "; ".join(entry.title for entry in found))
            lines = (summary.title, item.data(ABOUT), described(summary))
            item.setToolTip("\n".join(filter(None, lines)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, lines)))
        self.list.blockSignals(False)
        self.list.viewport().update()

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(SUMMARY).conversation_id)

    def _rename(self, item: QListWidgetItem) -> None:
        summary, title = item.data(SUMMARY), item.text().strip()
        if title and title != summary.title:
            call = self._desk.worker.call(RenameConversation(summary.conversation_id, title))
            call.finished.connect(lambda _result: self.refresh())
            call.failed.connect(self._fail)
        else:
            item.setText(summary.title)

    def _ask_deletion(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.deletion_asked.emit(item.data(SUMMARY))

    def _show_menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        summary, menu = item.data(SUMMARY), QMenu(self)
        menu.addAction(icon("history"), self.tr("Open again")).triggered.connect(
            lambda: self.opened.emit(summary.conversation_id)
        )
        menu.addAction(icon("edit"), self.tr("Rename")).triggered.connect(
            lambda: self._edit(summary.conversation_id)
        )
        menu.addAction(icon("export"), self.tr("Export…")).triggered.connect(
            lambda: self.export_asked.emit(summary.conversation_id)
        )
        menu.addSeparator()
        menu.addAction(icon("remove"), self.tr("Delete…")).triggered.connect(
            lambda: self.deletion_asked.emit(summary)
        )
        row_menu.show(menu, self.list, at)

    def _edit(self, conversation_id: int) -> None:
        """Let the title be changed; the list may have been fetched again since the menu was opened."""
        items = [self.list.item(row) for row in range(self.list.count())]
        for item in items:
            if item.data(SUMMARY).conversation_id == conversation_id:
                self.list.editItem(item)


def _second_line(index: Any) -> str:
    about: str = index.data(ABOUT)
    return " · ".join(filter(None, (described(index.data(SUMMARY)), about and kept(about))))


def described(summary: Summary) -> str:
    """Return when a conversation was last gone on with, and how many questions it has."""
    changed = datetime.fromtimestamp(summary.changed_s).astimezone()
    is_today = changed.date() == datetime.now().astimezone().date()
    when = f"{changed:%H:%M}" if is_today else _date_text(changed)
    return f"{when} · " + counted(summary.turn_count, tr("1 question"), tr("{0} questions"))


def _date_text(when: datetime) -> str:
    """Return a day in the window's language."""
    return QLocale().toString(QDate(when.year, when.month, when.day), "d MMM yyyy")
