from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.documents.document import SkippedPage
from gui.pages.pane import PagesPane
from tests.core.documents.drawn import report, scan
from tests.gui.pages.conftest import Shower


def open_thumbnails(qtbot: QtBot, pane: PagesPane) -> None:
    qtbot.mouseClick(pane.tools.side, Qt.MouseButton.LeftButton)
    pane.side.setCurrentWidget(pane.side.thumbnails)
    qtbot.waitUntil(lambda: pane.side.thumbnails.isVisible())


def test_only_pictures_in_sight_are_drawn(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pane = shown(report(tmp_path / "long.pdf", 90))
    open_thumbnails(qtbot, pane)
    pictures = pane.side.thumbnails
    qtbot.waitUntil(lambda: pane.supply.tiles.get(pictures.key(2)) is not None, timeout=20_000)
    assert pane.supply.tiles.get(pictures.key(60)) is None
    pictures.scrollTo(pictures.model().index(59, 0))
    qtbot.waitUntil(lambda: pane.supply.tiles.get(pictures.key(60)) is not None, timeout=20_000)


def test_a_click_leads_to_the_page_and_scrolling_marks_it(qtbot: QtBot, report_pane: PagesPane) -> None:
    open_thumbnails(qtbot, report_pane)
    pictures = report_pane.side.thumbnails
    place = pictures.visualRect(pictures.model().index(1, 0)).center()
    qtbot.mouseClick(pictures.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert report_pane.page_number == 2
    report_pane.go_to(5)
    assert pictures.currentIndex().row() == 4


def test_pictures_turn_with_the_pages(qtbot: QtBot, report_pane: PagesPane) -> None:
    open_thumbnails(qtbot, report_pane)
    pictures = report_pane.side.thumbnails
    upright = pictures.picture_size(1)
    qtbot.mouseClick(report_pane.tools.rotate, Qt.MouseButton.LeftButton)
    turned = pictures.picture_size(1)
    assert (turned.width(), turned.height()) == (upright.height(), upright.width())
    qtbot.waitUntil(lambda: report_pane.supply.tiles.get(pictures.key(1)) is not None, timeout=20_000)


def test_without_an_outline_the_pictures_are_the_only_way(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    path = scan(tmp_path / "scan.pdf", 3)
    pane.show_document("scan", path, skipped=[SkippedPage(2, "a picture without text")])
    qtbot.waitUntil(lambda: pane.view.page_count == 3, timeout=20_000)
    assert not pane.side.isTabVisible(0)
    assert pane.side.currentWidget() is pane.side.thumbnails
