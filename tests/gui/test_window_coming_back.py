"""The window with the real children and models: what is there again after it was left."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.window import Window
from tests.gui.windows import Start, ask, ready, wait


def asked(qtbot: QtBot, start: Start, note: Path) -> Window:
    """Return a window in which a first question was answered."""
    window = start([note])
    ready(qtbot, window)
    ask(qtbot, window, "When was the bridge opened?")
    return window


def test_a_conversation_is_opened_again_from_the_history(qtbot: QtBot, start: Start, note: Path) -> None:
    window = asked(qtbot, start, note)
    window.actions_["new_conversation"].trigger()
    window.close()
    again = start([])
    wait(qtbot, lambda: again.history.list.count() == 1)
    again.show_side("history")
    item = again.history.list.item(0)
    assert item.text() == "When was the bridge opened?"
    qtbot.mouseClick(
        again.history.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=again.history.list.visualItemRect(item).center(),
    )
    wait(qtbot, lambda: again.talks.current is not None and not again.talks.current.is_empty)
    talk = again.talks.current
    assert talk is not None
    assert talk.view.turn_count == 1
    ready(qtbot, again)
    ask(qtbot, again, "And how long is it?")
    assert talk.view.turn_count == 2


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
    window = asked(qtbot, start, note)
    window.close()
    again = start([])
    wait(qtbot, lambda: again.talks.current is not None and not again.talks.current.is_empty)
    ready(qtbot, again)
    ask(qtbot, again, "And how long is it?")
    talk = again.talks.current
    assert talk is not None
    assert talk.view.turn_count == 2
    assert again.history.list.count() == 1


def test_an_earlier_conversation_about_a_document_is_gone_on_with_from_its_empty_page(
    qtbot: QtBot, start: Start, note: Path
) -> None:
    window = asked(qtbot, start, note)
    wait(qtbot, lambda: window.history.list.count() == 1)
    window.actions_["new_conversation"].trigger()
    talk = window.talks.current
    assert talk is not None
    (button,) = talk.view.welcome.earlier_buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: window.talks.current is not None and not window.talks.current.is_empty)
    assert window.talks.current is not None
    assert window.talks.current.title_of(None) == "When was the bridge opened?"


def test_a_conversation_that_was_deleted_is_not_missed_at_the_next_start(
    qtbot: QtBot, start: Start, note: Path
) -> None:
    window = start([note])
    ready(qtbot, window)
    window.close()
    window.state.setValue("conversation", "77")
    window.state.sync()
    again = start([])
    ready(qtbot, again)
    talk = again.talks.current
    assert talk is not None
    assert talk.is_empty
    assert again.banners.sentences() == []
