import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.segmented_switch import Segment, SegmentedSwitch

SEGMENTS = (
    Segment("whole", "Whole document", "whole", colour="whole", shortcut="Ctrl+1"),
    Segment("retrieved", "Retrieved chunks", "retrieved"),
    Segment("compare", "Compare", "compare"),
)


@pytest.fixture
def switch(qtbot: QtBot, qapp: QApplication) -> SegmentedSwitch:
    theme.apply(qapp, "light")
    made = SegmentedSwitch("Mode", SEGMENTS)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    return made


def buttons(switch: SegmentedSwitch) -> dict[str, QPushButton]:
    return {button.accessibleName(): button for button in switch.findChildren(QPushButton)}


def test_a_click_chooses_and_says_so(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(switch.chosen) as chosen:
        QTest.mouseClick(buttons(switch)["Compare"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["compare"]
    assert switch.value == "compare"
    assert [button.isChecked() for button in buttons(switch).values()] == [False, False, True]


def test_a_click_on_what_is_chosen_changes_nothing(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(switch.chosen):
        QTest.mouseClick(buttons(switch)["Whole document"], Qt.MouseButton.LeftButton)
    assert buttons(switch)["Whole document"].isChecked()


def test_arrows_move_the_choice_and_the_focus(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    seen: list[str] = []
    switch.chosen.connect(seen.append)
    button = buttons(switch)["Whole document"]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home):
        QTest.keyClick(button, key)
    assert seen == ["retrieved", "compare", "whole", "compare", "whole"]


def test_arrows_go_the_other_way_in_a_mirrored_window(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(buttons(switch)["Whole document"], Qt.Key.Key_Left)
    assert switch.value == "retrieved"


def test_only_the_chosen_segment_is_a_stop_for_the_tab_key(switch: SegmentedSwitch) -> None:
    switch.choose("retrieved")
    stops = [
        name for name, each in buttons(switch).items() if each.focusPolicy() & Qt.FocusPolicy.TabFocus.value
    ]
    assert stops == ["Retrieved chunks"]
    assert switch.focusProxy() is buttons(switch)["Retrieved chunks"]


def test_texts_give_way_to_icons_where_room_is_short(switch: SegmentedSwitch) -> None:
    def texts() -> list[str]:
        return [button.text() for button in buttons(switch).values()]

    assert texts() == ["Whole document", "Retrieved chunks", "Compare"]
    switch.resize(switch.sizeHint().width() - 20, switch.height())
    assert texts() == ["Whole document", "", ""]
    switch.choose("compare")
    assert texts() == ["", "", "Compare"]
    switch.resize(switch.minimumSizeHint())
    assert texts() == ["", "", ""]
    switch.resize(switch.sizeHint())
    assert texts() == ["Whole document", "Retrieved chunks", "Compare"]


def test_the_tool_tip_names_the_shortcut(switch: SegmentedSwitch) -> None:
    assert buttons(switch)["Whole document"].toolTip() == "Whole document (Ctrl+1)"
