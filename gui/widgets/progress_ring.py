"""A small ring that fills: how far something is, that it goes on, that it is done, or that it failed."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from gui import icons, theme

TURN_MS = 40
TURN_DEGREES = 12
WIDTH_SHARE = 0.13  # of the ring's diameter


class RingState(StrEnum):
    """What the ring shows."""

    IDLE = "idle"  # nothing is painted
    PROGRESS = "progress"
    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"


class ProgressRing(QWidget):
    """Shows one RingState; a screen reader hears it as the widget's description."""

    def __init__(self, parent: QWidget | None = None, *, size: int = 18) -> None:
        super().__init__(parent)
        self.state = RingState.IDLE
        self.share = 0.0
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(size, size)
        self.setAccessibleName(self.tr("Progress"))

    @property
    def is_turning(self) -> bool:
        """Whether it moves now; what is not seen does not."""
        return self._timer.isActive()

    def show_share(self, share: float) -> None:
        """Show how far it is, 0 to 1."""
        self.share = min(1.0, max(0.0, share))
        self._enter(RingState.PROGRESS, f"{self.share:.0%}")

    def show_busy(self) -> None:
        """Show that it goes on, nobody knows how long."""
        self._enter(RingState.BUSY, self.tr("Working"))

    def show_done(self) -> None:
        """Show that all went well."""
        self._enter(RingState.DONE, self.tr("Done"))

    def show_failed(self) -> None:
        """Show that it did not go well; the reason belongs beside the ring."""
        self._enter(RingState.FAILED, self.tr("Failed"))

    def clear(self) -> None:
        """Show nothing."""
        self._enter(RingState.IDLE, "")

    def _enter(self, state: RingState, said: str) -> None:
        self.state = state
        self.setAccessibleDescription(said)
        self._mind_timer()
        self.update()

    def _mind_timer(self) -> None:
        if self.state is RingState.BUSY and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + TURN_DEGREES) % 360
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._mind_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._mind_timer()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ring(painter, QRectF(self.rect()), self.state, self.share, self._angle)
        painter.end()


def paint_ring(
    painter: QPainter, box: QRectF, state: RingState, share: float = 0.0, turned_degrees: int = 0
) -> None:
    """Paint a ring into `box`, for a list's delegate too; a busy one is turned by the caller."""
    if state is RingState.DONE:
        icons.paint(painter, box, "check", "good")
    elif state is RingState.FAILED:
        icons.paint(painter, box, "error", "danger")
    elif state is RingState.BUSY:
        _paint_arcs(painter, box, 90 - turned_degrees, -100)
    elif state is RingState.PROGRESS:
        _paint_arcs(painter, box, 90, -360 * share)


def _paint_arcs(painter: QPainter, box: QRectF, start_degrees: float, span_degrees: float) -> None:
    shown = theme.current()
    width = box.width() * WIDTH_SHARE
    ring = box.adjusted(width, width, -width, -width)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(shown.border), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawEllipse(ring)
    pen.setColor(QColor(shown.accent))
    painter.setPen(pen)
    painter.drawArc(ring, round(start_degrees * 16), round(span_degrees * 16))
    painter.restore()
