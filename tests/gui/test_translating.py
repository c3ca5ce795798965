from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.settings import Settings, describe
from gui import translating
from gui.settings.dialog import SettingsDialog


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application, and let it speak and lie as before when the test is over."""
    locale, way = QLocale(), qapp.layoutDirection()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(way)


def is_hebrew(text: str) -> bool:
    return any("א" <= letter <= "ת" for letter in text)


def test_in_hebrew_a_dialog_is_mirrored_and_speaks_hebrew(app: QApplication, qtbot: QtBot) -> None:
    assert translating.apply(app, "he") == "he"
    dialog = SettingsDialog(Settings())
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    said += [button.text() for button in dialog.findChildren(QPushButton) if button.text()]
    assert len(said) > 40
    assert [text for text in said if not is_hebrew(text)] == []
    assert dialog.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_english_is_what_the_code_says(app: QApplication) -> None:
    assert translating.apply(app, "en") == "en"
    assert translating.tr("Whole document") == "Whole document"
    assert app.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_system_without_a_translation_is_spoken_to_in_english(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert translating.apply(app, "system") in ("en", "he")
    monkeypatch.setattr(translating, "TRANSLATIONS", translating.TRANSLATIONS / "nothing is here")
    assert translating.apply(app, "system") == "en"


def test_there_is_a_translation_for_each_language_that_can_be_chosen() -> None:
    for language in describe("language").choices:
        file = translating.TRANSLATIONS / f"openbook_{language}.qm"
        assert file.exists() or language in ("system", translating.SOURCE)
