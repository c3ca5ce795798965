"""A label of one line that ends in an ellipsis where the room does, and tells the rest in a tool tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from gui.widgets.direction import direction_of

LEAST_CHARS = 6


class ElidedLabel(QLabel):
    """Shows `text` whole where it can; its own tool tip appears only where something is missing."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self._own_tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def is_elided(self) -> bool:
        """Whether a part of the text is not shown."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room()

    def _room(self) -> int:
        return self.contentsRect().width() - 2 * self.margin()

    def _tell(self) -> None:
        wanted = self.text() if self.is_elided else ""
        if self.toolTip() == self._own_tip and wanted != self._own_tip:
            self._own_tip = wanted
            self.setToolTip(wanted)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self._tell()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        least = self.fontMetrics().averageCharWidth() * LEAST_CHARS + whole.width() - self._text_width()
        return QSize(min(whole.width(), least), whole.height())

    def _text_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self._room())
        direction = direction_of(self.text())
        if direction != Qt.LayoutDirection.LayoutDirectionAuto:
            painter.setLayoutDirection(direction)
        alignment = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = alignment | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        painter.drawText(self.contentsRect(), flags, shown)
        painter.end()
