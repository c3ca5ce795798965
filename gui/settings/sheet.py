"""What our dialogs have in common: a title, room for the rest, and buttons in the system's order."""

from PySide6.QtCore import QMargins
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from gui.widgets.text_label import TextLabel

MARGIN = 22
FRAME = QMargins(4, 32, 4, 4)  # what a window's frame takes of the screen, about
Role = QDialogButtonBox.ButtonRole


class Sheet(QDialog):
    """A dialog with `body` for its content and `buttons` below; the title is also the window's.

    A compact one is just as high as its texts need once they are wrapped.
    """

    def __init__(self, title: str, parent: QWidget | None = None, *, is_compact: bool = False) -> None:
        super().__init__(parent)
        self._is_compact = is_compact
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(14)
        self.heading = TextLabel(title, "title", self)
        column.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column.addLayout(self.body, 1)
        self.buttons = QDialogButtonBox(self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)

    def add_button(self, text: str, role: Role, kind: str = "") -> QPushButton:
        """Add a button; AcceptRole and RejectRole end the dialog by themselves."""
        button = QPushButton(text, self.buttons)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.setProperty("kind", kind)
        self.buttons.addButton(button, role)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_compact and (column := self.layout()) is not None:
            self.resize(self.width(), column.totalHeightForWidth(self.width()))
        room = self.screen().availableSize()
        self.resize(self.size().boundedTo(room.shrunkBy(FRAME)))
        super().showEvent(event)
