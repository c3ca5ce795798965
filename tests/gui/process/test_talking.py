"""What the core child does with the model, in this process, where a test can come between two events."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fpdf import FPDF

from core import paths
from core.answering.assembly import forget
from core.answering.events import Reading
from core.documents.document import Document
from core.library.opening import open_document
from core.model.snapshots import Snapshots
from core.settings import Settings
from gui.process import readings
from gui.process.requests import FitReadings, ReadAhead
from gui.process.resources import Resources
from gui.process.talking import Talking


@pytest.fixture
def resources() -> Iterator[Resources]:
    resources = Resources()
    yield resources
    resources.close_library()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Draw a PDF of some five hundred tokens."""
    pdf, path = FPDF(), tmp_path / "notes.pdf"
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    pdf.multi_cell(
        0, 6, " ".join(f"On day {day} the water stood at {day}.{day % 9} metres." for day in range(30))
    )
    pdf.output(str(path))
    return path


def test_what_no_longer_fits_the_room_goes_and_nothing_more_is_kept_by_the_loaded_model(
    resources: Resources, notes: Path, quick_gguf: Path
) -> None:
    *_, document = open_document(resources.library, notes, None, None)
    assert isinstance(document, Document)
    settings = Settings(model=str(quick_gguf), context_tokens=2048, fast_copy="off")
    kept = Snapshots(paths.snapshots())
    with closing(Talking(resources)) as talking:
        assert [*talking.read_ahead(ReadAhead((document.document_id,), settings))]
        assert kept.all(), "otherwise nothing could go"
        without_room = replace(settings, snapshot_gb=0)
        readings.fit(FitReadings(without_room))
        assert not kept.all()
        assert [*talking.read_ahead(ReadAhead((document.document_id,), without_room))]
        assert not kept.all()


def test_of_a_document_that_is_forgotten_while_it_is_read_nothing_stays(
    resources: Resources, notes: Path, quick_gguf: Path
) -> None:
    *_, document = open_document(resources.library, notes, None, None)
    assert isinstance(document, Document)
    request = ReadAhead(
        (document.document_id,), Settings(model=str(quick_gguf), context_tokens=2048, fast_copy="off")
    )
    kept = Snapshots(paths.snapshots())
    with closing(Talking(resources)) as talking:
        assert [*talking.read_ahead(request)]
        assert kept.all(), "otherwise nothing would have stayed anyway"
        forget(resources.library, document.document_id)
        *_, document = open_document(resources.library, notes, None, None)
        talking.close()
        events = talking.read_ahead(request)
        while not isinstance(next(events), Reading):
            pass
        forget(resources.library, request.document_ids[0])
        for _ in events:
            pass
    assert not kept.all()
