import shutil
from pathlib import Path

import pytest
from fpdf import FPDF
from pytestqt.qtbot import QtBot

from core import paths
from core.library.store import Library
from core.paths import ASSETS
from core.settings import Settings
from gui.library.shelf import Entry, Shelf, State
from gui.process.worker import Worker

SAMPLE = ASSETS / "samples" / "sample-en.pdf"
PATIENCE_MS = 60_000


@pytest.fixture
def shelf(core_worker: Worker) -> Shelf:
    return Shelf(core_worker, Settings, core_worker)


def _wait_for(qtbot: QtBot, entry: Entry, state: State) -> None:
    qtbot.waitUntil(lambda: entry.state is state, timeout=PATIENCE_MS)


def _draw(path: Path, text: str, password: str = "") -> Path:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    if text:
        pdf.multi_cell(0, 8, text)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))
    return path


def test_a_document_is_opened_indexed_and_ready(qtbot: QtBot, shelf: Shelf) -> None:
    states: list[State] = []
    shelf.changed.connect(lambda entry: states.append(entry.state))
    (entry,) = shelf.open([SAMPLE])
    _wait_for(qtbot, entry, State.READY)
    qtbot.waitUntil(lambda: entry.stored is not None and entry.stored.embedded_count > 0, timeout=PATIENCE_MS)
    assert State.INDEXING in states
    assert entry.stored is not None
    assert entry.stored.page_count == len(entry.labels) == 12
    assert entry.outline


def test_the_same_file_under_two_names_is_one_document(qtbot: QtBot, shelf: Shelf, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    shutil.copy(SAMPLE, copy)
    first, second = shelf.open([SAMPLE, copy])
    qtbot.waitUntil(lambda: len(shelf.entries) == 1, timeout=PATIENCE_MS)
    assert shelf.entries == [first]
    assert first.path == copy
    assert second not in shelf.entries


def test_a_file_that_fails_stays_with_its_reason_and_can_be_tried_again(
    qtbot: QtBot, shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "late.pdf"
    path.write_text("no PDF at all")
    (entry,) = shelf.open([path])
    _wait_for(qtbot, entry, State.FAILED)
    assert entry.failure is not None
    assert "is not a PDF" in str(entry.failure.sentence)
    _draw(path, "Now it is one.")
    shelf.retry(entry)
    qtbot.waitUntil(lambda: bool(entry.document_id), timeout=PATIENCE_MS)


def test_a_protected_file_asks_for_its_password(qtbot: QtBot, shelf: Shelf, tmp_path: Path) -> None:
    path = _draw(tmp_path / "locked.pdf", "A secret of the house.", password="sesame")
    with qtbot.waitSignal(shelf.password_wanted, timeout=PATIENCE_MS):
        (entry,) = shelf.open([path])
    assert entry.state is State.LOCKED
    with qtbot.waitSignal(shelf.password_wanted, timeout=PATIENCE_MS):
        shelf.retry(entry, "wrong")
    assert entry.failure is not None
    assert entry.failure.name == "DocumentPasswordWrong"
    shelf.retry(entry, "sesame")
    qtbot.waitUntil(lambda: bool(entry.document_id), timeout=PATIENCE_MS)


def test_the_pdfs_of_a_folder_are_opened(qtbot: QtBot, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "papers" / "old").mkdir(parents=True)
    _draw(tmp_path / "papers" / "b.pdf", "The second paper.")
    _draw(tmp_path / "papers" / "old" / "a.PDF", "The first paper.")
    (tmp_path / "papers" / "notes.txt").write_text("no paper")
    with qtbot.waitSignal(shelf.folder_opened, timeout=PATIENCE_MS) as caught:
        assert shelf.open([tmp_path / "papers"]) == []
    assert [path.name for path in caught.args[0].paths] == ["b.pdf", "a.PDF"]
    qtbot.waitUntil(lambda: all(entry.document_id for entry in shelf.entries), timeout=PATIENCE_MS)


def test_a_removed_document_is_gone_from_the_library(qtbot: QtBot, shelf: Shelf, core_worker: Worker) -> None:
    (entry,) = shelf.open([SAMPLE])
    _wait_for(qtbot, entry, State.READY)
    with qtbot.waitSignal(shelf.removed, timeout=PATIENCE_MS):
        shelf.remove(entry)
    again = Shelf(core_worker, Settings, core_worker)
    with qtbot.waitSignal(again.loaded, timeout=PATIENCE_MS):
        again.load()
    assert again.entries == []


def test_what_a_crash_interrupted_goes_on_after_a_restart(
    qtbot: QtBot, shelf: Shelf, core_worker: Worker
) -> None:
    (entry,) = shelf.open([SAMPLE])
    qtbot.waitUntil(lambda: entry.state is State.INDEXING, timeout=PATIENCE_MS)
    core_worker.restart()
    shelf.resume()
    _wait_for(qtbot, entry, State.READY)
    assert entry.stored is not None
    assert entry.stored.embedded_count == entry.stored.chunk_count


def test_a_document_that_an_older_version_read_is_read_again_when_it_is_opened(
    qtbot: QtBot, shelf: Shelf, core_worker: Worker
) -> None:
    (entry,) = shelf.open([SAMPLE])
    _wait_for(qtbot, entry, State.READY)
    with Library(paths.library_file()) as library:
        library._database.execute("UPDATE documents SET reader = '', chunker = 'old', title = 'Old'")
    again = Shelf(core_worker, Settings, core_worker)
    with qtbot.waitSignal(again.loaded, timeout=PATIENCE_MS):
        again.load()
    (old,) = again.entries
    assert old.title == "Old"
    again.describe(old)
    qtbot.waitUntil(lambda: old.stored is not None and old.stored.is_current, timeout=PATIENCE_MS)
    assert old.title == entry.title
    _wait_for(qtbot, old, State.READY)


def test_documents_with_one_title_are_named_by_their_files_and_by_their_title_once_one_is_left(
    qtbot: QtBot, shelf: Shelf, tmp_path: Path
) -> None:
    renamed: list[Entry] = []
    shelf.renamed.connect(renamed.append)
    files = [
        _titled(tmp_path / f"{year}.pdf", "Annual Report", f"In {year} it rained.") for year in (2019, 2020)
    ]
    first, second = shelf.open(files)
    qtbot.waitUntil(lambda: first.stored is not None and second.stored is not None, timeout=PATIENCE_MS)
    assert [first.title, second.title] == ["2019.pdf · Annual Report", "2020.pdf · Annual Report"]
    for each in (first, second):
        _wait_for(qtbot, each, State.READY)
    renamed.clear()
    shelf.remove(first)
    qtbot.waitUntil(lambda: shelf.entries == [second], timeout=PATIENCE_MS)
    assert second.title == "Annual Report"
    assert renamed == [second]


def _titled(path: Path, title: str, text: str) -> Path:
    pdf = FPDF()
    pdf.set_title(title)
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.multi_cell(0, 8, text)
    pdf.output(str(path))
    return path
