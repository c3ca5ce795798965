"""The outline of a document as a tree; the section that is looked at is marked as one scrolls.

It begins at the side at which the document's own lines do, whichever way the window goes.
"""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from core.documents.document import OutlineItem
from core.documents.text import direction
from gui.pages.labels import PageLabels
from gui.widgets.direction import direction_of

PAGE = Qt.ItemDataRole.UserRole
ROOM_FOR_PAGES = 170  # logical pixels; below, the titles need all of it
UNFOLDED = 12  # an outline with fewer lines at the top shows what is below them too


class OutlineTree(QTreeWidget):
    """One line for each heading that the PDF lists, with its page."""

    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: list[QTreeWidgetItem] = []
        self._pages: list[int] = []
        self.setAccessibleName(self.tr("Outline"))
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)

    def show_outline(self, outline: Sequence[OutlineItem], labels: PageLabels) -> None:
        """Show the outline of another document."""
        self.clear()
        self._order, self._pages = [], []
        is_rtl = direction(" ".join(entry.title for entry in outline)) == "rtl"
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        path: list[QTreeWidgetItem] = []
        for entry in outline:
            path = path[: entry.level]
            item = self._item(entry, labels)
            if path:
                path[-1].addChild(item)
            else:
                self.addTopLevelItem(item)
            path.append(item)
            self._order.append(item)
            self._pages.append(entry.page_number)
        if self.topLevelItemCount() < UNFOLDED:
            self.expandToDepth(0)

    def show_page(self, page_number: int) -> None:
        """Mark the section that a page belongs to."""
        place = bisect_right(self._pages, page_number)
        if not place:
            self.clearSelection()
            return
        item = self._order[place - 1]
        while (above := item.parent()) is not None and not above.isExpanded():
            item = above  # what is folded stays so: the line above stands for it
        if item is not self.currentItem() or not item.isSelected():
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def _item(self, entry: OutlineItem, labels: PageLabels) -> QTreeWidgetItem:
        is_known = 1 <= entry.page_number <= labels.page_count
        item = QTreeWidgetItem([entry.title, labels[entry.page_number] if is_known else ""])
        item.setData(0, PAGE, entry.page_number)
        item.setToolTip(0, entry.title)
        if direction_of(entry.title) != self.layoutDirection():
            item.setTextAlignment(0, _alignment(entry.title))
        item.setForeground(1, self.palette().placeholderText())
        return item

    def _go(self, item: QTreeWidgetItem) -> None:
        self.page_wanted.emit(int(item.data(0, PAGE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(1, self.width() < ROOM_FOR_PAGES)


def _alignment(text: str) -> Qt.AlignmentFlag:
    sides = {
        Qt.LayoutDirection.RightToLeft: Qt.AlignmentFlag.AlignRight,
        Qt.LayoutDirection.LeftToRight: Qt.AlignmentFlag.AlignLeft,
    }
    side = sides.get(direction_of(text))
    if side is None:
        return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
