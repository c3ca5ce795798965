from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.documents.pdf import PICTURE
from core.errors import DocumentUnreadable, OpenBookError
from core.sentences import said
from core.settings import Settings, describe
from gui import translating
from gui.settings.dialog import SettingsDialog
from gui.widgets.direction import isolated
from tests.core.faults import LEAVES, made


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


@pytest.mark.parametrize("error", LEAVES, ids=lambda each: each.__name__)
def test_in_hebrew_every_fault_is_told_in_hebrew_with_its_facts(
    app: QApplication, error: type[OpenBookError]
) -> None:
    translating.apply(app, "he")
    sentence = made(error).sentence
    shown = translating.say(sentence)
    assert is_hebrew(shown)
    assert "{" not in shown
    texts = [fact for _, fact in sentence.facts if isinstance(fact, str)]
    assert [text for text in texts if text not in shown] == []


def test_in_hebrew_a_reason_of_ours_is_hebrew_and_a_name_keeps_its_direction(app: QApplication) -> None:
    translating.apply(app, "he")
    fault = DocumentUnreadable(Path("report (1).pdf"), said("the file is empty, 0 bytes"))
    assert translating.say(fault.sentence).startswith(
        f"{isolated('report (1).pdf')} אינו ניתן לקריאה: הקובץ ריק"
    )
    assert "its words" in translating.say(DocumentUnreadable(Path("a.pdf"), "its words").sentence)
    assert is_hebrew(translating.tr(str(PICTURE)))


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
