import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.settings.passwords import PasswordDialog


def shown(qtbot: QtBot, *, was_wrong: bool = False) -> PasswordDialog:
    dialog = PasswordDialog("report.pdf", was_wrong=was_wrong)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def test_what_was_typed_is_said_once_by_enter_and_forgotten(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    said: list[str] = []
    dialog.entered.connect(said.append)
    QTest.keyClicks(dialog.field, "swordfish")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert said == ["swordfish"]
    assert not dialog.isVisible()
    assert dialog.field.text() == ""


def test_escape_says_nothing(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(dialog.field, "swordfish")
    with qtbot.assertNotEmitted(dialog.entered):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.field.text() == ""


def test_nothing_cannot_be_entered(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert not button(dialog, "Open").isEnabled()
    with qtbot.assertNotEmitted(dialog.entered):
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize("was_wrong", [True, False])
def test_a_wrong_password_is_said_beside_the_field_until_something_is_typed(
    qtbot: QtBot, was_wrong: bool
) -> None:
    dialog = shown(qtbot, was_wrong=was_wrong)
    assert dialog.fault.isVisible() is was_wrong
    QTest.keyClicks(dialog.field, "s")
    assert not dialog.fault.isVisible()


def test_it_names_the_document_and_promises_not_to_store(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "report.pdf" in texts
    assert any("never stored" in text for text in texts)


def test_the_password_is_hidden_unless_it_is_asked_for(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert dialog.field.echoMode() == QLineEdit.EchoMode.Password
    dialog.field.actions()[0].trigger()
    assert dialog.field.echoMode() == QLineEdit.EchoMode.Normal
