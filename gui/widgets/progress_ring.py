"""A small ring that fills: how far something is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import theme

WIDTH_SHARE = 0.13  # of the ring's diameter


def paint_ring(painter: QPainter, box: QRectF, share: float) -> None:
    """Paint a ring into `box`, of which `share`, 0 to 1, is filled."""
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
    painter.drawArc(ring, 90 * 16, round(-360 * 16 * min(1.0, share)))
    painter.restore()
