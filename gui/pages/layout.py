"""Where each page lies in the long column of pages, at a zoom and a turn. Pure numbers, no Qt widgets."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF

from core.documents.textlayer import Rectangle

MARGIN = 16
GAP = 14
PIXELS_PER_POINT = 96 / 72  # at 100 %
Size = tuple[float, float]  # width and height in points


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the document: a page, and how far across and down it is, as shares of the page's size."""

    page_number: int
    across: float
    down: float


class PageLayout:
    """The pages one below the other, centred; units are logical pixels unless a name says otherwise.

    `sizes` are in points after the file's own rotation; `quarters` is the view's turn on top of that. `zoom`
    returns how large a page of some size, as it is turned, is drawn: what is to fit may need several factors.
    """

    def __init__(
        self,
        sizes: Sequence[Size],
        zoom: Callable[[Size], float] = lambda _size: 1.0,
        quarters: int = 0,
        width: float = 0,
    ) -> None:
        self.sizes, self.quarters = sizes, quarters
        turned = [size if quarters % 2 == 0 else (size[1], size[0]) for size in sizes]
        factors = {size: zoom(size) for size in dict.fromkeys(turned)}
        self._factors = [factors[size] for size in turned]
        scales = [factor * PIXELS_PER_POINT for factor in self._factors]
        self._sides = [(size[0] * scale, size[1] * scale) for size, scale in zip(turned, scales, strict=True)]
        self._tops = list(accumulate((side[1] + GAP for side in self._sides[:-1]), initial=float(MARGIN)))
        self.widest = max((side[0] for side in self._sides), default=0.0)
        self.width = max(width, self.widest + 2 * MARGIN)
        self.height = self._tops[-1] + self._sides[-1][1] + MARGIN if self._sides else 0.0

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return len(self._sides)

    def factor(self, page_number: int) -> float:
        """Return how large a page is drawn, 1 for 100 %."""
        return self._factors[page_number - 1]

    def place(self, page_number: int) -> QRectF:
        """Return where a page lies."""
        width, height = self._sides[page_number - 1]
        return QRectF((self.width - width) / 2, self._tops[page_number - 1], width, height)

    def page_at(self, y: float) -> int:
        """Return the page at a height, or the one above where that is between two pages."""
        return min(max(bisect_right(self._tops, y), 1), max(self.page_count, 1))

    def pages_between(self, top: float, bottom: float) -> range:
        """Return the pages that can be seen between two heights."""
        if not self._sides:
            return range(0)
        first = self.page_at(top)
        if self.place(first).bottom() <= top and first < self.page_count:
            first += 1
        return range(first, max(self.page_at(bottom), first) + 1)

    def spot(self, point: QPointF) -> Spot:
        """Return the point of the document at a point of the column; it may lie beside the page."""
        number = self.page_at(point.y())
        place = self.place(number)
        return Spot(
            number,
            (point.x() - place.left()) / max(place.width(), 1.0),
            (point.y() - place.top()) / max(place.height(), 1.0),
        )

    def point(self, spot: Spot) -> QPointF:
        """Return where a point of the document lies in the column."""
        place = self.place(min(spot.page_number, self.page_count))
        return QPointF(place.left() + spot.across * place.width(), place.top() + spot.down * place.height())

    def to_column(self, page_number: int, box: Rectangle) -> QRectF:
        """Return where a rectangle on a page, in points from its bottom-left corner, lies in the column."""
        place, scale = self.place(page_number), self.factor(page_number) * PIXELS_PER_POINT
        width, height = self.sizes[page_number - 1]
        x0, y0 = _turned(box.left, box.bottom, width, height, self.quarters)
        x1, y1 = _turned(box.right, box.top, width, height, self.quarters)
        corner = QPointF(place.left() + min(x0, x1) * scale, place.top() + min(y0, y1) * scale)
        return QRectF(corner.x(), corner.y(), abs(x1 - x0) * scale, abs(y1 - y0) * scale)

    def to_page(self, page_number: int, point: QPointF) -> tuple[float, float]:
        """Return where a point of the column is on a page, in points from its bottom-left corner."""
        place, scale = self.place(page_number), self.factor(page_number) * PIXELS_PER_POINT
        width, height = self.sizes[page_number - 1]
        u, v = (point.x() - place.left()) / scale, (point.y() - place.top()) / scale
        return ((u, height - v), (v, u), (width - u, v), (width - v, height - u))[self.quarters % 4]


def _turned(x: float, y: float, width: float, height: float, quarters: int) -> tuple[float, float]:
    """Return a point of a page, y upwards, as it lies on the page turned clockwise, y downwards."""
    return ((x, height - y), (y, x), (width - x, y), (height - y, width - x))[quarters % 4]
