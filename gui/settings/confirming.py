"""Asks before something is done that cannot be taken back."""

from PySide6.QtWidgets import QWidget

from gui.settings.sheet import Role, Sheet
from gui.widgets.text_label import TextLabel

WIDTH = 420


class ConfirmDialog(Sheet):
    """Is accepted when the person agrees by the button called `action`. Enter and Escape do not agree."""

    def __init__(self, title: str, sentence: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, is_compact=True)
        self.setMinimumWidth(WIDTH)
        self.body.addWidget(TextLabel(sentence, parent=self))
        cancel = self.add_button(self.tr("Cancel"), Role.RejectRole)
        self.add_button(action, Role.AcceptRole, "danger")
        cancel.setDefault(True)
        cancel.setFocus()
