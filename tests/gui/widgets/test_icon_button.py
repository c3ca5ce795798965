from pytestqt.qtbot import QtBot

from gui.widgets.icon_button import IconButton, described


def test_it_tells_its_name_and_its_shortcut(qtbot: QtBot) -> None:
    button = IconButton("copy", "Copy", shortcut="Ctrl+C")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Copy"
    assert button.toolTip() == "Copy (Ctrl+C)"
    assert not button.icon().isNull()
    button.show_as("stop", "Stop", shortcut="Esc")
    assert (button.accessibleName(), button.toolTip()) == ("Stop", "Stop (Esc)")


def test_without_a_shortcut_there_are_no_brackets() -> None:
    assert described("Copy") == "Copy"
