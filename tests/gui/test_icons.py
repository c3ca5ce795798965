import gc
import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from gui import icons, theme

NAMES = sorted(path.stem for path in icons.FOLDER.glob("*.svg"))
OURS = [name for name in NAMES if name != "openbook"]


def ink(image: QImage) -> set[str]:
    pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(*pixel).name() for pixel in pixels if image.pixelColor(*pixel).alpha() > 250}


@pytest.mark.parametrize("name", OURS)
def test_an_icon_is_one_of_the_set(name: str) -> None:
    drawing = (icons.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke="currentColor" stroke-width="1.75"' in drawing
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawing)) <= {"none", "currentColor"}


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    assert QSvgRenderer(str(icons.FOLDER / f"{name}.svg")).isValid()


def test_what_is_directional_exists() -> None:
    assert set(NAMES) >= icons.DIRECTIONAL


def test_an_icon_has_the_theme_s_colour_even_after_a_change(qapp: QApplication) -> None:
    appearance = theme.apply(qapp, "light")
    stop = icons.icon("folder")
    assert theme.LIGHT.text in ink(stop.pixmap(QSize(24, 24)).toImage())
    appearance.choose("dark")
    assert theme.DARK.text in ink(stop.pixmap(QSize(24, 24)).toImage())
    assert theme.DARK.danger in ink(icons.pixmap("folder", 24, colour="danger").toImage())


def test_an_icon_that_points_is_mirrored_in_a_mirrored_window(qapp: QApplication) -> None:
    def drawn(name: str) -> QImage:
        return icons.icon(name).pixmap(QSize(24, 24)).toImage()

    plain = {name: drawn(name) for name in ("next", "document")}
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert drawn("document") == plain["document"]
        assert drawn("next") != plain["next"]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert drawn("next") == plain["next"]


def test_an_icon_is_sharp_on_a_dense_screen(qapp: QApplication) -> None:
    assert icons.icon("search").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
    assert icons.pixmap("search", 16, ratio=2.0).size() == QSize(32, 32)


def test_a_disabled_icon_is_paler(qapp: QApplication, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icons.icon("copy"))
    enabled = button.icon().pixmap(QSize(24, 24), QIcon.Mode.Normal).toImage()
    disabled = button.icon().pixmap(QSize(24, 24), QIcon.Mode.Disabled).toImage()
    assert max(QColor(disabled.pixelColor(x, 12)).alpha() for x in range(24)) < max(
        QColor(enabled.pixelColor(x, 12)).alpha() for x in range(24)
    )


def test_a_copy_of_an_icon_lives_on_its_own(qapp: QApplication) -> None:
    copy = QIcon(icons.icon("stop"))
    copy.addPixmap(QPixmap(10, 10))  # Qt copies the engine now
    gc.collect()
    assert theme.current().text in ink(copy.pixmap(QSize(24, 24)).toImage())


def test_the_program_has_an_icon_in_its_own_colours(qapp: QApplication) -> None:
    assert len(ink(icons.app_icon().pixmap(64, 64).toImage())) > 20
