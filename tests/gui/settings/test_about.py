import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.settings.about import AboutDialog, versions


def test_it_names_licence_promise_and_versions(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for said in ("MIT licence", "stay on this computer", "llama.cpp", versions()["SQLite"]):
        assert said in texts


def test_the_versions_can_be_copied(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    copy = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Copy versions")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    copied = qapp.clipboard().text()
    assert copied.startswith("OpenBook")
    assert f"SQLite {versions()['SQLite']}" in copied
    assert dialog.isVisible()


def test_nothing_heavy_is_imported_to_tell_versions() -> None:
    code = (
        "import sys; from gui.settings.about import versions; versions();"
        "sys.exit(any(name in sys.modules for name in ('llama_cpp', 'pypdfium2', 'torch', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
