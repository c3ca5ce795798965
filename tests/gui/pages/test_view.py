from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.documents.document import Span
from gui import theme
from gui.pages.pane import PagesPane
from gui.pages.view import PagesView
from gui.pages.zoom import Fit, Zoom, at
from tests.core.documents.drawn import new_pdf, report, saved
from tests.gui.pages.conftest import Shower, is_drawn, place_of

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(report_pane: PagesPane) -> PagesView:
    report_pane.view.setFocus()
    return report_pane.view


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[None]:
    appearance = theme.apply(qapp, "dark")
    yield
    appearance.choose("light")


def top(view: PagesView) -> int:
    return view.verticalScrollBar().value()


def painted(view: PagesView) -> QImage:
    return view.viewport().grab().toImage()


def wheel(view: PagesView, notches: int, at_point: QPointF, *, is_zooming: bool) -> None:
    event = QWheelEvent(
        at_point,
        QPointF(view.viewport().mapToGlobal(at_point.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        CONTROL if is_zooming else Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_first_page_is_drawn_sharp_as_wide_as_the_view(view: PagesView, report_pane: PagesPane) -> None:
    assert view.zoom.fit is Fit.WIDTH
    assert view.horizontalScrollBar().maximum() == 0
    ratio = view.viewport().devicePixelRatioF()
    width = round(612 * view.zoom.factor * 96 / 72 * ratio)
    sheets = {key.sheet.width for key in report_pane.supply.tiles._images if key.sheet.page_number == 1}
    assert width in {sheet + off for sheet in sheets for off in (-1, 0, 1)}


def test_paper_is_white_with_ink_on_it_on_the_themes_ground(view: PagesView) -> None:
    image = painted(view)
    assert image.pixelColor(2, 2) == QColor(theme.current().sunken)
    middle = [image.pixelColor(x, y).lightness() for x in range(40, 400) for y in range(60, 260)]
    assert max(middle) == 255
    assert min(middle) < 90


@pytest.mark.usefixtures("dark")
def test_paper_stays_white_in_the_dark(view: PagesView) -> None:
    image = painted(view)
    assert image.pixelColor(2, 2) == QColor(theme.DARK.sunken)
    assert image.pixelColor(60, 40) == QColor("white")


def test_keys_move_by_lines_screens_and_to_the_ends(qtbot: QtBot, view: PagesView) -> None:
    room = view.viewport().height()
    steps = [
        (Qt.Key.Key_Down, 40),
        (Qt.Key.Key_Up, -40),
        (Qt.Key.Key_PageDown, round(0.9 * room)),
        (Qt.Key.Key_Space, round(0.9 * room)),
        (Qt.Key.Key_PageUp, -round(0.9 * room)),
    ]
    for key, by in steps:
        before = top(view)
        qtbot.keyClick(view, key)
        assert top(view) - before == by, key
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert top(view) == view.verticalScrollBar().maximum()
    assert view.page_number == 6
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (top(view), view.page_number) == (0, 1)


def test_shift_and_space_goes_back(qtbot: QtBot, view: PagesView) -> None:
    view.go_to(3)
    before = top(view)
    qtbot.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert top(view) < before


def test_control_and_page_keys_go_by_pages(qtbot: QtBot, view: PagesView) -> None:
    seen = []
    for key in (
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageUp,
    ):
        qtbot.keyClick(view, key, CONTROL)
        seen.append(view.page_number)
    assert seen == [2, 3, 2, 1, 1]


def test_the_page_that_is_looked_at_is_told_as_it_changes(qtbot: QtBot, view: PagesView) -> None:
    with qtbot.waitSignal(view.page_changed) as changed:
        view.go_to(4)
    assert changed.args == [4]
    assert view.accessibleDescription() == "Page 4 of 6"
    view.go_to(99)
    assert view.page_number == 6


def test_pages_that_are_short_on_the_screen_are_gone_through_one_by_one(
    qtbot: QtBot, view: PagesView
) -> None:
    view.set_zoom(at(0.2))
    view.verticalScrollBar().setValue(0)
    assert view.page_number == 1
    qtbot.keyClick(view, Qt.Key.Key_PageDown, CONTROL)
    assert view.page_number == 2
    for _ in range(4):
        view.turn()
    assert view.page_number == 2


def test_the_wheel_scrolls_and_with_control_zooms_where_the_mouse_is(view: PagesView) -> None:
    view.go_to(2)
    before = top(view)
    wheel(view, -1, QPointF(200, 200), is_zooming=False)
    assert top(view) > before
    point = QPointF(330, 240)
    page, x, y = view.spot_at(point)
    factor = view.zoom.factor
    wheel(view, 2, point, is_zooming=True)
    assert view.zoom.factor == pytest.approx(factor * 1.15**2)
    page_now, x_now, y_now = view.spot_at(point)
    assert page_now == page
    assert (x_now, y_now) == pytest.approx((x, y), abs=1.5)


def test_what_stands_at_the_top_stays_there_when_the_view_grows(qtbot: QtBot, report_pane: PagesPane) -> None:
    view = report_pane.view
    view.go_to(3, 0.4)
    before = view.place.spot
    report_pane.resize(900, 700)
    qtbot.waitUntil(lambda: view.viewport().width() > 800)
    after = view.place.spot
    assert after.page_number == before.page_number
    assert after.down == pytest.approx(before.down, abs=0.01)
    assert view.horizontalScrollBar().maximum() == 0


def test_a_whole_page_fits_and_full_size_is_full_size(view: PagesView) -> None:
    view.set_zoom(Zoom(Fit.PAGE))
    page = view._layout.place(1)
    assert page.height() <= view.viewport().height()
    view.set_zoom(at(1.0))
    assert view._layout.place(1).width() == pytest.approx(816)
    assert view.horizontalScrollBar().maximum() > 0


@pytest.mark.parametrize("factor", [0.25, 8.0])
def test_the_smallest_and_the_largest_size_are_drawn(
    qtbot: QtBot, report_pane: PagesPane, factor: float
) -> None:
    view = report_pane.view
    view.set_zoom(at(factor))
    qtbot.waitUntil(lambda: view.is_drawn, timeout=20_000)
    assert painted(view).pixelColor(view.viewport().width() // 2, 60) != QColor(theme.current().sunken)


def test_a_turn_lays_the_page_on_its_side(qtbot: QtBot, report_pane: PagesPane) -> None:
    view = report_pane.view
    view.go_to(2)
    view.turn()
    page = view._layout.place(2)
    assert page.width() > page.height()
    assert view.page_number == 2
    qtbot.waitUntil(lambda: view.is_drawn, timeout=20_000)
    for _ in range(3):
        view.turn()
    assert view.quarters == 0


def test_a_span_is_brought_into_sight_when_its_page_has_been_read(
    qtbot: QtBot, report_pane: PagesPane
) -> None:
    view = report_pane.view
    span = Span(5, 60, 120)
    view.show_span(span)
    qtbot.waitUntil(lambda: bool(view.boxes(span)), timeout=20_000)
    for box in view.boxes(span):
        assert view.viewport().rect().contains(box.toAlignedRect())


def test_a_span_in_sight_is_left_where_it_is(qtbot: QtBot, report_pane: PagesPane) -> None:
    view = report_pane.view
    before = top(view)
    view.show_span(Span(1, 100, 160))
    qtbot.wait(50)
    assert top(view) == before


def test_a_span_of_a_page_that_is_not_there_changes_nothing(view: PagesView) -> None:
    view.show_span(Span(99, 0, 5))
    assert top(view) == 0


def test_what_was_scrolled_past_is_not_drawn(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pane = shown(report(tmp_path / "long.pdf", 60))
    for number in range(2, 60, 3):
        pane.view.go_to(number)
        QApplication.processEvents()
    pane.view.go_to(60)
    qtbot.waitUntil(lambda: is_drawn(pane), timeout=20_000)
    drawn = {key.sheet.page_number for key in pane.supply.tiles._images}
    assert 60 in drawn
    assert len(drawn) < 45


def test_pages_of_many_sizes_are_all_shown(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pdf = new_pdf()
    for size in ((200, 300), (2000, 500), (72, 72)):
        pdf.add_page(format=size)
        pdf.text(20, 40, "some words")
    pane = shown(saved(pdf, tmp_path / "sizes.pdf"))
    for number in (1, 2, 3):
        pane.go_to(number)
        qtbot.waitUntil(partial(is_drawn, pane), timeout=20_000)
    assert pane.view.page_number == 3


def test_each_of_pages_of_several_sizes_fits_and_is_marked_where_its_words_are(
    qtbot: QtBot, shown: Shower, tmp_path: Path
) -> None:
    pdf = new_pdf()
    for size in ((595, 842), (842, 595), (200, 300), (2384, 3370)):
        pdf.add_page(format=size)
        pdf.text(40, 80, "the keeper")
    pane = shown(saved(pdf, tmp_path / "mixed.pdf"))
    view, room = pane.view, pane.view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0
    for number in (4, 3, 2, 1):
        view.go_to(number)
        qtbot.waitUntil(lambda: is_drawn(pane), timeout=20_000)
        assert view.page_number == number
        assert view._layout.place(number).width() == pytest.approx(room - 32)
        assert view.zoom.factor == pytest.approx(view._layout.factor(number))
        left, right = place_of(pane, "the keeper", number, side="left"), place_of(pane, "the keeper", number)
        assert 0 <= left.x() < right.x() <= room
        assert view.spot_at(QPointF(left))[0] == number
    view.go_to(2)
    view.set_zoom(Zoom(Fit.PAGE))
    assert view._layout.place(4).height() <= view.viewport().height()
    view.zoom_in()
    assert view.zoom.fit is Fit.NOTHING
    assert {view._layout.factor(number) for number in range(1, 5)} == {view.zoom.factor}
