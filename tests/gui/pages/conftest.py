"""A pane of pages with a real child process, shared where a test does not break it."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
