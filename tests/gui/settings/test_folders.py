from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.settings.folders import WatchedFolders
from gui.widgets.elided_label import ElidedLabel


def removal(watched: WatchedFolders, folder: str) -> list[QToolButton]:
    name = f"Stop looking through {folder}"
    buttons = watched.findChildren(QToolButton)
    return [each for each in buttons if each.accessibleName() == name and each.isVisible()]


def test_a_folder_is_added_once_and_removed_by_its_button(qtbot: QtBot) -> None:
    watched = WatchedFolders(("/one",))
    qtbot.addWidget(watched)
    watched.show()
    with qtbot.waitSignal(watched.changed):
        watched.add("/שניים")
    with qtbot.assertNotEmitted(watched.changed):
        watched.add("/one")
    assert list(watched.folders) == ["/one", "/שניים"]
    qtbot.waitUntil(lambda: len(removal(watched, "/one")) == 1)
    with qtbot.waitSignal(watched.changed):
        QTest.mouseClick(removal(watched, "/one")[0], Qt.MouseButton.LeftButton)
    assert list(watched.folders) == ["/שניים"]


def test_a_folder_is_told_in_full_in_its_tool_tip(qtbot: QtBot) -> None:
    folder = "/a/very/long/path" * 20
    watched = WatchedFolders((folder,))
    qtbot.addWidget(watched)
    watched.resize(400, 120)
    watched.show()
    button = removal(watched, folder)[0]
    assert watched.findChildren(ElidedLabel)[0].toolTip() == folder
    assert button.mapTo(watched, button.rect().bottomRight()).x() <= 400
