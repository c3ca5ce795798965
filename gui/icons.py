"""Icons from `assets/icons`: one colour each, which the theme decides when they are painted."""

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import ASSETS
from gui import theme

FOLDER = ASSETS / "icons"
DISABLED_OPACITY = 0.4
BESIDE_TEXT = QSize(22, 16)  # wider than the picture: Qt leaves too little between an icon and its text
# What points along the reading direction points the other way in a mirrored window.
DIRECTIONAL = frozenset({
    "chevron-left", "chevron-right", "next", "open", "page-outline", "previous", "quote", "retrieved", "send",
    "thumbnails", "vote-left", "vote-right",
})  # fmt: skip


def icon(name: str, colour: str = "text") -> QIcon:
    """Return the icon drawn in `assets/icons/NAME.svg`, in a colour of the theme given by its name.

    The colour is looked up at each painting, so that an icon needs no exchange when the theme changes.
    """
    return QIcon(_Engine(name, colour))


def app_icon() -> QIcon:
    """Return the program's own icon, which has its own colours."""
    return QIcon(str(FOLDER / "openbook.svg"))


def pixmap(name: str, size: int, ratio: float = 1.0, colour: str = "text") -> QPixmap:
    """Return the icon as pixels: `size` is in device-independent pixels, `ratio` the screen's scale."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    paint(painter, QRectF(0, 0, size, size), name, colour)
    painter.end()
    return picture


def paint(painter: QPainter, box: QRectF, name: str, colour: str = "text") -> None:
    """Paint the icon into `box`, mirrored where it shows a direction and the window is mirrored."""
    side = min(box.width(), box.height())
    square = QRectF(box.center() - QPointF(side / 2, side / 2), box.center() + QPointF(side / 2, side / 2))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in DIRECTIONAL and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        painter.translate(2 * square.center().x(), 0)
        painter.scale(-1, 1)
    _renderer(name, str(getattr(theme.current(), colour))).render(painter, square)
    painter.restore()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


class _Engine(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        colour = self._colour
        if mode == QIcon.Mode.Disabled and colour == "on_accent":
            colour = "strong_border"  # as the text beside it: the accent is not there any more
        elif mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * DISABLED_OPACITY)
        paint(painter, QRectF(rect), self._name, colour)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        if size.isEmpty():  # asked for by a button that is squeezed to nothing
            return QPixmap()
        picture = QPixmap(size * scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        # Qt owns what it gets here, but Python would delete it as soon as nobody in Python knows it.
        _CLONES.append(_Engine(self._name, self._colour))
        return _CLONES[-1]


_CLONES: list[QIconEngine] = []
