"""The characters of one page with their places, as PDFium has them. For use under `pdfium.LOCK`."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdfium2 import raw


class Box(NamedTuple):
    """A rectangle in points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class Style(NamedTuple):
    """How a character is set.

    Units: `size` in points; `weight` as PDFium estimates it, 0 where unknown; `turn` in quarters,
    counter-clockwise; `height` of its baseline in points, in the coordinates of the file.
    """

    size: float
    weight: int
    turn: int
    height: float = 0.0

    def is_like(self, other: "Style") -> bool:
        """Tell whether both are set alike, wherever they stand."""
        return self[:3] == other[:3]


class TextPage:
    """The characters of one page.

    `text` has one character per index; lines end in CR LF, a hyphen that ends a line is U+0002 or
    U+FFFE. Places are in points of the page turned clockwise by `turn` quarters, with the origin in the
    bottom-left corner of what is visible. Closed by the one who opened it (`opened_page`).
    """

    __slots__ = (
        "_characters",
        "_exact",
        "_matrix",
        "_matrix_at",
        "_objects",
        "_page",
        "_place",
        "_place_at",
        "_sources",
        "bounds",
        "text",
        "turn",
    )

    def __init__(self, page: Any, characters: Any) -> None:
        self._page, self._characters = page, characters
        self._place = (ctypes.c_double * 4)()
        self._place_at = tuple(ctypes.byref(self._place, 8 * number) for number in range(4))
        self._matrix = raw.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)
        bounds = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, bounds)
        self.bounds = Box(bounds.left, bounds.bottom, bounds.right, bounds.top)
        self.turn = self.rotation
        count = raw.FPDFText_CountChars(characters)
        self.text = _text(characters, count)
        self._exact = len(self.text) == count
        self._sources: list[int] | None = None
        self._objects: dict[int, int] = {}

    def arrange(self, text: str, sources: list[int]) -> None:
        """Read the page as `text` from now on; `sources` has for each character its index in the text before.

        Each keeps its place; one whose source is -1 stands nowhere.
        """
        if self._sources is not None:
            sources = [self._sources[source] if source >= 0 else source for source in sources]
        self.text, self._sources, self._exact = text, sources, False

    @property
    def handle(self) -> Any:
        """The page as PDFium knows it."""
        return self._page

    @property
    def rotation(self) -> int:
        """The quarters by which a viewer turns the page clockwise."""
        return int(raw.FPDFPage_GetRotation(self._page)) % 4

    @property
    def has_objects(self) -> bool:
        """Whether anything is drawn on the page."""
        return bool(raw.FPDFPage_CountObjects(self._page) > 0)

    def is_made_up(self, index: int) -> bool:
        """Tell whether a character is not drawn: PDFium puts spaces where it sees words apart."""
        return bool(raw.FPDFText_IsGenerated(self._characters, self._index(index)) == 1)

    def rank(self, index: int) -> int:
        """Return the number of the object that draws a character, in the order of drawing; -1 for none."""
        if index < 0:
            return index
        if not self._objects:
            self._objects = {at: number for number, at in enumerate(_objects(self._page))}
        drawn_by = raw.FPDFText_GetTextObject(self._characters, self._index(index))
        return self._objects.get(_address(drawn_by), -1)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, after the turn."""
        left, bottom, right, top = self.bounds
        sides = (right - left, top - bottom)
        return sides if self.turn % 2 == 0 else (sides[1], sides[0])

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return tight boxes: one for each run that the PDF draws at once, or for each character."""
        if self._sources is not None:
            return [self.box(index) for index in range(start, end) if not self.text[index].isspace()]
        return [self.placed(*sides) for sides in self._runs(start, end)]

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Return where a run of one line begins and ends from left to right."""
        boxes = self.boxes(start, end) or [self.box(start)]
        return min(box.left for box in boxes), max(box.right for box in boxes)

    def box(self, index: int) -> Box:
        """Return the tight box of one character."""
        if not _read_char_box(self._characters, self._index(index), *self._place_at):
            return NOWHERE
        left, right, bottom, top = self._place
        return self.placed(left, top, right, bottom)

    def room(self, index: int) -> Box:
        """Return the box that the font keeps for one character: as high for "a" as for "l"."""
        bounds = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(self._characters, self._index(index), bounds):
            return NOWHERE
        return self.placed(bounds.left, bounds.top, bounds.right, bounds.bottom)

    def sides(self, index: int) -> tuple[float, float]:
        """Return the left and the right side of one character."""
        return self.reach(index, index)

    def reach(self, first: int, last: int) -> tuple[float, float]:
        """Return the outermost left and right side of the first and the last character of a word."""
        if self.turn or not self._exact:
            a, b = self.box(first), self.box(last)
            return min(a.left, b.left), max(a.right, b.right)
        place, (to_0, to_1, to_2, to_3) = self._place, self._place_at
        _read_char_box(self._characters, first, to_0, to_1, to_2, to_3)
        left, right = place[0], place[1]
        if first != last:
            _read_char_box(self._characters, last, to_0, to_1, to_2, to_3)
            left, right = min(left, place[0]), max(right, place[1])
        shift = self.bounds[0]
        return left - shift, right - shift

    def base(self, first: int, last: int) -> tuple[float, float, float]:
        """Return where a line begins, the height that its first character stands at, and where it ends."""
        if self.turn or not self._exact:
            return *self.origin(first), self.sides(last)[1]
        place, (to_0, to_1, to_2, to_3) = self._place, self._place_at
        _read_origin(self._characters, first, to_0, to_1)
        left, baseline = place[0], place[1]
        _read_char_box(self._characters, last, to_0, to_1, to_2, to_3)
        shift, rise = self.bounds[0], self.bounds[1]
        return left - shift, baseline - rise, place[1] - shift

    def origin(self, index: int) -> tuple[float, float]:
        """Return where the character at `index` stands: its left end on the baseline."""
        place, index = self._place, index if self._exact else self._index(index)
        _read_origin(self._characters, index, self._place_at[0], self._place_at[1])
        x, y = place[0], place[1]
        return self._turned(x, y) if self.turn else (x - self.bounds[0], y - self.bounds[1])

    def style(self, index: int) -> Style:
        """Return how the character at `index` is set."""
        characters, matrix = self._characters, self._matrix
        index = index if self._exact else self._index(index)
        _read_matrix(characters, index, self._matrix_at)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        turn = 0 if b == 0 < a else _quarters(a, b)
        size = _font_size(characters, index) * (abs(d) if c == 0 else math.hypot(c, d))
        return Style(size, _font_weight(characters, index), turn, matrix.f)

    def _index(self, index: int) -> int:
        # a glyph without a Unicode value is a character of PDFium's that is missing from its text
        if self._exact:
            return index
        if self._sources is not None:
            index = self._sources[index]
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self._characters, index))

    def _runs(self, start: int, end: int) -> Iterator[tuple[float, float, float, float]]:
        """Yield left, top, right, bottom of each run, in the coordinates of the file."""
        start, end = self._index(start), self._index(end - 1) + 1
        for number in range(raw.FPDFText_CountRects(self._characters, start, end - start)):
            _read_rect(self._characters, number, *self._place_at)
            left, top, right, bottom = self._place
            yield left, top, right, bottom

    def placed(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return where sides in the coordinates of the file are on the page as it is turned."""
        (x0, y0), (x1, y1) = self._turned(left, bottom), self._turned(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.bounds
        if self.turn == 0:
            return x - left, y - bottom
        return ((y - bottom, right - x), (right - x, top - y), (top - y, x - left))[self.turn - 1]


def _objects(page: Any) -> Iterator[int]:
    """Yield the addresses of a page's objects in the order of drawing, those within forms included."""
    waiting = [raw.FPDFPage_GetObject(page, at) for at in reversed(range(raw.FPDFPage_CountObjects(page)))]
    while waiting:
        found = waiting.pop()
        yield _address(found)
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_FORM:
            count = raw.FPDFFormObj_CountObjects(found)
            waiting += [raw.FPDFFormObj_GetObject(found, at) for at in reversed(range(count))]


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _quick(function: Any, result: Any = ctypes.c_int) -> Any:
    """Return a function of PDFium's that keeps the interpreter's lock and takes ctypes' values unchecked.

    It is called for every line of a document, and so takes half the time: a few hundred nanoseconds.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_read_char_box = _quick(raw.FPDFText_GetCharBox)  # left, right, bottom, top
_read_rect = _quick(raw.FPDFText_GetRect)  # left, top, right, bottom
_read_matrix = _quick(raw.FPDFText_GetMatrix)
_font_size = _quick(raw.FPDFText_GetFontSize, ctypes.c_double)
_font_weight = _quick(raw.FPDFText_GetFontWeight)
_read_origin = _quick(raw.FPDFText_GetCharOrigin)  # x, y


def _text(characters: Any, count: int) -> str:
    # A character may take two units of UTF-16. Each length is a ctypes type of its own: a few serve all.
    buffer = (ctypes.c_ushort * (1 << (2 * count + 2).bit_length()))()
    units = raw.FPDFText_GetText(characters, 0, count, buffer)
    return ctypes.string_at(buffer, 2 * max(units - 1, 0)).decode("utf-16-le", "surrogatepass")


def _quarters(x: float, y: float) -> int:
    """Return how many quarters the direction (x, y) is turned counter-clockwise from the x axis."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3
