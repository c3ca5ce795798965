import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.pages.labels import PageLabels
from gui.pages.pagebox import PageBox


@pytest.fixture
def box(qtbot: QtBot) -> PageBox:
    made = PageBox()
    qtbot.addWidget(made)
    made.show_labels(PageLabels(["i", "ii", "1", "2", "3"], 5))
    made.show_page(4)
    made.show()
    return made


def said(box: PageBox) -> tuple[str, str]:
    return box.line.text(), box.of.text()


def test_it_says_what_is_printed_and_which_page_that_is(box: PageBox) -> None:
    assert said(box) == ("2", "(4 of 5)")


def test_where_the_label_is_the_number_it_says_it_once(box: PageBox) -> None:
    box.show_labels(PageLabels((), 1503))
    box.show_page(12)
    assert said(box) == ("12", "of 1,503")


@pytest.mark.parametrize(("typed", "page_number"), [("ii", 2), ("3", 5), ("4", 4)])
def test_a_label_or_a_number_leads_to_the_page(
    qtbot: QtBot, box: PageBox, typed: str, page_number: int
) -> None:
    box.begin()
    with qtbot.waitSignal(box.page_wanted) as wanted:
        qtbot.keyClicks(box.line, typed)
        qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert wanted.args == [page_number]


def test_a_page_that_is_not_there_is_marked_and_goes_nowhere(qtbot: QtBot, box: PageBox) -> None:
    box.begin()
    with qtbot.assertNotEmitted(box.page_wanted):
        qtbot.keyClicks(box.line, "99")
        qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert box.line.property("invalid") is True
    qtbot.keyClicks(box.line, "5")
    assert box.line.property("invalid") is False


def test_escape_gives_the_page_back_and_leaves(qtbot: QtBot, box: PageBox) -> None:
    box.begin()
    qtbot.keyClicks(box.line, "77")
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    assert said(box) == ("2", "(4 of 5)")


def test_without_a_document_it_takes_nothing(box: PageBox) -> None:
    box.show_labels(PageLabels((), 0))
    assert said(box) == ("", "")
    assert not box.line.isEnabled()
