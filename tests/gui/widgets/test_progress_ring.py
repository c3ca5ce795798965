from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.progress_ring import ProgressRing, RingState


def count(ring: ProgressRing, colour: str) -> int:
    image, wanted = ring.grab().toImage(), QColor(colour)
    return sum(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_ring_fills_as_the_share_grows(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    ring = ProgressRing(size=40)
    qtbot.addWidget(ring)
    filled = []
    for share in (0.0, 0.3, 0.9):
        ring.show_share(share)
        filled.append(count(ring, theme.LIGHT.accent))
    assert filled == sorted(set(filled))
    assert ring.accessibleDescription() == "90%"


def test_a_share_is_kept_between_nothing_and_all(qtbot: QtBot) -> None:
    ring = ProgressRing()
    qtbot.addWidget(ring)
    ring.show_share(1.7)
    assert ring.share == 1.0
    ring.show_share(-1)
    assert ring.share == 0.0


def test_done_and_failed_have_colours_and_words_of_their_own(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    ring = ProgressRing(size=40)
    qtbot.addWidget(ring)
    ring.show_done()
    assert count(ring, theme.LIGHT.good)
    assert ring.accessibleDescription() == "Done"
    ring.show_failed()
    assert count(ring, theme.LIGHT.danger)
    assert ring.accessibleDescription() == "Failed"
    ring.clear()
    assert not count(ring, theme.LIGHT.danger)
    assert ring.state is RingState.IDLE


def test_a_busy_ring_turns_only_while_it_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    ring = ProgressRing(size=40)
    qtbot.addWidget(ring)
    ring.show_busy()
    assert not ring.is_turning
    ring.show()
    assert ring.is_turning
    before = ring.grab().toImage()
    qtbot.waitUntil(lambda: ring.grab().toImage() != before)
    ring.hide()
    assert not ring.is_turning
