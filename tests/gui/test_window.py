"""The window with the real core child, pages child and starter models: what a person does and sees."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fpdf import FPDF
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core import paths, settings
from core.answering.events import Mode
from core.documents.document import Span
from core.settings import Settings
from gui.actions import ACTIONS
from gui.app import build
from gui.ask.suggestions import suggestions
from gui.exporting import Exporting
from gui.library.shelf import Entry, State
from gui.library.wording import status
from gui.settings.dialog import SettingsDialog
from gui.settings.passwords import PasswordDialog
from gui.settings.removing import RemovalDialog
from gui.window import Window

PATIENCE_MS = 120_000
Start = Callable[[Sequence[Path]], Window]


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
    return _draw(
        tmp_path / "note.pdf",
        "The bridge over the Tern was opened in 1907. It is 212 metres long.",
        "Since 1998 the bridge is closed to cars. Anna Weil painted it green.",
    )


def _draw(path: Path, *pages: str, password: str = "") -> Path:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, 8, text)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))
    return path


def _wait(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


def _ready(qtbot: QtBot, window: Window) -> None:
    """Wait until a document is shown and can be asked about."""
    _wait(qtbot, lambda: window.talks.current is not None and bool(window.pages.document_id))
    _wait(qtbot, lambda: window.desk.model is not None)
    _wait(qtbot, lambda: all(entry.state is State.READY for entry in window.desk.shelf.entries))


def _with_one_read(qtbot: QtBot, start: Start, tmp_path: Path) -> tuple[Window, Entry]:
    """Return a window with a document that the model has read, and kept what it read."""
    window = start([_draw(tmp_path / "report.pdf", "She wrote down the weather. " * 60)])
    window.top.choose("whole")
    _ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    _wait(qtbot, lambda: entry.kept is not None)
    return window, entry


def _ask(qtbot: QtBot, window: Window, question: str) -> None:
    """Type a question, press Enter, and wait for the end of the answer."""
    qtbot.keyClicks(window.composer.box, question)
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    assert window.talks.busy is not None
    _wait(qtbot, lambda: window.talks.busy is None)


def _click(qtbot: QtBot, window: Window, text: str) -> None:
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_first_start_opens_the_sample_and_offers_three_questions(qtbot: QtBot, start: Start) -> None:
    window = start([])
    _ready(qtbot, window)
    assert window.desk.shelf.entries[0].path.name == "sample-en.pdf"
    view = window.talks.current.view if window.talks.current else None
    assert view is not None
    questions = suggestions(window.desk.shelf.entries[0])
    assert len(questions) == 3
    shown = {b.accessibleName() for b in view.findChildren(QPushButton) if b.isVisible()}
    assert {f"Ask: {question}" for question in questions} <= shown


def test_a_question_is_answered_in_each_mode_and_side_by_side(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    talk = window.talks.current
    assert talk is not None
    for choice, modes in (("retrieved", (Mode.RETRIEVED,)), ("whole", (Mode.WHOLE,))):
        window.actions_[f"mode_{choice}"].trigger()
        assert window.top.modes == modes
        _ask(qtbot, window, "When was the bridge opened?")
    window.actions_["closed_book"].trigger()
    assert window.top.modes == (Mode.WHOLE, Mode.RETRIEVED, Mode.CLOSED)
    _ask(qtbot, window, "How long is it?")
    assert talk.view.turn_count == 3
    assert window.banners.sentences() == []
    _wait(qtbot, lambda: window.history.list.count() == 1)


def test_a_citation_marks_its_lines_on_the_page(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    document_id = window.pages.document_id
    text = "Anna Weil painted it green."
    page = "Since 1998 the bridge is closed to cars. Anna Weil painted it green."
    begin = page.index(text)
    window.talks.cited.emit(document_id, 2, begin, begin + len(text))
    cited = Span(2, begin, begin + len(text))
    _wait(qtbot, lambda: bool(window.pages.view.boxes(cited)))
    assert window.pages.markings.citations.current == cited


def test_an_answer_can_be_stopped_and_the_next_one_comes(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    qtbot.keyClicks(window.composer.box, "When was the bridge opened?")
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    qtbot.mouseClick(window.composer.stop_button, Qt.MouseButton.LeftButton)
    _wait(qtbot, lambda: window.talks.busy is None)
    assert window.history.list.count() == 0
    _ask(qtbot, window, "When was the bridge opened?")
    _wait(qtbot, lambda: window.history.list.count() == 1)


def test_a_conversation_is_opened_again_from_the_history(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    window.actions_["new_conversation"].trigger()
    window.close()
    again = start([])
    _wait(qtbot, lambda: again.history.list.count() == 1)
    again.show_side("history")
    item = again.history.list.item(0)
    assert item.text() == "When was the bridge opened?"
    qtbot.mouseClick(
        again.history.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=again.history.list.visualItemRect(item).center(),
    )
    _wait(qtbot, lambda: again.talks.current is not None and not again.talks.current.is_empty)
    talk = again.talks.current
    assert talk is not None
    assert talk.view.turn_count == 1
    _ready(qtbot, again)
    _ask(qtbot, again, "And how long is it?")
    assert talk.view.turn_count == 2


def test_a_crash_is_a_banner_and_a_restart_loses_nothing(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    window.desk.worker._process.kill()
    _wait(qtbot, lambda: any("ended unexpectedly" in said for said in window.banners.sentences()))
    _click(qtbot, window, "Restart")
    assert window.banners.sentences() == []
    _wait(qtbot, lambda: window.desk.model is not None)
    _ask(qtbot, window, "How long is it?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 2


def test_a_broken_file_stays_with_its_reason(qtbot: QtBot, start: Start, note: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing that follows")
    window = start([broken, note])
    _wait(qtbot, lambda: [e.state for e in window.desk.shelf.entries] == [State.FAILED, State.READY])
    row = window.library.list.model().index(0, 0)
    said = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "broken.pdf" in said
    assert "Cannot be read" in said


def test_a_protected_file_asks_until_the_password_fits(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    window = start([_draw(tmp_path / "locked.pdf", "A secret of the house.", password="sesame")])
    for password in ("wrong", "sesame"):
        _wait(qtbot, lambda: any(d.isVisible() for d in window.findChildren(PasswordDialog)))
        dialog = next(d for d in window.findChildren(PasswordDialog) if d.isVisible())
        assert dialog.fault.isVisible() == (password == "sesame")
        qtbot.keyClicks(dialog.field, password)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    _ready(qtbot, window)


def test_removing_asks_and_takes_the_conversations_along(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    window.actions_["remove"].trigger()
    _wait(qtbot, lambda: bool(window.findChildren(RemovalDialog)))
    (dialog,) = window.findChildren(RemovalDialog)
    dialog.accept()
    _wait(qtbot, lambda: window.desk.shelf.entries == [])
    _wait(qtbot, lambda: window.history.list.count() == 0)
    assert window.talks.current is None
    assert note.exists()


def test_several_documents_are_removed_after_one_question(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path
) -> None:
    window = start([note, _draw(tmp_path / "other.pdf", "The mill burned down in 1866.")])
    _ready(qtbot, window)
    window.library.list.selectAll()
    window.actions_["remove"].trigger()
    _wait(qtbot, lambda: bool(window.findChildren(RemovalDialog)))
    (dialog,) = window.findChildren(RemovalDialog)
    dialog.accept()
    _wait(qtbot, lambda: window.desk.shelf.entries == [])


@pytest.mark.parametrize("ending", ["md", "html", "pdf"])
def test_a_conversation_is_exported(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path, ending: str
) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    talk = window.talks.current
    assert talk is not None
    assert talk.conversation_id is not None
    target = tmp_path / f"export.{ending}"
    Exporting(window).write(talk.conversation_id, target)
    _wait(qtbot, lambda: any("Exported to" in said for said in window.banners.sentences()))
    written = target.read_bytes()
    assert written.startswith(b"%PDF") if ending == "pdf" else b"When was the bridge opened?" in written


def test_closing_while_an_answer_comes_ends_every_process(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    qtbot.keyClicks(window.composer.box, "When was the bridge opened?")
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Return)
    window.close()
    assert not window.desk.worker.is_running


def test_changing_the_model_keeps_the_conversation(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    changed = replace(window.desk.settings, context_tokens=2048)
    window.desk.change_settings(changed)
    _wait(qtbot, lambda: window.desk.model is not None and window.desk.model.context_tokens == 2048)
    _ask(qtbot, window, "How long is it?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 2
    assert settings.load(paths.settings_file()) == changed


def test_a_missing_model_is_said_with_what_to_do(qtbot: QtBot, start: Start, note: Path) -> None:
    settings.save(Settings(model="/nowhere/model.gguf"), paths.settings_file())
    window = start([note])
    _wait(qtbot, lambda: any("There is no model" in said for said in window.banners.sentences()))
    assert not window.composer.ask_button.isEnabled()
    assert window.top.model_button.text() == "Choose a model"


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, start: Start, note: Path) -> None:
    window = start([note])
    window.resize(800, 640)  # the screen of the tests is not wider
    window.top.choose("compare")
    window.actions_["show_library"].trigger()
    window.close()
    again = start([])
    assert again.size() == window.size()
    assert again.top.choice == "compare"
    assert again.side.isHidden()


def test_the_conversation_that_was_shown_last_is_shown_again_and_gone_on_with(
    qtbot: QtBot, start: Start, note: Path
) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    window.close()
    again = start([])
    _wait(qtbot, lambda: again.talks.current is not None and not again.talks.current.is_empty)
    _ready(qtbot, again)
    _ask(qtbot, again, "And how long is it?")
    talk = again.talks.current
    assert talk is not None
    assert talk.view.turn_count == 2
    assert again.history.list.count() == 1


def test_an_earlier_conversation_about_a_document_is_gone_on_with_from_its_empty_page(
    qtbot: QtBot, start: Start, note: Path
) -> None:
    window = start([note])
    _ready(qtbot, window)
    _ask(qtbot, window, "When was the bridge opened?")
    _wait(qtbot, lambda: window.history.list.count() == 1)
    window.actions_["new_conversation"].trigger()
    talk = window.talks.current
    assert talk is not None
    (button,) = talk.view.welcome.earlier_buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    _wait(qtbot, lambda: window.talks.current is not None and not window.talks.current.is_empty)
    assert window.talks.current is not None
    assert window.talks.current.title == "When was the bridge opened?"


def test_a_conversation_that_was_deleted_is_not_missed_at_the_next_start(
    qtbot: QtBot, start: Start, note: Path
) -> None:
    window = start([note])
    _ready(qtbot, window)
    window.close()
    window.state.setValue("conversation", "77")
    window.state.sync()
    again = start([])
    _ready(qtbot, again)
    talk = again.talks.current
    assert talk is not None
    assert talk.is_empty
    assert again.banners.sentences() == []


def test_files_and_folders_are_dropped_on_the_window(
    qtbot: QtBot, start: Start, note: Path, tmp_path: Path
) -> None:
    window = start([note])
    _ready(qtbot, window)
    (tmp_path / "papers").mkdir()
    _draw(tmp_path / "papers" / "other.pdf", "Another paper.")
    dropped = QMimeData()
    letter = _draw(tmp_path / "letter.pdf", "A letter.")
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
    _wait(qtbot, lambda: {entry.path.name for entry in window.desk.shelf.entries} == names)
    _wait(qtbot, lambda: [entry.path for entry in window.library.selected] == [letter])


def test_a_document_is_read_ahead_and_what_was_read_is_forgotten_on_request(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    text = "The keeper of the light is Joan Marsh. " + "She wrote down the weather. " * 60
    window = start([_draw(tmp_path / "report.pdf", text)])
    _ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    assert entry.kept is None
    window.top.choose("whole")
    _wait(qtbot, lambda: entry.kept is not None)
    assert "· read today" in status(entry)
    window.library.pin_asked.emit(entry, True)
    _wait(qtbot, lambda: entry.kept is not None and entry.kept.is_pinned)
    window.library.rereading_asked.emit(entry)
    _wait(qtbot, lambda: entry.kept is None)


def test_all_that_was_read_is_forgotten_in_settings(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    window, entry = _with_one_read(qtbot, start, tmp_path)
    window.actions_["settings"].trigger()
    dialog = next(iter(window.findChildren(SettingsDialog)))
    _wait(qtbot, dialog.kept.isVisible)
    assert "1 document" in dialog.kept.label.text()
    dialog.kept.button.click()
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Forget").click()
    _wait(qtbot, lambda: entry.kept is None)
    _wait(qtbot, lambda: dialog.kept.label.text().startswith("Nothing is kept"))
    dialog.close()


def test_what_no_longer_fits_the_room_goes_as_soon_as_that_is_lowered(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    window, entry = _with_one_read(qtbot, start, tmp_path)
    window.actions_["settings"].trigger()
    dialog = next(iter(window.findChildren(SettingsDialog)))
    dialog.rows["snapshot_gb"].field.show_value(0)
    dialog.accept()
    _wait(qtbot, lambda: entry.kept is None)


def test_a_question_interrupts_reading_ahead(qtbot: QtBot, start: Start, tmp_path: Path, note: Path) -> None:
    text = "The keeper of the light is Joan Marsh. " + "She wrote down the weather. " * 300
    window = start([_draw(tmp_path / "long.pdf", text)])
    _ready(qtbot, window)
    (entry,) = window.desk.shelf.entries
    window.top.choose("whole")
    _wait(qtbot, lambda: entry.read_share is not None)
    window.top.choose("retrieved")
    _ask(qtbot, window, "Who keeps the light?")
    assert window.talks.current is not None
    assert window.talks.current.view.turn_count == 1


def test_every_shortcut_is_given_once() -> None:
    shortcuts = [each.shortcut for each in ACTIONS if each.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
