"""What a pane shows while it has nothing: a picture, a sentence that teaches, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons
from gui.widgets.icon_view import IconView

INNER_WIDTH = 360
ICON_PIXELS = 44


class EmptyState(QWidget):
    """An icon, a title, a text, and buttons under each other, in the middle of the room there is."""

    def __init__(self, icon_name: str, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        inner = QWidget(self)
        inner.setMaximumWidth(INNER_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addStretch(2)
        picture = IconView(icon_name, inner, size=ICON_PIXELS, colour="strong_border")
        self._column.addWidget(picture, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(4)
        self.title = self._label(title, "heading")
        self.text = self._label(text, "dim")
        self.text.setVisible(bool(text))
        self._column.addSpacing(8)
        self._column.addStretch(3)

    def add_button(
        self, text: str, act: Callable[[], object], *, kind: str = "", icon_name: str = ""
    ) -> QPushButton:
        """Add a button below the others and return it."""
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        if kind:
            button.setProperty("kind", kind)
        if icon_name:
            button.setIconSize(icons.BESIDE_TEXT)
            button.setIcon(icons.icon(icon_name, "on_accent" if kind == "primary" else "text"))
        button.clicked.connect(lambda: act())
        self.add_widget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else below what is there."""
        self._column.insertWidget(self._column.count() - 1, widget, alignment=Qt.AlignmentFlag.AlignHCenter)

    def _label(self, text: str, kind: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(label)
        return label
