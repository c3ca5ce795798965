"""Asks for the password of a protected document."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui import icons
from gui.settings.sheet import Role, Sheet
from gui.widgets.announcing import announce
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel

WIDTH = 440


class PasswordDialog(Sheet):
    """Says the password with `entered` and forgets it; `was_wrong` tells that the last one did not fit."""

    entered = Signal(str)

    def __init__(self, document_name: str, *, was_wrong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Password needed"), parent, is_compact=True)
        self.setMinimumWidth(WIDTH)
        self._add_document(document_name)
        self.field = self._field()
        self.body.addWidget(self.field)
        self.fault = TextLabel(self.tr("This password does not open the document."), "danger", self)
        self.body.addWidget(self.fault)
        self.body.addWidget(TextLabel(self.tr("It is used to open the PDF and never stored."), "dim", self))
        self.body.addStretch()
        self.add_button(self.tr("Cancel"), Role.RejectRole)
        self._open = self.add_button(self.tr("Open"), Role.AcceptRole, "primary")
        self._open.setDefault(True)
        self._take_text("")
        self.show_wrong(was_wrong)
        self.field.setFocus()

    def show_wrong(self, was_wrong: bool) -> None:
        """Say beside the field that the password was wrong, or no longer."""
        self.fault.setVisible(was_wrong)
        self.field.setProperty("invalid", was_wrong)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(self.fault.text() if was_wrong else "")
        if was_wrong:
            announce(self, self.fault.text(), is_urgent=True)

    def _add_document(self, name: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconView("lock", self, colour="dim"))
        row.addWidget(ElidedLabel(name, self), 1)
        self.body.addLayout(row)

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setPlaceholderText(self.tr("Password"))
        field.setAccessibleName(self.tr("Password"))
        field.textChanged.connect(self._take_text)
        reveal = QAction(icons.icon("eye", "dim"), self.tr("Show the password"), field)
        reveal.setCheckable(True)
        reveal.toggled.connect(self._reveal)
        field.addAction(reveal, QLineEdit.ActionPosition.TrailingPosition)
        return field

    def _reveal(self, is_shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _take_text(self, text: str) -> None:
        self._open.setEnabled(bool(text))
        if text and self.fault.isVisible():
            self.show_wrong(False)

    def done(self, result: int) -> None:
        """Say the password where the dialog was accepted, and keep nothing of it."""
        password = self.field.text()
        self.field.clear()
        super().done(result)
        if result:
            self.entered.emit(password)
