"""PDFium: open a file, and read the characters of a page with their places. Owns pypdfium2.

PDFium is not thread-safe, so every call into it is made under `LOCK`, one page at a time.
"""

import atexit
import logging
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from core.documents import repair
from core.documents.textpage import TextPage
from core.errors import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotFound,
    DocumentNotPdf,
    DocumentPasswordWrong,
    DocumentUnreadable,
)
from core.paths import reason_of
from core.sentences import said

LOCK = threading.RLock()
HEADER_BYTES = 1024  # PDFium looks for "%PDF-" in the first 1,024 bytes, as the specification allows

# A reading that an error left unfinished is closed as late as when the interpreter ends. By then
# pypdfium2 has taken PDFium down, and to close anything would be a crash; this is told just before.
_is_over = threading.Event()
atexit.register(_is_over.set)

# It warns of odd outlines, which are read as they are.
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


class Bookmark(NamedTuple):
    """A line of the outline as the file has it; `page_number` is 0 where it leads nowhere."""

    title: str
    level: int
    page_number: int


class OpenPdf:
    """A PDF that is open in PDFium; page numbers are 1-based."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.page_count = len(pdf)

    @property
    def handle(self) -> Any:
        """The document as PDFium knows it."""
        return self._pdf.raw

    def label(self, page_number: int) -> str:
        """Return the page's label from the PDF's own table of labels, "" where there is none."""
        with LOCK:
            return str(self._pdf.get_page_label(page_number - 1)).strip()

    def metadata(self, key: str) -> str:
        """Return what the file says of itself under `key` ("Title", "Author"), "" where it says nothing."""
        with LOCK:
            return str(self._pdf.get_metadata_value(key)).strip()

    def bookmarks(self) -> list[Bookmark]:
        """Return the outline in its own order. Source: ISO 32000-2, 12.3.3."""
        with LOCK:
            return [_bookmark(entry) for entry in self._pdf.get_toc()]

    @contextmanager
    def opened_page(self, page_number: int) -> Iterator[TextPage | None]:
        """Give the characters of a page, under the lock; None where PDFium cannot load it."""
        with LOCK:
            page = raw.FPDF_LoadPage(self._pdf.raw, page_number - 1)
            characters = raw.FPDFText_LoadPage(page) if page else None
            try:
                yield TextPage(page, characters) if characters else None
            finally:
                if characters and not _is_over.is_set():
                    raw.FPDFText_ClosePage(characters)
                if page:
                    close_page(page)


def close_page(page: Any) -> None:
    """Close a loaded page, unless PDFium is gone already."""
    if not _is_over.is_set():
        raw.FPDF_ClosePage(page)


@contextmanager
def opened_pdf(path: Path, password: str | None = None) -> Iterator[OpenPdf]:
    """Open the PDF at `path` for the time of the `with` block.

    Errors: DocumentNotFound, DocumentNotPdf, DocumentUnreadable, DocumentEmpty, DocumentEncrypted,
    DocumentPasswordWrong.
    """
    _check_header(path)
    with LOCK:
        pdf = _open(path, password)
    try:
        yield OpenPdf(pdf)
    finally:
        with LOCK:
            if not _is_over.is_set():
                pdf.close()


@contextmanager
def reading_from(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to read `path` into ours.

    Errors: DocumentNotFound, DocumentUnreadable.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentNotFound(path) from error
    except OSError as error:
        raise DocumentUnreadable(path, reason_of(error)) from error


def _check_header(path: Path) -> None:
    with reading_from(path):
        if path.is_dir():
            raise DocumentNotPdf(path)
        with path.open("rb") as file:
            start = file.read(HEADER_BYTES)
    if not start:
        raise DocumentUnreadable(path, said("the file is empty, 0 bytes"))
    if b"%PDF-" not in start and not repair.looks_like_pdf(start):
        raise DocumentNotPdf(path)


def _open(path: Path, password: str | None) -> Any:
    failure = raw.FPDF_ERR_UNKNOWN
    file_name = os.fsencode(path) if os.name == "posix" else str(path).encode("utf-8")
    for spelling in _spellings(password):
        handle = raw.FPDF_LoadDocument(file_name, None if spelling is None else spelling.encode("utf-8"))
        if handle:
            return _with_pages(handle, path)
        failure = raw.FPDF_GetLastError()
    if failure == raw.FPDF_ERR_PASSWORD and password is None:
        raise DocumentEncrypted(path)
    return _open_rewritten(path, password, failure)


def _open_rewritten(path: Path, password: str | None, failure: int) -> Any:
    """Open what pypdf makes of a file that PDFium refuses, or say why neither can."""
    written = repair.rewritten(path, password)
    handle = None
    if isinstance(written, bytes):
        handle = raw.FPDF_LoadMemDocument64(written, len(written), None)
        reason = said("its structure is damaged")
    else:
        reason = written
    if handle:
        return _with_pages(handle, path, written)
    if failure == raw.FPDF_ERR_PASSWORD:
        raise DocumentPasswordWrong(path)
    if failure == raw.FPDF_ERR_SECURITY:
        reason = said("it is encrypted in a way that OpenBook does not know")
    raise DocumentUnreadable(path, reason)


def _with_pages(handle: Any, path: Path, *held: object) -> Any:
    """Return an open document; what is `held` lives as long as it does."""
    if raw.FPDF_GetPageCount(handle) < 1:
        raw.FPDF_CloseDocument(handle)
        raise DocumentEmpty(path)
    document = pypdfium2.PdfDocument(handle)
    document._data_holder.extend(held)
    return document


def _spellings(password: str | None) -> list[str | None]:
    """Return the password as typed, and as PDF 2.0 prepares it (SASLprep, RFC 4013) where that differs."""
    if password is None:
        return [None]
    prepared = unicodedata.normalize("NFKC", password.replace("\N{SOFT HYPHEN}", ""))
    return [password] if prepared == password else [password, prepared]


def _bookmark(entry: Any) -> Bookmark:
    target = entry.get_dest()
    index = target.get_index() if target else None
    return Bookmark(entry.get_title(), entry.level, 0 if index is None else index + 1)
