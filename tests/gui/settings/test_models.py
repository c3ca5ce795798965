from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import paths
from core.settings import Settings
from gui.process.requests import LoadedModel
from gui.settings.models import ModelsDialog


@pytest.fixture
def models(starter_gguf: Path) -> Path:
    """Return the models folder, with the starter and a file that is no model."""
    folder = paths.models()
    folder.mkdir(parents=True)
    (folder / starter_gguf.name).symlink_to(starter_gguf)
    (folder / "broken.gguf").write_text("no model")
    return folder


def shown(qtbot: QtBot, settings: Settings, *, in_use: LoadedModel | None = None) -> ModelsDialog:
    dialog = ModelsDialog(settings, in_use=in_use)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def loaded(path: Path) -> LoadedModel:
    return LoadedModel(path, path.stem, 134_515_008, "Q4_1", 8192, "CPU", None)


def names(dialog: ModelsDialog) -> list[str]:
    return [dialog.list.item(row).toolTip().rsplit("/", 1)[-1] for row in range(dialog.list.count())]


def wait(qtbot: QtBot, dialog: ModelsDialog, count: int) -> None:
    qtbot.waitUntil(lambda: dialog.list.count() == count)


def heard(dialog: ModelsDialog, row: int) -> str:
    return str(dialog.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole))


def test_models_are_listed_and_the_one_in_use_is_selected(
    qtbot: QtBot, models: Path, starter_gguf: Path
) -> None:
    dialog = shown(qtbot, Settings(model=starter_gguf.stem))
    wait(qtbot, dialog, 2)
    assert names(dialog) == [starter_gguf.name, "broken.gguf"]
    assert "in use" in heard(dialog, 0)
    assert "Cannot be used" in heard(dialog, 1)
    assert dialog.list.currentRow() == 0


def test_using_a_model_says_the_settings_with_its_file(
    qtbot: QtBot, models: Path, starter_gguf: Path
) -> None:
    dialog = shown(qtbot, Settings(model="other", threads=3))
    wait(qtbot, dialog, 2)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert chosen.args == [Settings(model=str(models / starter_gguf.name), threads=3)]
    assert not dialog.isVisible()


def test_what_cannot_be_used_cannot_be_chosen(qtbot: QtBot, models: Path) -> None:
    dialog = shown(qtbot, Settings())
    wait(qtbot, dialog, 2)
    assert dialog.use.isEnabled()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    assert not dialog.use.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.accept()


def test_the_model_in_memory_is_in_use_though_none_was_named(
    qtbot: QtBot, models: Path, starter_gguf: Path
) -> None:
    dialog = shown(qtbot, Settings(), in_use=loaded(starter_gguf))
    wait(qtbot, dialog, 2)
    assert "in use" in heard(dialog, 0)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert chosen.args == [Settings()]


def test_a_smaller_window_needs_less_memory_and_is_kept(
    qtbot: QtBot, models: Path, starter_gguf: Path
) -> None:
    dialog = shown(qtbot, Settings())
    wait(qtbot, dialog, 2)
    before = heard(dialog, 0)
    QTest.keyClick(dialog.context_field.names, Qt.Key.Key_Down)
    dialog.context_field.spin.selectAll()
    QTest.keyClicks(dialog.context_field.spin, "1024")
    qtbot.waitUntil(lambda: dialog.list.count() == 2 and heard(dialog, 0) != before)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert chosen.args is not None
    assert chosen.args[0].context_tokens == 1024


def test_a_file_from_elsewhere_can_be_used(qtbot: QtBot, tmp_path: Path, starter_gguf: Path) -> None:
    own = tmp_path / "own.gguf"
    own.symlink_to(starter_gguf)
    dialog = shown(qtbot, Settings())
    qtbot.waitUntil(lambda: "no model" in dialog.state.text())
    assert dialog.tabs.currentIndex() == 1  # where models are to be had
    assert not dialog.use.isEnabled()
    dialog.add_file(own)
    wait(qtbot, dialog, 1)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert chosen.args == [Settings(model=str(own))]


def test_a_watched_folder_is_looked_through_at_once_and_kept(
    qtbot: QtBot, tmp_path: Path, starter_gguf: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "own.gguf").symlink_to(starter_gguf)
    dialog = shown(qtbot, Settings())
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.folders.add(str(folder))
    assert chosen.args == [Settings(model_folders=(str(folder),))]
    wait(qtbot, dialog, 1)
    assert dialog.isVisible()
    dialog.folders.remove(str(folder))
    wait(qtbot, dialog, 0)


def test_a_model_that_was_downloaded_appears_and_is_selected(
    qtbot: QtBot, models: Path, starter_gguf: Path
) -> None:
    dialog = shown(qtbot, Settings())
    wait(qtbot, dialog, 2)
    new = models / "a-new.gguf"
    new.write_text("still no model")
    dialog.sets[0].installed.emit((new, models / "embedder"))
    wait(qtbot, dialog, 3)
    assert dialog.selected is not None
    assert dialog.selected.path == new


def test_nothing_is_used_from_the_page_of_downloads(qtbot: QtBot, models: Path) -> None:
    dialog = shown(qtbot, Settings())
    dialog.tabs.setCurrentIndex(1)
    assert not dialog.use.isVisible()
    dialog.tabs.setCurrentIndex(0)
    assert dialog.use.isVisible()


def test_a_card_has_room_for_all_its_lines(qtbot: QtBot, models: Path) -> None:
    dialog = shown(qtbot, Settings())
    wait(qtbot, dialog, 2)
    for row in range(2):
        item = dialog.list.item(row)
        card = dialog.list.itemWidget(item)
        qtbot.waitUntil(lambda card=card: card.height() >= card.sizeHint().height())  # type: ignore[misc]
