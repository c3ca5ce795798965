from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core import paths
from core.catalogue import SETS, Downloading
from core.sentences import said
from gui import translating
from gui.process.child import Failure, serve
from gui.process.requests import GetModels
from gui.process.worker import Call, Worker
from gui.settings.model_sets import SetCard, offered

SMALL = SETS["small"]


class Downloads:
    """Stands in for the core child: the test says what happens to a call."""

    def __init__(self) -> None:
        self.worker = Worker("none", serve)  # type: ignore[arg-type]  # it is never started
        self.calls: list[Call] = []

    def begin(self, set_name: str) -> Call:
        self.calls.append(Call(len(self.calls), GetModels(set_name), self.worker))
        return self.calls[-1]


@pytest.fixture
def downloads(qtbot: QtBot) -> Downloads:
    return Downloads()


@pytest.fixture
def card(qtbot: QtBot, downloads: Downloads) -> SetCard:
    made = SetCard(SMALL, downloads.begin)
    qtbot.addWidget(made)
    made.resize(500, 240)
    made.show()
    return made


def click_get(card: SetCard) -> None:
    QTest.mouseClick(card.get, Qt.MouseButton.LeftButton)


def test_it_says_size_origin_and_licence_before_anything_is_fetched(
    card: SetCard, downloads: Downloads
) -> None:
    words = " ".join(label.text() for label in card.findChildren(QLabel)) + card.get.text()
    for shown in (SMALL.title, SMALL.purpose, "pypi.org", SMALL.licence, "Download 1.1 GB"):
        assert shown in words
    assert downloads.calls == []
    assert not card.stop.isVisible()


def test_a_click_brings_the_set_and_shows_how_far_it_is(
    card: SetCard, downloads: Downloads, qtbot: QtBot
) -> None:
    click_get(card)
    assert downloads.calls[0].request == GetModels("small")
    assert card.is_busy
    assert not card.get.isVisible()
    step = said("Downloading {model}", model="small")
    downloads.calls[0].progressed.emit(Downloading("small", step, 250_000_000, 10**9))
    assert card.state.text() == "250 MB of 1.0 GB · Downloading small"
    assert card.bar.isVisible()
    assert card.bar.value() * 4 == card.bar.maximum()
    with qtbot.waitSignal(card.installed) as installed:
        downloads.calls[0].finished.emit((Path("/models/small.gguf"),))
    assert installed.args == [(Path("/models/small.gguf"),)]
    assert card.state.text() == "Installed."
    assert not card.is_busy


def test_a_download_can_be_stopped_and_begun_again(card: SetCard, downloads: Downloads) -> None:
    click_get(card)
    QTest.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    assert card.state.text() == "Stopping…"
    downloads.calls[0].progressed.emit(Downloading("small", "Downloading part 3", 1, 2))
    assert card.state.text() == "Stopping…"
    downloads.calls[0].stopped.emit()
    assert card.state.text().startswith("Stopped. What has come is kept")
    click_get(card)
    assert len(downloads.calls) == 2


def test_a_failure_is_said_where_it_happened(card: SetCard, downloads: Downloads) -> None:
    click_get(card)
    downloads.calls[0].failed.emit(Failure("DownloadFailed", "It could not be downloaded."))
    assert card.state.text() == "It could not be downloaded."
    assert card.state.property("kind") == "danger"
    assert card.get.isVisible()


def test_what_is_installed_is_not_offered_again(qtbot: QtBot, downloads: Downloads) -> None:
    paths.models().mkdir(parents=True)
    for item in SMALL.items:
        with (paths.models() / item.name).open("wb") as file:
            file.truncate(item.installed_bytes)
    card = SetCard(SMALL, downloads.begin)
    qtbot.addWidget(card)
    card.show()
    assert not card.get.isVisible()
    assert card.state.text() == "Installed."


def test_without_a_way_to_download_there_is_nothing_to_press(qtbot: QtBot) -> None:
    card = SetCard(SMALL, None)
    qtbot.addWidget(card)
    card.begin()
    assert not card.get.isEnabled()
    assert not card.is_busy


def test_what_is_offered_is_for_people(qtbot: QtBot) -> None:
    assert [each.name for each in offered()] == ["small", "starter"]


def test_how_far_it_is_is_said_in_the_language_of_the_window(
    app: QApplication, qtbot: QtBot, downloads: Downloads
) -> None:
    translating.apply(app, "he")
    card = SetCard(SMALL, downloads.begin)
    qtbot.addWidget(card)
    card.begin()
    step = said("Downloading {model} (part {number} of {count})", model="small", number=3, count=22)
    downloads.calls[0].progressed.emit(Downloading("small", step, 1, 2))
    assert "חלק 3 מתוך 22" in card.state.text()
