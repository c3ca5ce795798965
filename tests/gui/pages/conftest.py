"""A pane of pages with a real child process, shared where a test does not break it."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.documents.document import Span
from gui.pages.pane import PagesPane
from gui.pages.requests import make_service
from gui.process.worker import Worker
from tests.core.documents.drawn import report

Shower = Callable[[Path], PagesPane]


@pytest.fixture(scope="session")
def pages_worker(qapp: QApplication) -> Generator[Worker]:
    """Return the real child; each test opens its own documents in it."""
    worker = Worker("pages", make_service)
    worker.start()
    yield worker
    worker.close()


@pytest.fixture
def pane(qtbot: QtBot, pages_worker: Worker) -> Generator[PagesPane]:
    """Return a visible pane without a document."""
    made = PagesPane(pages_worker)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.clear()  # what still comes from the child is not for a pane that is gone


@pytest.fixture
def shown(qtbot: QtBot, pane: PagesPane) -> Shower:
    """Return what shows a PDF in the pane and waits until all in sight is drawn and read."""

    def show(path: Path) -> PagesPane:
        pane.show_document(path.stem, path)
        qtbot.waitUntil(lambda: pane.view.page_count > 0 and is_drawn(pane), timeout=20_000)
        return pane

    return show


@pytest.fixture
def report_pane(shown: Shower, tmp_path: Path) -> PagesPane:
    """Return a pane that shows a report of six pages with an outline and running headers."""
    return shown(report(tmp_path / "report.pdf"))


def is_drawn(pane: PagesPane) -> bool:
    """Tell whether the pages in sight are drawn and their texts have come."""
    view, supply = pane.view, pane.supply
    return all(supply.layer(number) is not None for number in view.pages_in_sight()) and view.is_drawn


def place_of(pane: PagesPane, words: str, page_number: int = 1, *, side: str = "middle") -> QPoint:
    """Return where words are in the viewport: their left end, their right end, or their middle."""
    layer = pane.supply.layer(page_number)
    assert layer is not None
    start = layer.text.index(words)
    box = pane.view.boxes(Span(page_number, start, start + len(words)))[0]
    across = {"left": box.left() + 1, "middle": box.center().x(), "right": box.right() - 1}[side]
    return QPointF(across, box.center().y()).toPoint()


def drag(qtbot: QtBot, pane: PagesPane, start: QPoint, end: QPoint) -> None:
    """Drag the mouse over the pages."""
    viewport, left = pane.view.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(viewport, left, pos=start)
    qtbot.mouseMove(viewport, (start + end) / 2)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, left, pos=end)
