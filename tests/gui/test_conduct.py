"""What the panes do together, without the child processes: what is asked of those has no answer here."""

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.answering.events import Mode
from core.answering.history import Summary
from core.errors import ModelNotFound, ModelNotInstalled
from core.library.records import StoredDocument
from gui import theme, translating
from gui.app import build
from gui.library.shelf import Entry, State
from gui.process.child import Failure
from gui.process.requests import FoundPdfs, GetModels
from gui.process.worker import Call
from gui.settings.dialog import SettingsDialog
from gui.settings.model_sets import SetCard
from gui.settings.models import ModelsDialog
from gui.widgets.banner import Banner
from gui.widgets.direction import isolated
from gui.widgets.empty_state import EmptyState
from gui.window import Window, entries_titles


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, data_folder: Path) -> Generator[Window]:
    """Return the window with two documents, none of them chosen."""
    made, _ = build(qapp)
    qtbot.addWidget(made)
    made.show()
    for name in ("report", "paper"):
        _add(made, _stored(name))
    yield made
    made.close()


def _stored(name: str) -> Entry:
    stored = StoredDocument(
        name, Path(f"/nowhere/{name}.pdf"), name.title(), "", "en", 0.0, 6, 900, (), "", 9, 9
    )
    return Entry(stored.path, State.READY, 1.0, stored, is_described=True)


def _add(window: Window, entry: Entry) -> Entry:
    window.desk.shelf.entries.append(entry)
    window.desk.shelf.added.emit(entry)
    return entry


def test_what_was_asked_about_is_chosen_at_the_next_start(window: Window) -> None:
    window.state.setValue("documents", json.dumps(["paper", "gone"]))
    window.desk.shelf.loaded.emit()
    assert [entry.title for entry in window.library.selected] == ["Paper"]
    talk = window.talks.current
    assert talk is not None
    assert talk.document_ids == ("paper",)


def test_a_choice_that_was_made_already_stays(window: Window) -> None:
    window.library.choose(window.desk.shelf.entries[0])
    window.state.setValue("documents", json.dumps(["paper"]))
    window.desk.shelf.loaded.emit()
    assert [entry.title for entry in window.library.selected] == ["Report"]


def test_a_document_that_failed_is_not_asked_about_in_the_name_of_another(window: Window) -> None:
    window.library.choose(window.desk.shelf.entries[0])
    failure = Failure("DocumentDamaged", "broken.pdf cannot be read.")
    broken = _add(window, Entry(Path("/nowhere/broken.pdf"), State.FAILED, failure=failure))
    window.library.choose(broken)
    assert window.talks.current is None
    assert window.pages.document_id == ""
    assert window.pages.stead.isVisible()


def test_choosing_a_document_leaves_the_keyboard_in_the_list(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    window.library.list.setFocus()
    qtbot.waitUntil(window.library.list.hasFocus)
    for _ in range(2):
        qtbot.keyClick(window.library.list, Qt.Key.Key_Down)
        assert window.library.selected
        assert window.focusWidget() is window.library.list


def test_the_menu_knows_that_a_citation_brought_the_pages_back(window: Window) -> None:
    window.library.choose(window.desk.shelf.entries[0])
    window.actions_["show_pages"].setChecked(False)
    assert window.pages.isHidden()
    window.talks.page_chosen.emit("report", 2)
    assert not window.pages.isHidden()
    assert window.actions_["show_pages"].isChecked()


def test_escape_closes_the_search_and_leaves_the_full_screen(qtbot: QtBot, window: Window) -> None:
    window.actions_["full_screen"].setChecked(True)
    window.pages.find_bar.show()
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Escape)
    assert not window.pages.find_bar.isVisible()
    assert window.isFullScreen()
    qtbot.keyClick(window.composer.box, Qt.Key.Key_Escape)
    assert not window.actions_["full_screen"].isChecked()
    assert not window.isFullScreen()


def test_several_documents_are_named_as_a_person_names_them(window: Window) -> None:
    entries = [*window.desk.shelf.entries, _stored("memo"), _stored("letter")]
    assert entries_titles(entries[:1]) == "“Report”"
    assert entries_titles(entries[:2]) == "“Report” and “Paper”"
    assert entries_titles(entries) == "“Report”, “Paper” and 2 more"


def test_a_crash_while_the_model_is_loaded_is_told_once(qtbot: QtBot, window: Window) -> None:
    window.desk.load_model()  # there is no child: the call fails as all do when it has ended
    qtbot.waitUntil(lambda: not window.desk.is_loading)
    window.desk.crashed.emit(1)
    (sentence,) = window.banners.sentences()
    assert "Nothing is lost" in sentence
    assert window.desk.model_failure is None


