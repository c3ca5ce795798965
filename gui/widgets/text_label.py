"""A label of plain text that wraps, and begins where a line of the window begins."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

ZERO_WIDTH_SPACE = "\u200b"
LONGEST_WORD = 24  # characters


def breakable(text: str) -> str:
    """Return text that may break within a long word too, as file names are: behind its parts, or anywhere."""
    parts = re.sub(r"(?<=[^\s])([_.\-/]+)(?=[^\s])", f"\\1{ZERO_WIDTH_SPACE}", text)
    return re.sub(f"([^\\s{ZERO_WIDTH_SPACE}]{{{LONGEST_WORD}}})(?=[^\\s])", f"\\1{ZERO_WIDTH_SPACE}", parts)


class TextLabel(QLabel):
    """Stays at the window's start of the line; Qt would put a text of the other direction at the far end."""

    def __init__(self, text: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._align()

    def _align(self) -> None:
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        if self.isRightToLeft():
            # WORKAROUND for Qt 6: where it paints plain text itself, the space at a line's end moves the line
            # to the left. What can be selected is laid out by a document, which has that right.
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click leaves the keyboard where it is
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
