"""Tells what a person would see of the window, and how long its thread was held up.

Commands come by standard input, one in a line; each is answered by a line of JSON:

    state           what is shown, how long the thread was held up, and which modules it imported
    restart_watch   forget how long the thread was held up until now
    where NAME      the rectangle on the screen of what a screen reader calls NAME..., or null
    click NAME      press it; false where it is not seen
    open FILE       drop a file on the window
    ask QUESTION    write a question, and press Enter
    scroll TO       move the pages to a share of their length, 0 to 1
    close           close the window, as a person does
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.window import Window

TICK_MS = 16


class Stopwatch:
    """How long it was at most from one tick to the next, in the thread's computing and by the clock."""

    def __init__(self) -> None:
        self.ticks, self.longest_cpu_s, self.longest_wall_s = 0, 0.0, 0.0
        self._cpu_s, self._wall_s = time.thread_time(), time.monotonic()

    def tick(self) -> None:
        """Take the time."""
        cpu_s, wall_s = time.thread_time(), time.monotonic()
        self.ticks += 1
        self.longest_cpu_s = max(self.longest_cpu_s, cpu_s - self._cpu_s)
        self.longest_wall_s = max(self.longest_wall_s, wall_s - self._wall_s)
        self._cpu_s, self._wall_s = cpu_s, wall_s


class Watcher(QObject):
    """Lives in the window that it watches."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._visible_s = 0.0
        self._unread = b""
        self._stopwatch = Stopwatch()
        self._commands: dict[str, Callable[[str], object]] = {
            "state": lambda _: self._state(),
            "restart_watch": lambda _: self._restart_watch(),
            "where": self._where,
            "click": self._click,
            "open": lambda file: window.files_dropped.emit([Path(file)]),
            "ask": self._ask,
            "scroll": self._scroll,
            "close": lambda _: QTimer.singleShot(0, window.close),
        }
        window.installEventFilter(self)
        timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        timer.timeout.connect(lambda: self._stopwatch.tick())
        timer.start()
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._read)

    def _read(self) -> None:
        arrived = os.read(sys.stdin.fileno(), 65536)
        if not arrived:  # whoever watched is gone
            self._input.setEnabled(False)
            return
        *lines, self._unread = (self._unread + arrived).split(b"\n")
        for line in lines:
            command, _, argument = line.decode().partition(" ")
            answer = json.dumps(self._commands[command](argument))
            os.write(sys.stdout.fileno(), answer.encode() + b"\n")

    def _restart_watch(self) -> None:
        self._stopwatch = Stopwatch()

    def _state(self) -> dict[str, object]:
        return {**self._shown(), **self._felt()}

    def _shown(self) -> dict[str, object]:
        window, pages = self._window, self._window.pages
        cited = pages.markings.citations.current
        return {
            "documents": [[entry.title, str(entry.state)] for entry in window.desk.shelf.entries],
            "page_count": pages.view.page_count,
            "page": pages.page_number,
            "is_drawn": pages.view.is_drawn,
            "cited": [cited.page_number, cited.start, cited.end] if cited else None,
            "model": window.desk.model.name if window.desk.model else None,
            "can_ask": window.talks.current is not None and window.desk.model is not None,
            "is_busy": window.talks.busy is not None,
            "is_active": window.isActiveWindow(),
            "banners": window.banners.sentences(),
        }

    def _felt(self) -> dict[str, object]:
        return {
            "visible_s": self._visible_s,
            "tile_bytes": self._window.pages.cache_bytes,
            "ticks": self._stopwatch.ticks,
            "longest_cpu_s": self._stopwatch.longest_cpu_s,
            "longest_wall_s": self._stopwatch.longest_wall_s,
            "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        }

    def _seen(self, name: str) -> QWidget | None:
        named = (w for w in self._window.findChildren(QWidget) if w.accessibleName().startswith(name))
        return next((widget for widget in named if not widget.visibleRegion().isEmpty()), None)

    def _where(self, name: str) -> list[int] | None:
        widget = self._seen(name)
        if widget is None:
            return None
        seen = widget.visibleRegion().boundingRect()
        corner = widget.mapToGlobal(seen.topLeft())
        return [corner.x(), corner.y(), seen.width(), seen.height()]

    def _click(self, name: str) -> bool:
        widget = self._seen(name)
        if widget is not None:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        return widget is not None

    def _ask(self, question: str) -> None:
        self._window.composer.write(question)
        QTest.keyClick(self._window.composer.box, Qt.Key.Key_Return)

    def _scroll(self, share: str) -> None:
        bar = self._window.pages.view.verticalScrollBar()
        bar.setValue(round(float(share) * bar.maximum()))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and not self._visible_s:
            self._visible_s = time.monotonic()
        return False
