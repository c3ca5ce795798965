import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.answers.shown import ShownDocument
from gui.answers.strip import PageStrip
from tests.gui.answers.made import PAPER, REPORT


@pytest.fixture
def strip(qtbot: QtBot) -> PageStrip:
    widget = PageStrip("whole")
    qtbot.addWidget(widget)
    widget.show_documents([REPORT, PAPER])
    widget.mark({("report", 2), ("report", 3)}, {("report", 3)})
    widget.resize(300, widget.heightForWidth(300))
    widget.show()
    return widget


def test_a_click_goes_to_the_page(qtbot: QtBot, strip: PageStrip) -> None:
    with qtbot.waitSignal(strip.page_chosen) as chosen:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.box(2).center().toPoint())
    assert chosen.args == ["report", 3]


def test_between_two_documents_there_is_nothing_to_click(strip: PageStrip) -> None:
    assert strip.page_at(strip.box(6).center()) is None
    assert strip.page_at(strip.box(7).center()) == ("paper", 1)


def test_the_keyboard_walks_over_the_pages(qtbot: QtBot, strip: PageStrip) -> None:
    strip.setFocus()
    for _ in range(6):
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.current_page == ("paper", 1)  # over the gap
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.current_page == ("report", 6)
    with qtbot.waitSignal(strip.page_chosen) as chosen:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert chosen.args == ["report", 6]


def test_in_a_mirrored_window_the_first_page_is_at_the_right(qtbot: QtBot, strip: PageStrip) -> None:
    strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert strip.box(0).left() > strip.box(1).left()
    assert strip.page_at(strip.box(0).center()) == ("report", 1)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.current_page == ("report", 2)


def test_a_page_says_its_number_its_label_and_what_became_of_it(strip: PageStrip) -> None:
    assert strip.describe(("report", 1)) == "Annual report, page 1 (printed i): not read"
    assert strip.describe(("report", 2)) == "Annual report, page 2 (printed ii): read"
    assert strip.describe(("report", 3)) == "Annual report, page 3 (printed 1): cited"


@pytest.mark.parametrize(("count", "width"), [(1, 300), (48, 300), (500, 300), (3000, 250)])
def test_every_page_of_a_long_document_has_a_place_of_its_own(
    qtbot: QtBot, strip: PageStrip, count: int, width: int
) -> None:
    strip.show_documents([ShownDocument("long", "Long", count)])
    strip.resize(width, strip.heightForWidth(width))
    boxes = [strip.box(index) for index in range(count)]
    assert len({(box.left(), box.top()) for box in boxes}) == count
    assert all(strip.rect().contains(box.center().toPoint()) for box in boxes)
    assert strip.height() < 120


def test_what_was_read_and_cited_is_seen(strip: PageStrip) -> None:
    picture = strip.grab().toImage()

    def colour(index: int) -> str:
        return picture.pixelColor(strip.box(index).center().toPoint()).name()

    assert len({colour(0), colour(1), colour(2)}) == 3
    assert colour(3) == colour(0)


def test_a_press_elsewhere_chooses_nothing(qtbot: QtBot, strip: PageStrip) -> None:
    with qtbot.assertNotEmitted(strip.page_chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(299, 2))
