"""Conversations become files: Markdown, HTML, or PDF made from the HTML."""

import re
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog

from core.answering.account import Account
from core.errors import OpenBookError
from core.paths import writing_to
from gui.process.child import Failure
from gui.process.requests import ExportConversation
from gui.translating import say
from gui.widgets.direction import kept
from gui.window import Window

FILTERS = {"PDF (*.pdf)": ".pdf", "Markdown (*.md)": ".md", "HTML (*.html)": ".html"}


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
        call = self._window.desk.worker.call(ExportConversation(conversation_id, turn))
        call.finished.connect(lambda told: self._save(path, told))
        call.failed.connect(lambda failure: self._window.banners.show_failure("export", failure))

    def _save(self, path: Path, told: Account) -> None:
        from core.answering.export import as_html, as_markdown  # not before it is needed: it reads Markdown

        form = path.suffix.lower()
        try:
            with writing_to(path):
                if form == ".pdf":
                    _write_pdf(path, as_html(told, say, turns_columns=True))
                else:
                    text = as_markdown(told, say) if form == ".md" else as_html(told, say)
                    path.write_text(text, encoding="utf-8")
        except OpenBookError as error:
            self._window.banners.show_failure("export", Failure.of(error))
            return
        sentence = self.tr("Exported to {0}").format(kept(str(path)))
        self._window.banners.show_message("export", "info", sentence)


def _write_pdf(path: Path, html: str) -> None:
    path.open("ab").close()  # Qt says nothing of a file that it cannot write
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # a document that is printed has 2 cm of its own
    writer.setCreator("OpenBook")
    document = QTextDocument()
    document.setHtml(html)
    document.print_(writer)


def as_file_name(title: str) -> str:
    """Return a title as a file name that every system takes."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title)
    return " ".join(name.split())[:80].rstrip(". ") or "conversation"
