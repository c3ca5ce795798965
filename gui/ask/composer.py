"""The question box: grows with the question, Enter asks, and while an answer comes its button stops."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.ask.meter import ContextMeter
from gui.icons import icon
from gui.widgets.announcing import announce
from gui.widgets.direction import direction_of, kept
from gui.widgets.files_passing import FilesPassingBox

MOST_LINES = 6


class QuestionBox(FilesPassingBox):
    """A text box as high as its text, up to six lines; Enter submits, Shift+Enter begins a line."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = ""
        self.setAccessibleName(self.tr("Question"))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.textChanged.connect(self._align)
        self.textChanged.connect(self._fit)
        self._align()
        self._fit()

    def set_hint(self, text: str) -> None:
        """Say in the empty box what belongs there, in one line."""
        self._hint = text
        self._show_hint()

    def _show_hint(self) -> None:
        room = self.viewport().width() - 2 * round(self.document().documentMargin()) - 2
        shown = QFontMetrics(self.font()).elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        self.setPlaceholderText(kept(shown))
        self.viewport().update()  # Qt does not repaint for it

    def _align(self) -> None:
        """Begin where the question's own lines do; an empty box where the window's do."""
        way = direction_of(self.toPlainText())
        if way == Qt.LayoutDirection.LayoutDirectionAuto:
            way = self.layoutDirection()
        is_rtl = way == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        self.ensurePolished()
        lines = self._line_count()
        frame = self.height() - self.viewport().height() + 2 * round(self.document().documentMargin())
        room = min(MOST_LINES, lines) * QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(room + frame + 2)
        policies = Qt.ScrollBarPolicy
        fits = lines <= MOST_LINES
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded)
        if fits:
            self.verticalScrollBar().setValue(0)

    def _line_count(self) -> int:
        """Return in how many lines the text stands, also just after a paste, before Qt has laid it out."""
        layout, block = self.document().documentLayout(), self.document().begin()
        while block.isValid():
            layout.blockBoundingRect(block)  # lays out what is not
            block = block.next()
        return max(1, round(layout.documentSize().height()))  # it counts lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()
        self._show_hint()


class Composer(QWidget):
    """The question box with Ask and Stop, and the context meter below it."""

    asked = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy, self._hindrance = False, ""
        self.box = QuestionBox(self)
        self.ask_button = self._button(self.tr("Ask"), "send", "primary")
        self.stop_button = self._button(self.tr("Stop"), "stop", "danger")
        self.meter = ContextMeter(self)
        self.box.submitted.connect(self._submit)
        self.box.textChanged.connect(self._refresh)
        self.ask_button.clicked.connect(self._submit)
        self.stop_button.clicked.connect(self.stopped)
        self._lay_out()
        self._refresh()

    def set_busy(self, is_busy: bool) -> None:
        """Show Stop instead of Ask while an answer comes; the next question can be typed meanwhile."""
        self._is_busy = is_busy
        self._refresh()

    def set_hindrance(self, reason: str) -> None:
        """Say why nothing can be asked now, "" where it can."""
        self._hindrance = reason
        self._refresh()

    def set_subject(self, text: str) -> None:
        """Say in the empty box what the question will be about."""
        self.box.set_hint(text)

    def write(self, text: str) -> None:
        """Put text into the box, ready to be asked or changed."""
        self.box.setPlainText(text)
        self.box.moveCursor(self.box.textCursor().MoveOperation.End)
        self.box.setFocus()

    def submit(self, text: str) -> None:
        """Ask `text` as if it had been typed."""
        self.write(text)
        self._submit()

    def _button(self, text: str, icon_name: str, kind: str) -> QPushButton:
        button = QPushButton(icon(icon_name, "on_accent" if kind == "primary" else "danger"), text, self)
        button.setProperty("kind", kind)
        button.setAccessibleName(text)
        button.setIconSize(QSize(24, 18))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        for button in (self.ask_button, self.stop_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.meter)

    def _refresh(self) -> None:
        self.ask_button.setVisible(not self._is_busy)
        self.stop_button.setVisible(self._is_busy)
        self.ask_button.setEnabled(bool(self.box.toPlainText().strip()) and not self._hindrance)
        shortcut = self.tr("Ask (Enter)")
        self.ask_button.setToolTip(self._hindrance or shortcut)
        self.stop_button.setToolTip(self.tr("Stop (Esc). What was read is kept."))

    def _submit(self) -> None:
        text = self.box.toPlainText().strip()
        busy = (
            self.tr("An answer is still coming. Ask when it is there, or stop it.") if self._is_busy else ""
        )
        hindrance = self._hindrance or busy
        if text and hindrance:
            self.meter.say(hindrance)
            announce(self, hindrance, is_urgent=True)
        elif text:
            self.box.clear()
            self.asked.emit(text)
