"""The links of a page: to another page, or to an address."""

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from core.documents.pdfium import OpenPdf
from core.documents.textlayer import Link, Rectangle
from core.documents.textpage import TextPage

MOST_LINKS = 2_000


def links_of(pdf: OpenPdf, page: TextPage) -> tuple[Link, ...]:
    """Return the links that are drawn on `page` and lead somewhere, under the lock of an opened page."""
    return tuple(link for handle in _handles(page) if (link := _link(pdf, page, handle)))


def _handles(page: TextPage) -> Iterator[Any]:
    position, handle = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page.handle, position, handle):
            return
        yield handle


def _link(pdf: OpenPdf, page: TextPage, handle: Any) -> Link | None:
    sides = raw.FS_RECTF()
    if not raw.FPDFLink_GetAnnotRect(handle, sides):
        return None
    place = Rectangle(*page.placed(sides.left, sides.bottom, sides.right, sides.top))
    target, action = raw.FPDFLink_GetDest(pdf.handle, handle), raw.FPDFLink_GetAction(handle)
    if not target and action and raw.FPDFAction_GetType(action) == raw.PDFACTION_GOTO:
        target = raw.FPDFAction_GetDest(pdf.handle, action)
    if target:
        number = raw.FPDFDest_GetDestPageIndex(pdf.handle, target) + 1
        return Link(place, number, _top(target)) if 1 <= number <= pdf.page_count else None
    address = _address(pdf, action) if action else ""
    return Link(place, 0, address=address) if address else None


def _top(target: Any) -> float | None:
    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    is_known = raw.FPDFDest_GetLocationInPage(target, has_x, has_y, has_zoom, x, y, zoom)
    return y.value if is_known and has_y.value else None


def _address(pdf: OpenPdf, action: Any) -> str:
    if raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    length = raw.FPDFAction_GetURIPath(pdf.handle, action, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(pdf.handle, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")
