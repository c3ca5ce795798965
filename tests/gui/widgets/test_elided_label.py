from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.direction import direction_of, isolated, kept
from gui.widgets.elided_label import ElidedLabel

LONG = "An annual report with a name that goes on and on, as they do, 2023.pdf"


def test_a_long_name_is_elided_and_told_in_the_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.is_elided
    assert label.toolTip() == LONG
    assert label.text() == LONG
    label.resize(label.sizeHint().width() + 10, 20)
    assert not label.is_elided
    assert label.toolTip() == ""


def test_a_tool_tip_of_one_s_own_is_left_alone(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.setToolTip("/home/reader/report.pdf")
    label.resize(120, 20)
    label.show()
    assert label.toolTip() == "/home/reader/report.pdf"


def test_it_may_be_made_narrow_though_it_wants_to_be_wide(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 3


def test_a_text_s_direction_is_its_first_letter_s() -> None:
    assert direction_of("12. ספר") == Qt.LayoutDirection.RightToLeft
    assert direction_of("(a) ספר") == Qt.LayoutDirection.LeftToRight
    assert direction_of("12.5 %") == Qt.LayoutDirection.LayoutDirectionAuto


def test_what_is_isolated_in_a_text_does_not_turn_it() -> None:
    assert direction_of(f"“{isolated('ספר')}” and 6 more") == Qt.LayoutDirection.LeftToRight
    assert direction_of(f"{isolated('BERT')} ועוד 6") == Qt.LayoutDirection.RightToLeft
    assert direction_of(isolated("ספר")) == Qt.LayoutDirection.LayoutDirectionAuto


def test_an_isolated_text_is_only_wrapped() -> None:
    assert isolated("ספר?")[1:-1] == "ספר?"


def test_only_what_goes_the_other_way_than_the_window_is_isolated() -> None:
    assert kept("Annual report") == "Annual report"
    assert kept("1907") == "1907"
    assert kept("דוח שנתי") == isolated("דוח שנתי")
