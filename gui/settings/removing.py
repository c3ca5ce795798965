"""Asks before a document is removed, and says what is deleted with it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.settings.sheet import Role, Sheet
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel

WIDTH = 460


class RemovalDialog(Sheet):
    """Is accepted when the person agrees. Enter cancels: what is deleted does not come back."""

    def __init__(
        self,
        title: str,
        conversation_count: int = 0,
        *,
        document_count: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        heading = self.tr("Remove from the library?")
        if document_count > 1:
            heading = self.tr("Remove {0} documents from the library?").format(f"{document_count:,}")
        super().__init__(heading, parent, is_compact=True)
        self.setMinimumWidth(WIDTH)
        self._is_one = document_count == 1
        self._add_line("document", "dim", ElidedLabel(title, self))
        self.body.addWidget(TextLabel(self.tr("This is deleted from this computer:"), "dim", self))
        read = self.tr("Its text, its search index, and what models have read of it")
        several = self.tr("The texts that were read from them, and their search indexes")
        self._say("remove", "danger", read if self._is_one else several)
        if conversation_count:
            self._say("remove", "danger", self._conversations(conversation_count))
        self.body.addWidget(TextLabel(self.tr("This stays:"), "dim", self))
        file, files = self.tr("The PDF file itself is not touched"), self.tr("The PDF files are not touched")
        self._say("check", "good", file if self._is_one else files)
        self.body.addStretch()
        cancel = self.add_button(self.tr("Cancel"), Role.RejectRole)
        self.add_button(self.tr("Remove"), Role.AcceptRole, "danger")
        cancel.setDefault(True)
        cancel.setFocus()

    def _conversations(self, count: int) -> str:
        if not self._is_one:
            return self.tr("The conversations about them")
        if count == 1:
            return self.tr("1 conversation about it")
        return self.tr("{0} conversations about it").format(f"{count:,}")

    def _say(self, icon_name: str, colour: str, sentence: str) -> None:
        self._add_line(icon_name, colour, TextLabel(sentence, "", self))

    def _add_line(self, icon_name: str, colour: str, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconView(icon_name, self, size=18, colour=colour))
        row.addWidget(widget, 1)
        self.body.addLayout(row)
