"""Conversations become files: Markdown, HTML, or PDF made from the HTML."""

import re
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog

from core.errors import OpenBookError
from core.paths import writing_to
from gui.process.child import Failure
from gui.process.requests import ExportConversation
from gui.window import Window

FILTERS = {"PDF (*.pdf)": ".pdf", "Markdown (*.md)": ".md", "HTML (*.html)": ".html"}
MARGIN_MM = 18


class Exporting(QObject):
    """Asks where to, and writes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, conversation_id: int, title: str, turn: int | None = None) -> None:
        """Let the person choose a file and its form, and export a conversation or one turn of it."""
        folder = Path(str(self._window.state.value("export_folder") or Path.home()))
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Export"), str(folder / f"{as_file_name(title)}.pdf"), ";;".join(FILTERS)
        )
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() not in FILTERS.values():
                path = path.with_name(path.name + FILTERS.get(kind, ".pdf"))
            self._window.state.setValue("export_folder", str(path.parent))
            self.write(conversation_id, path, turn)

    def write(self, conversation_id: int, path: Path, turn: int | None = None) -> None:
        """Export to `path`, in the form that its ending names."""
        form = "md" if path.suffix.lower() == ".md" else "html"
        call = self._window.desk.worker.call(ExportConversation(conversation_id, form, turn))
        call.finished.connect(lambda text: self._save(path, text))
        call.failed.connect(lambda failure: self._window.banners.show_failure("export", failure))

    def _save(self, path: Path, text: str) -> None:
        try:
            with writing_to(path):
                if path.suffix.lower() == ".pdf":
                    _write_pdf(path, text)
                else:
                    path.write_text(text, encoding="utf-8")
        except OpenBookError as error:
            self._window.banners.show_failure("export", Failure(type(error).__name__, str(error)))
            return
        self._window.banners.show_message("export", "info", self.tr("Exported to {0}").format(path))


def _write_pdf(path: Path, html: str) -> None:
    path.open("ab").close()  # Qt says nothing of a file that it cannot write
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setCreator("OpenBook")
    document = QTextDocument()
    document.setHtml(html)
    document.print_(writer)


def as_file_name(title: str) -> str:
    """Return a title as a file name that every system takes."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title)
    return " ".join(name.split())[:80].rstrip(". ") or "conversation"
