"""The window with the real core child, pages child and starter models: what a person does and sees."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core import paths, settings
from core.answering.events import Mode
from core.documents.document import Span
from core.settings import Settings
from gui.actions import ACTIONS
from gui.ask.suggestions import suggestions
from gui.exporting import Exporting
from gui.library.shelf import State
from gui.settings.passwords import PasswordDialog
from gui.settings.removing import RemovalDialog
from tests.gui.windows import Start, ask, click, draw, ready, wait


def test_the_first_start_opens_the_sample_and_offers_three_questions(qtbot: QtBot, start: Start) -> None:
    window = start([])
    ready(qtbot, window)
    assert window.desk.shelf.entries[0].path.name == "sample-en.pdf"
    view = window.talks.current.view if window.talks.current else None
    assert view is not None
    questions = suggestions(window.desk.shelf.entries[0])
    assert len(questions) == 3
    shown = {b.accessibleName() for b in view.findChildren(QPushButton) if b.isVisible()}
    assert {f"Ask: {question}" for question in questions} <= shown


def test_a_question_is_answered_in_each_mode_and_side_by_side(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    talk = window.talks.current
    assert talk is not None
    for choice, modes in (("retrieved", (Mode.RETRIEVED,)), ("whole", (Mode.WHOLE,))):
        window.actions_[f"mode_{choice}"].trigger()
        assert window.top.modes == modes
        ask(qtbot, window, "When was the bridge opened?")
    window.actions_["closed_book"].trigger()
    assert window.top.modes == (Mode.WHOLE, Mode.RETRIEVED, Mode.CLOSED)
    ask(qtbot, window, "How long is it?")
    assert talk.view.turn_count == 3
    assert window.banners.sentences() == []
    wait(qtbot, lambda: window.history.list.count() == 1)


def test_a_citation_marks_its_lines_on_the_page(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    document_id = window.pages.document_id
    text = "Anna Weil painted it green."
    page = "Since 1998 the bridge is closed to cars. Anna Weil painted it green."
    begin = page.index(text)
    window.talks.cited.emit(document_id, 2, begin, begin + len(text))
    cited = Span(2, begin, begin + len(text))
    wait(qtbot, lambda: bool(window.pages.view.boxes(cited)))
    assert window.pages.markings.citations.current == cited


def test_an_answer_can_be_stopped_and_the_next_one_comes(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    qtbot.keyClicks(window.composer.box, "When was the bridge opened?")
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    qtbot.mouseClick(window.composer.stop_button, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: window.talks.busy is None)
    assert window.history.list.count() == 0
    ask(qtbot, window, "When was the bridge opened?")
    wait(qtbot, lambda: window.history.list.count() == 1)


def test_a_crash_is_a_banner_and_a_restart_loses_nothing(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    ask(qtbot, window, "When was the bridge opened?")
    window.desk.worker._process.kill()
    wait(qtbot, lambda: any("ended unexpectedly" in said for said in window.banners.sentences()))
    click(qtbot, window, "Restart")
    assert window.banners.sentences() == []
    wait(qtbot, lambda: window.desk.model is not None)
    ask(qtbot, window, "How long is it?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 2


def test_a_broken_file_stays_with_its_reason(qtbot: QtBot, start: Start, note: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing that follows")
    window = start([broken, note])
    wait(qtbot, lambda: [e.state for e in window.desk.shelf.entries] == [State.FAILED, State.READY])
    row = window.library.list.model().index(0, 0)
    said = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "broken.pdf" in said
    assert "Cannot be read" in said


def test_a_protected_file_asks_until_the_password_fits(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    window = start([draw(tmp_path / "locked.pdf", "A secret of the house.", password="sesame")])
    for password in ("wrong", "sesame"):
        wait(qtbot, lambda: any(d.isVisible() for d in window.findChildren(PasswordDialog)))
        dialog = next(d for d in window.findChildren(PasswordDialog) if d.isVisible())
        assert dialog.fault.isVisible() == (password == "sesame")
        qtbot.keyClicks(dialog.field, password)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    ready(qtbot, window)


def test_removing_asks_and_takes_the_conversations_along(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    ask(qtbot, window, "When was the bridge opened?")
    window.actions_["remove"].trigger()
    wait(qtbot, lambda: bool(window.findChildren(RemovalDialog)))
    (dialog,) = window.findChildren(RemovalDialog)
    dialog.accept()
    wait(qtbot, lambda: window.desk.shelf.entries == [])
    wait(qtbot, lambda: window.history.list.count() == 0)
    assert window.talks.current is None
    assert note.exists()


def test_several_documents_are_removed_after_one_question(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path
) -> None:
    window = start([note, draw(tmp_path / "other.pdf", "The mill burned down in 1866.")])
    ready(qtbot, window)
    window.library.list.selectAll()
    window.actions_["remove"].trigger()
    wait(qtbot, lambda: bool(window.findChildren(RemovalDialog)))
    (dialog,) = window.findChildren(RemovalDialog)
    dialog.accept()
    wait(qtbot, lambda: window.desk.shelf.entries == [])


@pytest.mark.parametrize("ending", ["md", "html", "pdf"])
def test_a_conversation_is_exported(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path, ending: str
) -> None:
    window = start([note])
    ready(qtbot, window)
    ask(qtbot, window, "When was the bridge opened?")
    talk = window.talks.current
    assert talk is not None
    assert talk.conversation_id is not None
    target = tmp_path / f"export.{ending}"
    Exporting(window).write(talk.conversation_id, target)
    wait(qtbot, lambda: any("Exported to" in said for said in window.banners.sentences()))
    written = target.read_bytes()
    assert written.startswith(b"%PDF") if ending == "pdf" else b"When was the bridge opened?" in written


def test_closing_while_an_answer_comes_ends_every_process(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    qtbot.keyClicks(window.composer.box, "When was the bridge opened?")
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    window.close()
    assert not window.desk.worker.is_running


def test_changing_the_model_keeps_the_conversation(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    ready(qtbot, window)
    ask(qtbot, window, "When was the bridge opened?")
    changed = replace(window.desk.settings, context_tokens=2048)
    window.desk.change_settings(changed)
    wait(qtbot, lambda: window.desk.model is not None and window.desk.model.context_tokens == 2048)
    ask(qtbot, window, "How long is it?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 2
    assert settings.load(paths.settings_file()) == changed


def test_a_missing_model_is_said_with_what_to_do(qtbot: QtBot, start: Start, note: Path) -> None:
    settings.save(Settings(model="/nowhere/model.gguf"), paths.settings_file())
    window = start([note])
    wait(qtbot, lambda: any("There is no model" in said for said in window.banners.sentences()))
    assert not window.composer.ask_button.isEnabled()
    assert window.top.model_button.text() == "Choose a model"


def test_files_and_folders_are_dropped_on_the_window(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path
) -> None:
    window = start([note])
    ready(qtbot, window)
    (tmp_path / "papers").mkdir()
    draw(tmp_path / "papers" / "other.pdf", "Another paper.")
    dropped = QMimeData()
    letter = draw(tmp_path / "letter.pdf", "A letter.")
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in (tmp_path / "papers", letter)])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert event.isAccepted()
    names = {"note.pdf", "letter.pdf", "other.pdf"}
    wait(qtbot, lambda: {entry.path.name for entry in window.desk.shelf.entries} == names)
    wait(qtbot, lambda: [entry.path for entry in window.library.selected] == [letter])


def test_every_shortcut_is_given_once() -> None:
    shortcuts = [each.shortcut for each in ACTIONS if each.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
