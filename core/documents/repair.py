"""A second opinion on a file that PDFium refuses: pypdf reads it and writes it anew. Owns pypdf.

PDFium gives everything else, outline and labels included: on a report of 503 pages pypdf needs 0.9 s
to be imported and to find the pages, PDFium 1 ms to name them all.
"""

import io
import logging
import re
from pathlib import Path

from core.sentences import Sentence, said

LIMIT_BYTES = 50_000_000  # pypdf holds the whole file as Python objects
OBJECT = re.compile(rb"(?:^|[\r\n])\d+ \d+ obj\b")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about files already known to be bad


def looks_like_pdf(start: bytes) -> bool:
    """Tell whether a file without the header "%PDF-" nevertheless begins with an object of a PDF."""
    return OBJECT.search(start) is not None


def rewritten(path: Path, password: str | None) -> bytes | Sentence:
    """Return the document as a sound, unencrypted PDF, or the reason why there is none."""
    # imported here: it takes 0.25 s, and few files ever need it
    from pypdf import PdfReader, PdfWriter

    if path.stat().st_size > LIMIT_BYTES:
        return said("its structure is damaged")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            reader.decrypt(password or "")
        output = io.BytesIO()
        PdfWriter(clone_from=reader).write(output)
    except Exception as error:  # noqa: BLE001 - a damaged file raises whatever its damage leads to
        how = str(error).rstrip(".") or type(error).__name__
        return said("its structure is damaged ({how})", how=how)
    return output.getvalue()
