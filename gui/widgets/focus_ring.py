"""A ring around what has no look of its own for having the keyboard: a view of pages, a text."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import theme

RING_PX = 2
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
FOR_A_WHILE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QWidget):
    """Is seen while `around` has the keyboard and got it by a key; a click needs no ring.

    Lies over `around`, or `margin` pixels outside of it, in a `host` that is larger.
    """

    def __init__(self, around: QWidget, host: QWidget | None = None, *, margin: int = 0) -> None:
        self._host = host or around
        super().__init__(self._host)
        self._around, self._margin = around, margin
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.installEventFilter(self)
        self.hide()

    def take(self, event: QFocusEvent) -> None:
        """Come or go with the keyboard."""
        if event.reason() in FOR_A_WHILE:
            return
        if event.gotFocus() and event.reason() in BY_KEY:
            self._settle()
            self.show()
            self.raise_()
        else:
            self.hide()

    def _settle(self) -> None:
        place = QRect(self._around.mapTo(self._host, QPoint(0, 0)), self._around.size())
        self.setGeometry(place.adjusted(-self._margin, -self._margin, self._margin, self._margin))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self.take(event)
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._settle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().accent), RING_PX))
        half = RING_PX / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        painter.end()
