from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.documents.rendering import Rendering
from core.documents.textlayer import TextLayer
from gui.pages.requests import DrawTile, ReadTextLayer
from gui.pages.supply import Supply
from gui.pages.tiles import Sheet, TileKey, preview_of
from gui.process.worker import Worker
from tests.core.documents.drawn import report
from tests.gui.pages.fragile import BUGGY, DEADLY, Fragile


@pytest.fixture(scope="module")
def fragile(qapp: QApplication) -> Generator[Worker]:
    worker = Worker("pages", Fragile)
    yield worker
    worker.close()


@pytest.fixture
def supply(qtbot: QtBot, fragile: Worker, tmp_path: Path) -> Generator[Supply]:
    made = Supply(fragile)
    opened(qtbot, made, report(tmp_path / "report.pdf"))
    yield made
    made.close()


def opened(qtbot: QtBot, supply: Supply, path: Path) -> None:
    with qtbot.waitSignal(supply.opened, timeout=20_000):
        supply.open(path.stem, path)


def key(page_number: int) -> TileKey:
    return preview_of(page_number, (612, 792), 0, 1.0)


def test_what_is_wanted_comes_and_is_kept(qtbot: QtBot, supply: Supply) -> None:
    with qtbot.waitSignals([supply.drawn] * 2, timeout=20_000):
        supply.want("view", [key(1), key(4)])
    image = supply.tiles.get(key(4))
    assert image is not None
    assert image.size() == key(4).place.size()
    with qtbot.assertNotEmitted(supply.drawn, wait=50):
        supply.want("view", [key(1), key(4)])


def test_a_wish_that_is_replaced_before_its_turn_is_dropped(qtbot: QtBot, supply: Supply) -> None:
    sheets = [Sheet(1, 900 + number, 1100 + number) for number in range(20)]
    supply.want("view", [tile for sheet in sheets for tile in sheet.tiles()])
    supply.want("view", [key(5)])
    qtbot.waitUntil(lambda: supply.tiles.get(key(5)) is not None, timeout=20_000)
    assert sum(tile in supply.tiles for sheet in sheets for tile in sheet.tiles()) <= 2


def test_a_text_comes_once_however_often_it_is_asked_for(qtbot: QtBot, supply: Supply) -> None:
    with qtbot.waitSignal(supply.read, timeout=20_000):
        assert supply.layer(4) is None
        assert supply.layer(4) is None
    layer = supply.layer(4)
    assert isinstance(layer, TextLayer)
    assert "Chapter 4" in layer.text
    with qtbot.assertNotEmitted(supply.read, wait=50):
        supply.layer(4)


def test_another_document_gets_none_of_the_first_ones_tiles(
    qtbot: QtBot, supply: Supply, tmp_path: Path
) -> None:
    supply.want("view", [key(1)])
    supply.layer(1)
    opened(qtbot, supply, report(tmp_path / "other.pdf", 1))
    qtbot.wait(50)
    assert supply.tiles.size_bytes == 0
    with qtbot.waitSignal(supply.read, timeout=20_000):
        assert supply.layer(1) is None


def test_a_page_that_ends_the_child_twice_is_not_asked_for_again(
    qtbot: QtBot, supply: Supply, tmp_path: Path
) -> None:
    for is_barred in (False, True):
        with qtbot.waitSignal(supply.broke, timeout=20_000):
            supply.want("view", [key(DEADLY), key(4)])
        assert supply.is_barred(DEADLY) == is_barred
        opened(qtbot, supply, tmp_path / "report.pdf")
    supply.want("view", [key(DEADLY), key(4)])
    qtbot.waitUntil(lambda: supply.tiles.get(key(4)) is not None, timeout=20_000)
    assert not supply.is_barred(4)
    assert supply.layer(DEADLY) is None


def test_what_was_drawn_before_a_crash_is_kept(qtbot: QtBot, supply: Supply, tmp_path: Path) -> None:
    with qtbot.waitSignal(supply.drawn, timeout=20_000):
        supply.want("view", [key(1)])
    with qtbot.waitSignal(supply.broke, timeout=20_000):
        supply.want("view", [key(DEADLY)])
    opened(qtbot, supply, tmp_path / "report.pdf")
    assert supply.tiles.get(key(1)) is not None


def test_a_page_that_makes_the_child_fail_is_barred_and_logged(
    qtbot: QtBot, supply: Supply, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(supply.drawn, timeout=20_000):
        supply.want("view", [key(BUGGY)])
    assert supply.is_barred(BUGGY)
    assert "ZeroDivisionError: nobody foresaw this" in caplog.text


def test_after_closing_nothing_is_asked_for(qtbot: QtBot, supply: Supply) -> None:
    supply.close()
    assert supply.layer(1) is None
    with qtbot.assertNotEmitted(supply.drawn, wait=50):
        supply.want("view", [key(1)])


def test_a_rendering_draws_the_tile_that_a_key_names(tmp_path: Path) -> None:
    rendering = Rendering(report(tmp_path / "report.pdf", 1))
    place = key(1).place
    assert len(rendering.drawn(key(1).tile())) == place.width() * place.height() * 4
    rendering.close()


def test_requests_name_the_page_that_they_are_about() -> None:
    assert DrawTile("a", key(7).tile()).page_number == ReadTextLayer("a", 7).page_number == 7
