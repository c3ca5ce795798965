"""An icon that stands somewhere and does nothing; it follows the theme by itself."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import icons


class IconView(QWidget):
    """Shows the icon `name` in a colour of the theme."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, size: int = 20, colour: str = "text"
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self.show_as(name, colour)

    def show_as(self, name: str, colour: str) -> None:
        """Show another icon."""
        self.name, self.colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, QRectF(self.rect()), self.name, self.colour)
        painter.end()
