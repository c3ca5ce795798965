"""PDFium: open a file, and read the characters of a page with their places. Owns pypdfium2.

PDFium is not thread-safe, so every call into it is made under `LOCK`, one page at a time.
"""

import atexit
import ctypes
import logging
import math
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from core.documents import repair
from core.errors import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotFound,
    DocumentNotPdf,
    DocumentPasswordWrong,
    DocumentUnreadable,
)

LOCK = threading.RLock()
HEADER_BYTES = 1024  # PDFium looks for "%PDF-" in the first 1,024 bytes, as the specification allows

# A reading that an error left unfinished is closed as late as when the interpreter ends. By then
# pypdfium2 has taken PDFium down, and to close anything would be a crash; this is told just before.
_is_over = threading.Event()
atexit.register(_is_over.set)

# It warns of odd outlines, which are read as they are.
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


class Box(NamedTuple):
    """A rectangle in points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float


class Style(NamedTuple):
    """How a character is set: size in points, weight (0 where unknown), quarters it is turned by."""

    size: float
    weight: int
    turn: int


class Bookmark(NamedTuple):
    """A line of the outline as the file has it; `page_number` is 0 where it leads nowhere."""

    title: str
    level: int
    page_number: int


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
        "_page",
        "_place",
        "_place_at",
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

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, after the turn."""
        left, bottom, right, top = self.bounds
        sides = (right - left, top - bottom)
        return sides if self.turn % 2 == 0 else (sides[1], sides[0])

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return one tight box for each run of characters that the PDF draws at once."""
        return [self.placed(*sides) for sides in self._runs(start, end)]

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Return where a run of one line begins and ends from left to right."""
        boxes = self.boxes(start, end) or [self.box(start)]
        return min(box.left for box in boxes), max(box.right for box in boxes)

    def box(self, index: int) -> Box:
        """Return the tight box of one character."""
        _read_char_box(self._characters, self._index(index), *self._place_at)
        left, right, bottom, top = self._place
        return self.placed(left, top, right, bottom)

    def room(self, index: int) -> Box:
        """Return the box that the font keeps for one character: as high for "a" as for "l"."""
        bounds = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._characters, self._index(index), bounds)
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
        """Return how the character at `index` is set; its turn is counter-clockwise."""
        characters, matrix = self._characters, self._matrix
        index = index if self._exact else self._index(index)
        _read_matrix(characters, index, self._matrix_at)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        turn = 0 if b == 0 < a else _quarters(a, b)
        size = _font_size(characters, index) * (abs(d) if c == 0 else math.hypot(c, d))
        return Style(size, _font_weight(characters, index), turn)

    def _index(self, index: int) -> int:
        # a glyph without a Unicode value is a character of PDFium's that is missing from its text
        if self._exact:
            return index
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


