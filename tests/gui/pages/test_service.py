from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.documents.document import Span
from core.documents.textlayer import TextLayer
from core.documents.tile import Tile
from core.errors import DocumentNotFound, Stopped
from gui.pages.requests import (
    ClosePages,
    DrawTile,
    FindText,
    OpenPages,
    PagesOpened,
    PagesSearched,
    ReadTextLayer,
)
from gui.pages.service import PagesService
from tests.core.documents.drawn import report

TILE = Tile(1, 60, 80, 0, 0, 60, 80)


class Asking:
    """The service, asked as the child asks it."""

    def __init__(self) -> None:
        self._service = PagesService()
        self._handlers = self._service.handlers()

    def __call__(self, request: Any) -> Any:
        return self._handlers[type(request)].serve(request)

    def leave(self) -> None:
        for lane in {handler.lane for handler in self._handlers.values()}:
            self._service.close_lane(lane)


@pytest.fixture
def ask() -> Iterator[Asking]:
    asking = Asking()
    yield asking
    asking.leave()


@pytest.fixture
def opened(ask: Asking, tmp_path: Path) -> PagesOpened:
    result = ask(OpenPages("a", report(tmp_path / "a.pdf")))
    assert isinstance(result, PagesOpened)
    return result


def searched(events: Generator[PagesSearched, None, None]) -> tuple[list[Span], list[int]]:
    spans: list[Span] = []
    done: list[int] = []
    for event in events:
        spans += event.hits
        done.append(event.done)
    return spans, done


def test_opening_tells_sizes_labels_and_outline(opened: PagesOpened) -> None:
    assert opened.sizes == ((612.0, 792.0),) * 6
    assert len(opened.labels) == 6
    assert [item.page_number for item in opened.outline] == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("opened")
def test_tiles_and_texts_come_from_what_is_open(ask: Asking) -> None:
    assert len(ask(DrawTile("a", TILE))) == 60 * 80 * 4
    layer = ask(ReadTextLayer("a", 2))
    assert isinstance(layer, TextLayer)
    assert "Chapter 2" in layer.text


@pytest.mark.usefixtures("opened")
def test_hits_come_from_the_page_that_is_looked_at_on_and_round(ask: Asking) -> None:
    spans, done = searched(ask(FindText("a", "whale oil", 4)))
    assert [span.page_number for span in spans] == [4, 4, 5, 5, 6, 6, 1, 1, 2, 2, 3, 3]
    assert done[-1] == 6
    text = ask(ReadTextLayer("a", 4)).text
    assert text[spans[0].start : spans[0].end].split() == ["whale", "oil"]


@pytest.mark.usefixtures("opened")
def test_requests_about_another_document_are_stopped(ask: Asking, tmp_path: Path) -> None:
    search = ask(FindText("a", "no such words", 1))
    ask(OpenPages("b", report(tmp_path / "b.pdf", 1)))
    for request in (DrawTile("a", TILE), ReadTextLayer("a", 1)):
        with pytest.raises(Stopped):
            ask(request)
    with pytest.raises(Stopped):
        next(search)
    assert ask(DrawTile("b", TILE))


@pytest.mark.usefixtures("opened")
def test_a_search_is_stopped_when_its_document_is_closed_meanwhile(ask: Asking) -> None:
    search = ask(FindText("a", "whale", 1))
    ask(ClosePages())
    with pytest.raises(Stopped):
        searched(search)


@pytest.mark.usefixtures("opened")
def test_after_a_file_that_cannot_be_opened_nothing_is_open(ask: Asking, tmp_path: Path) -> None:
    with pytest.raises(DocumentNotFound):
        ask(OpenPages("gone", tmp_path / "gone.pdf"))
    with pytest.raises(Stopped):
        ask(DrawTile("a", TILE))


def test_a_password_is_not_printed_with_the_request(tmp_path: Path) -> None:
    assert "sesame" not in repr(OpenPages("a", tmp_path, "sesame"))
