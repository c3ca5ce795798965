"""What a model thought aloud before it answered: folded away, there for who wants it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.answers.prose import AnswerText
from gui.icons import icon


class ThoughtSection(QWidget):
    """A button that unfolds the model's reasoning. Hidden until there is any."""

    grew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text: AnswerText | None = None  # made when somebody wants to read it
        self._pending, self._is_over = "", False
        self.button = QPushButton(self)
        self.button.setProperty("kind", "link")
        self.button.setIconSize(QSize(16, 16))
        self.button.clicked.connect(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self._refresh()
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the reasoning is unfolded."""
        return self.text is not None and not self.text.isHidden()

    def toggle(self) -> None:
        """Unfold the reasoning, or fold it away."""
        if self.text is None:
            self.text = AnswerText(self)
            self.text.setAccessibleName(self.tr("The model's reasoning"))
            self.text.grew.connect(self.grew)
            self._column.addWidget(self.text)
            self.text.show()
            self.setTabOrder(self.button, self.text)
        else:
            self.text.setVisible(self.text.isHidden())
        self._let_grow()
        self._refresh()

    def add(self, text: str) -> None:
        """Let the reasoning grow; while it is folded nothing is laid out."""
        self.show()
        self._pending += text
        self._let_grow()

    def finish(self) -> None:
        """Say that the reasoning is over."""
        self._is_over = True
        self._let_grow()
        self._refresh()

    def clear(self) -> None:
        """Forget the reasoning."""
        self._pending, self._is_over = "", False
        if self.text is not None:
            self.text.finish("")
        self._refresh()
        self.hide()

    def _let_grow(self) -> None:
        if self.text is None or not self.is_open:
            return
        text, self._pending = self._pending, ""
        if text:
            self.text.add(text)
        if self._is_over:
            self.text.stop()

    def _refresh(self) -> None:
        name = self.tr("Reasoning") if self._is_over else self.tr("Thinking")
        tip = self.tr("Fold the reasoning") if self.is_open else self.tr("Show the reasoning")
        self.button.setText(name)
        self.button.setAccessibleName(name)
        self.button.setToolTip(tip)
        self.button.setIcon(icon("chevron-down" if self.is_open else "chevron-right", "dim"))

    def sizeHint(self) -> QSize:
        return QSize(240, 20)  # the height is by the width
