"""What a person meets who has no mouse, or does not see: every control has a name and can be reached."""

from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QColor
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.answering.agreement import compare
from core.answering.events import Answered, Mode, Refused
from core.library.records import StoredDocument
from core.settings import Settings
from gui import theme
from gui.app import build
from gui.library.shelf import Entry, State
from gui.process.child import Failure
from gui.settings.about import AboutDialog
from gui.settings.confirming import ConfirmDialog
from gui.settings.dialog import SettingsDialog
from gui.settings.models import ModelsDialog
from gui.settings.passwords import PasswordDialog
from gui.settings.removing import RemovalDialog
from gui.settings.shortcuts import ShortcutsDialog
from gui.window import Window
from tests.gui.answers.made import answer, citation, passage

WORDS = "The bridge is 212 metres long."
TEXTS = {Mode.WHOLE: f"{WORDS} It is green.", Mode.RETRIEVED: "The bridge is 214 metres long."}
MODES = (Mode.WHOLE, Mode.RETRIEVED, Mode.CLOSED)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, data_folder: Path) -> Generator[Window]:
    """Return the window with a document and a comparison about it, without its child processes."""
    made, _ = build(qapp)
    qtbot.addWidget(made)
    made.resize(1400, 900)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    entry = _entry()
    made.desk.shelf.entries.append(entry)
    made.desk.shelf.added.emit(entry)
    made.library.choose(entry)
    _answer(made)
    qtbot.wait(20)  # what is laid out later
    yield made
    made.close()


def _entry() -> Entry:
    stored = StoredDocument(
        "report", Path("/nowhere/report.pdf"), "Annual report", "", "en", 0.0, 6, 900, (), "", 9, 9
    )
    return Entry(stored.path, State.READY, 1.0, stored, is_described=True)


def _answer(window: Window) -> None:
    talk = window.talks.current
    assert talk is not None
    view = talk.view
    turn = view.begin("How long is the bridge?", MODES)
    for mode, text in TEXTS.items():
        cited = (citation(text, text),)
        view.take(turn, Answered(mode, answer(text, mode, cited, (passage(3),))))
    view.take(turn, Refused(Mode.CLOSED, "PromptTooLong", "This does not fit."))
    view.show_agreement(turn, compare(TEXTS))


def _controls(root: QWidget) -> Iterator[QWidget]:
    """Yield what can have the keyboard."""
    for widget in root.findChildren(QWidget):
        can_have_it = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
        if can_have_it and widget.isVisibleTo(root):
            yield widget


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _nameless(root: QWidget) -> list[str]:
    return [f"{type(each).__name__} {each.objectName()}" for each in _controls(root) if not _name(each)]


def test_every_control_of_the_window_has_a_name(window: Window) -> None:
    for side in ("history", "documents"):
        window.show_side(side)
        assert _nameless(window) == []
    window.pages.find_bar.show()
    window.pages.side.show()
    window.banners.show_failure("bug", Failure("ValueError", "", is_bug=True, trace="trace"))
    assert _nameless(window) == []


def _dialogs(parent: QWidget) -> dict[str, QDialog]:
    return {
        "models": ModelsDialog(Settings(), parent),
        "settings": SettingsDialog(Settings(), parent),
        "shortcuts": ShortcutsDialog([("File", "Open", "Ctrl+O")], parent),
        "about": AboutDialog(parent),
        "password": PasswordDialog("locked.pdf", was_wrong=True, parent=parent),
        "removal": RemovalDialog("Annual report", 3, parent=parent),
        "confirm": ConfirmDialog("Delete?", "It goes.", "Delete", parent),
    }


def test_every_control_of_the_dialogs_has_a_name(qtbot: QtBot, qapp: QApplication, data_folder: Path) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    for name, dialog in _dialogs(ground).items():
        dialog.open()
        assert (name, _nameless(dialog)) == (name, [])
        assert (name, bool(dialog.windowTitle())) == (name, True)
        dialog.reject()


