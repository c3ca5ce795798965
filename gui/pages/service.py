"""What the pages' child does: one PDF is open; tiles are drawn in one lane, and text is read in another."""

import threading
import time
from collections.abc import Generator, Mapping
from typing import Any

from core.documents.document import Span
from core.documents.finding import find
from core.documents.rendering import Rendering
from core.documents.textlayer import TextLayer
from core.errors import Stopped
from gui.pages.requests import (
    ClosePages,
    DrawTile,
    FindText,
    OpenPages,
    PagesOpened,
    PagesSearched,
    ReadTextLayer,
)
from gui.process.child import Handler

REPORT_S = 0.05
GIVE_WAY_S = 0.0005


class PagesService:
    """The service of the pages' child (see `gui.process.child.Service`)."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._document_id = ""
        self._rendering: Rendering | None = None

    def handlers(self) -> Mapping[type, Handler]:
        """Return what is served, and in which lane."""
        return {
            OpenPages: Handler("drawing", self._open),
            ClosePages: Handler("drawing", lambda _: self._replace("", None)),
            DrawTile: Handler("drawing", self._draw),
            ReadTextLayer: Handler("text", self._read),
            FindText: Handler("text", self._find),
        }

    def stop(self, request: Any) -> None:
        """Do nothing: no request takes longer than a page does."""

    def close_lane(self, lane: str) -> None:
        """Close the PDF with the lane that opened it."""
        if lane == "drawing":
            self._replace("", None)

    def _open(self, request: OpenPages) -> PagesOpened:
        self._replace("", None)
        opened = Rendering(request.path, request.password)
        self._replace(request.document_id, opened)
        return PagesOpened(tuple(opened.page_sizes()), tuple(opened.labels()), opened.outline())

    def _replace(self, document_id: str, rendering: Rendering | None) -> None:
        with self._changing:
            before, self._rendering = self._rendering, rendering
            self._document_id = document_id
        if before is not None:
            before.close()

    def _rendering_of(self, document_id: str) -> Rendering:
        with self._changing:
            if self._rendering is None or self._document_id != document_id:
                raise Stopped
            return self._rendering

    def _draw(self, request: DrawTile) -> bytes:
        return self._rendering_of(request.document_id).drawn(request.tile)

    def _read(self, request: ReadTextLayer) -> TextLayer:
        return self._rendering_of(request.document_id).text_layer(request.page_number)

    def _find(self, request: FindText) -> Generator[PagesSearched, None, None]:
        hits: list[Span] = []
        total = self._rendering_of(request.document_id).page_count
        reported = time.monotonic()
        for done in range(1, total + 1):
            page_number = (request.first_page + done - 2) % total + 1
            text = self._rendering_of(request.document_id).text(page_number)
            hits += [Span(page_number, start, end) for start, end in find(text, request.query)]
            if done == total or time.monotonic() - reported >= REPORT_S:
                yield PagesSearched(done, total, tuple(hits))
                hits, reported = [], time.monotonic()
            time.sleep(GIVE_WAY_S)  # else the lock on PDFium would never be free for a tile
