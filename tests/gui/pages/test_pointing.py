from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from core.paths import ASSETS
from gui.pages.pane import PagesPane
from tests.core.documents.drawn import new_pdf, report, saved
from tests.gui.pages.conftest import Shower, drag, place_of

LEFT = Qt.MouseButton.LeftButton
OPENING = "In part 1.0: The lighthouse was built in 1871"


def copied(qtbot: QtBot, pane: PagesPane) -> str:
    QGuiApplication.clipboard().clear()
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=20_000)
    return QGuiApplication.clipboard().text()


def test_a_drag_over_words_copies_them(qtbot: QtBot, report_pane: PagesPane) -> None:
    start = place_of(report_pane, OPENING, side="left")
    drag(qtbot, report_pane, start, place_of(report_pane, OPENING, side="right"))
    assert copied(qtbot, report_pane) == OPENING


def test_a_drag_to_the_left_copies_the_same(qtbot: QtBot, report_pane: PagesPane) -> None:
    start = place_of(report_pane, OPENING, side="right")
    drag(qtbot, report_pane, start, place_of(report_pane, OPENING, side="left"))
    assert copied(qtbot, report_pane) == OPENING


def test_hebrew_is_copied_in_the_order_in_which_it_is_read(qtbot: QtBot, shown: Shower) -> None:
    pane = shown(ASSETS / "samples" / "sample-he.pdf")
    words = "מוזיאון בריכות המלח, חוף השחפית"
    drag(qtbot, pane, place_of(pane, words, side="right"), place_of(pane, words, side="left"))
    assert copied(qtbot, pane) == words


def test_two_clicks_select_a_word_and_three_the_paragraph(qtbot: QtBot, report_pane: PagesPane) -> None:
    viewport, place = report_pane.view.viewport(), place_of(report_pane, "lighthouse")
    qtbot.mouseClick(viewport, LEFT, pos=place)
    qtbot.mouseDClick(viewport, LEFT, pos=place)
    assert copied(qtbot, report_pane) == "lighthouse"
    qtbot.mouseClick(viewport, LEFT, pos=place)
    assert copied(qtbot, report_pane).startswith("In part 1.0: The lighthouse")
    assert copied(qtbot, report_pane).endswith("every ship that passed.")


def test_shift_and_a_click_reach_to_there(qtbot: QtBot, report_pane: PagesPane) -> None:
    viewport = report_pane.view.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=place_of(report_pane, "lighthouse", side="left"))
    end = place_of(report_pane, "built", side="right")
    qtbot.mouseClick(viewport, LEFT, Qt.KeyboardModifier.ShiftModifier, end)
    assert copied(qtbot, report_pane) == "lighthouse was built"


def test_a_selection_over_pages_is_copied_with_pages_that_were_not_read_yet(
    qtbot: QtBot, report_pane: PagesPane
) -> None:
    start = place_of(report_pane, "Chapter 1", side="left")
    qtbot.mouseClick(report_pane.view.viewport(), LEFT, pos=start)
    report_pane.go_to(5)
    qtbot.waitUntil(lambda: report_pane.supply.layer(5) is not None, timeout=20_000)
    qtbot.mouseClick(
        report_pane.view.viewport(),
        LEFT,
        Qt.KeyboardModifier.ShiftModifier,
        place_of(report_pane, "Chapter 5", 5, side="right"),
    )
    text = copied(qtbot, report_pane)
    assert [f"Chapter {number}" in text for number in range(1, 7)] == [True] * 5 + [False]
    assert text.startswith("Chapter 1")
    assert text.endswith("Chapter 5")