def test_no_two_settings_have_controls_of_the_same_name(qtbot: QtBot, data_folder: Path) -> None:
    dialog = SettingsDialog(Settings(answer_tokens=64, temperature=0.5))
    qtbot.addWidget(dialog)
    dialog.open()
    lists = {each for each in _controls(dialog) if isinstance(each, QComboBox)}
    names = Counter(_name(each) for each in _controls(dialog) if each not in lists)
    labelled = {label.buddy() for label in dialog.findChildren(QLabel)}
    assert lists <= labelled  # Qt gives a list what is chosen for a name, where a label is to be asked
    assert [name for name, count in names.items() if count > 1] == []


def test_what_is_said_of_a_window_s_fill_and_costs_is_what_is_shown(window: Window) -> None:
    window.composer.meter.say("Opening…")
    said = [_name(label) for label in window.composer.meter.findChildren(QLabel)]
    assert "Window: Opening…" in said


def _walk(qtbot: QtBot, window: Window, key: Qt.Key) -> list[QWidget]:
    window.composer.box.setFocus()
    qtbot.waitUntil(window.composer.box.hasFocus)
    stops: list[QWidget] = []
    for _ in range(200):
        focused = window.focusWidget()
        qtbot.keyClick(focused, key)
        stop = window.focusWidget()
        if stop is window.composer.box:
            return stops
        if not stops or stop is not stops[-1]:  # the links of a text are within it
            stops.append(stop)
    raise AssertionError(f"Tab goes round: {Counter(map(_name, stops)).most_common(3)}")


def _pane_of(window: Window, widget: QWidget) -> str:
    panes = {"top": window.top, "side": window.side, "pages": window.pages, "talks": window.talks}
    panes["composer"] = window.composer
    return next(name for name, pane in panes.items() if pane.isAncestorOf(widget))


def test_tab_reaches_every_control_once_in_the_order_of_the_panes(qtbot: QtBot, window: Window) -> None:
    forward = _walk(qtbot, window, Qt.Key.Key_Tab)
    assert len(forward) == len(set(forward))
    names = [_name(stop) for stop in forward]
    for wanted in ("Open PDFs…", "Whole document", "Search documents", "Documents", "Conversation"):
        assert wanted in names
    assert "Source 1: Annual report, page 3" in names
    panes = list(dict.fromkeys(_pane_of(window, stop) for stop in forward))
    assert panes == ["top", "side", "pages", "talks"]
    assert [_pane_of(window, stop) for stop in forward] == sorted(
        (_pane_of(window, stop) for stop in forward), key=panes.index
    )
    assert {*_walk(qtbot, window, Qt.Key.Key_Backtab)} == {*forward}


def test_f6_goes_from_pane_to_pane(qtbot: QtBot, window: Window) -> None:
    window.composer.box.setFocus()
    panes: list[str] = []
    for _ in range(4):
        window.focus_next_pane()
        focused = window.focusWidget()
        assert focused is not None
        panes.append(_pane_of(window, focused))
    assert panes == ["side", "pages", "talks", "composer"]
    assert window.focusWidget() is window.composer.box


def test_no_two_entries_of_a_menu_have_the_same_key(window: Window) -> None:
    menus = [window.menuBar(), *window.menuBar().findChildren(QMenu)]
    for menu in menus:
        keys = Counter(filter(None, map(_mnemonic, menu.actions())))
        assert [key for key, count in keys.items() if count > 1] == []


def _mnemonic(action: QAction) -> str:
    _, _, rest = action.text().replace("&&", "").partition("&")
    return rest[:1].casefold()


def test_a_refused_mode_is_said_to_have_read_nothing(window: Window) -> None:
    talk = window.talks.current
    assert talk is not None
    card = talk.view.column.turns[0].cards[Mode.CLOSED]
    assert card.is_refused
    assert _name(card.strip) == "Read no page"


def test_a_tab_that_has_the_keyboard_has_a_frame_around_it(window: Window) -> None:
    window.show()
    tabs = window.side.tabBar()
    accent = QColor(theme.current().accent)
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    middle = tabs.tabRect(0).center().x()
    assert tabs.grab().toImage().pixelColor(middle, 0) == accent
    window.composer.box.setFocus()
    assert tabs.grab().toImage().pixelColor(middle, 0) != accent
