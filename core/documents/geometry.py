"""A span of a page's text becomes rectangles on the page.

Where each character stands is not kept: the one page is read again, and comes out the same.
"""

from pathlib import Path

from core.documents.composition import composed, sight_of
from core.documents.pdfium import opened_pdf
from core.documents.textlayer import Rectangle
from core.documents.textpage import Box, TextPage


def rectangles(
    path: Path, page_number: int, start: int, end: int, password: str | None = None
) -> list[Rectangle]:
    """Return one rectangle for each line that the characters [start, end) of `Page.text` stand on.

    A row of a table is one line. What of the span lies outside the text has no rectangle.
    Errors: those of `read_document`.
    """
    with opened_pdf(path, password) as pdf, pdf.opened_page(page_number) as page:
        return _rectangles(page, start, end) if page else []


def _rectangles(page: TextPage, start: int, end: int) -> list[Rectangle]:
    pieces = composed(sight_of(page), is_traced=True).pieces
    page.turn = page.rotation  # it was turned so that the text stands upright
    boxes: dict[int, list[Box]] = {}
    for piece in pieces:
        first, last = max(start, piece.start), min(end, piece.end)
        if first < last:
            source = piece.source(first, last, page.text)
            boxes.setdefault(piece.line, []).extend(page.boxes(*source))
    return [_around(found) for found in boxes.values() if found]


def _around(boxes: list[Box]) -> Rectangle:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Rectangle(min(lefts), min(bottoms), max(rights), max(tops))