def test_all_of_the_page_is_selected_by_key(qtbot: QtBot, report_pane: PagesPane) -> None:
    report_pane.view.setFocus()
    qtbot.keyClick(report_pane.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    layer = report_pane.supply.layer(1)
    assert layer is not None
    assert copied(qtbot, report_pane) == layer.text


def test_a_click_beside_selects_nothing_again(qtbot: QtBot, report_pane: PagesPane) -> None:
    report_pane.pointing.select_page()
    assert report_pane.pointing.copy_action.isEnabled()
    qtbot.mouseClick(report_pane.view.viewport(), LEFT, pos=QPoint(5, 300))
    assert not report_pane.pointing.selection
    assert not report_pane.pointing.copy_action.isEnabled()


def test_the_cursor_shows_what_is_below_it(qtbot: QtBot, report_pane: PagesPane) -> None:
    viewport = report_pane.view.viewport()
    qtbot.mouseMove(viewport, place_of(report_pane, "lighthouse"))
    assert viewport.cursor().shape() == Qt.CursorShape.IBeamCursor
    qtbot.mouseMove(viewport, QPoint(3, 3))
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_menu_asks_about_what_is_selected(qtbot: QtBot, report_pane: PagesPane) -> None:
    words = "lighthouse was built"
    place = place_of(report_pane, words)
    drag(
        qtbot,
        report_pane,
        place_of(report_pane, words, side="left"),
        place_of(report_pane, words, side="right"),
    )
    viewport = report_pane.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    (menu,) = report_pane.view.findChildren(QMenu)
    names = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(report_pane.asked_about) as asked:
        names["Ask about this"].trigger()
    assert asked.args == [words]
    menu.close()


def test_the_menu_key_opens_the_menu_too(report_pane: PagesPane) -> None:
    report_pane.pointing.select_page()
    view = report_pane.view
    middle = view.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
    QApplication.sendEvent(view, event)
    (menu,) = view.findChildren(QMenu)
    assert menu.isVisible()
    menu.close()


def linked(path: Path) -> Path:
    pdf = new_pdf()
    pdf.add_page()
    inside = pdf.add_link(page=3, y=300)
    for y, words, target in (
        (100, "to the third page", inside),
        (140, "outside", "https://example.org/a?b=1"),
    ):
        pdf.set_xy(72, y)
        pdf.cell(200, 14, words, link=target)
    for _ in range(4):
        pdf.add_page()
        pdf.text(72, 100, "more")
    return saved(pdf, path)


def test_a_link_inside_leads_to_its_place(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pane = shown(linked(tmp_path / "links.pdf"))
    place = place_of(pane, "to the third page")
    qtbot.mouseMove(pane.view.viewport(), place)
    assert pane.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert pane.view.viewport().toolTip() == "Go to page 3"
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=place)
    assert pane.page_number == 3
    assert pane.view.place.spot.down > 0.2


def test_an_address_is_opened_only_when_the_person_says_so(
    qtbot: QtBot, shown: Shower, tmp_path: Path
) -> None:
    pane = shown(linked(tmp_path / "links.pdf"))
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=place_of(pane, "outside"))
    box = pane.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.informativeText() == "https://example.org/a?b=1"
    assert box.defaultButton() == box.button(QMessageBox.StandardButton.Cancel)
    box.reject()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "nonsense"])
def test_an_address_of_another_kind_is_never_opened(report_pane: PagesPane, address: str) -> None:
    report_pane.pointing.address_clicked.emit(address)
    assert report_pane.findChild(QMessageBox) is None


def test_a_drag_beyond_the_edge_scrolls_on(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pane = shown(report(tmp_path / "report.pdf"))
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, LEFT, pos=place_of(pane, "lighthouse"))
    qtbot.mouseMove(viewport, QPoint(200, viewport.height() + 200))
    qtbot.waitUntil(lambda: pane.pointing._scrolling.isActive())
    qtbot.mouseRelease(viewport, LEFT, pos=QPoint(200, 100))
    assert not pane.pointing._scrolling.isActive()


def test_a_page_that_has_not_been_read_takes_a_click_calmly(qtbot: QtBot, pane: PagesPane) -> None:
    QApplication.sendEvent(pane.view.viewport(), QEvent(QEvent.Type.MouseTrackingChange))
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=QPoint(50, 50))
    assert not pane.pointing.selection
