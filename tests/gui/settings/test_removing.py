import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.settings.removing import RemovalDialog


def shown(qtbot: QtBot, count: int) -> RemovalDialog:
    dialog = RemovalDialog("Annual report", count)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, ""), (1, "1 conversation about it"), (1200, "1,200 conversations about it")],
)
def test_it_says_what_is_deleted_and_what_stays(qtbot: QtBot, count: int, said: str) -> None:
    dialog = shown(qtbot, count)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Annual report" in texts
    assert any("search index" in text for text in texts)
    assert any("PDF file itself is not touched" in text for text in texts)
    assert [text for text in texts if "conversation" in text] == ([said] if said else [])


def test_a_click_on_remove_agrees(qtbot: QtBot) -> None:
    dialog = shown(qtbot, 0)
    remove = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Remove")
    assert remove.property("kind") == "danger"
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(remove, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_delete_nothing(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = shown(qtbot, 2)
    with qtbot.assertNotEmitted(dialog.accepted), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, key)


def test_several_documents_are_asked_about_at_once(qtbot: QtBot) -> None:
    dialog = RemovalDialog("“A” and “B”", 4, document_count=2)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Remove 2 documents from the library?" in texts
    assert "The conversations about them" in texts
    assert "The PDF files are not touched" in texts
