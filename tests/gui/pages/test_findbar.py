from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.pages.findbar import FindBar
from gui.pages.pane import PagesPane
from tests.core.documents.drawn import report
from tests.gui.pages.conftest import Shower

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bar(qtbot: QtBot, report_pane: PagesPane) -> FindBar:
    qtbot.mouseClick(report_pane.tools.search, Qt.MouseButton.LeftButton)
    return report_pane.find_bar


def search(qtbot: QtBot, bar: FindBar, words: str, said: str) -> None:
    bar.line.selectAll()
    qtbot.keyClicks(bar.line, words)
    qtbot.waitUntil(lambda: bar.count.text() == said, timeout=20_000)


def test_hits_are_counted_while_one_types_and_the_first_is_shown(
    qtbot: QtBot, bar: FindBar, report_pane: PagesPane
) -> None:
    search(qtbot, bar, "whale oil", "1 of 12")
    current = report_pane.markings.hits.current
    assert current is not None
    assert current.page_number == 1
    assert report_pane.view.boxes(current)


def test_the_first_hit_is_the_next_one_from_where_one_is(
    qtbot: QtBot, bar: FindBar, report_pane: PagesPane
) -> None:
    report_pane.go_to(4)
    search(qtbot, bar, "whale oil", "7 of 12")


def test_enter_goes_on_and_shift_and_enter_back_round_the_ends(qtbot: QtBot, bar: FindBar) -> None:
    search(qtbot, bar, "whale oil", "1 of 12")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 12"
    for said in ("1 of 12", "12 of 12"):
        qtbot.keyClick(bar.line, Qt.Key.Key_Return, SHIFT)
        assert bar.count.text() == said
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert bar.count.text() == "1 of 12"
    qtbot.mouseClick(bar.previous, Qt.MouseButton.LeftButton)
    assert bar.count.text() == "12 of 12"


def test_a_hit_further_on_is_brought_into_sight(qtbot: QtBot, bar: FindBar, report_pane: PagesPane) -> None:
    search(qtbot, bar, "In part 5.1", "1 of 1")
    assert report_pane.page_number == 5
    current = report_pane.markings.hits.current
    assert current is not None
    qtbot.waitUntil(lambda: bool(report_pane.view.boxes(current)), timeout=20_000)


def test_that_nothing_was_found_is_said_in_words(qtbot: QtBot, bar: FindBar) -> None:
    search(qtbot, bar, "submarine", "Not found")
    assert not bar.next.isEnabled()
    bar.line.clear()
    bar.step(1)
    assert bar.count.text() == ""


def test_enter_before_the_search_began_begins_it(qtbot: QtBot, bar: FindBar) -> None:
    qtbot.keyClicks(bar.line, "whale oil")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 12", timeout=20_000)


def test_escape_closes_and_takes_the_marks_along(qtbot: QtBot, bar: FindBar, report_pane: PagesPane) -> None:
    search(qtbot, bar, "whale oil", "1 of 12")
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert len(report_pane.markings.hits) == 0
    report_pane.find_next()
    assert bar.isVisible()


def test_hits_are_shown_to_be_not_all_while_pages_are_searched(
    qtbot: QtBot, shown: Shower, tmp_path: Path
) -> None:
    pane = shown(report(tmp_path / "long.pdf", 80))
    said: list[str] = []
    pane.finder.changed.connect(lambda: said.append(pane.find_bar.count.text()))
    pane.find_text("whale oil")
    qtbot.waitUntil(lambda: bool(said) and not pane.finder.is_searching, timeout=20_000)
    assert any(text.startswith("1 of ") and text.endswith("…") for text in said)
    assert not pane.find_bar.count.text().endswith("…")


def test_another_search_replaces_one_that_still_runs(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    pane = shown(report(tmp_path / "long.pdf", 80))
    pane.find_text("whale oil")
    pane.find_text("In part 79.1")
    qtbot.waitUntil(lambda: pane.find_bar.count.text() == "1 of 1", timeout=20_000)
    qtbot.waitUntil(lambda: not pane.finder.is_searching, timeout=20_000)
    assert pane.find_bar.count.text() == "1 of 1"


def test_a_search_that_was_not_open_takes_no_keyboard(qtbot: QtBot, report_pane: PagesPane) -> None:
    with qtbot.assertNotEmitted(report_pane.find_bar.closed):
        report_pane.find_bar.dismiss()
