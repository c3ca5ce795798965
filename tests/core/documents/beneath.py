"""What stands under rectangles on a page, as PDFium finds it."""

from pathlib import Path

import pypdfium2

from core.documents.textlayer import Rectangle


def text_under(path: Path, page_number: int, found: list[Rectangle]) -> str:
    """Return the words that PDFium finds under the rectangles, led back into the file's own coordinates."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[page_number - 1]
        characters = page.get_textpage()
        frame, quarters = page.get_bbox(), page.get_rotation() // 90
        texts = [characters.get_text_bounded(*_unturned(each, frame, quarters)) for each in found]
    return " ".join(" ".join(texts).split())


def _unturned(
    found: Rectangle, frame: tuple[float, float, float, float], quarters: int
) -> tuple[float, float, float, float]:
    left, bottom, right, top = frame
    near = 0.2  # the tight boxes touch the letters
    a, b, c, d = found.left - near, found.bottom - near, found.right + near, found.top + near
    return (
        (left + a, bottom + b, left + c, bottom + d),
        (right - d, bottom + a, right - b, bottom + c),
        (right - c, top - d, right - a, top - b),
        (left + b, top - c, left + d, top - a),
    )[quarters]
