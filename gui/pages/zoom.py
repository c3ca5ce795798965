"""How large pages are shown: a share of their own size, or as large as fits."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSizeF

from gui.pages.layout import GAP, MARGIN, PIXELS_PER_POINT

SMALLEST, LARGEST = 0.25, 8.0
SMALLEST_FIT = 0.1  # a narrow pane may ask for less than a person would
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
ALMOST = 0.01  # a step nearer than this would not be seen


class Fit(Enum):
    """What a page's size follows."""

    NOTHING = "nothing"
    WIDTH = "width"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Zoom:
    """The size of pages. `factor` is 1 for 100 %; with a fit, it is what the fit came to last."""

    fit: Fit = Fit.WIDTH
    factor: float = 1.0

    def fitted(self, page: tuple[float, float], room: QSizeF) -> "Zoom":
        """Return the zoom at which a page fits `room`, as far as this one follows it.

        Units: `page` in points, as it is turned; `room` in logical pixels.
        """
        if self.fit is Fit.NOTHING:
            return self
        factor = (room.width() - 2 * MARGIN) / (page[0] * PIXELS_PER_POINT)
        if self.fit is Fit.PAGE:
            factor = min(factor, (room.height() - 2 * GAP) / (page[1] * PIXELS_PER_POINT))
        return Zoom(self.fit, min(max(factor, SMALLEST_FIT), LARGEST))

    def larger(self) -> "Zoom":
        """Return the next larger step."""
        return at(next((step for step in STEPS if step > self.factor * (1 + ALMOST)), LARGEST))

    def smaller(self) -> "Zoom":
        """Return the next smaller step."""
        return at(next((step for step in reversed(STEPS) if step < self.factor * (1 - ALMOST)), SMALLEST))


def at(factor: float) -> Zoom:
    """Return a zoom that follows nothing."""
    return Zoom(Fit.NOTHING, limited(factor))


def limited(factor: float) -> float:
    """Return the nearest factor that is allowed."""
    return min(max(factor, SMALLEST), LARGEST)
