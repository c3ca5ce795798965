import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.settings import Settings
from gui import theme
from gui.settings.dialog import ELSEWHERE, SIZE, SettingsDialog
from gui.settings.fields import ChoiceField, NumberField, PathField


def shown(qtbot: QtBot, settings: Settings | None = None) -> SettingsDialog:
    dialog = SettingsDialog(settings or Settings())
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def press(dialog: SettingsDialog, text: str) -> None:
    button = next(each for each in dialog.findChildren(QPushButton) if each.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def saved(qtbot: QtBot, dialog: SettingsDialog) -> Settings:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, "Save")
    assert chosen.args is not None
    settings: Settings = chosen.args[0]
    return settings


def number(dialog: SettingsDialog, name: str) -> NumberField:
    field = dialog.rows[name].field
    assert isinstance(field, NumberField)
    return field


def line(dialog: SettingsDialog, name: str) -> PathField:
    field = dialog.rows[name].field
    assert isinstance(field, PathField)
    return field


def test_every_setting_has_a_row_with_a_label_and_a_field(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert set(dialog.rows) | ELSEWHERE == {each.name for each in dataclasses.fields(Settings)}


def test_what_is_not_touched_stays_as_it_is(qtbot: QtBot) -> None:
    settings = Settings(
        model="mine", context_tokens=9000, kv_type="q8_0", threads=3, gpu_layers=0, temperature=0.7,
        seed=2**32 - 2, model_folders=("/models",), appearance="dark",
    )  # fmt: skip
    assert saved(qtbot, shown(qtbot, settings)) == settings


def test_typed_values_are_saved(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    spin = number(dialog, "answer_tokens").spin
    spin.selectAll()
    QTest.keyClicks(spin, "300")
    QTest.keyClicks(line(dialog, "model").line, "my-model")
    assert saved(qtbot, dialog) == Settings(answer_tokens=300, model="my-model")


def test_gpu_layers_are_all_none_or_a_number(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    field = number(dialog, "gpu_layers")
    assert [field.names.itemText(index) for index in range(3)] == ["All", "None", "A number:"]
    assert (field.names.currentText(), field.spin.isVisible()) == ("All", False)
    QTest.keyClick(field.names, Qt.Key.Key_Down)
    assert field.value == 0
    QTest.keyClick(field.names, Qt.Key.Key_Down)
    assert field.spin.isVisible()
    field.spin.selectAll()
    QTest.keyClicks(field.spin, "12")
    assert saved(qtbot, dialog).gpu_layers == 12


def test_a_changed_setting_can_go_back_to_its_default(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Settings(threads=5, temperature=1.5))
    row = dialog.rows["threads"]
    assert row.reset.isVisible()
    assert not dialog.rows["seed"].reset.isVisible()
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert not row.reset.isVisible()
    assert saved(qtbot, dialog) == Settings(temperature=1.5)


def test_all_can_go_back_to_their_defaults(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Settings(threads=5, temperature=1.5, kv_type="q8_0", model_folders=("/m",)))
    press(dialog, "Restore defaults")
    assert saved(qtbot, dialog) == Settings(model_folders=("/m",))


def test_a_path_that_leads_nowhere_is_said_at_its_field(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(line(dialog, "model").line, "/nowhere/model.gguf")
    fault = dialog.rows["model"].fault
    assert fault.isVisible()
    assert fault.text() == "There is nothing at this place."
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, "Save")
    assert dialog.isVisible()
    line(dialog, "model").line.clear()
    QTest.keyClicks(line(dialog, "model").line, "model")
    assert not fault.isVisible()
    assert saved(qtbot, dialog).model == "model"


def test_escape_saves_nothing(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(line(dialog, "model").line, "other")
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("choice", "index"), [("system", 0), ("light", 1), ("dark", 2)])
def test_the_appearance_is_chosen_in_words(qtbot: QtBot, choice: str, index: int) -> None:
    dialog = shown(qtbot, Settings(appearance=choice))
    field = dialog.rows["appearance"].field
    assert isinstance(field, ChoiceField)
    assert field.box.currentIndex() == index


def test_the_wheel_over_a_field_that_has_no_focus_changes_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = shown(qtbot)
    spin = number(dialog, "seed").spin
    nowhere = QPointF(5, 5)
    wheel = QWheelEvent(
        nowhere, nowhere, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    qapp.sendEvent(spin, wheel)
    assert spin.value() == 0
    wheel_focus = Qt.FocusPolicy.WheelFocus
    fields = [row.field.focusProxy() for row in dialog.rows.values()]
    assert not [field for field in fields if field is None or field.focusPolicy() == wheel_focus]


def test_every_field_is_named_and_explained_to_a_screen_reader(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    for row in dialog.rows.values():
        inner = row.field.focusProxy()
        assert inner is not None
        assert inner.accessibleName()
        assert inner.accessibleDescription()


def test_an_open_list_of_choices_shows_all_of_them(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    dialog = shown(qtbot)
    names = number(dialog, "snapshot_gb").names
    names.showPopup()
    last = names.model().index(names.count() - 1, 0)
    assert names.view().viewport().rect().contains(names.view().visualRect(last))
    names.hidePopup()


def test_in_a_large_font_no_field_is_cut(app: QApplication, qtbot: QtBot) -> None:
    before = QFont(app.font())
    try:
        app.setFont(QFont(before.family(), 20))
        app.setStyleSheet(theme.stylesheet(theme.current(), app.font()))
        dialog = shown(qtbot, Settings(model="a-model.gguf"))
        qtbot.waitExposed(dialog)
        field = line(dialog, "model")
        assert field.line.height() >= QFontMetrics(field.line.font()).height()
        inside = dialog.inside
        assert dialog.width() > SIZE.width()
        assert inside.width() >= inside.minimumSizeHint().width()
        cut = inside.width() - dialog.area.viewport().width()  # where the screen is too narrow
        assert cut <= dialog.area.horizontalScrollBar().maximum()
        dialog.reject()
    finally:
        app.setFont(before)
        app.setStyleSheet(theme.stylesheet(theme.current(), before))
