"""How a page is painted: paper, tiles, marks, selection and a note, in the theme's colours."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from gui import theme
from gui.pages.tiles import Sheet, TileCache, stretched

SHADOW = (22, 13, 6)
ROUND = 2.0
MOST_ROUND = 100  # so many corners are not looked at
LEAST_INK = 0.6  # the pale colours of the dark theme would not be seen on white paper
NOTE_ALPHA = 0.94
BARRED = "This page cannot be shown."


@dataclass(slots=True)
class Wash:
    """Rectangles of the viewport to be washed over with a colour, a name of the theme's."""

    colour: str
    alpha: float
    boxes: list[QRectF] = field(default_factory=list)
    is_outlined: bool = False


@dataclass(frozen=True, slots=True)
class PageSight:
    """One page, as it stands in the viewport: `place` in logical pixels, `corner` in the device's."""

    sheet: Sheet
    place: QRectF
    corner: QPoint
    note: str
    is_barred: bool


def sight(page_number: int, place: QRectF, ratio: float, quarters: int) -> tuple[Sheet, QPoint]:
    """Return a page's size and corner in whole device pixels, so that its tiles are drawn without a blur."""
    width, height = max(round(place.width() * ratio), 1), max(round(place.height() * ratio), 1)
    corner = QPoint(round(place.left() * ratio), round(place.top() * ratio))
    return Sheet(page_number, width, height, quarters), corner


def paint_ground(painter: QPainter, area: QRect) -> None:
    """Paint what is around the pages."""
    painter.fillRect(area, QColor(theme.current().sunken))


def paint_page(painter: QPainter, page: PageSight, cache: TileCache, area: QRect, ratio: float) -> None:
    """Paint one page without its marks; `area` is the part of the viewport that is seen."""
    _paint_paper(painter, page.place)
    if page.is_barred:
        _paint_barred(painter, page.place)
    else:
        _paint_tiles(painter, page, cache, area, ratio)
    if page.note:
        _paint_note(painter, page)


def paint_washes(painter: QPainter, washes: Iterable[Wash]) -> None:
    """Paint marks and selection so that black letters stay black."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for wash in washes:
        _paint_wash(painter, wash)
    painter.restore()


def _paint_wash(painter: QPainter, wash: Wash) -> None:
    colour = str(getattr(theme.current(), wash.colour))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_marker(colour, wash.alpha))
    if len(wash.boxes) > MOST_ROUND:
        painter.drawRects(wash.boxes)
    else:
        painter.drawPath(_outline(wash.boxes))
    if wash.is_outlined:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in wash.boxes:
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), ROUND + 1, ROUND + 1)


def _outline(boxes: Iterable[QRectF]) -> QPainterPath:
    """Return one shape of all boxes: where lines overlap, the marker does not go over them twice."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for box in boxes:
        path.addRoundedRect(box, ROUND, ROUND)
    return path


def _marker(colour: str, alpha: float) -> QColor:
    """Return a colour as a marker pen has it: as bright as its hue can be."""
    named = QColor(colour)
    return QColor.fromHsvF(max(named.hsvHueF(), 0.0), max(named.hsvSaturationF(), LEAST_INK), 1.0, alpha)


def _paint_paper(painter: QPainter, place: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for distance, alpha in enumerate(SHADOW, 1):
        painter.setPen(QColor(0, 0, 0, alpha))
        painter.drawRect(place.adjusted(-distance, 1 - distance, distance - 1, distance))
    painter.fillRect(place, Qt.GlobalColor.white)


def _paint_tiles(painter: QPainter, page: PageSight, cache: TileCache, area: QRect, ratio: float) -> None:
    seen = QRectF(area).intersected(page.place)
    corner = page.place.topLeft()
    part = QRectF((seen.topLeft() - corner) * ratio, seen.size() * ratio).toAlignedRect()
    wanted = page.sheet.tiles(part)
    if any(key not in cache for key in wanted):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for key in cache.stand_in(page.sheet):
            target = stretched(key, page.place)
            if target.intersects(seen) and (image := cache.get(key)) is not None:
                painter.drawImage(target, image)
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    for key in wanted:
        if (image := cache.get(key)) is not None:
            painter.drawImage(page.corner + key.place.topLeft(), image)
    painter.restore()


def _paint_barred(painter: QPainter, place: QRectF) -> None:
    painter.setPen(QColor(theme.LIGHT.dim))  # the paper is white in either theme
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, BARRED)


def _paint_note(painter: QPainter, page: PageSight) -> None:
    """Paint a small note at the page's foot."""
    shown = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("small"))
    metrics = QFontMetrics(painter.font())
    room = int(page.place.width()) - 4 * shown.gap
    text = metrics.elidedText(page.note, Qt.TextElideMode.ElideRight, max(room, 0))
    width, height = metrics.horizontalAdvance(text) + 2 * shown.gap, metrics.height() + shown.gap
    box = QRectF(page.place.center().x() - width / 2, page.place.bottom() - height - shown.gap, width, height)
    painter.setPen(QColor(shown.border))
    painter.setBrush(theme.tint(shown.raised, NOTE_ALPHA))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(QColor(shown.dim))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
