import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.text_label import TextLabel


def ink_is_at_the_left(host: QDialog) -> bool:
    image = host.grab().toImage()
    half = image.width() // 2
    return any(image.pixelColor(x, y).lightness() < 100 for x in range(half) for y in range(image.height()))


@pytest.mark.parametrize("text", ["short", "קצר"])
def test_any_text_begins_where_the_window_s_lines_begin(qtbot: QtBot, qapp: QApplication, text: str) -> None:
    theme.apply(qapp, "light")
    host = QDialog()
    qtbot.addWidget(host)
    label = TextLabel(text, parent=host)
    label.resize(300, 20)
    host.resize(300, 20)
    host.show()
    assert ink_is_at_the_left(host)
    host.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert not ink_is_at_the_left(host)
