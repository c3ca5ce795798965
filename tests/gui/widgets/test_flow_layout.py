from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.flow_layout import FlowLayout


def chips(qtbot: QtBot, count: int = 8) -> tuple[QWidget, FlowLayout, list[QPushButton]]:
    host = QWidget()
    qtbot.addWidget(host)
    layout = FlowLayout(host)
    made = [QPushButton(f"chip number {number}", host) for number in range(count)]
    for chip in made:
        layout.addWidget(chip)
    return host, layout, made


def test_chips_go_on_in_a_new_line_where_one_is_full(qtbot: QtBot) -> None:
    host, layout, made = chips(qtbot)
    host.resize(300, layout.heightForWidth(300))
    host.show()
    assert len({chip.y() for chip in made}) > 1
    assert all(host.rect().contains(chip.geometry()) for chip in made)
    assert layout.heightForWidth(10_000) < layout.heightForWidth(300)


def test_the_first_chip_is_at_the_start_of_the_line(qtbot: QtBot) -> None:
    host, _, made = chips(qtbot)
    host.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    host.resize(300, 300)
    host.show()
    assert made[0].geometry().right() == host.rect().right()


def test_a_chip_wider_than_the_room_is_not_wider_than_the_room(qtbot: QtBot) -> None:
    host, _, made = chips(qtbot, 1)
    made[0].setText("a chip " * 40)
    host.resize(200, 100)
    host.show()
    assert made[0].width() <= 200


def test_clearing_deletes_the_chips(qtbot: QtBot) -> None:
    host, layout, _ = chips(qtbot, 2)
    layout.clear()
    assert layout.count() == 0
    qtbot.waitUntil(lambda: not host.findChildren(QPushButton))
