"""What is dropped on the window, wherever in it: sent as Qt sends it, with the refusals of each widget."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.app import build
from gui.widgets.files_passing import FilesPassing
from gui.window import Window

PLACE = QPointF(5, 5)
BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, data_folder: Path) -> Generator[Window]:
    made, _ = build(qapp)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _drop(target: QWidget, what: QMimeData) -> bool:
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(PLACE.toPoint(), copy, what, BUTTON, NO_KEY)
    QApplication.sendEvent(target, entered)
    dropped = QDropEvent(PLACE, copy, what, BUTTON, NO_KEY)
    dropped.ignore()
    if entered.isAccepted():
        QApplication.sendEvent(target, dropped)
    return dropped.isAccepted()


def _fields(window: Window) -> list[QLineEdit | QPlainTextEdit]:
    return [*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)]


def test_a_file_that_is_dropped_on_a_field_is_opened_and_not_written_into_it(
    window: Window, tmp_path: Path
) -> None:
    caught: list[list[Path]] = []
    window.files_dropped.connect(caught.append)
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(tmp_path / "letter.pdf"))])
    fields = _fields(window)
    assert window.composer.box in fields
    assert window.library.search_line in fields
    for field in fields:
        assert isinstance(field, FilesPassing)
        before = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        assert _drop(target, what)
        assert before == (field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text())
    assert caught == [[tmp_path / "letter.pdf"]] * len(fields)


def test_text_that_is_dropped_on_the_question_is_written_into_it(window: Window) -> None:
    what = QMimeData()
    what.setText("How high did the water rise?")
    assert _drop(window.composer.box.viewport(), what)
    assert window.composer.box.toPlainText() == "How high did the water rise?"


def test_a_link_that_is_dropped_is_not_fetched_and_that_is_said(window: Window) -> None:
    what = QMimeData()
    what.setUrls([QUrl("https://example.com/paper.pdf")])
    assert _drop(window, what)
    (said,) = window.banners.sentences()
    assert "OpenBook fetches nothing" in said
    what.setUrls([QUrl.fromLocalFile("/nowhere/saved.pdf")])
    assert _drop(window, what)
    assert window.banners.sentences() == []
