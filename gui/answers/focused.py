"""Says that an answer came from what was already read, and offers to read its passages anew."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel


class FocusedNote(QWidget):
    """One line of an answer that cost little reading; hidden where the passages were read."""

    anew_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = TextLabel(self.tr("From what was already read"), "small", self)
        self.anew_button = QPushButton(self.tr("Read anew"), self)
        self.anew_button.setProperty("kind", "link")
        self.anew_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.anew_button.setAccessibleName(self.tr("Read the passages anew"))
        self.anew_button.clicked.connect(self.anew_asked)
        self.setToolTip(
            self.tr(
                "The model has read this document before. It looked only at the passages found for your "
                "question, where they stand in its memory, read the nearest sentences once more, "
                "and so began to answer soon."
            )
        )
        self.anew_button.setToolTip(
            self.tr("Ask the same again: the model reads only these passages, as if it had never seen them")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconView("check", self, size=14, colour="good"))
        row.addWidget(self.label, 1)
        row.addWidget(self.anew_button)
        self.hide()
