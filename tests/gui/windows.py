"""The whole window for tests: shown with files, asked and waited for."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fpdf import FPDF
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.library.shelf import State
from gui.window import Window

PATIENCE_MS = 120_000
Start = Callable[[Sequence[Path]], Window]  # shows the window with these files


def draw(path: Path, *pages: str, password: str = "") -> Path:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, 8, text)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))
    return path


def wait(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


def ready(qtbot: QtBot, window: Window) -> None:
    """Wait until a document is shown and can be asked about."""
    wait(qtbot, lambda: window.talks.current is not None and bool(window.pages.document_id))
    wait(qtbot, lambda: window.desk.model is not None)
    wait(qtbot, lambda: all(entry.state is State.READY for entry in window.desk.shelf.entries))


def ask(qtbot: QtBot, window: Window, question: str) -> None:
    """Type a question, press Enter, and wait for the end of the answer."""
    qtbot.keyClicks(window.composer.box, question)
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    assert window.talks.busy is not None
    wait(qtbot, lambda: window.talks.busy is None)


def click(qtbot: QtBot, window: Window, text: str) -> None:
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
