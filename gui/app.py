"""The program with a window: started, one for each library, until it is closed."""

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.errors import OpenBookError
from core.sentences import Words, said
from gui import theme, translating
from gui.commands import Commands
from gui.conduct import Conduct
from gui.desk import Desk, saved_settings
from gui.icons import app_icon
from gui.instance import Instance
from gui.process.child import Failure
from gui.translating import say
from gui.window import Window

FAULT = 1
CLOSING_MS = 10_000  # that a window takes to close at most, and longer
UNANSWERED = said("OpenBook is running already, but does not answer. Close it first, then try again.")


def run(files: Sequence[Path]) -> int:
    """Show the window, open `files` in it, and return the exit status when it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("openbook")
    app.setApplicationDisplayName("OpenBook")
    app.setDesktopFileName("openbook")
    app.setWindowIcon(app_icon())
    try:
        instance = Instance(app)
    except OpenBookError as error:  # the data folder cannot be written
        return _refuse(app, error.sentence)
    if not instance.claim():
        if instance.hand_over(files):
            return 0
        if not instance.claim(CLOSING_MS):
            return _refuse(app, UNANSWERED)
    window, start = build(app)
    instance.files_handed_over.connect(lambda handed: _take_over(window, start, handed))
    window.closing.connect(instance.leave)
    sys.excepthook = _reporter(window)
    window.show()
    QTimer.singleShot(0, lambda: start(files))
    status = app.exec()
    instance.release()
    return status


def build(app: QApplication) -> tuple[Window, Callable[[Sequence[Path]], None]]:
    """Return the window, put together, and what starts its processes and opens files."""
    desk = Desk()
    translating.apply(app, desk.settings.language)
    appearance = theme.apply(app, desk.settings.appearance)
    window = Window(desk)
    conduct = Conduct(window)
    commands = Commands(window, conduct, appearance)
    desk.setParent(window)

    def start(files: Sequence[Path]) -> None:
        if not desk.worker.is_running:
            desk.start()
            window.history.refresh()
        commands.open_first(files)

    return window, start


def _take_over(window: Window, start: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> None:
    """Come to the front, and open what a second start was given."""
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if files:
        start(files)


def _refuse(app: QApplication, words: Words) -> int:
    from PySide6.QtWidgets import QMessageBox

    chosen, _ = saved_settings()
    translating.apply(app, chosen.language)
    sentence = say(words)
    if app.platformName() in ("offscreen", "minimal"):
        sys.stderr.write(f"openbook: {sentence}\n")
    else:
        QMessageBox.critical(None, "OpenBook", sentence)
    return FAULT


def _reporter(
    window: Window,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return what is done with an error that nobody foresaw: a banner, with a report to copy."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        window.banners.show_failure("bug", Failure(kind.__name__, str(error), is_bug=True, trace=text))

    return report
