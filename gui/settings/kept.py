"""What the disk holds of documents that models have read, beside the setting that bounds it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.library.wording import size_text
from gui.process.requests import KeptReadings
from gui.settings.confirming import ConfirmDialog
from gui.translating import counted
from gui.widgets.text_label import TextLabel


class KeptRoom(QWidget):
    """Says how much is kept and of how much, and offers to forget all of it; hidden until it is known."""

    forgetting_asked = Signal()  # the person agreed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: KeptReadings | None = None
        self.label = TextLabel("", "small", self)
        self.button = QPushButton(self.tr("Forget all…"), self)
        self.button.setAccessibleName(self.tr("Forget all that was read"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._confirm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_kept(self, kept: KeptReadings) -> None:
        """Show what is kept now."""
        self._kept = kept
        self.label.setText(self._sentence(kept))
        self.button.setEnabled(bool(kept.total_bytes))
        self.show()

    def _sentence(self, kept: KeptReadings) -> str:
        budget = size_text(kept.budget_bytes)
        if not kept.total_bytes:
            return self.tr("Nothing is kept now; there is room for {0}.").format(budget)
        documents = counted(len(kept.by_document), self.tr("1 document"), self.tr("{0} documents"))
        said = self.tr("{0} of {1} are taken, by what was read of {2}.")
        pinned = _pinned_count(kept)
        sentences = [said.format(size_text(kept.total_bytes), budget, documents)]
        if pinned:
            pinned_documents = counted(pinned, self.tr("1 of them stays"), self.tr("{0} of them stay"))
            sentences.append(
                self.tr("{0} on the disk whatever the room, as you chose.").format(pinned_documents)
            )
        return " ".join(sentences)

    def _confirm(self) -> None:
        dialog = ConfirmDialog(
            self.tr("Forget all that was read?"), self._warning(), self.tr("Forget"), self.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self.forgetting_asked)
        dialog.open()

    def _warning(self) -> str:
        warning = self.tr(
            "Documents and answers stay. Each document is read again, which may take minutes, when it is "
            "next asked about as a whole."
        )
        if self._kept is not None and _pinned_count(self._kept):
            warning += " " + self.tr("What you chose to keep on the disk is forgotten too.")
        return warning


def _pinned_count(kept: KeptReadings) -> int:
    return sum(each.is_pinned for each in kept.by_document.values())
