"""Pages as tiles: which tile shows what, and the pixels that are kept, the last used ones first."""

import math
from collections import OrderedDict, defaultdict
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from core.documents.tile import BYTES_PER_PIXEL, Tile

SIDE = 1024  # a tile has at most so many pixels each way: a few milliseconds of drawing
PREVIEW_SIDE = 220
CACHE_BYTES = 128 * 2**20


class Sheet(NamedTuple):
    """A page drawn at one size, in device pixels, and turned by so many quarters clockwise."""

    page_number: int
    width: int
    height: int
    quarters: int = 0

    @property
    def columns(self) -> int:
        """How many tiles stand beside each other."""
        return math.ceil(self.width / SIDE)

    @property
    def rows(self) -> int:
        """How many tiles stand below each other."""
        return math.ceil(self.height / SIDE)

    def tiles(self, part: QRect | None = None) -> "list[TileKey]":
        """Return the tiles that show `part` of the sheet, in device pixels, from the top."""
        across, down = range(self.columns), range(self.rows)
        if part is not None:
            across = _touched(part.left(), part.right(), self.width, self.columns)
            down = _touched(part.top(), part.bottom(), self.height, self.rows)
        return [TileKey(self, column, row) for row in down for column in across]


class TileKey(NamedTuple):
    """One tile of a sheet."""

    sheet: Sheet
    column: int = 0
    row: int = 0

    @property
    def place(self) -> QRect:
        """Where it lies on its sheet, in device pixels."""
        sheet = self.sheet
        left, right = (sheet.width * column // sheet.columns for column in (self.column, self.column + 1))
        top, bottom = (sheet.height * row // sheet.rows for row in (self.row, self.row + 1))
        return QRect(left, top, right - left, bottom - top)

    def tile(self) -> Tile:
        """Return it as what the child draws."""
        place, sheet = self.place, self.sheet
        corner = (place.left(), place.top(), place.width(), place.height())
        return Tile(sheet.page_number, sheet.width, sheet.height, *corner, sheet.quarters)


def preview_of(page_number: int, size: tuple[float, float], quarters: int, ratio: float) -> TileKey:
    """Return the one small tile that stands for a whole page until it is drawn, and in a list of pages.

    Units: `size` is the page's, before the view's turn; `ratio` is of device pixels to logical ones.
    """
    width, height = size if quarters % 2 == 0 else (size[1], size[0])
    scale = PREVIEW_SIDE * min(ratio, 2.0) / max(width, height)
    return TileKey(
        Sheet(page_number, max(round(width * scale), 1), max(round(height * scale), 1), quarters % 4)
    )


class TileCache:
    """The drawn tiles, at most `limit_bytes` of them."""

    def __init__(self, limit_bytes: int = CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._images: OrderedDict[TileKey, QImage] = OrderedDict()
        self._sheets: defaultdict[int, defaultdict[Sheet, set[TileKey]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self.size_bytes = 0

    def __contains__(self, key: TileKey) -> bool:
        return key in self._images

    def get(self, key: TileKey) -> QImage | None:
        """Return the pixels of a tile, and count it as used."""
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def put(self, key: TileKey, pixels: bytes) -> None:
        """Keep the pixels of a tile, and let those go that were not used for longest."""
        self._drop(key)
        place = key.place
        stride = BYTES_PER_PIXEL * place.width()
        image = QImage(pixels, place.width(), place.height(), stride, QImage.Format.Format_RGB32)
        self._images[key] = image.copy()  # one that owns its pixels
        self._sheets[key.sheet.page_number][key.sheet].add(key)
        self.size_bytes += image.sizeInBytes()
        while self.size_bytes > self._limit_bytes and len(self._images) > 1:
            self._drop(next(iter(self._images)))

    def stand_in(self, sheet: Sheet) -> list[TileKey]:
        """Return what is kept of the same page at a size near to the sheet's, to be shown meanwhile.

        It fills as much of the page as possible: a whole page goes before a part of it that is sharper.
        """
        others = [
            (
                sum(key.place.width() * key.place.height() for key in keys) / (other.width * other.height),
                other,
            )
            for other, keys in self._sheets.get(sheet.page_number, {}).items()
            if other != sheet and other.quarters == sheet.quarters and keys
        ]
        if not others:
            return []
        best = max(others, key=lambda each: (each[0], -abs(each[1].width - sheet.width)))[1]
        return list(self._sheets[sheet.page_number][best])

    def clear(self) -> None:
        """Let all go."""
        self._images.clear()
        self._sheets.clear()
        self.size_bytes = 0

    def _drop(self, key: TileKey) -> None:
        image = self._images.pop(key, None)
        if image is None:
            return
        self.size_bytes -= image.sizeInBytes()
        sheets = self._sheets[key.sheet.page_number]
        sheets[key.sheet].discard(key)
        if not sheets[key.sheet]:
            del sheets[key.sheet]


def stretched(key: TileKey, page: QRectF) -> QRectF:
    """Return where a tile of any size lies on a page that is shown at `page`."""
    sheet, place = key.sheet, key.place
    across, down = page.width() / sheet.width, page.height() / sheet.height
    return QRectF(
        page.left() + place.left() * across,
        page.top() + place.top() * down,
        place.width() * across,
        place.height() * down,
    )


def _touched(first: int, last: int, length: int, count: int) -> range:
    """Return which of `count` equal parts of `length` the run from `first` to `last` touches."""
    start = min(max(first, 0) * count // length, count - 1)
    return range(start, min(max(last, 0) * count // length, count - 1) + 1)
