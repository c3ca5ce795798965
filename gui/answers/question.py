"""The question of a turn, which can be put in other words in its place."""

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


class QuestionView(QFrame):
    """Shows the question; its edit button turns it into a box where Enter asks and Escape cancels."""

    edited = Signal(str)
    export_requested = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.setProperty("kind", "sunken")
        self.label = QuestionLabel(text, self)
        self.edit_button = IconButton("edit", self.tr("Edit the question"), self, colour="dim")
        self.export_button = IconButton("export", self.tr("Export this answer"), self, colour="dim")
        self.editor = QWidget(self)
        self.box = QuestionBox(self.editor)
        self.box.setAccessibleName(self.tr("Edit the question"))
        self.ask_button = QPushButton(self.tr("Ask"), self.editor)
        self.cancel_button = QPushButton(self.tr("Cancel"), self.editor)
        self._lay_out()
        self.edit_button.clicked.connect(self.edit)
        self.export_button.clicked.connect(self.export_requested)
        self.box.submitted.connect(self._submit)
        self.ask_button.clicked.connect(self._submit)
        self.cancel_button.clicked.connect(self.cancel)
        self.set_busy(False)

    def edit(self) -> None:
        """Open the box with the question in it."""
        self.box.setPlainText(self.text)
        self._show_editor(True)
        self.box.setFocus()
        self.box.selectAll()

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
        return [self.box, self.cancel_button, self.ask_button, self.export_button, self.edit_button]

    def _show_editor(self, is_shown: bool) -> None:
        self.editor.setVisible(is_shown)
        for widget in (self.label, self.edit_button, self.export_button):
            widget.setVisible(not is_shown)

    def _submit(self) -> None:
        text = self.box.toPlainText().strip()
        if text:
            self._show_editor(False)
            self.edited.emit(text)

    def _lay_out(self) -> None:
        self.ask_button.setProperty("kind", "primary")
        self.ask_button.setToolTip(self.tr("Ask anew (Enter). What was asked after it is removed."))
        self.cancel_button.setToolTip(self.tr("Keep the question as it was (Esc)"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.ask_button)
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 4, 4, 4)
        column.addWidget(self.box)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(2)
        row.addWidget(self.label, 1)
        row.addWidget(self.editor, 1)
        row.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        self.editor.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.editor.isHidden():
            self.cancel()
        else:
            super().keyPressEvent(event)
