"""The question of a turn, which can be put in other words in its place."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.ask.composer import QuestionBox
from gui.widgets.direction import direction_of
from gui.widgets.icon_button import IconButton


class QuestionLabel(QLabel):
    """A question, whole and selectable, in its own direction."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(theme.font("heading"))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another question."""
        self.setText(text)
        self.setAccessibleName(self.tr("Question: {text}").format(text=text))
        is_rtl = direction_of(text) == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class QuestionEditor(QWidget):
    """A box with the question in it: Enter asks, Escape cancels."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QuestionBox(self)
        self.box.setAccessibleName(self.tr("Edit the question"))
        self.ask_button = QPushButton(self.tr("Ask"), self)
        self.ask_button.setProperty("kind", "primary")
        self.ask_button.setToolTip(self.tr("Ask anew (Enter). What was asked after it is removed."))
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setToolTip(self.tr("Keep the question as it was (Esc)"))
        self.box.submitted.connect(self._submit)
        self.ask_button.clicked.connect(self._submit)
        self.cancel_button.clicked.connect(self.cancelled)
        self._lay_out()

    def _submit(self) -> None:
        text = self.box.toPlainText().strip()
        if text:
            self.submitted.emit(text)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.ask_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 4, 4)
        column.addWidget(self.box)
        column.addLayout(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class QuestionView(QFrame):
    """Shows the question; its edit button puts an editor in its place."""

    edited = Signal(str)
    export_requested = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.editor: QuestionEditor | None = None  # made when it is needed: most questions stay as they are
        self.setProperty("kind", "sunken")
        self.label = QuestionLabel(text, self)
        self.edit_button = IconButton("edit", self.tr("Edit the question"), self, colour="dim")
        self.export_button = IconButton("export", self.tr("Export this answer"), self, colour="dim")
        self.edit_button.clicked.connect(self.edit)
        self.export_button.clicked.connect(self.export_requested)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.setSpacing(2)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)

    def edit(self) -> None:
        """Open an editor with the question in it."""
        if self.editor is None:
            self.editor = QuestionEditor(self)
            self.editor.submitted.connect(self._submit)
            self.editor.cancelled.connect(self.cancel)
            self._row.insertWidget(1, self.editor, 1)
            order = (self.edit_button, self.editor.box, self.editor.cancel_button, self.editor.ask_button)
            for before, after in pairwise(order):
                self.setTabOrder(before, after)
        self.editor.box.setPlainText(self.text)
        self._show_editor(True)
        self.editor.box.setFocus()
        self.editor.box.selectAll()

    def cancel(self) -> None:
        """Leave the question as it was."""
        self._show_editor(False)
        self.edit_button.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """Let nothing be edited or exported while an answer comes."""
        self.edit_button.setEnabled(not is_busy)
        self.export_button.setEnabled(not is_busy)

    def focus_order(self) -> list[QWidget]:
        """Return what the Tab key goes through."""
        return [self.export_button, self.edit_button]

    def _show_editor(self, is_shown: bool) -> None:
        if self.editor is not None:
            self.editor.setVisible(is_shown)
        for widget in (self.label, self.edit_button, self.export_button):
            widget.setVisible(not is_shown)

    def _submit(self, text: str) -> None:
        self._show_editor(False)
        self.edited.emit(text)
