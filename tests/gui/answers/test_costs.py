from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.answering.events import Mode
from gui import theme
from gui.answers.costs import MEASURES, CostBars, names_width
from gui.translating import tr
from tests.gui.answers.made import answer


def test_the_bars_say_what_they_show(qtbot: QtBot) -> None:
    bars = CostBars()
    qtbot.addWidget(bars)
    bars.show_answers([answer("A.", Mode.WHOLE), answer("B.", Mode.RETRIEVED, read_tokens=300, total_s=2.0)])
    assert bars.sentences() == [
        "Tokens read: Whole document 1,200, Retrieved chunks 300",
        "To the first word: Whole document 0.8 s, Retrieved chunks 0.8 s",
        "In all: Whole document 4.0 s, Retrieved chunks 2.0 s",
    ]
    assert bars.accessibleDescription() == "\n".join(bars.sentences())


def test_bars_of_one_kind_are_on_one_scale(qtbot: QtBot) -> None:
    bars = CostBars()
    qtbot.addWidget(bars)
    bars.show_answers([answer("A.", Mode.WHOLE), answer("B.", Mode.RETRIEVED, read_tokens=300)])
    bars.resize(500, bars.sizeHint().height())
    picture = bars.grab().toImage()

    def length(colour: str) -> int:
        return max(
            sum(picture.pixelColor(x, y).name() == colour for x in range(picture.width()))
            for y in range(picture.height() // 4)  # the first kind: tokens read
        )

    assert abs(length(theme.current().whole) / length(theme.current().retrieved) - 4) < 0.3


def test_the_longest_name_of_a_cost_is_never_cut_where_it_has_room(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    for size in range(60, 200):
        font.setPointSizeF(size / 10)
        width = names_width(font)
        shown = {
            QFontMetrics(font).elidedText(tr(each.name), Qt.TextElideMode.ElideRight, width)
            for each in MEASURES
        }
        assert shown == {tr(each.name) for each in MEASURES}, font.pointSizeF()
