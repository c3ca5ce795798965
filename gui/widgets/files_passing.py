"""Fields to which a file is no text: dropped on one, it goes to the window, which opens it."""

from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class FilesPassing:
    """Before a text field among the bases of a class: Qt offers what it refuses to the widget around it."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)  # type: ignore[misc]


class FilesPassingLine(FilesPassing, QLineEdit):
    """A line of text that takes no files."""


class FilesPassingBox(FilesPassing, QPlainTextEdit):
    """A box of text that takes no files."""
