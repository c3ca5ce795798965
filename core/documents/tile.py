"""A part of a page as pixels: what is asked of the one who draws."""

from dataclasses import dataclass

BYTES_PER_PIXEL = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page that is drawn `page_width` by `page_height` pixels large.

    Units: pixels from the page's top-left corner; `quarters` is the turn, clockwise, that comes on top of the
    file's own. The page's size is after both turns.
    """

    page_number: int
    page_width: int
    page_height: int
    left: int
    top: int
    width: int
    height: int
    quarters: int = 0
