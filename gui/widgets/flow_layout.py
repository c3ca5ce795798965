"""A layout that sets its items in lines, as words are set in a paragraph."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

LEAST_WIDTH = 40  # an item that is wider than the room is cut to the room


class FlowLayout(QLayout):
    """Chips in lines, from the start of the line; as high as its width makes it."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def clear(self) -> None:
        """Take all widgets out and delete them."""
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = min(item.sizeHint().width(), width)
            if used + self.spacing() + wanted > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append(item)
            used += self.spacing() + wanted
        return lines

    def _height(self, line: list[QLayoutItem]) -> int:
        return max(item.sizeHint().height() for item in line)

    def _set(self, inner: QRect) -> None:
        top = inner.top()
        for line in self._lines(inner.width()):
            height, start = self._height(line), inner.left()
            for item in line:
                size = QSize(min(item.sizeHint().width(), inner.width()), item.sizeHint().height())
                box = QRect(QPoint(start, top + (height - size.height()) // 2), size)
                item.setGeometry(QStyle.visualRect(self._direction(), inner, box))
                start += size.width() + self.spacing()
            top += height + self.spacing()

    def _direction(self) -> Qt.LayoutDirection:
        owner = self.parentWidget()
        return owner.layoutDirection() if owner is not None else Qt.LayoutDirection.LeftToRight

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        heights = sum(map(self._height, lines)) + self.spacing() * max(0, len(lines) - 1)
        return heights + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._set(rect.marginsRemoved(self.contentsMargins()))

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        heights = [item.minimumSize().height() for item in self._items]
        margins: QMargins = self.contentsMargins()
        return QSize(LEAST_WIDTH, max(heights, default=0)).grownBy(margins)
