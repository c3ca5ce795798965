from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.icon_view import IconView


def test_it_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    appearance = theme.apply(qapp, "light")
    view = IconView("stop", size=48, colour="danger")
    qtbot.addWidget(view)
    view.show()

    def has(colour: str) -> bool:
        image, wanted = view.grab().toImage(), QColor(colour)
        return any(image.pixelColor(x, 24) == wanted for x in range(48))

    assert has(theme.LIGHT.danger)
    appearance.choose("dark")
    assert has(theme.DARK.danger)
    view.show_as("stop", "good")
    assert has(theme.DARK.good)
