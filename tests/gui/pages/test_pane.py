import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.documents.document import OutlineItem, SkippedPage, Span
from core.paths import ASSETS
from gui.pages.pane import PagesPane
from gui.pages.requests import make_service
from gui.pages.supply import Supply
from gui.pages.zoom import Fit, at
from gui.process.child import Failure
from gui.process.worker import Worker
from tests.core.documents.drawn import report
from tests.gui.pages.conftest import Shower, is_drawn

HEAVY = "torch transformers llama_cpp hnswlib onnxruntime numpy pypdfium2 pypdf"


def open_document(qtbot: QtBot, pane: PagesPane, path: Path, **known: object) -> None:
    with qtbot.waitSignal(pane.supply.opened, timeout=20_000):
        pane.show_document(path.stem, path, **known)  # type: ignore[arg-type]


def sentences(pane: PagesPane) -> list[str]:
    return [label.text() for label in pane.stead.findChildren(QLabel) if label.isVisible()]


def button(parent: QWidget, text: str) -> QPushButton:
    found = [each for each in parent.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    assert len(found) == 1
    return found[0]


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(*(n for n in '{HEAVY} PySide6'.split() if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_windows_process_loads_nothing_heavy_for_the_pages() -> None:
    assert loaded_by("import gui.pages.pane") == {"PySide6"}


def test_the_child_loads_no_qt() -> None:
    assert "PySide6" not in loaded_by("from gui.pages.requests import make_service; make_service()")


def test_without_a_document_the_pane_says_what_comes_here(pane: PagesPane) -> None:
    assert sentences(pane)[0] == "No document"
    assert not pane.tools.isVisible()
    assert pane.page_number == 0


def test_a_document_is_shown_with_its_labels_outline_and_notes(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    open_document(
        qtbot,
        pane,
        report(tmp_path / "report.pdf"),
        labels=["i", "ii", "1", "2", "3", "4"],
        outline=[OutlineItem("Only this", 0, 2)],
        skipped=[SkippedPage(1, "a picture without text")],
    )
    assert (pane.tools.page_box.line.text(), pane.tools.page_box.of.text()) == ("i", "(1 of 6)")
    assert pane.side.outline.topLevelItemCount() == 1
    assert pane.view.accessibleName() == "Pages of report.pdf"
    assert pane.view._sight(1).note == "No text here to ask about: a picture without text"


def test_outline_and_labels_of_the_file_stand_in_for_those_not_given(report_pane: PagesPane) -> None:
    assert report_pane.side.outline.topLevelItemCount() == 6
    assert report_pane.tools.page_box.of.text() == "of 6"


def test_a_page_typed_into_the_box_is_gone_to_and_the_keyboard_comes_back(
    qtbot: QtBot, report_pane: PagesPane
) -> None:
    report_pane.focus_page_box()
    qtbot.keyClicks(report_pane.tools.page_box.line, "4")
    qtbot.keyClick(report_pane.tools.page_box.line, Qt.Key.Key_Return)
    assert report_pane.page_number == 4
    assert report_pane.view.hasFocus()


def test_a_citation_is_marked_on_its_lines(qtbot: QtBot, report_pane: PagesPane) -> None:
    report_pane.show_citation("report", 3, 40, 130)
    qtbot.waitUntil(lambda: bool(report_pane.view.boxes(Span(3, 40, 130))), timeout=20_000)
    qtbot.waitUntil(lambda: is_drawn(report_pane), timeout=20_000)
    box = report_pane.view.boxes(Span(3, 40, 130))[0].toRect()
    colour = report_pane.view.viewport().grab().toImage().pixelColor(box.left() + 1, box.top() + 1)
    assert colour.saturation() > 50
    assert report_pane.page_number == 3


def test_a_citation_asked_for_while_the_document_opens_is_shown_then(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    pane.show_document("report", report(tmp_path / "report.pdf"))
    pane.show_citation("report", 5, 40, 130)
    qtbot.waitUntil(lambda: pane.page_number == 5 and bool(pane.view.boxes(Span(5, 40, 130))), timeout=20_000)


def test_a_citation_of_another_document_changes_nothing(report_pane: PagesPane) -> None:
    report_pane.show_citation("another", 3, 0, 10)
    assert len(report_pane.markings.citations) == 0


def test_of_several_spans_one_is_the_current_one(report_pane: PagesPane) -> None:
    spans = [Span(1, 40, 60), Span(4, 40, 60), Span(6, 40, 60)]
    report_pane.show_spans("report", spans, 1)
    assert report_pane.markings.citations.current == spans[1]
    assert report_pane.page_number == 4
    assert len(report_pane.markings.citations) == 3


def test_each_document_is_found_again_as_it_was_left(qtbot: QtBot, shown: Shower, tmp_path: Path) -> None:
    first, second = report(tmp_path / "first.pdf"), report(tmp_path / "second.pdf", 2)
    pane = shown(first)
    pane.go_to(4)
    pane.view.set_zoom(at(1.5))
    pane.show_citation("first", 4, 0, 20)
    shown(second)
    assert (pane.page_number, pane.view.zoom.fit) == (1, Fit.WIDTH)
    assert len(pane.markings.citations) == 0
    shown(first)
    assert (pane.page_number, pane.view.zoom) == (4, at(1.5))


def test_the_document_that_is_shown_already_is_not_opened_again(qtbot: QtBot, report_pane: PagesPane) -> None:
    shown = report_pane._shown
    assert shown is not None
    report_pane.go_to(3)
    with qtbot.assertNotEmitted(report_pane.supply.opened, wait=100):
        report_pane.show_document(shown.document_id, shown.path)
    assert report_pane.page_number == 3


def test_a_file_is_shown_before_it_is_a_document_and_goes_on_from_there(
    qtbot: QtBot, pane: PagesPane
) -> None:
    sample = ASSETS / "samples" / "sample-en.pdf"
    with qtbot.waitSignal(pane.supply.opened, timeout=20_000):
        pane.show_file(sample)
    assert pane.document_id == ""
    pane.go_to(5)
    with qtbot.assertNotEmitted(pane.supply.opened, wait=300):
        pane.show_document("known", sample, labels=[f"p{n}" for n in range(1, 13)])
    assert (pane.document_id, pane.page_number) == ("known", 5)
    assert pane.tools.page_box.line.text() == "p5"


def test_a_file_that_is_gone_can_be_located(qtbot: QtBot, pane: PagesPane, tmp_path: Path) -> None:
    pane.show_document("gone", tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: "The file is not where it was" in sentences(pane), timeout=20_000)
    with qtbot.waitSignal(pane.locate_requested) as wanted:
        qtbot.mouseClick(button(pane, "Locate…"), Qt.MouseButton.LeftButton)
    assert wanted.args == ["gone"]
    open_document(qtbot, pane, report(tmp_path / "gone.pdf"))
    assert pane.view.isVisible()


def test_a_file_that_came_back_is_shown_on_a_click(qtbot: QtBot, pane: PagesPane, tmp_path: Path) -> None:
    pane.show_document("late", tmp_path / "late.pdf")
    qtbot.waitUntil(lambda: "The file is not where it was" in sentences(pane), timeout=20_000)
    report(tmp_path / "late.pdf", 2)
    qtbot.mouseClick(button(pane, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.view.page_count == 2, timeout=20_000)


def test_a_file_that_is_no_pdf_is_refused_with_its_reason(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_text("Dear reader")
    pane.show_document("letter", path)
    qtbot.waitUntil(lambda: "The pages cannot be shown" in sentences(pane), timeout=20_000)
    assert any("is not a PDF" in sentence for sentence in sentences(pane))


def test_a_protected_file_is_shown_with_its_password_and_not_without(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    path = report(tmp_path / "locked.pdf", 2)
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.encrypt("sesame", algorithm="AES-256")
    writer.write(path)
    pane.show_document("locked", path)
    qtbot.waitUntil(lambda: "Protected by a password" in sentences(pane), timeout=20_000)
    open_document(qtbot, pane, path, password="sesame")
    qtbot.waitUntil(lambda: is_drawn(pane), timeout=20_000)
    assert pane.view.page_count == 2


def test_a_cleared_pane_shows_nothing_and_forgets_the_child_its_file(report_pane: PagesPane) -> None:
    report_pane.clear()
    assert sentences(report_pane)[0] == "No document"
    assert (report_pane.document_id, report_pane.cache_bytes) == ("", 0)


def test_after_a_crash_one_click_shows_the_same_place_again(qtbot: QtBot, tmp_path: Path) -> None:
    worker = Worker("pages", make_service)
    pane = PagesPane(worker)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    open_document(qtbot, pane, report(tmp_path / "report.pdf"))
    pane.go_to(4)
    qtbot.waitUntil(lambda: is_drawn(pane), timeout=20_000)
    assert worker._process is not None
    worker._process.kill()
    qtbot.waitUntil(lambda: "The view of the pages has ended" in sentences(pane), timeout=20_000)
    qtbot.mouseClick(button(pane, "Show again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.page_number == 4 and is_drawn(pane), timeout=20_000)
    pane.close_worker()
    assert not worker.is_running


def test_the_keyboard_reaches_the_pane_whatever_it_shows(
    qtbot: QtBot, pane: PagesPane, tmp_path: Path
) -> None:
    pane.setFocus()
    assert pane.isAncestorOf(pane.focusWidget() or pane)
    open_document(qtbot, pane, report(tmp_path / "report.pdf", 1))
    pane.setFocus()
    assert pane.view.hasFocus()
    pane.show_document("gone", tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: "The file is not where it was" in sentences(pane), timeout=20_000)
    assert button(pane, "Locate…").hasFocus()


@pytest.mark.parametrize("width", [300, 420, 1400])
def test_every_control_has_a_name_and_none_is_cut_off(
    qtbot: QtBot, report_pane: PagesPane, width: int
) -> None:
    report_pane.resize(width, 500)
    report_pane.open_find()
    report_pane.toggle_outline()
    qtbot.wait(20)
    for each in report_pane.findChildren(QAbstractButton):
        if each.isVisible() and each.text():
            assert each.accessibleName(), each
            place = each.mapTo(report_pane, each.rect().topLeft())
            assert report_pane.rect().contains(each.rect().translated(place)), (each.text(), width)


def test_zoom_fit_and_rotation_follow_the_tools(qtbot: QtBot, report_pane: PagesPane) -> None:
    tools, view = report_pane.tools, report_pane.view
    before = view.zoom.factor
    claims: list[tuple[QAbstractButton, Callable[[], bool]]] = [
        (tools.larger, lambda: view.zoom.factor > before),
        (tools.smaller, lambda: view.zoom.fit is Fit.NOTHING),
        (tools.fit_page, lambda: view.zoom.fit is Fit.PAGE),
        (tools.fit_width, lambda: abs(view.zoom.factor - before) < 1e-6),
        (tools.rotate, lambda: view.quarters == 1),
    ]
    for tool, claim in claims:
        qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)
        assert claim(), tool.text()


def test_the_hebrew_sample_is_shown_in_a_mirrored_window(
    qtbot: QtBot, shown: Shower, pane: PagesPane
) -> None:
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown(ASSETS / "samples" / "sample-he.pdf")
    pane.toggle_outline()
    assert pane.tools.side.x() > pane.tools.search.x()
    qtbot.waitUntil(lambda: pane.side.x() > pane.view.x())


def test_a_long_document_stays_within_the_bound_of_memory(
    qtbot: QtBot, shown: Shower, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = shown(report(tmp_path / "long.pdf", 40))
    assert isinstance(pane.supply, Supply)
    monkeypatch.setattr(pane.supply.tiles, "_limit_bytes", 6 * 2**20)
    for number in range(1, 41, 4):
        pane.go_to(number)
        qtbot.waitUntil(lambda: pane.view.is_drawn, timeout=20_000)
        assert pane.cache_bytes <= 6 * 2**20


def test_a_document_that_cannot_be_opened_says_why_and_what_can_be_done(
    qtbot: QtBot, pane: PagesPane
) -> None:
    pane.show_refusal(Failure("DocumentDamaged", "broken.pdf cannot be read."))
    shown = pane.stead.currentWidget()
    assert shown is not None
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert texts == ["This document could not be opened", "broken.pdf cannot be read."]
    with qtbot.waitSignal(pane.retry_requested):
        qtbot.mouseClick(shown.findChild(QPushButton), Qt.MouseButton.LeftButton)
    pane.show_refusal(Failure("DocumentEncrypted", "It is protected."))
    button = pane.stead.focus_target()
    with qtbot.waitSignal(pane.unlock_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