def _ask_for_menu(list_: QAbstractItemView) -> QMenu:
    """Ask for the menu as the keyboard's own key for it does, and return it."""
    corner = QPoint(0, 0)
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, corner, list_.mapToGlobal(corner))
    QApplication.sendEvent(list_, keyboard)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_keyboard_s_menu_is_that_of_the_row_it_is_at(window: Window) -> None:
    failure = Failure("DocumentDamaged", "broken.pdf cannot be read.")
    broken = _add(window, Entry(Path("/nowhere/broken.pdf"), State.FAILED, failure=failure))
    window.library.choose(broken)
    menu = _ask_for_menu(window.library.list)
    assert [action.text() for action in menu.actions()] == ["Try again", "Remove from library…"]
    menu.close()


def test_enter_on_a_document_goes_to_the_question(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    window.library.choose(window.desk.shelf.entries[0])
    window.library.list.setFocus()
    qtbot.waitUntil(window.library.list.hasFocus)
    qtbot.keyClick(window.library.list, Qt.Key.Key_Return)
    assert window.focusWidget() is window.composer.box


def test_where_what_had_the_keyboard_goes_the_question_box_takes_it(window: Window, qtbot: QtBot) -> None:
    done: list[str] = []
    restart = ("Restart", lambda: done.append("restart"))
    (button,) = window.banners.show_message("crash", "error", "It ended.", [restart]).findChildren(
        QPushButton
    )
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == ["restart"]
    assert window.focusWidget() is window.composer.box
    window.library.choose(window.desk.shelf.entries[0])
    talk = window.talks.current
    assert talk is not None
    turn = talk.view.begin("Who?", (Mode.WHOLE,))
    talk.view.stop(turn)
    talk.view.column.turns[turn].question.edit_button.setFocus()
    assert window.focusWidget() is not window.composer.box
    talk.view.truncate(turn)
    assert window.focusWidget() is window.composer.box


def test_a_banner_that_closes_leaves_the_keyboard_to_who_has_it(window: Window) -> None:
    window.library.list.setFocus()
    window.banners.show_message("folder", "info", "There is no PDF in it.").dismiss()
    assert window.focusWidget() is window.library.list


def test_that_there_are_no_documents_is_said_only_once_that_is_known(
    qtbot: QtBot, qapp: QApplication, data_folder: Path
) -> None:
    window, _ = build(qapp)
    qtbot.addWidget(window)
    window.show()
    (nothing,) = window.library.findChildren(EmptyState)
    assert not nothing.isVisible()
    assert window.composer.box.placeholderText() == "Opening…"
    window.desk.shelf.is_loaded = True
    window.desk.shelf.loaded.emit()
    assert nothing.isVisible()
    assert window.composer.box.placeholderText() == "Open a document"
    window.close()


def test_of_a_document_that_is_being_opened_it_is_said_that_it_can_be_asked_about_soon(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    window.desk.shelf.is_loaded = True
    window.files_dropped.emit([tmp_path / "long.pdf"])
    assert window.composer.box.placeholderText() == "Opening…"
    window.composer.submit("How many ships?")
    assert window.composer.ask_button.toolTip().startswith("It can be asked about as soon as")
    assert window.composer.box.toPlainText() == "How many ships?"


def test_a_very_long_title_is_said_without_its_middle() -> None:
    said = entries_titles([_stored("x" * 300)])
    assert len(said) < 90
    assert said.startswith("“Xxx")
    assert "…" in said


def test_the_first_document_of_a_folder_is_shown_unless_another_one_is(window: Window) -> None:
    report, paper = window.desk.shelf.entries
    folder = FoundPdfs(report.path.parent, (report.path, paper.path), 0)
    window.desk.shelf.folder_opened.emit(folder)
    window.desk.shelf.opened.emit(paper)
    assert window.library.selected == []
    window.desk.shelf.opened.emit(report)
    assert window.library.selected == [report]
    window.library.choose(paper)
    window.desk.shelf.folder_opened.emit(folder)
    window.desk.shelf.opened.emit(report)
    assert window.library.selected == [paper]


@pytest.mark.parametrize(("exit_code", "is_of_another"), [(-11, False), (-4, True), (3221225501, True)])
def test_a_crash_by_a_library_of_another_processor_says_what_to_do(
    window: Window, exit_code: int, is_of_another: bool
) -> None:
    window.desk.crashed.emit(exit_code)
    (sentence,) = window.banners.sentences()
    assert ("openbook doctor" in sentence) == is_of_another
    assert "Nothing is lost" in sentence


def test_that_no_model_is_there_yet_is_no_alarm(window: Window) -> None:
    for failure, level in (
        (Failure.of(ModelNotInstalled()), "info"),
        (Failure.of(ModelNotFound(Path("/nowhere/model.gguf"))), "error"),
    ):
        window.desk.model_failure = failure
        window.desk.model_changed.emit()
        (banner,) = (each for each in window.banners.findChildren(Banner) if each.isVisible())
        assert (banner.level, banner.sentence) == (level, str(failure.sentence))


def test_the_next_question_is_about_what_is_chosen_also_before_its_pages_are_known(window: Window) -> None:
    report, paper = window.desk.shelf.entries
    window.library.choose(report)
    paper.is_described = False
    window.library.choose_all([report, paper])
    talk = window.talks.current
    assert talk is not None
    assert talk.entries == [report, paper]
    assert window.composer.box.placeholderText().startswith("Ask about “Report” and “Pa")


def test_a_search_hides_what_was_chosen_and_enter_chooses_what_is_left(window: Window, qtbot: QtBot) -> None:
    report, paper = window.desk.shelf.entries
    window.library.choose_all([report, paper])
    window.library.search_line.setText("paper")
    talk = window.talks.current
    assert talk is not None
    assert talk.entries == [report, paper], "a search alone chooses nothing"
    window.library.search_line.clear()
    assert window.library.selected == [report, paper]
    window.library.search_line.setText("paper")
    window.library.list.setCurrentIndex(window.library.list.model().index(0, 0))
    qtbot.keyClick(window.library.list, Qt.Key.Key_Return)
    assert window.talks.current is not None
    assert window.talks.current.entries == [paper]
    window.library.search_line.clear()
    assert window.library.selected == [paper]


def test_what_was_asked_about_a_document_before_is_offered(window: Window, qtbot: QtBot) -> None:
    report, _paper = window.desk.shelf.entries
    window.library.choose(report)
    kept = [
        Summary(3, "How high?", 0.0, 2.0, ("report",), 1),
        Summary(2, "Which is longer?", 0.0, 1.0, ("report", "paper"), 1),
    ]
    window.history._show_all(kept)
    talk = window.talks.current
    assert talk is not None
    buttons = talk.view.welcome.earlier_buttons
    assert [button.question for button in buttons] == ["How high?"]
    with qtbot.waitSignal(window.talks.conversation_chosen) as chosen:
        buttons[0].click()
    assert chosen.args == [3]


def test_a_stopped_question_is_not_exported_as_the_next_one(window: Window) -> None:
    window.library.choose(window.desk.shelf.entries[0])
    talk = window.talks.current
    assert talk is not None
    talk.ask("Stopped?", (Mode.WHOLE,))
    talk.conversation_id = 1
    assert talk.title_of(None) == talk.title_of(0) == "Stopped?"
    window.talks.export_asked.emit(0)
    assert window.banners.sentences() == [
        "This question has no answer that was kept. Ask it again, then export it."
    ]


def test_that_no_model_is_there_is_not_said_while_one_is_loaded(window: Window) -> None:
    window.desk.model_failure = Failure.of(ModelNotInstalled())
    window.desk.model_changed.emit()
    assert len(window.banners.sentences()) == 1
    window.desk.load_model()
    assert window.desk.is_loading
    assert window.banners.sentences() == []


def test_a_download_goes_on_when_its_dialog_is_closed_and_its_end_is_told(
    qtbot: QtBot, window: Window
) -> None:
    models = window.actions_["models"]
    models.trigger()
    _card(window).begin()
    (download,) = _downloads(window)
    _close_dialogs(window)
    models.trigger()
    assert _card(window).is_busy
    assert _downloads(window) == [download]
    _close_dialogs(window)
    download.finished.emit((Path("/models/small.gguf"),))
    assert "small has been downloaded and can be used." in window.banners.sentences()
    qtbot.waitUntil(lambda: _downloads(window) == [])  # there is no child here: the call fails as GONE
    models.trigger()
    assert not _card(window).is_busy


def _downloads(window: Window) -> list[Call]:
    calls = window.desk.worker.findChildren(Call)
    return [each for each in calls if isinstance(each.request, GetModels)]


def _card(window: Window) -> SetCard:
    cards = window.findChildren(SetCard)
    return next(card for card in cards if card.set_name == "small" and card.window().isVisible())


def _close_dialogs(window: Window) -> None:
    for dialog in window.findChildren(ModelsDialog):
        dialog.reject()


def test_a_setting_that_changes_no_colour_styles_nothing_anew(window: Window, qapp: QApplication) -> None:
    shown: list[bool] = []
    theme.apply(qapp, window.desk.settings.appearance).changed.connect(lambda: shown.append(True))
    shown.clear()
    window.actions_["settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    dialog.chosen.emit(replace(window.desk.settings, answer_tokens=64))
    assert shown == []
    dialog.chosen.emit(replace(window.desk.settings, appearance="dark"))
    assert shown == [True]
    dialog.chosen.emit(replace(window.desk.settings, appearance="system"))
    dialog.reject()


def test_a_path_keeps_its_own_direction_in_a_hebrew_sentence(app: QApplication, window: Window) -> None:
    translating.apply(app, "he")
    for paths, left_out in (((), 0), ((Path("/books/a.pdf"),), 3)):
        window.desk.shelf.folder_opened.emit(FoundPdfs(Path("/books"), paths, left_out))
        assert isolated("/books") in window.banners.sentences()[-1]
