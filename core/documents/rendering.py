"""A PDF that stays open to be looked at: its pages as pixels, and where their letters stand.

Unlike `read_document` it reads nothing that was not asked for, so that a long document is open at once.
"""

import ctypes
import itertools
import unicodedata
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import Any

from pypdfium2 import raw

from core.documents.composition import Piece, composed, sight_of
from core.documents.document import OutlineItem
from core.documents.links import links_of
from core.documents.outline import outline_of
from core.documents.pdfium import LOCK, close_page, opened_pdf
from core.documents.textlayer import BOX, TextLayer
from core.documents.textpage import Box, TextPage
from core.documents.tile import BYTES_PER_PIXEL, Tile

WHITE = 0xFFFFFFFF
NO_SIZE = (612.0, 792.0)  # US letter, for a page that is too damaged to have a size
RIGHT_TO_LEFT = ("R", "AL")
HELD_PAGES = 4  # parsed for the tiles that follow; each may hold megabytes


class Rendering:
    """A PDF that is open for drawing. Close it when done; after that it draws and reads nothing.

    Errors: those of `read_document`, at its making.
    """

    def __init__(self, path: Path, password: str | None = None) -> None:
        self._closing = ExitStack()
        self._pdf = self._closing.enter_context(opened_pdf(path, password))
        self._held: OrderedDict[int, Any] = OrderedDict()
        self._texts: dict[int, str] = {}
        self.page_count = self._pdf.page_count
        self.is_closed = False

    def close(self) -> None:
        """Give the file and its pages back."""
        with LOCK:
            self.is_closed = True
            for page in self._held.values():
                close_page(page)
            self._held.clear()
            self._closing.close()

    def page_sizes(self) -> list[tuple[float, float]]:
        """Return width and height of each page in points, turned as the file asks; no page is loaded."""
        size = raw.FS_SIZEF()
        with LOCK:
            return [self._page_size(index, size) for index in range(self.page_count)]

    def labels(self) -> list[str]:
        """Return the pages' labels from the PDF's own table, "" where it has none."""
        return [self._pdf.label(number) for number in range(1, self.page_count + 1)]

    def outline(self) -> tuple[OutlineItem, ...]:
        """Return the PDF's own table of contents."""
        return outline_of(self._pdf.bookmarks(), self.page_count)

    def drawn(self, tile: Tile) -> bytes:
        """Return the pixels of `tile`, annotations included, row by row from the top.

        Each pixel is four bytes: blue, green, red, and one without meaning. What cannot be loaded is white.
        """
        with LOCK:
            bitmap = raw.FPDFBitmap_CreateEx(tile.width, tile.height, raw.FPDFBitmap_BGRx, None, 0)
            if not bitmap:
                raise MemoryError(f"no room for {tile.width} x {tile.height} pixels")
            try:
                raw.FPDFBitmap_FillRect(bitmap, 0, 0, tile.width, tile.height, WHITE)
                self._draw(tile, bitmap)
                return _rows(bitmap, tile)
            finally:
                raw.FPDFBitmap_Destroy(bitmap)

    def text(self, page_number: int) -> str:
        """Return the text of a page: the same as `Page.text`."""
        if page_number not in self._texts:
            with self._pdf.opened_page(page_number) as page:
                self._texts[page_number] = composed(sight_of(page)).text if page else ""
        return self._texts[page_number]

    def text_layer(self, page_number: int) -> TextLayer:
        """Return the text of a page with the place of each character, and the page's links."""
        with self._pdf.opened_page(page_number) as page:
            if page is None:
                return TextLayer("", array("f"), array("i"))
            composition = composed(sight_of(page), is_traced=True)
            text = composition.text
            page.turn = page.rotation  # it was turned so that the text stands upright
            boxes = array("f", bytes(BOX * 4 * len(text)))
            lines = array("i", bytes(4 * len(text)))
            for piece in composition.pieces:
                span, line = slice(piece.start, piece.end), piece.line
                places = array("f", _places(page, piece, text[span]))
                boxes[BOX * piece.start : BOX * piece.end] = places
                # A space that PDFium made up stands nowhere.
                lines[span] = array("i", [line * _is_somewhere(places, at) for at in range(len(text[span]))])
            return TextLayer(text, boxes, lines, links_of(self._pdf, page))

    def _page_size(self, index: int, size: Any) -> tuple[float, float]:
        is_known = raw.FPDF_GetPageSizeByIndexF(self._pdf.handle, index, size)
        return (size.width, size.height) if is_known and min(size.width, size.height) >= 1 else NO_SIZE

    def _draw(self, tile: Tile, bitmap: Any) -> None:
        page = self._page(tile.page_number)
        if page is not None:
            place = (-tile.left, -tile.top, tile.page_width, tile.page_height)
            raw.FPDF_RenderPageBitmap(bitmap, page, *place, tile.quarters % 4, raw.FPDF_ANNOT)

    def _page(self, page_number: int) -> Any:
        """Return a page that is loaded, and hold it for the next call."""
        if page_number in self._held:
            self._held.move_to_end(page_number)
            return self._held[page_number]
        page = raw.FPDF_LoadPage(self._pdf.handle, page_number - 1) if not self.is_closed else None
        if page:
            self._held[page_number] = page
            if len(self._held) > HELD_PAGES:
                close_page(self._held.popitem(last=False)[1])
        return page or None


def _rows(bitmap: Any, tile: Tile) -> bytes:
    stride, row = raw.FPDFBitmap_GetStride(bitmap), BYTES_PER_PIXEL * tile.width
    pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * tile.height)
    if stride == row:
        return pixels
    return b"".join(pixels[start : start + row] for start in range(0, len(pixels), stride))


def _places(page: TextPage, piece: Piece, text: str) -> Iterator[float]:
    """Yield left, bottom, right and top of each character of `piece`; `text` is what it reads."""
    rooms = [page.room(source) for source in piece.origins(page.text)]
    # A ligature is one letter on the page and several in the text, each with the place of them all.
    for room, letters in itertools.groupby(zip(rooms, text, strict=True), key=itemgetter(0)):
        yield from _shares(room, "".join(letter for _, letter in letters))


def _is_somewhere(places: "array[float]", index: int) -> bool:
    left, bottom, right, top = places[BOX * index : BOX * index + BOX]
    return left != right or bottom != top


def _shares(room: Box, letters: str) -> Iterator[float]:
    """Yield for each letter its part of the room that all of them have together."""
    count = sum(not unicodedata.combining(letter) for letter in letters) or 1
    width = (room.right - room.left) / count
    is_rtl = unicodedata.bidirectional(letters[0]) in RIGHT_TO_LEFT
    number = -1
    for letter in letters:
        if number < 0 or not unicodedata.combining(letter):  # a point is where its letter is
            number += 1
        place = count - 1 - number if is_rtl else number
        yield from (room.left + place * width, room.bottom, room.left + (place + 1) * width, room.top)
