"""Small pictures of all pages, drawn as they come into sight."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.pages.labels import PageLabels
from gui.pages.supply import Supply
from gui.pages.tiles import TileKey, preview_of

LONGEST = 132  # logical pixels of a picture's longer side
PADDING = 10
AHEAD = 6  # pictures drawn before they are seen

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class _Pages(QAbstractListModel):
    """One row for each page: its size, after the view's turn, and its label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sizes: Sequence[tuple[float, float]] = ()
        self.labels = PageLabels((), 0)

    def show_pages(self, sizes: Sequence[tuple[float, float]], labels: PageLabels) -> None:
        self.beginResetModel()
        self.sizes, self.labels = sizes, labels
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.labels[index.row() + 1]
        return None


class _Picture(QStyledItemDelegate):
    """Paints a page's picture with its label below."""

    def __init__(self, thumbnails: "Thumbnails", supply: Supply) -> None:
        super().__init__(thumbnails)
        self._thumbnails, self._supply = thumbnails, supply

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._thumbnails.picture_size(index.row() + 1).height()
        return QSize(LONGEST + 2 * PADDING, round(height) + 2 * PADDING + QFontMetrics(option.font).height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        number, shown = index.row() + 1, theme.current()
        size = self._thumbnails.picture_size(number)
        rect = QRectF(option.rect)
        place = QRectF(
            rect.center().x() - size.width() / 2, rect.top() + PADDING / 2, size.width(), size.height()
        )
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, Qt.GlobalColor.white)
        image = self._supply.tiles.get(self._thumbnails.key(number))
        if image is not None:
            painter.drawImage(place, image)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(shown.accent if is_chosen else shown.border), 2 if is_chosen else 1))
        painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 2, 2)
        painter.setPen(QColor(shown.text if is_chosen else shown.dim))
        below = QRectF(rect.left(), place.bottom() + 2, rect.width(), rect.bottom() - place.bottom() - 2)
        label = str(index.data())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, label)
        painter.restore()


class Thumbnails(QListView):
    """A column of pictures; the one of the page that is looked at is marked."""

    page_wanted = Signal(int)

    def __init__(self, supply: Supply, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supply = supply
        self._quarters = 0
        self._sizes: Sequence[tuple[float, float]] = ()
        self._pages = _Pages(self)
        self._wishing = QTimer(self, singleShot=True, interval=0)
        self._wishing.timeout.connect(self._wish)
        self.setAccessibleName(self.tr("Thumbnails"))
        self.setModel(self._pages)
        self.setItemDelegate(_Picture(self, supply))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(LONGEST // 3)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._go)
        self.activated.connect(self._go)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._wishing.start())
        supply.drawn.connect(self._on_drawn)

    def show_pages(self, sizes: Sequence[tuple[float, float]], labels: PageLabels, quarters: int = 0) -> None:
        """Show the pages of a document, turned clockwise by so many quarters."""
        self._sizes, self._quarters = sizes, quarters
        self.setUniformItemSizes(len(set(sizes)) <= 1)  # else thousands of rows are measured one by one
        self._pages.show_pages(sizes, labels)
        self._wishing.start()

    def turn(self, quarters: int) -> None:
        """Show the same pages turned clockwise by so many quarters."""
        row = self.currentIndex().row()
        self.show_pages(self._sizes, self._pages.labels, quarters)
        self.show_page(row + 1)

    def show_page(self, page_number: int) -> None:
        """Mark the page that is looked at."""
        index = self._pages.index(page_number - 1)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self._wishing.start()

    def key(self, page_number: int) -> TileKey:
        """Return the tile that is a page's picture."""
        size, ratio = self._sizes[page_number - 1], self.viewport().devicePixelRatioF()
        return preview_of(page_number, size, self._quarters, ratio)

    def picture_size(self, page_number: int) -> "QRectF":
        """Return how large a page's picture is, at the origin."""
        width, height = self._sizes[page_number - 1]
        if self._quarters % 2:
            width, height = height, width
        scale = LONGEST / max(width, height)
        return QRectF(0, 0, width * scale, height * scale)

    def _go(self, index: QModelIndex) -> None:
        self.page_wanted.emit(index.row() + 1)

    def _rows_in_sight(self) -> range:
        area = self.viewport().rect()
        first, last = self.indexAt(area.topLeft()), self.indexAt(area.bottomLeft())
        start = first.row() if first.isValid() else 0
        end = last.row() if last.isValid() else min(start + 2 * AHEAD, self._pages.rowCount() - 1)
        return range(start, min(end + AHEAD, self._pages.rowCount() - 1) + 1)

    def _wish(self) -> None:
        rows = self._rows_in_sight() if self.isVisible() else range(0)
        self._supply.want("thumbnails", [self.key(row + 1) for row in rows])

    def _on_drawn(self, page_number: int) -> None:
        if self.isVisible():
            self.update(self._pages.index(page_number - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wishing.start()
