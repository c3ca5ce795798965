"""What every test of the window shares."""

import os
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import paths, settings
from core.settings import Settings
from gui.app import build
from gui.process.children import core_service
from gui.process.worker import Worker
from gui.window import Window
from tests.gui.windows import Start, draw

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Let the offscreen platform say what it cannot do: that is no fault of a widget."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support ")


@pytest.fixture
def starter_models(data_folder: Path, starter_gguf: Path, starter_embedder: Path) -> Path:
    """Put the starter models into the test's own data folder, and return the folder of models."""
    paths.models().mkdir(parents=True)
    for model in (starter_gguf, starter_embedder):
        (paths.models() / model.name).symlink_to(model)
    return paths.models()


@pytest.fixture
def core_worker(qtbot: QtBot, starter_models: Path) -> Generator[Worker]:
    """Return the real core child, with the starter models."""
    worker = Worker("core", core_service)
    worker.start()
    yield worker
    worker.close()


@pytest.fixture
def app(qapp: QApplication) -> Generator[QApplication]:
    """Return the application, and let it speak and lie as before when the test is over."""
    locale, way = QLocale(), qapp.layoutDirection()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(way)


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, starter_models: Path) -> Generator[Start]:
    """Return a function that shows the window with files, as the program does; short answers save time."""
    settings.save(Settings(answer_tokens=16), paths.settings_file())
    windows: list[Window] = []

    def show(files: Sequence[Path]) -> Window:
        window, open_files = build(qapp)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        open_files(files)
        return window

    yield show
    for window in windows:
        window.close()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Draw a PDF of two short pages, which any model reads in a second or two."""
    return draw(
        tmp_path / "note.pdf",
        "The bridge over the Tern was opened in 1907. It is 212 metres long.",
        "Since 1998 the bridge is closed to cars. Anna Weil painted it green.",
    )
