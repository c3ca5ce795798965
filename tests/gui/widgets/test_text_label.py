import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.text_label import TextLabel, breakable


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


def test_in_a_mirrored_window_the_lines_of_a_paragraph_begin_below_each_other(
    qtbot: QtBot, app: QApplication
) -> None:
    theme.apply(app, "light")
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    label = TextLabel("בחרו מסמך מהרשימה, או פתחו מסמך אחר, ושאלו עליו. " * 2)
    qtbot.addWidget(label)
    label.resize(200, 200)
    label.show()
    image, high = label.grab().toImage(), label.fontMetrics().lineSpacing()
    inked = [
        {x for x in range(200) for y in range(top, top + high) if image.pixelColor(x, y).lightness() < 100}
        for top in range(0, 200 - high, high)
    ]
    starts = [max(each) for each in inked if each]
    assert len(starts) > 2
    assert max(starts) - min(starts) <= 2
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ask about the bridge", ["Ask about the bridge"]),
        ("a FOOTLOCKER_2022_8K.pdf", ["a FOOTLOCKER_", "2022_", "8K.", "pdf"]),
        ("x" * 60 + " y", ["x" * 24, "x" * 24, "x" * 12 + " y"]),
        ("3 - 4 /", ["3 - 4 /"]),
    ],
)
def test_a_long_name_may_break_behind_its_parts_or_anywhere(text: str, parts: list[str]) -> None:
    assert breakable(text).split("\u200b") == parts
