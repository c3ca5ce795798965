"""How far the reading is, with a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.answering.events import Reading
from gui.answers import wording
from gui.widgets.icon_button import IconButton
from gui.widgets.text_label import TextLabel

STEPS = 1000


class ReadingBar(QWidget):
    """A bar and a line below it; before anything is known it only says that work has begun."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.label = TextLabel("", "small", self)
        self.stop_button = IconButton(
            "stop", self.tr("Stop answering"), self, shortcut="Ctrl+.", colour="dim"
        )
        self.stop_button.clicked.connect(self.stop_requested)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.bar)
        words.addWidget(self.label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addLayout(words, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignTop)
        self.show_step(self.tr("Starting"), 0.0)

    def show_step(self, step: str, share: float) -> None:
        """Show a step of which `share`, 0 to 1, is done."""
        self._say(step)
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(share * STEPS))
        self.bar.setVisible(True)

    def show_reading(self, event: Reading, page_count: int, passage_count: int) -> None:
        """Show how many of the prompt's tokens are read."""
        share = event.done_tokens / event.total_tokens if event.total_tokens else 0.0
        self.show_step(wording.reading(event, page_count, passage_count), share)

    def show_writing(self) -> None:
        """Show that the answer is being written."""
        self._say(self.tr("Answering"))
        self.bar.hide()

    def _say(self, text: str) -> None:
        if text != self.label.text():
            self.label.setText(text)
            self.bar.setAccessibleName(text)
