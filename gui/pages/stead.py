"""What is shown in the pages' stead: that there are none, that the file is gone, that drawing ended."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from gui.process.child import Failure
from gui.translating import say
from gui.widgets.announcing import announce
from gui.widgets.empty_state import EmptyState

MOVED = "DocumentNotFound"
PROTECTED = ("DocumentEncrypted", "DocumentPasswordWrong")


class Stead(QStackedWidget):
    """One sentence at a time, and what can be done about it."""

    retried = Signal()
    located = Signal()
    unlocked = Signal()  # the person wants to enter the password

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._empty = EmptyState(
            "document",
            self.tr("No document"),
            self.tr("The pages of the document you choose appear here."),
            self,
        )
        self._moved = EmptyState("unlink", self.tr("The file is not where it was"), " ", self)
        self.locate = self._button(self._moved, self.tr("Locate…"), self.located.emit, "locate")
        self._button(self._moved, self.tr("Try again"), self.retried.emit, "retry")
        self._protected = EmptyState(
            "lock",
            self.tr("Protected by a password"),
            self.tr("Its password opens this document. It is never stored."),
            self,
        )
        self._button(self._protected, self.tr("Enter password…"), self.unlocked.emit, "lock")
        self._failed = EmptyState("warning", self.tr("The pages cannot be shown"), " ", self)
        self._button(self._failed, self.tr("Try again"), self.retried.emit, "retry")
        self._crashed = EmptyState(
            "warning",
            self.tr("The view of the pages has ended"),
            self.tr("Something in this PDF could not be drawn.\nNothing else is lost."),
            self,
        )
        self.again = self._button(self._crashed, self.tr("Show again"), self.retried.emit, "retry")
        for state in (self._empty, self._moved, self._protected, self._failed, self._crashed):
            self.addWidget(state)

    def focus_target(self) -> QWidget:
        """Return what takes the keyboard: what can be done, or else the sentence."""
        shown = self.currentWidget()
        return (shown.findChild(QPushButton) if shown is not None else None) or self

    def show_empty(self) -> None:
        """Say that there is no document."""
        self.setCurrentWidget(self._empty)

    def show_failure(self, failure: Failure, *, is_unknown: bool = False) -> None:
        """Say why the document does not open, or why its pages are not shown though its text is known."""
        unknown, known = self.tr("This document could not be opened"), self.tr("The pages cannot be shown")
        self._failed.title.setText(unknown if is_unknown else known)
        if failure.name in PROTECTED:
            self._show(self._protected, self._protected.text.text())
            return
        state = self._moved if failure.name == MOVED else self._failed
        sentence = say(failure.sentence)
        state.text.setText(sentence)
        state.setAccessibleDescription(sentence)
        self._show(state, sentence)

    def show_crash(self) -> None:
        """Say that the child that draws has ended."""
        self._show(self._crashed, self._crashed.text.text())

    def _show(self, state: EmptyState, said: str) -> None:
        self.setCurrentWidget(state)
        announce(self, f"{state.title.text()}. {said}")

    @staticmethod
    def _button(state: EmptyState, text: str, act: Callable[[], object], icon: str) -> QWidget:
        return state.add_button(text, act, icon_name=icon)
