"""What a model thought aloud before it answered: folded away, there for who wants it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.answers.prose import AnswerText
from gui.icons import icon


class ThoughtSection(QWidget):
    """A button that unfolds the model's reasoning. Hidden until there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "link")
        self.button.setIconSize(QSize(16, 16))
        self.button.clicked.connect(self.toggle)
        self.text = AnswerText(self)
        self.text.setAccessibleName(self.tr("The model's reasoning"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.text)
        self._pending, self._is_open = "", False
        self._say(self.tr("Thinking"))
        self._fold()
        self.hide()

    def toggle(self) -> None:
        """Unfold the reasoning, or fold it away."""
        self._is_open = not self._is_open
        self._fold()

    def add(self, text: str) -> None:
        """Let the reasoning grow; while it is folded nothing is laid out."""
        self.show()
        self._pending += text
        if self._is_open:
            self._let_grow()

    def finish(self) -> None:
        """Say that the reasoning is over."""
        self._say(self.tr("Reasoning"))
        if self._is_open:
            self.text.stop()

    def clear(self) -> None:
        """Forget the reasoning."""
        self._pending = ""
        self.text.finish("")
        self._say(self.tr("Thinking"))
        self.hide()

    def _let_grow(self) -> None:
        text, self._pending = self._pending, ""
        if text:
            self.text.add(text)

    def _say(self, text: str) -> None:
        self.button.setText(text)
        self.button.setAccessibleName(text)

    def _fold(self) -> None:
        self.button.setIcon(icon("chevron-down" if self._is_open else "chevron-right", "dim"))
        self.button.setToolTip(
            self.tr("Fold the reasoning") if self._is_open else self.tr("Show the reasoning")
        )
        self.text.setVisible(self._is_open)
        if self._is_open:
            self._let_grow()

    def sizeHint(self) -> QSize:
        return QSize(240, 20)  # the height is by the width
