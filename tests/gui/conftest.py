"""What every test of the window shares."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import paths
from gui.process.children import core_service
from gui.process.worker import Worker

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
