import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.pages.toolrow import ToolRow
from gui.pages.zoom import Fit, Zoom, at


@pytest.fixture
def row(qtbot: QtBot) -> ToolRow:
    made = ToolRow()
    qtbot.addWidget(made)
    made.resize(800, 40)
    made.show()
    return made


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_the_size_and_which_fit_it_follows(row: ToolRow) -> None:
    row.show_zoom(Zoom(Fit.PAGE, 0.847))
    assert row.zoom.text() == "85%"
    assert (row.fit_width.isChecked(), row.fit_page.isChecked()) == (False, True)


def test_steps_fits_rotation_and_search_are_told(qtbot: QtBot, row: ToolRow) -> None:
    steps: list[int] = []
    zooms: list[Zoom] = []
    row.stepped.connect(steps.append)
    row.zoom_wanted.connect(zooms.append)
    for button in (row.larger, row.smaller, row.fit_page, row.fit_width):
        click(qtbot, button)
    assert steps == [1, -1]
    assert zooms == [Zoom(Fit.PAGE), Zoom(Fit.WIDTH)]
    with qtbot.waitSignals([row.turned, row.find_wanted]):
        click(qtbot, row.rotate)
        click(qtbot, row.search)


def test_a_fit_that_is_clicked_again_stays(qtbot: QtBot, row: ToolRow) -> None:
    for _ in range(2):
        click(qtbot, row.fit_page)
        assert row.fit_page.isChecked()


def test_the_menu_has_what_a_narrow_row_leaves_out(qtbot: QtBot, row: ToolRow) -> None:
    row.resize(300, 40)
    shown = [row.larger, row.smaller, row.fit_width, row.fit_page, row.rotate]
    assert not any(button.isVisible() for button in shown)
    assert all(button.isVisible() for button in (row.side, row.zoom, row.search, row.page_box.line))
    zooms: list[Zoom] = []
    row.zoom_wanted.connect(zooms.append)
    texts = {action.text().split("\t")[0]: action for action in row.zoom.menu().actions()}
    for name in ("Fit width", "Fit page", "150%"):
        texts[name].trigger()
    assert zooms == [Zoom(Fit.WIDTH), Zoom(Fit.PAGE), at(1.5)]
    with qtbot.waitSignals([row.turned, row.stepped]):
        texts["Rotate"].trigger()
        texts["Zoom in"].trigger()


def test_every_tool_has_a_name_for_those_who_cannot_see_it(row: ToolRow) -> None:
    for button in row.findChildren(QAbstractButton):
        assert button.accessibleName(), button
        assert button.toolTip(), button