class OpenPdf:
    """A PDF that is open in PDFium; page numbers are 1-based."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.page_count = len(pdf)

    @property
    def handle(self) -> Any:
        """The document as PDFium knows it."""
        return self._pdf.raw

    def label(self, page_number: int) -> str:
        """Return the page's label from the PDF's own table of labels, "" where there is none."""
        with LOCK:
            return str(self._pdf.get_page_label(page_number - 1)).strip()

    def metadata(self, key: str) -> str:
        """Return what the file says of itself under `key` ("Title", "Author"), "" where it says nothing."""
        with LOCK:
            return str(self._pdf.get_metadata_value(key)).strip()

    def bookmarks(self) -> list[Bookmark]:
        """Return the outline in its own order. Source: ISO 32000-2, 12.3.3."""
        with LOCK:
            return [_bookmark(entry) for entry in self._pdf.get_toc()]

    @contextmanager
    def opened_page(self, page_number: int) -> Iterator[TextPage | None]:
        """Give the characters of a page, under the lock; None where PDFium cannot load it."""
        with LOCK:
            page = raw.FPDF_LoadPage(self._pdf.raw, page_number - 1)
            characters = raw.FPDFText_LoadPage(page) if page else None
            try:
                yield TextPage(page, characters) if characters else None
            finally:
                if characters and not _is_over.is_set():
                    raw.FPDFText_ClosePage(characters)
                if page:
                    close_page(page)


def close_page(page: Any) -> None:
    """Close a loaded page, unless PDFium is gone already."""
    if not _is_over.is_set():
        raw.FPDF_ClosePage(page)


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


@contextmanager
def opened_pdf(path: Path, password: str | None = None) -> Iterator[OpenPdf]:
    """Open the PDF at `path` for the time of the `with` block.

    Errors: DocumentNotFound, DocumentNotPdf, DocumentUnreadable, DocumentEmpty, DocumentEncrypted,
    DocumentPasswordWrong.
    """
    _check_header(path)
    with LOCK:
        pdf = _open(path, password)
    try:
        yield OpenPdf(pdf)
    finally:
        with LOCK:
            if not _is_over.is_set():
                pdf.close()


@contextmanager
def reading_from(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to read `path` into ours.

    Errors: DocumentNotFound, DocumentUnreadable.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentNotFound(path) from error
    except OSError as error:
        raise DocumentUnreadable(path, (error.strerror or str(error)).lower()) from error


def _check_header(path: Path) -> None:
    with reading_from(path):
        if path.is_dir():
            raise DocumentNotPdf(path)
        with path.open("rb") as file:
            start = file.read(HEADER_BYTES)
    if not start:
        raise DocumentUnreadable(path, "the file is empty, 0 bytes")
    if b"%PDF-" not in start and not repair.looks_like_pdf(start):
        raise DocumentNotPdf(path)


def _open(path: Path, password: str | None) -> Any:
    failure = raw.FPDF_ERR_UNKNOWN
    file_name = os.fsencode(path) if os.name == "posix" else str(path).encode("utf-8")
    for spelling in _spellings(password):
        handle = raw.FPDF_LoadDocument(file_name, None if spelling is None else spelling.encode("utf-8"))
        if handle:
            return _with_pages(handle, path)
        failure = raw.FPDF_GetLastError()
    if failure == raw.FPDF_ERR_PASSWORD and password is None:
        raise DocumentEncrypted(path)
    return _open_rewritten(path, password, failure)


def _open_rewritten(path: Path, password: str | None, failure: int) -> Any:
    """Open what pypdf makes of a file that PDFium refuses, or say why neither can."""
    written = repair.rewritten(path, password)
    handle = None
    if isinstance(written, bytes):
        handle = raw.FPDF_LoadMemDocument64(written, len(written), None)
        reason = "its structure is damaged"
    else:
        reason = written
    if handle:
        return _with_pages(handle, path, written)
    if failure == raw.FPDF_ERR_PASSWORD:
        raise DocumentPasswordWrong(path)
    if failure == raw.FPDF_ERR_SECURITY:
        reason = "it is encrypted in a way that OpenBook does not know"
    raise DocumentUnreadable(path, reason)


def _with_pages(handle: Any, path: Path, *held: object) -> Any:
    """Return an open document; what is `held` lives as long as it does."""
    if raw.FPDF_GetPageCount(handle) < 1:
        raw.FPDF_CloseDocument(handle)
        raise DocumentEmpty(path)
    document = pypdfium2.PdfDocument(handle)
    document._data_holder.extend(held)
    return document


def _spellings(password: str | None) -> list[str | None]:
    """Return the password as typed, and as PDF 2.0 prepares it (SASLprep, RFC 4013) where that differs."""
    if password is None:
        return [None]
    prepared = unicodedata.normalize("NFKC", password.replace("\N{SOFT HYPHEN}", ""))
    return [password] if prepared == password else [password, prepared]


def _text(characters: Any, count: int) -> str:
    # A character may take two units of UTF-16. Each length is a ctypes type of its own: a few serve all.
    buffer = (ctypes.c_ushort * (1 << (2 * count + 2).bit_length()))()
    units = raw.FPDFText_GetText(characters, 0, count, buffer)
    return ctypes.string_at(buffer, 2 * max(units - 1, 0)).decode("utf-16-le", "surrogatepass")


def _bookmark(entry: Any) -> Bookmark:
    target = entry.get_dest()
    index = target.get_index() if target else None
    return Bookmark(entry.get_title(), entry.level, 0 if index is None else index + 1)


def _quarters(x: float, y: float) -> int:
    """Return how many quarters the direction (x, y) is turned counter-clockwise from the x axis."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3
