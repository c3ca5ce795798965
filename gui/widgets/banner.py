"""A sentence across a pane: what happened, and up to two things to do about it."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui.widgets.announcing import announce
from gui.widgets.icon_button import IconButton
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel

Level = Literal["info", "warning", "error"]
COLOURS = {"info": "accent", "warning": "warning", "error": "danger"}
WIDE_ENOUGH = 560  # for the sentence and its buttons in one line
Action = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """Says `sentence`, aloud too where a screen reader runs. Each action closes it; so does Escape in it."""

    closed = Signal()

    def __init__(
        self,
        level: Level,
        sentence: str,
        parent: QWidget | None = None,
        *,
        actions: tuple[Action, ...] = (),
        is_closable: bool = True,
    ) -> None:
        super().__init__(parent)
        self._is_closable = is_closable
        self.sentence = sentence
        self.level = level
        self.setProperty("kind", "banner")
        self.setProperty("level", level)
        self.setAccessibleName(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out(actions)

    def _lay_out(self, actions: tuple[Action, ...]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(IconView(self.level, self, colour=COLOURS[self.level]))
        row.addLayout(self._middle, 1)
        self._middle.setSpacing(8)
        self._middle.addWidget(self._said(), 1)
        if actions:
            self._middle.addLayout(self._buttons(actions))
        if self._is_closable:
            close = IconButton("close", self.tr("Dismiss"), self, shortcut="Esc")
            close.clicked.connect(self.dismiss)
            row.addWidget(close)

    def _said(self) -> QLabel:
        said = TextLabel(self.sentence, parent=self)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return said

    def _buttons(self, actions: tuple[Action, ...]) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for text, act in actions:
            buttons.addWidget(self._button(text, act))
        buttons.addStretch()
        return buttons

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda: act())
        return button

    def dismiss(self) -> None:
        """Go away; the banner deletes itself."""
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE_ENOUGH
        directions = QBoxLayout.Direction
        self._middle.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        announce(self, self.sentence, is_urgent=self.level == "error")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_closable:
            self.dismiss()
        else:
            super().keyPressEvent(event)
