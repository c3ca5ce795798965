from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.paths import ASSETS
from gui import theme
from gui.theme import DARK, LIGHT, Theme

GROUNDS = ("window", "surface", "raised", "sunken")
ON_GROUNDS = ("text", "dim", "accent", "good", "warning", "danger", "whole", "retrieved", "closed")
TEXTS = [(ink, ground) for ink in ON_GROUNDS for ground in GROUNDS] + [
    ("text", "accent_soft"),
    ("dim", "accent_soft"),
    ("accent", "accent_soft"),
    ("good", "accent_soft"),
    ("warning", "accent_soft"),
    ("danger", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "warning_soft"),
    ("text", "danger_soft"),
    ("warning", "warning_soft"),
    ("danger", "danger_soft"),
    ("surface", "text"),
]
GRAPHICS = [(mark, ground) for mark in ("mark", "cite", "accent", "strong_border") for ground in GROUNDS[:3]]


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    of = QColor(colour)
    return 0.2126 * linear(of.redF()) + 0.7152 * linear(of.greenF()) + 0.0722 * linear(of.blueF())


def contrast(theme: Theme, first: str, second: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lights = sorted(luminance(str(getattr(theme, name))) for name in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(shown: Theme, ink: str, ground: str) -> None:
    assert contrast(shown, ink, ground) >= 4.5


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS)
def test_what_is_drawn_stands_out_from_its_ground(shown: Theme, mark: str, ground: str) -> None:
    assert contrast(shown, mark, ground) >= 3


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_a_page_can_be_read_through_its_mark(shown: Theme) -> None:
    for colour in (shown.mark, shown.cite):
        thin = theme.tint(colour)
        share = thin.alphaF()
        over_paper = QColor.fromRgbF(
            *(1 - share + share * each for each in (thin.redF(), thin.greenF(), thin.blueF()))
        )
        assert (luminance(over_paper.name()) + 0.05) / 0.05 >= 4.5


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_has_every_value_filled_in_and_every_picture_it_names(
    qapp: QApplication, shown: Theme
) -> None:
    sheet = theme.stylesheet(shown, QApplication.font())
    assert "$" not in sheet
    pictures = {part.split('"')[1] for part in sheet.split("url(")[1:]}
    assert pictures
    for picture in pictures:
        assert picture.startswith(ASSETS.as_posix())
        drawing = Path(picture).read_text(encoding="utf-8")
        assert any(str(getattr(shown, each.name)) in drawing for each in fields(shown)), picture


def test_a_chosen_theme_is_shown_and_told(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = theme.apply(qapp, "light")
    with qtbot.waitSignal(appearance.changed):
        appearance.choose("dark")
    assert theme.current() is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    assert DARK.sunken in qapp.styleSheet()
    appearance.choose("light")
    assert theme.current() is LIGHT


def test_the_system_s_change_is_followed_unless_the_person_chose(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = theme.apply(qapp, "system")
    before = theme.current()
    appearance.choose("dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is DARK
    appearance.choose("system")
    assert theme.current() is before
    assert appearance.choice == "system"


def test_applying_again_keeps_the_one_appearance(qapp: QApplication) -> None:
    assert theme.apply(qapp, "light") is theme.apply(qapp, "light")


def test_the_sizes_of_text_go_up_with_its_role(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    sizes = [theme.font(role).pointSizeF() for role in ("small", "body", "heading", "title")]
    assert sizes == sorted(set(sizes))


def test_a_button_takes_the_colour_of_its_kind(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "dark")
    button = QPushButton("Ask")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.resize(120, 32)
    button.show()
    assert button.grab().toImage().pixelColor(20, 6) == QColor(DARK.accent)
