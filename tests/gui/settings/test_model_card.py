from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from core.model.fitness import Fit, Fitness, judge
from gui import translating
from gui.library.wording import size_text
from gui.settings.model_card import ModelCard, count_text, facts_text, told, verdict_text
from gui.widgets.direction import direction_of, isolated

GIB = 1024**3


def texts(card: ModelCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_a_card_says_what_the_model_is_and_that_it_is_a_toy(qtbot: QtBot, starter_gguf: Path) -> None:
    card = ModelCard(judge(starter_gguf, "f16", 0, 8 * GIB), 8 * GIB, is_in_use=True)
    qtbot.addWidget(card)
    for said in (
        "SmolLM2-135M-Instruct-Q4_1", "135 M parameters", "Q4_1", "98 MB", "window 8,192 tokens",
        "of 8.0 GB free", "Fits with its whole window", "in use",
        "A toy: good for trying OpenBook, not for trusting.",
    ):  # fmt: skip
        assert said in texts(card)


def test_the_bar_shows_how_much_of_the_memory_is_needed(qtbot: QtBot, starter_gguf: Path) -> None:
    levels = []
    for free in (8 * GIB, GIB // 3, 1000):
        card = ModelCard(judge(starter_gguf, "f16", 0, free), free, is_in_use=False)
        qtbot.addWidget(card)
        bar = card.findChildren(QProgressBar)[0]
        levels.append((bar.property("level"), bar.value() == bar.maximum()))
        assert "in use" not in texts(card)
    assert levels == [("good", False), ("warning", False), ("danger", True)]


def test_a_model_that_was_not_taught_to_answer_says_so(qtbot: QtBot, sliding_gguf: Path) -> None:
    card = ModelCard(judge(sliding_gguf, "f16", 0, 8 * GIB), 8 * GIB, is_in_use=False)
    qtbot.addWidget(card)
    assert "No chat template" in texts(card)


def test_what_cannot_be_used_has_its_reason_and_no_bar(qtbot: QtBot) -> None:
    broken = Fitness(Path("/models/eye.gguf"), Fit.UNUSABLE, reason="it is the eye of another model")
    card = ModelCard(broken, GIB, is_in_use=False)
    qtbot.addWidget(card)
    assert "Cannot be used: it is the eye of another model" in texts(card)
    assert not card.findChildren(QProgressBar)


def test_each_verdict_is_a_sentence_of_its_own(starter_gguf: Path) -> None:
    said = [verdict_text(judge(starter_gguf, "f16", 0, free)) for free in (8 * GIB, GIB // 3, 1000)]
    assert said[0] == "Fits with its whole window"
    assert said[1].startswith("Fits with a window of ")
    assert said[2] == "Too large for the memory that is free"


def test_a_screen_reader_hears_all_of_it(starter_gguf: Path) -> None:
    heard = told(judge(starter_gguf, "f16", 0, 8 * GIB), 8 * GIB, is_in_use=True)
    assert heard.startswith("SmolLM2-135M-Instruct-Q4_1. in use. 135 M parameters")
    assert heard.endswith("Fits with its whole window. A toy: good for trying OpenBook, not for trusting")


@pytest.mark.parametrize(
    ("count", "said"), [(134_515_008, "135 M"), (1_543_714_304, "1.5 B"), (8.03e9, "8.0 B")]
)
def test_parameters_are_counted_as_people_count_them(count: float, said: str) -> None:
    assert count_text(count) == said


@pytest.mark.parametrize(("size", "said"), [(98_362_432, "98 MB"), (1.12e9, "1.1 GB")])
def test_sizes_are_told_in_the_unit_that_fits(size: float, said: str) -> None:
    assert size_text(size) == said


def test_in_hebrew_the_line_of_facts_goes_to_the_left_and_its_latin_parts_to_the_right(
    app: QApplication, starter_gguf: Path
) -> None:
    translating.apply(app, "he")
    line = facts_text(judge(starter_gguf, "f16", 0, 8 * GIB))
    assert direction_of(line) == Qt.LayoutDirection.RightToLeft
    for part in ("135 M", "Q4_1"):
        assert isolated(part) in line
