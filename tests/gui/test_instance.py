import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.instance import Instance


def test_the_second_start_hands_its_files_to_the_first(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    first, second = Instance(qapp), Instance(qapp)
    assert first.claim()
    assert not second.claim()
    files = [tmp_path / "שלום.pdf", tmp_path / "a, b.pdf"]
    with qtbot.waitSignal(first.files_handed_over, timeout=10_000) as caught:
        assert second.hand_over(files)
    assert caught.args == [files]
    first.release()


def test_a_released_claim_is_free_again(qapp: QApplication) -> None:
    first, second = Instance(qapp), Instance(qapp)
    assert first.claim()
    first.release()
    assert second.claim()
    second.release()


def test_a_start_while_the_window_closes_waits_for_it_and_hands_nothing_over(
    qapp: QApplication, tmp_path: Path
) -> None:
    first, second = Instance(qapp), Instance(qapp)
    assert first.claim()
    first.leave()
    assert not second.hand_over([tmp_path / "note.pdf"])
    closing = threading.Timer(0.3, first._lock.unlock)
    closing.start()
    assert second.claim(wait_ms=10_000)
    closing.join()
    second.release()


def test_nobody_answers_where_no_window_runs(qapp: QApplication) -> None:
    assert not Instance(qapp).hand_over([])
