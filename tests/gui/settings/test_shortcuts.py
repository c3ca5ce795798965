from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.settings.shortcuts import ShortcutsDialog

ACTIONS = [
    ("File", "Open PDFs…", "Ctrl+O"),
    ("File", "Remove from library…", ""),
    ("Tools", "Settings…", "Ctrl+,"),
    ("File", "Quit", "Ctrl+Q"),
]


def shown(qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(ACTIONS)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def visible(dialog: ShortcutsDialog) -> list[str]:
    labels = dialog.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label is not dialog.heading]


def test_every_action_is_there_with_its_keys_by_group(qtbot: QtBot) -> None:
    texts = visible(shown(qtbot))
    assert {"Open PDFs", "Remove from library", "Settings", "Quit"} <= set(texts)
    assert {"Ctrl+O", "Ctrl+,", "Ctrl+Q"} <= set(texts)
    assert texts.count("File") == texts.count("Tools") == 1


def test_a_search_leaves_what_matches_in_words_or_keys(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(dialog.search, "library REMOVE")
    assert visible(dialog) == ["File", "Remove from library"]
    dialog.search.clear()
    QTest.keyClicks(dialog.search, "ctrl+,")
    assert visible(dialog) == ["Tools", "Settings", "Ctrl+,"]
    dialog.search.clear()
    QTest.keyClicks(dialog.search, "teleport")
    assert visible(dialog) == ["No action is called like that."]
    dialog.search.clear()
    assert "Quit" in visible(dialog)


def test_escape_closes(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
