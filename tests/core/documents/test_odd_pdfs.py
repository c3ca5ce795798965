"""Odd, damaged, encrypted and scanned PDFs: each becomes a Document or one of our errors, in bounded time.

Each file is read in a child process, so that a native crash is seen and named instead of ending the tests.
"""

import csv
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from core import errors

ODD_PDFS = Path(__file__).parents[3].parent / "shared" / "data" / "odd_pdfs"
EVERY = 3
LIMIT_S = 15
READER = """
import json, sys
from pathlib import Path
from core.documents.document import Document
from core.documents.pdf import read_document
from core.errors import OpenBookError
for line in sys.stdin:
    path, password = json.loads(line)
    try:
        *_, document = read_document(Path(path), password)
        assert isinstance(document, Document)
        found = ["Document", len(document.pages), sum(len(page.text) for page in document.pages)]
    except OpenBookError as error:
        found = [type(error).__name__, 0, str(error)]
    except Exception as error:
        found = ["escaped: " + repr(error), 0, ""]
    print(json.dumps(found), flush=True)
"""


class OddPdf(NamedTuple):
    """A row of INDEX.csv; `password` is None where the source names none."""

    name: str
    password: str | None
    has_text: bool


def odd_pdfs() -> list[OddPdf]:
    """Return all of them, in the order of the index."""
    with (ODD_PDFS / "INDEX.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        OddPdf(
            row["file"], _password(row["expected_per_source"]), row["chars_first_8_pages"] not in ("", "0")
        )
        for row in rows
    ]


def _password(expected: str) -> str | None:
    named = re.search(r"password '([^']*)'", expected)
    return named[1] if named else None


def outcomes(pdfs: list[OddPdf]) -> dict[str, tuple[str, int, object]]:
    """Read each PDF in a child process, and return what came of it: kind, pages, characters or message."""
    found: dict[str, tuple[str, int, object]] = {}
    reader = _Reader()
    for pdf in pdfs:
        answer = reader.ask(pdf)
        if answer is None:
            found[pdf.name] = (f"ended with {reader.exit_code()}", 0, "")
            reader = _Reader()
        else:
            kind, pages, rest = json.loads(answer)
            found[pdf.name] = (kind, pages, rest)
    reader.exit_code()
    return found


class _Reader:
    """A child process that reads PDFs until one of them kills it, or takes longer than the limit."""

    def __init__(self) -> None:
        program = [sys.executable, "-c", READER]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, pdf: OddPdf) -> str | None:
        """Return the reader's answer, or None where it died over the file."""
        question, answers = _pipes(self._process)
        question.write(json.dumps([str(ODD_PDFS / pdf.name), pdf.password]) + "\n")
        question.flush()
        limit = threading.Timer(LIMIT_S, self._process.kill)
        limit.start()
        try:
            return answers.readline() or None
        finally:
            limit.cancel()

    def exit_code(self) -> int:
        """End the process and return how it ended."""
        for pipe in _pipes(self._process):
            pipe.close()
        return self._process.wait(LIMIT_S)


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


@pytest.fixture(scope="module")
def sampled() -> dict[str, tuple[str, int, object]]:
    if not ODD_PDFS.exists():
        pytest.skip("the development data is not here")
    return outcomes(odd_pdfs()[::EVERY])


def test_every_odd_pdf_is_a_document_or_one_of_our_errors(
    sampled: dict[str, tuple[str, int, object]],
) -> None:
    ours = {"Document", *(name for name in vars(errors) if name.startswith("Document"))}
    assert len(sampled) > 200
    assert {name: found for name, found in sampled.items() if found[0] not in ours} == {}


def test_a_known_password_opens_an_odd_pdf() -> None:
    if not ODD_PDFS.exists():
        pytest.skip("the development data is not here")
    locked = [pdf for pdf in odd_pdfs() if pdf.password and pdf.has_text]
    found = outcomes(locked)
    assert len(locked) > 10
    assert {name: each for name, each in found.items() if each[0] != "Document"} == {}


def test_most_odd_pdfs_with_text_are_read(sampled: dict[str, tuple[str, int, object]]) -> None:
    with_text = [pdf.name for pdf in odd_pdfs()[::EVERY] if pdf.has_text]
    read = [name for name in with_text if sampled[name][0] == "Document"]
    assert len(read) >= 0.97 * len(with_text)
