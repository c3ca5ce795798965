from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.widgets.progress_ring import paint_ring

SIDE = 40


def _filled(share: float) -> int:
    """Return how many pixels have the colour of what is done."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_ring(painter, QRectF(0, 0, SIDE, SIDE), share)
    painter.end()
    wanted = QColor(theme.LIGHT.accent)
    return sum(image.pixelColor(x, y) == wanted for x in range(SIDE) for y in range(SIDE))


def test_the_ring_fills_as_the_share_grows(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    filled = [_filled(share) for share in (0.1, 0.4, 0.9)]
    assert filled == sorted(set(filled))


def test_more_than_all_is_a_full_ring(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    assert _filled(1.7) == _filled(1.0)
