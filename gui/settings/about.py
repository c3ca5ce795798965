"""What OpenBook is: version, licence, promise, and the versions of what it is built on."""

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import icons
from gui.settings.sheet import Role, Sheet
from gui.widgets.text_label import TextLabel

WIDTH = 480
ICON_PIXELS = 72
COMPONENTS = {
    "llama.cpp (llama-cpp-python)": "llama-cpp-python",
    "PDFium (pypdfium2)": "pypdfium2",
    "pypdf": "pypdf",
    "hnswlib": "hnswlib",
    "ONNX Runtime": "onnxruntime",
    "sentence-transformers": "sentence-transformers",
    "PySide6": "PySide6-Essentials",
}


def own_version() -> str:
    """Return OpenBook's version, or "" where it runs without being installed."""
    return _version("openbook")


def versions() -> dict[str, str]:
    """Return the versions of what OpenBook is built on, read without importing any of it."""
    built_on = {name: _version(package) for name, package in COMPONENTS.items()}
    built_on |= {"Qt": qVersion(), "SQLite": sqlite3.sqlite_version, "Python": platform.python_version()}
    return {name: found for name, found in built_on.items() if found}


class AboutDialog(Sheet):
    """Says what OpenBook is; the versions can be copied for a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("About OpenBook"), parent, is_compact=True)
        self.setMinimumWidth(WIDTH)
        self.heading.hide()
        self.body.addLayout(self._top())
        self.body.addWidget(
            TextLabel(
                self.tr(
                    "Your documents, questions and answers stay on this computer. OpenBook opens no "
                    "connection unless you ask it to download a model."
                ),
                "",
                self,
            )
        )
        self.body.addLayout(self._table())
        self.body.addStretch()
        copy = self.add_button(self.tr("Copy versions"), Role.ActionRole)
        copy.clicked.connect(self._copy)
        close = self.add_button(self.tr("Close"), Role.RejectRole)
        close.setDefault(True)
        close.setFocus()

    def _top(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(icons.app_icon().pixmap(ICON_PIXELS, ICON_PIXELS))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(TextLabel("OpenBook", "title", self))
        words.addWidget(TextLabel(self.tr("Ask your documents, privately."), "", self))
        licence = self.tr("Version {0} · MIT licence").format(own_version())
        words.addWidget(TextLabel(licence if own_version() else self.tr("MIT licence"), "dim", self))
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setVerticalSpacing(3)
        table.setHorizontalSpacing(18)
        table.setColumnStretch(1, 1)
        for line, (name, found) in enumerate(versions().items()):
            table.addWidget(TextLabel(name, "dim", self), line, 0)
            shown = TextLabel(found, "", self)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            table.addWidget(shown, line, 1)
        for label in self.findChildren(QLabel):
            if label.property("kind") == "dim":
                label.setWordWrap(False)
        return table

    def _copy(self) -> None:
        lines = [f"OpenBook {own_version()}".strip(), f"System {platform.platform()}"]
        lines += [f"{name} {found}" for name, found in versions().items()]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
