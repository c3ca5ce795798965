"""The folders whose models are offered: added, removed, and named in full in a tool tip."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import icons
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.icon_button import IconButton
from gui.widgets.text_label import TextLabel


class WatchedFolders(QWidget):
    """A chip for each folder; `changed` tells that one came or went."""

    changed = Signal()

    def __init__(self, folders: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders = folders
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(TextLabel(self.tr("Further folders that are looked through"), "dim", self), 1)
        add = QPushButton(icons.icon("folder"), self.tr("Add a folder…"), self)
        add.setIconSize(icons.BESIDE_TEXT)
        add.setAutoDefault(False)
        add.clicked.connect(self._browse)
        top.addWidget(add)
        column.addLayout(top)
        chips = QWidget(self)
        self._chips = FlowLayout(chips)
        column.addWidget(chips)
        self._show()

    def add(self, folder: str) -> None:
        """Look through a folder from now on."""
        if folder not in self.folders:
            self._change((*self.folders, folder))

    def remove(self, folder: str) -> None:
        """Look through a folder no more; its files stay."""
        self._change(tuple(each for each in self.folders if each != folder))

    def _change(self, folders: tuple[str, ...]) -> None:
        self.folders = folders
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._chips.clear()
        for folder in self.folders:
            self._chips.addWidget(self._chip(folder))

    def _chip(self, folder: str) -> QFrame:
        chip = QFrame(self)
        chip.setProperty("kind", "chip")
        chip.setToolTip(folder)
        row = QHBoxLayout(chip)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(folder, chip))
        remove = IconButton("close", self.tr("Stop looking through {0}").format(folder), chip, colour="dim")
        remove.clicked.connect(lambda: self.remove(folder))
        row.addWidget(remove)
        return chip

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder"), str(Path.home()))
        if folder:
            self.add(folder)
