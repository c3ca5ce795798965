"""A span of a page's text becomes rectangles on the page.

Where each character stands is not kept: the one page is read again, and comes out the same.
"""

from collections.abc import Sequence
from pathlib import Path

from core.documents.composition import Piece, composed, sight_of
from core.documents.document import Span
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
    return rectangles_of_spans(path, [Span(page_number, start, end)], password)[0]


def rectangles_of_spans(
    path: Path, spans: Sequence[Span], password: str | None = None
) -> list[list[Rectangle]]:
    """Return the rectangles of each span, as `rectangles` does; the file is opened, and each page read, once.

    Errors: those of `read_document`.
    """
    found: list[list[Rectangle]] = [[] for _ in spans]
    with opened_pdf(path, password) as pdf:
        for page_number in dict.fromkeys(span.page_number for span in spans):
            with pdf.opened_page(page_number) as page:
                pieces = _pieces(page) if page else []
                for at, span in enumerate(spans):
                    if page and span.page_number == page_number:
                        found[at] = _rectangles(page, pieces, span.start, span.end)
    return found


def _pieces(page: TextPage) -> Sequence[Piece]:
    pieces = composed(sight_of(page), is_traced=True).pieces
    page.turn = page.rotation  # it was turned so that the text stands upright
    return pieces


def _rectangles(page: TextPage, pieces: Sequence[Piece], start: int, end: int) -> list[Rectangle]:
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
